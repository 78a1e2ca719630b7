from collections.abc import Mapping

import pytest

from bot.assistant import Assistant, Skills
from bot.conversations import InMemoryConversations
from bot.models import Answer, Audience, Message, Outcome, Text
from bot.phrases import Phrases
from bot.skills.advice import AdviceSkill
from bot.skills.channel_words import ChannelWords
from bot.skills.request import Knowledge
from bot.skills.topics import TopicSkill
from bot.understanding.brief import Brief
from bot.understanding.brief_reader import BriefReader
from bot.understanding.classifier import Guess
from bot.understanding.corrections import Corrector
from bot.understanding.followup import FollowUps
from bot.understanding.models import Conversation
from bot.understanding.places import PlaceFinder
from bot.understanding.reading import Reader, Reading
from bot.understanding.understander import Understander, lone_question
from knowledge.models import Intent, Language
from tests.fakes.requests import FakeSkill
from tests.fakes.retriever import FakeRetriever
from tests.fakes.understanding import after_advice, make_guess, make_place

ADVICE = Intent.CHANNEL_ADVICE
DE = Language.DE


class FixedClassifier:
    """Guesses what it was told for a text, `channel-advice` otherwise."""

    def __init__(self, guesses: Mapping[str, Guess]) -> None:
        self._guesses = guesses

    def classify(self, reading: Reading, language: Language) -> Guess:
        return self._guesses.get(reading.text, make_guess({ADVICE: 0.8}))


class FixedLanguages:
    """Keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Language | None, Language]] = []

    def detect(self, text: str, conversation: Language | None, fallback: Language) -> Language:
        self.asked.append((text, conversation, fallback))
        return conversation or fallback


def understander(
    reader: Reader, briefs: BriefReader, guesses: Mapping[str, Guess], languages: FixedLanguages | None = None
) -> Understander:
    return Understander(
        reader=reader,
        languages=languages or FixedLanguages(),  # type: ignore[arg-type]
        classifier=FixedClassifier(guesses),  # type: ignore[arg-type]
        briefs=briefs,
        followups=FollowUps({}, threshold=0.5),
        threshold=0.5,
        fallback=DE,
    )


def test_the_language_depends_on_the_conversation_and_the_settings(reader: Reader, briefs: BriefReader) -> None:
    languages = FixedLanguages()
    understands = understander(reader, briefs, {}, languages)
    assert understands.language_of("hm", Conversation("c", language=Language.EN)) is Language.EN
    assert understands.language_of("hm", Conversation("c")) is DE
    assert languages.asked == [("hm", Language.EN, DE), ("hm", None, DE)]


def test_a_message_alone_is_decided_by_itself(reader: Reader, briefs: BriefReader) -> None:
    understanding = understander(reader, briefs, {}).understand("Koch in Ulm", DE, Conversation("c"))
    assert (understanding.intent, understanding.brief.role, understanding.brief.countries) == (ADVICE, "Koch", ("DE",))


def test_within_a_conversation_a_fragment_goes_on(reader: Reader, briefs: BriefReader) -> None:
    last = after_advice(Brief(role="Koch", places=(make_place("Ulm", "DE"),)), "xing")
    understanding = understander(reader, briefs, {}).understand("und in Wien?", DE, Conversation("c", last))
    assert (understanding.brief.role, understanding.brief.countries) == ("Koch", ("AT",))


def test_the_threshold_declines_in_and_outside_of_a_conversation(reader: Reader, briefs: BriefReader) -> None:
    weather = {"und das wetter morgen früh": make_guess({Intent.OUTSIDE: 0.6, ADVICE: 0.3})}
    understands = understander(reader, briefs, weather)
    for last in (None, after_advice(Brief(role="Koch"), "xing")):
        understanding = understands.understand(next(iter(weather)), DE, Conversation("c", last))
        assert understanding.intent is Intent.OUTSIDE
        assert understanding.inside == pytest.approx(0.4, abs=0.01)


def test_an_unwanted_channel_is_excluded_by_attitude(reader: Reader, briefs: BriefReader) -> None:
    text = "Koch in Ulm, Xing kann in der Schublade bleiben"
    guesses = {text: make_guess({ADVICE: 0.8}, unwanted=0.9)}
    understanding = understander(reader, briefs, guesses).understand(text, DE, Conversation("c"))
    assert understanding.brief.excluded == {"xing"}
    assert understanding.channels == ()


def test_a_position_is_found(reader: Reader, briefs: BriefReader) -> None:
    guesses = {"der dritte trend": make_guess({"trends": 0.8})}
    understanding = understander(reader, briefs, guesses).understand("der dritte trend", DE, Conversation("c"))
    assert (understanding.position, understanding.topics[0]) == (3, "trends")


@pytest.fixture
def assistant(
    reader: Reader,
    briefs: BriefReader,
    phrases: Phrases,
    finder: PlaceFinder,
    knowledge: Knowledge,
    corrector: Corrector,
) -> Assistant:
    guesses = {"was ist social recruiting?": make_guess({"definition": 0.9})}
    unknown = FakeSkill(lambda language: Answer(Outcome.UNKNOWN, language, (Text("?"),)))
    advice = AdviceSkill(phrases, ChannelWords(phrases, finder), unknown)
    return Assistant(
        understander=understander(reader, briefs, guesses),
        corrector=corrector,
        skills=Skills({ADVICE: advice}, TopicSkill(FakeRetriever(), phrases, unknown)),
        knowledge={Audience.RECRUITER: knowledge},
        conversations=InMemoryConversations(),
        phrases=phrases,
    )


def talk(assistant: Assistant, *texts: str) -> list[Answer]:
    return [assistant.reply(Message(text, Audience.RECRUITER, "c")) for text in texts]


def understood(answer: Answer) -> list[str]:
    return [tag.value for tag in answer.blocks[0].tags]  # type: ignore[union-attr]


def test_a_conversation_keeps_the_role_through_places_and_exclusions(assistant: Assistant) -> None:
    _, _, third, fourth = talk(assistant, "Koch in Ulm", "und in Wien?", "aber kein Xing", "und kein Facebook")
    assert understood(third) == ["Koch", "Wien (Österreich)", "XING"]
    assert understood(fourth) == ["Koch", "Wien (Österreich)", "Facebook", "XING"]
    assert not {"xing", "facebook"} & set(fourth.channels)


def test_a_question_in_between_does_not_make_the_vacancy_forgotten(assistant: Assistant) -> None:
    *_, last = talk(assistant, "Koch in Ulm", "was ist social recruiting?", "und in Wien?")
    assert understood(last) == ["Koch", "Wien (Österreich)"]


QUESTION, AROUND = "Was ist TikTok denn?", "Ich frage für meinen Chef."


@pytest.mark.parametrize(
    ("whole", "within", "intent"),
    [
        ({Intent.OUTSIDE: 0.6}, {"platform": 0.9}, None),
        ({Intent.GIBBERISH: 0.6}, {"platform": 0.9}, None),
        ({Intent.OUTSIDE: 0.6}, {"platform": 0.6, Intent.OUTSIDE: 0.3}, Intent.OUTSIDE),
        ({Intent.OUTSIDE: 0.6}, {Intent.OUTSIDE: 0.9}, Intent.OUTSIDE),
        ({Intent.JUDGE_PERSON: 0.6}, {"platform": 0.9}, Intent.JUDGE_PERSON),
        ({Intent.INJECTION: 0.6}, {"platform": 0.9}, Intent.INJECTION),
        ({Intent.THANKS: 0.6}, {"platform": 0.9}, Intent.THANKS),
    ],
)
def test_a_question_among_what_is_not_known_is_answered_where_it_is_surely_inside(
    reader: Reader,
    briefs: BriefReader,
    whole: Mapping[str, float],
    within: Mapping[str, float],
    intent: Intent | None,
) -> None:
    text = f"{QUESTION} {AROUND}"
    understands = understander(reader, briefs, {text: make_guess(whole), QUESTION: make_guess(within)})
    understanding = understands.understand(text, DE, Conversation("c"))
    assert (understanding.intent, understanding.text) == (intent, text)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Was ist TikTok? Ich frage für meinen Chef.", "Was ist TikTok?"),
        ("was ist tiktok? ich frage für meinen chef", "was ist tiktok?"),
        ("ich frage für meinen chef! Was ist tiktok?", "Was ist tiktok?"),
        ("Was ist TikTok?", None),
        ("Ich frage nicht. Ich sage.", None),
        ("Was ist TikTok? Was ist Xing?", None),
        ("6k im Monat. Zu viel?", None),
        ("Wodurch kam Zar Alexander II. ums Leben?", None),
        ("", None),
    ],
)
def test_a_lone_question_stands_among_other_sentences(text: str, question: str | None) -> None:
    assert lone_question(text) == question
