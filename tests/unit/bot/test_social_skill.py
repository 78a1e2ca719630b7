import pytest

from bot.models import Listing, Outcome
from bot.phrases import Phrases
from bot.skills.request import Knowledge
from bot.skills.social import SocialSkill
from bot.understanding.labels import SOCIAL
from knowledge.models import Audience, Intent, Language
from tests.fakes.requests import blocks_of, make_request, texts_of


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("intent", sorted(SOCIAL - {Intent.HUMAN, Intent.CAPABILITIES}))
def test_small_talk_gets_one_short_reply_without_claims(
    phrases: Phrases, knowledge: Knowledge, intent: Intent, language: Language
) -> None:
    answer = SocialSkill(phrases, "").answer(make_request(knowledge, intent=intent, language=language))
    assert (answer.outcome, answer.language) == (Outcome.ANSWERED, language)
    assert texts_of(answer) == [phrases.say(f"social.{intent}", language)]
    assert len(answer.blocks) == 1
    assert (answer.topic, answer.topics, answer.channels, answer.citations) == (None, (), (), ())
    assert len(answer.suggestions) == 3


@pytest.mark.parametrize(
    ("contact", "text"),
    [
        ("@talent-team", "Mit Menschen sprichst du am besten direkt: @talent-team."),
        ("", "Ich bin ein Programm."),
    ],
)
def test_who_wants_a_human_is_told_whom_or_that_nobody_is_named(
    phrases: Phrases, knowledge: Knowledge, contact: str, text: str
) -> None:
    answer = SocialSkill(phrases, contact).answer(make_request(knowledge, intent=Intent.HUMAN))
    assert texts_of(answer)[0].startswith(text)


@pytest.mark.parametrize("language", list(Language))
def test_capabilities_are_a_list(phrases: Phrases, knowledge: Knowledge, language: Language) -> None:
    answer = SocialSkill(phrases, "").answer(make_request(knowledge, intent=Intent.CAPABILITIES, language=language))
    assert texts_of(answer) == [phrases.say("social.capabilities", language)]
    (listing,) = blocks_of(answer, Listing)
    assert [entry.id for entry in listing.entries] == ["advice", "topics", "checklists", "compare"]
    assert all(entry.title and entry.text and not entry.points for entry in listing.entries)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("intent", sorted(SOCIAL))
def test_candidates_are_not_offered_what_they_may_not_ask(
    phrases: Phrases, nothing: Knowledge, intent: Intent, language: Language
) -> None:
    request = make_request(nothing, Audience.CANDIDATE, intent=intent, language=language)
    answer = SocialSkill(phrases, "").answer(request)
    assert answer.suggestions == ()
    assert texts_of(answer) == [phrases.say("social.guest", language)]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("intent", sorted(SOCIAL))
def test_candidates_are_told_what_there_is_advice_on(
    phrases: Phrases, advised: Knowledge, intent: Intent, language: Language
) -> None:
    request = make_request(advised, Audience.CANDIDATE, intent=intent, language=language)
    answer = SocialSkill(phrases, "").answer(request)
    (text,) = texts_of(answer)
    assert all(topic.title.within(language) in text for topic in advised.topics.values())
    questions = [topic.question.within(language) for topic in advised.topics.values()]
    assert answer.suggestions == tuple(questions[:3])
