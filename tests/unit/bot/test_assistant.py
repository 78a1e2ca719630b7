from dataclasses import replace

import pytest

from bot.assistant import Assistant, Skills
from bot.conversations import InMemoryConversations
from bot.models import MAX_MESSAGE_LENGTH, Answer, Audience, Language, Message, Outcome, Text
from bot.phrases import Phrases
from bot.skills.request import Knowledge
from bot.understanding.cleaning import clean
from bot.understanding.corrections import Corrector
from bot.understanding.models import Conversation, Turn, Understanding
from knowledge.models import Intent
from tests.fakes.requests import FakeSkill, texts_of
from tests.fakes.understanding import make_understanding
from tests.timing import cpu_seconds

TOPIC = Answer(Outcome.ANSWERED, Language.DE, (Text("…"),), topic="trends")
CHANNELS = Answer(Outcome.ANSWERED, Language.DE, (Text("…"),), channels=("xing",))
SMALL_TALK = Answer(Outcome.ANSWERED, Language.DE, (Text("…"),))
UNKNOWN = Answer(Outcome.UNKNOWN, Language.DE, (Text("…"),), topics=("trends",))
REFUSED = Answer(Outcome.REFUSED, Language.DE, (Text("…"),))
NO_CHANNEL_LEFT = SMALL_TALK


class FakeUnderstander:
    """Understands every message as one intent, in English if it contains "the"."""

    def __init__(self) -> None:
        self.intent: Intent | None = None
        self.asked: list[tuple[str, Language, Conversation]] = []

    def language_of(self, text: str, conversation: Conversation) -> Language:
        return Language.EN if "the" in text else Language.DE

    def understand(self, text: str, language: Language, conversation: Conversation) -> Understanding:
        self.asked.append((text, language, conversation))
        return make_understanding(text=text, intent=self.intent, language=language)


class Room:
    """An assistant of which every part but itself is a fake."""

    def __init__(self, phrases: Phrases, knowledge: Knowledge, nothing: Knowledge, corrector: Corrector) -> None:
        self.understander = FakeUnderstander()
        self.answer = TOPIC
        self.skill = FakeSkill(lambda language: replace(self.answer, language=language))
        self.greeting = SMALL_TALK
        self.greeter = FakeSkill(lambda language: replace(self.greeting, language=language))
        self.conversations = InMemoryConversations()
        self.phrases = phrases
        self.assistant = Assistant(
            understander=self.understander,  # type: ignore[arg-type]
            corrector=corrector,
            skills=Skills({Intent.GREETING: self.greeter, Intent.CHANNEL_ADVICE: self.skill}, topics=self.skill),
            knowledge={Audience.RECRUITER: knowledge, Audience.CANDIDATE: nothing},
            conversations=self.conversations,
            phrases=phrases,
        )

    def say(
        self,
        text: str,
        conversation: str = "c",
        audience: Audience = Audience.RECRUITER,
        language: Language | None = None,
    ) -> Answer:
        return self.assistant.reply(Message(text, audience, conversation, language))


@pytest.fixture
def room(phrases: Phrases, knowledge: Knowledge, nothing: Knowledge, corrector: Corrector) -> Room:
    return Room(phrases, knowledge, nothing, corrector)


def test_the_skill_of_the_intent_answers_and_topics_otherwise(room: Room) -> None:
    assert room.say("was ist das") == TOPIC
    room.understander.intent = Intent.GREETING
    assert room.say("hallo") == SMALL_TALK
    assert (len(room.skill.requests), len(room.greeter.requests)) == (1, 1)


def test_messages_are_cleaned_before_they_are_understood(room: Room) -> None:
    room.say("  wo\u202e \x00posten\u200b ?\n")
    assert room.understander.asked[0][0] == "wo posten ?"


@pytest.mark.parametrize(
    ("text", "stated", "language"),
    [
        ("was", None, Language.DE),
        ("the what", None, Language.EN),
        ("the what", Language.DE, Language.DE),
        ("was", Language.EN, Language.EN),
    ],
)
def test_the_language_is_the_stated_one_or_else_the_detected(
    room: Room, text: str, stated: Language | None, language: Language
) -> None:
    assert room.say(text, language=stated).language is language
    assert room.understander.asked[0][1] is language


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("text", ["", "   ", "?!?", "\x00\x07", "\u202e\u200b", "😀", "–", "\n\n\t"])
def test_a_message_without_a_letter_or_digit_is_answered_with_a_hint(room: Room, text: str, language: Language) -> None:
    answer = room.say(text, language=language)
    assert (answer.outcome, answer.language) == (Outcome.CLARIFY, language)
    assert texts_of(answer) == [room.phrases.say("refused.empty", language)]
    assert answer.suggestions
    assert room.understander.asked == []


@pytest.mark.parametrize("text", ["", "x" * 3_000])
def test_candidates_get_no_recruiters_question_suggested(room: Room, text: str) -> None:
    answer = room.say(text, audience=Audience.CANDIDATE)
    assert answer.suggestions == ()
    assert "Bauleiter" not in texts_of(answer)[0]


@pytest.mark.parametrize("language", list(Language))
def test_a_message_that_is_too_long_is_declined_with_its_length(room: Room, language: Language) -> None:
    answer = room.say("x" * 3_000, language=language)
    assert (answer.outcome, answer.language) == (Outcome.CLARIFY, language)
    assert texts_of(answer) == [room.phrases.say("refused.too_long", language, limit=MAX_MESSAGE_LENGTH, length=3_000)]
    assert room.understander.asked == []


def test_the_longest_message_that_is_allowed_is_understood(room: Room) -> None:
    assert room.say("x" * MAX_MESSAGE_LENGTH) == TOPIC
    assert room.say("x" * (MAX_MESSAGE_LENGTH + 1)).outcome is Outcome.CLARIFY


def test_ten_megabytes_are_declined_at_once(room: Room) -> None:
    text = "wo posten? " * 1_000_000
    assert room.say(text).outcome is Outcome.CLARIFY
    assert cpu_seconds(lambda: room.say(text)) < 1


@pytest.mark.parametrize(
    "text", ["wo " * 1_000, "Absatz.\n\n" * 300, "Bauleiter" + "\u200b" * 3_000 + "wo posten?", "a" + " " * 3_000 + "b"]
)
def test_nothing_is_cut_off_without_a_word(room: Room, text: str) -> None:
    answer = room.say(text)
    understood = [text for text, _, _ in room.understander.asked]
    assert answer.outcome is Outcome.CLARIFY or understood == [clean(text)]


def test_the_length_that_is_stated_exceeds_the_limit(room: Room) -> None:
    answer = room.say("ﷺ" * 1_000)
    assert answer.outcome is Outcome.CLARIFY
    assert "1000" not in texts_of(answer)[0]


@pytest.mark.parametrize("answer", [TOPIC, CHANNELS])
def test_an_answer_on_a_topic_or_with_channels_is_what_the_next_message_goes_on_from(
    room: Room, answer: Answer
) -> None:
    room.answer = answer
    room.say("erstens")
    room.say("zweitens")
    first, second = (conversation for _, _, conversation in room.understander.asked)
    assert first == Conversation("c")
    assert second.last == Turn(make_understanding(text="erstens"), answer.topic, answer.channels)
    assert second.language is Language.DE
    assert room.skill.requests[1].last == second.last


def test_the_last_advice_is_kept_through_questions_in_between(room: Room) -> None:
    room.understander.intent = Intent.GREETING
    room.greeting = CHANNELS
    room.say("erstens")
    assert room.conversations.load("c").vacancy is None, "only advice is about a vacancy"
    room.understander.intent = Intent.CHANNEL_ADVICE
    room.say("zweitens")
    room.understander.intent = None
    room.say("drittens")
    conversation = room.conversations.load("c")
    assert conversation.vacancy is not None
    assert conversation.last is not None
    assert conversation.vacancy.understanding.text == "zweitens"
    assert conversation.last.understanding.text == "drittens"


@pytest.mark.parametrize("answer", [UNKNOWN, REFUSED, SMALL_TALK, NO_CHANNEL_LEFT])
def test_declining_and_small_talk_leave_the_thread_where_it_was(room: Room, answer: Answer) -> None:
    room.say("erstens")
    room.answer = answer
    room.say("the weather")
    room.say("drittens")
    conversation = room.understander.asked[-1][2]
    assert conversation.last is not None
    assert conversation.last.understanding.text == "erstens"
    assert conversation.language is Language.EN, "but the language is that of the last message"


@pytest.mark.parametrize("text", ["", "x" * 3_000])
def test_empty_and_too_long_messages_change_nothing(room: Room, text: str) -> None:
    room.say("erstens")
    before = room.conversations.load("c")
    room.say(text, language=Language.EN)
    assert room.conversations.load("c") == before


def test_conversations_do_not_mix(room: Room) -> None:
    room.say("erstens", conversation="a")
    room.say("zweitens", conversation="b")
    assert room.understander.asked[-1][2] == Conversation("b")


def test_the_audience_decides_what_a_skill_gets_to_see(room: Room, knowledge: Knowledge, nothing: Knowledge) -> None:
    room.say("was", audience=Audience.RECRUITER)
    room.say("was", audience=Audience.CANDIDATE)
    recruiters, candidates = room.skill.requests
    assert (recruiters.audience, recruiters.knowledge) == (Audience.RECRUITER, knowledge)
    assert (candidates.audience, candidates.knowledge) == (Audience.CANDIDATE, nothing)
    assert (nothing.topics, nothing.channels, nothing.passages) == ({}, {}, {})
