"""What is not known, not done, or needs care: unknown, refusal, caution."""

from collections.abc import Mapping

import pytest

from bot.models import Answer, NoticeKind, Outcome, Text
from bot.phrases import Phrases
from bot.skills.caution import CautionSkill
from bot.skills.request import Knowledge
from bot.skills.social import RefusalSkill
from bot.skills.unknown import FAR_SIMILARITY, NEAREST, UnknownSkill
from knowledge.models import Audience, Intent, Language, Passage
from tests.fakes.requests import FakeSkill, blocks_of, make_request, notices_of, texts_of
from tests.fakes.retriever import FakeRetriever, make_hit


def unknown(phrases: Phrases, *hits: tuple[Passage, float], contact: str = "") -> UnknownSkill:
    return UnknownSkill(FakeRetriever(make_hit(passage, similarity) for passage, similarity in hits), phrases, contact)


@pytest.mark.parametrize("language", list(Language))
def test_what_is_not_known_is_said_with_the_nearest_and_a_human(
    phrases: Phrases, knowledge: Knowledge, passages: Mapping[str, Passage], language: Language
) -> None:
    near = [(passages[f"{topic}#lead.{language}"], 0.6) for topic in ("trends", "challenges", "definition")]
    skill = unknown(phrases, near[0], *near, contact="@talent-team")
    answer = skill.answer(make_request(knowledge, text="?", intent=Intent.OUTSIDE, language=language))
    assert (answer.outcome, answer.language, answer.topic) == (Outcome.UNKNOWN, language, None)
    assert (answer.channels, answer.citations) == ((), ())
    assert answer.topics == ("trends", "challenges")
    titles = ", ".join(knowledge.topics[id_].title.within(language) for id_ in answer.topics)
    assert texts_of(answer) == [
        phrases.say("unknown.outside", language),
        phrases.say("unknown.nearest", language, titles=titles),
        phrases.say("unknown.human", language, contact="@talent-team"),
    ]
    assert answer.suggestions == tuple(knowledge.topics[id_].question.within(language) for id_ in answer.topics)


def test_a_platform_that_the_guide_does_not_hold_is_named(phrases: Phrases, knowledge: Knowledge) -> None:
    request = make_request(knowledge, intent=Intent.OUTSIDE, unknown_channel="Bluesky")
    assert texts_of(unknown(phrases).answer(request))[0] == phrases.say(
        "unknown.platform", Language.DE, channel="Bluesky"
    )


def test_what_is_far_is_not_named_as_near(
    phrases: Phrases, knowledge: Knowledge, passages: Mapping[str, Passage]
) -> None:
    skill = unknown(
        phrases,
        (passages["trends#lead.de"], FAR_SIMILARITY - 0.01),
        (passages["challenges#lead.de"], FAR_SIMILARITY),
    )
    assert skill.answer(make_request(knowledge)).topics == ("challenges",)


def test_where_nothing_is_near_questions_are_suggested_that_can_be_answered(
    phrases: Phrases, knowledge: Knowledge
) -> None:
    answer = unknown(phrases).answer(make_request(knowledge))
    assert texts_of(answer) == [
        phrases.say("unknown.outside", Language.DE),
        phrases.say("unknown.human_unset", Language.DE),
    ]
    assert answer.suggestions == tuple(
        phrases.say(f"suggest.{key}", Language.DE) for key in ("advice", "platforms", "advantages")
    )


def test_a_candidate_hears_of_nothing_near_and_gets_no_internal_question(
    phrases: Phrases, nothing: Knowledge, passages: Mapping[str, Passage]
) -> None:
    retriever = FakeRetriever(make_hit(passage) for passage in passages.values())
    answer = UnknownSkill(retriever, phrases, "").answer(make_request(nothing, Audience.CANDIDATE))
    assert texts_of(answer)[0] == phrases.say("unknown.nothing", Language.DE)
    assert len(texts_of(answer)) == 2
    assert (answer.topics, answer.suggestions) == ((), ())
    (query,) = retriever.queries
    assert query.audience is Audience.CANDIDATE


@pytest.mark.parametrize(
    ("contact", "helper"), [("jobs@example.com", "Weiterhelfen kann Ihnen jobs@example.com."), ("", "Kontaktperson")]
)
def test_a_candidate_is_offered_advice_and_sent_to_the_contact_of_the_post(
    phrases: Phrases, advised: Knowledge, contact: str, helper: str
) -> None:
    answer = unknown(phrases, contact=contact).answer(make_request(advised, Audience.CANDIDATE))
    confession, who = texts_of(answer)
    assert confession == phrases.say("unknown.nothing", Language.DE)
    assert helper in who
    assert answer.suggestions == tuple(topic.question.de for topic in advised.topics.values())[:3]


def test_a_candidate_is_offered_the_nearest_advice_but_not_told_that_it_is_near(
    phrases: Phrases, advised: Knowledge
) -> None:
    skill = unknown(phrases, (advised.passages["advice:fraud#lead.de"], 0.3), contact="@talent-team")
    answer = skill.answer(make_request(advised, Audience.CANDIDATE))
    assert len(texts_of(answer)) == 2
    assert answer.suggestions == (advised.topics["advice:fraud"].question.de,)
    assert answer.topics == ("advice:fraud",)


def test_a_hit_that_the_audience_may_not_see_is_not_named_even_if_it_is_found(
    phrases: Phrases, nothing: Knowledge, passages: Mapping[str, Passage]
) -> None:
    class Leaky(FakeRetriever):
        def retrieve(self, query):  # type: ignore[no-untyped-def]
            return (make_hit(passages["trends#lead.de"]),)

    answer = UnknownSkill(Leaky(), phrases, "").answer(make_request(nothing, Audience.CANDIDATE))
    assert answer.topics == ()


def test_the_nearest_is_looked_for_in_the_language_of_the_question(phrases: Phrases, knowledge: Knowledge) -> None:
    retriever = FakeRetriever()
    UnknownSkill(retriever, phrases, "").answer(make_request(knowledge, text="how?", language=Language.EN))
    (query,) = retriever.queries
    assert (query.text, query.language, query.topics) == ("how?", Language.EN, None)
    assert query.limit >= NEAREST


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("intent", "outcome"),
    [
        (Intent.GIBBERISH, Outcome.CLARIFY),
        (Intent.INJECTION, Outcome.REFUSED),
        (Intent.JUDGE_PERSON, Outcome.REFUSED),
    ],
)
def test_refusals_are_short_and_say_what_can_be_asked(
    phrases: Phrases, knowledge: Knowledge, intent: Intent, outcome: Outcome, language: Language
) -> None:
    answer = RefusalSkill(phrases).answer(make_request(knowledge, intent=intent, language=language))
    assert (answer.outcome, answer.language) == (outcome, language)
    assert texts_of(answer) == [phrases.say(f"refused.{intent}", language)]
    assert (answer.topic, answer.topics, answer.channels, answer.citations) == (None, (), (), ())
    assert answer.suggestions


@pytest.mark.parametrize("language", list(Language))
def test_a_candidates_gibberish_is_answered_without_a_recruiters_example(
    phrases: Phrases, nothing: Knowledge, language: Language
) -> None:
    request = make_request(nothing, Audience.CANDIDATE, intent=Intent.GIBBERISH, language=language)
    answer = RefusalSkill(phrases).answer(request)
    assert texts_of(answer) == [phrases.say("refused.gibberish_guest", language)]
    assert answer.suggestions == ()


@pytest.mark.parametrize("language", list(Language))
def test_aiming_at_age_or_sex_gets_a_caution_and_what_can_be_done_instead(
    phrases: Phrases, knowledge: Knowledge, language: Language
) -> None:
    skill = CautionSkill(phrases, FakeSkill(lambda _: pytest.fail("it is known")))
    answer = skill.answer(make_request(knowledge, intent=Intent.TARGETING_CAUTION, language=language))
    topic = knowledge.topics["adv-targeting"]
    (caution,) = notices_of(answer, NoticeKind.CAUTION)
    assert answer.blocks[0] is caution
    assert "AGG" in caution.text
    lead = topic.statements[0]
    assert blocks_of(answer, Text)[-1] == Text(lead.text.within(language), lead.points)
    assert (answer.outcome, answer.topic, answer.topics) == (Outcome.ANSWERED, topic.id, (topic.id,))
    assert [citation.passage for citation in answer.citations] == [
        f"{topic.id}#{part.id}.{language}" for part in topic.parts()
    ]
    assert answer.suggestions


def test_without_the_alternative_there_is_no_caution(phrases: Phrases, nothing: Knowledge) -> None:
    answer = Answer(Outcome.UNKNOWN, Language.DE, ())
    skill = CautionSkill(phrases, FakeSkill(lambda language: answer))
    assert skill.answer(make_request(nothing, Audience.CANDIDATE)) is answer
