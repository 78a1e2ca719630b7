"""Corrections through the assistant: what is answered, in which language, and what the conversation goes on from."""

from collections.abc import Callable

import pytest

from bot.assistant import Assistant, Skills
from bot.conversations import InMemoryConversations
from bot.models import Answer, Audience, Correction, Language, Message, Notice, NoticeKind, Outcome, Text
from bot.phrases import Phrases
from bot.skills.advice import AdviceSkill
from bot.skills.channel_words import ChannelWords
from bot.skills.request import Knowledge
from bot.understanding.brief import Brief
from bot.understanding.corrections import MAX_AT_ONCE, MAX_TYPED, Corrector
from bot.understanding.models import Conversation
from bot.understanding.places import PlaceFinder
from knowledge.models import Intent
from tests.fakes.requests import FakeSkill, blocks_of, texts_of
from tests.fakes.understanding import after_advice, after_topic, make_place

DE, EN = Language.DE, Language.EN
VACANCY = after_advice(Brief(role="Koch", occupations=("cooks",), places=(make_place("Köln", "DE"),)), "xing")
MOVE = Correction("place", "Köln (Deutschland)", "Wien")
Correct = Callable[..., Answer]


class SilentUnderstander:
    """Understands nothing: corrections are no messages."""

    def language_of(self, text: str, conversation: Conversation) -> Language:
        return conversation.language or DE


@pytest.fixture
def conversations() -> InMemoryConversations:
    kept = InMemoryConversations()
    kept.save(Conversation("c", after_topic("trends"), DE, VACANCY))
    return kept


@pytest.fixture
def correct(
    corrector: Corrector,
    phrases: Phrases,
    finder: PlaceFinder,
    knowledge: Knowledge,
    nothing: Knowledge,
    conversations: InMemoryConversations,
) -> Correct:
    unknown = FakeSkill(lambda language: Answer(Outcome.UNKNOWN, language, (Text("?"),)))
    advice = AdviceSkill(phrases, ChannelWords(phrases, finder), unknown)
    assistant = Assistant(
        understander=SilentUnderstander(),  # type: ignore[arg-type]
        corrector=corrector,
        skills=Skills({Intent.CHANNEL_ADVICE: advice}, unknown),
        knowledge={Audience.RECRUITER: knowledge, Audience.CANDIDATE: nothing},
        conversations=conversations,
        phrases=phrases,
    )

    def said(
        *corrections: Correction,
        conversation: str = "c",
        language: Language | None = None,
        audience: Audience = Audience.RECRUITER,
        text: str = "",
    ) -> Answer:
        return assistant.reply(Message(text, audience, conversation, language, corrections))

    return said


def tags(answer: Answer) -> list[str]:
    return [tag.value for tag in answer.blocks[0].tags]  # type: ignore[union-attr]


def test_the_vacancy_is_advised_on_anew_and_remembered(correct: Correct, conversations: InMemoryConversations) -> None:
    answer = correct(MOVE)
    assert answer.outcome is Outcome.ANSWERED
    assert tags(answer) == ["Koch", "Wien (Österreich)"]
    kept = conversations.load("c")
    assert kept.last is not None
    assert kept.vacancy == kept.last
    assert kept.last.understanding.intent is Intent.CHANNEL_ADVICE
    assert kept.last.understanding.brief.countries == ("AT",)
    assert (kept.last.channels, kept.last.topic, kept.language) == (answer.channels, answer.topic, DE)
    assert tags(correct(Correction("headcount", "", "3"))) == ["Koch", "Wien (Österreich)", "3"]


def test_the_answer_is_in_the_language_that_is_stated_or_else_the_conversations(correct: Correct) -> None:
    assert correct(MOVE).language is DE
    english = correct(Correction("place", "Wien (Österreich)", "Ulm"), language=EN)
    assert (english.language, tags(english)) == (EN, ["Koch", "Ulm (Germany)"])
    assert correct(Correction("place", "Ulm (Germany)", "Bonn")).language is EN


def test_the_text_of_a_correction_is_not_read(correct: Correct) -> None:
    assert tags(correct(MOVE, text="x" * 3_000)) == ["Koch", "Wien (Österreich)"]


def test_where_no_channel_is_left_the_next_correction_undoes_it(
    correct: Correct, knowledge: Knowledge, conversations: InMemoryConversations
) -> None:
    names = [channel.name for channel in knowledge.channels.values()]
    nothing_left = correct(*(Correction("excluded", "", name) for name in names))
    assert [notice.kind for notice in blocks_of(nothing_left, Notice)] == [NoticeKind.CAVEAT]
    assert nothing_left.channels == ()
    assert correct(Correction("excluded", "XING", "")).channels == ("xing",)


def test_a_comparison_for_a_vacancy_is_corrected_to_advice(
    correct: Correct, conversations: InMemoryConversations
) -> None:
    compared = after_advice(Brief(role="Kellner"), "xing", "linkedin", intent=Intent.COMPARE_CHANNELS)
    conversations.save(Conversation("v", compared, DE))
    assert tags(correct(Correction("place", "", "Ulm"), conversation="v")) == ["Kellner", "Ulm (Deutschland)"]


@pytest.mark.parametrize(
    ("language", "kind", "typed", "said"),
    [
        (DE, "place", "Qwxyz", "„Qwxyz“ verstehe ich bei „Ort“ nicht."),
        (EN, "place", "Qwxyz", 'I do not understand "Qwxyz" as "place".'),
        (DE, "excluded", "Feisbook", "„Feisbook“ verstehe ich bei „ohne“ nicht. Vielleicht „Facebook“?"),
        (EN, "trait", "contents", '"contents" as "trait". Perhaps "visual content" or "'),
        (DE, "age", "abc", "„abc“ verstehe ich bei „Alter“ nicht. Ich brauche Jahre, zum Beispiel"),
        (EN, "headcount", "lots", 'I do not understand "lots" as "number". I need a number'),
        (DE, "level", "{limit}", "„{limit}“ verstehe ich bei „Ebene“ nicht."),
        (DE, "role", "Koch" * 51, f"höchstens {MAX_TYPED} Zeichen, diese hat 204."),
        (EN, "role", "Koch" * 51, f"at most {MAX_TYPED} characters, this one has 204."),
    ],
)
def test_what_cannot_be_read_is_said_and_changes_nothing(
    correct: Correct, conversations: InMemoryConversations, language: Language, kind: str, typed: str, said: str
) -> None:
    before = conversations.load("c")
    answer = correct(MOVE, Correction(kind, "", typed), language=language)
    assert (answer.outcome, answer.language) == (Outcome.CLARIFY, language)
    assert said in texts_of(answer)[0]
    assert conversations.load("c") == before


def test_too_many_at_once_are_declined(correct: Correct) -> None:
    answer = correct(*[MOVE] * (MAX_AT_ONCE + 1))
    assert answer.outcome is Outcome.CLARIFY
    assert str(MAX_AT_ONCE) in texts_of(answer)[0]


@pytest.mark.parametrize("language", list(Language))
def test_without_a_vacancy_there_is_nothing_to_correct(
    correct: Correct, conversations: InMemoryConversations, phrases: Phrases, language: Language
) -> None:
    answer = correct(MOVE, conversation="new", language=language)
    assert (answer.outcome, answer.language) == (Outcome.CLARIFY, language)
    assert texts_of(answer) == [phrases.say("correction.no_vacancy", language)]
    assert answer.suggestions == (phrases.say("suggest.advice", language),)
    assert conversations.load("new") == Conversation("new")


def test_candidates_have_no_vacancy_and_are_offered_none(
    correct: Correct, conversations: InMemoryConversations
) -> None:
    answer = correct(MOVE, conversation="new", audience=Audience.CANDIDATE)
    assert (answer.outcome, answer.suggestions) == (Outcome.CLARIFY, ())
    assert correct(MOVE, audience=Audience.CANDIDATE).outcome is Outcome.UNKNOWN
    assert conversations.load("c").vacancy == VACANCY


def test_a_kind_that_no_tag_has_is_a_programming_error(correct: Correct) -> None:
    with pytest.raises(ValueError, match="colour"):
        correct(Correction("colour", "", "red"))
