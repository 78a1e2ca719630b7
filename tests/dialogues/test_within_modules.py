"""What somebody asks while reading a module of the onboarding path. Real model, real index."""

from collections.abc import Iterator

import pytest

from bot import bootstrap
from bot.assistant import Assistant
from bot.models import Audience, Language, Message
from bot.onboarding.desk import OnboardingDesk
from bot.understanding.models import Conversation
from config.settings import Settings
from tests.fakes.onboarding import Clock, learning


@pytest.fixture(scope="module")
def desk(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnboardingDesk]:
    with learning(tmp_path_factory.mktemp("path"), Clock(), bootstrap.indexed_topics(settings)) as desk:
        yield desk


def topic_of(assistant: Assistant, text: str, conversation: Conversation) -> str | None:
    message = Message(text, Audience.RECRUITER, conversation.id)
    return assistant.respond(message, conversation).answer.topic


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Und warum?", Language.DE),
        ("Was heißt das?", Language.DE),
        ("Was bedeutet das?", Language.DE),
        ("Und wie mache ich das?", Language.DE),
        ("Warum ist das so?", Language.DE),
        ("Kannst du das genauer erklären?", Language.DE),
        ("And why?", Language.EN),
        ("Why is that?", Language.EN),
        ("Can you explain that?", Language.EN),
        ("Hast du ein Beispiel?", Language.DE),
        ("What does that mean?", Language.EN),
        ("How does that work?", Language.EN),
        ("Tell me more.", Language.EN),
    ],
)
def test_what_says_nothing_of_its_topic_is_about_the_module(
    assistant: Assistant, desk: OnboardingDesk, text: str, language: Language
) -> None:
    modules = [one.module for one in desk.overview("user:anna").modules]
    lost = [
        module.id
        for module in modules
        if topic_of(assistant, text, desk.context(module.id, "c", language)) not in module.topics
    ]
    assert len(lost) <= 2, lost
    alone = topic_of(assistant, text, Conversation("c", language=language))
    assert sum(alone in module.topics for module in modules) <= 4, "the module tells it, and nothing else"


@pytest.mark.parametrize(
    ("text", "language", "topic"),
    [("Was ist XING?", Language.DE, "platform:xing"), ("What is active sourcing?", Language.EN, "active-sourcing")],
)
def test_a_question_that_names_its_topic_is_about_that_in_every_module(
    assistant: Assistant, desk: OnboardingDesk, text: str, language: Language, topic: str
) -> None:
    for one in desk.overview("user:anna").modules:
        assert topic_of(assistant, text, desk.context(one.module.id, "c", language)) == topic, one.module.id
