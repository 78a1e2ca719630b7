"""What a candidate asks on Telegram never shows what is for recruiters: not in answers, sources, buttons or errors."""

import html
from pathlib import Path

import pytest

from adapters.telegram.answering import Desk
from adapters.telegram.calls import decode
from adapters.telegram.contract import Inbound
from adapters.telegram.inbound import read_update
from adapters.telegram.platform import TelegramHandler
from adapters.telegram.posts import PostWriter
from bot.assistant import Assistant
from bot.bootstrap import open_store
from bot.hosting import Hosted
from config.settings import Settings
from knowledge.advice import load_advice
from knowledge.library import load_library, shipped_content
from knowledge.models import Audience, Language, Passage
from knowledge.passages import library_passages
from tests.fakes.archive import InMemoryArchive
from tests.fakes.telegram_lotse import services_on
from tests.fakes.telegram_updates import pressed, said

PARAPHRASES = 20
TELLING = 24
"""Letters from which on a text is a passage's own and not a turn of speech."""


@pytest.fixture(scope="module")
def passages() -> tuple[Passage, ...]:
    """The guide's, and those of the advice for candidates."""
    content = shipped_content()
    return library_passages(load_advice(content).beside(load_library(content)))


@pytest.fixture(scope="module")
def internal(passages: tuple[Passage, ...]) -> tuple[str, ...]:
    """The texts that candidates must not see."""
    return tuple(one.text for one in passages if Audience.CANDIDATE not in one.audiences and len(one.text) >= TELLING)


@pytest.fixture(scope="module")
def public(passages: tuple[Passage, ...]) -> frozenset[str]:
    """The ids of what candidates may see."""
    return frozenset(one.id for one in passages if Audience.CANDIDATE in one.audiences)


def shown(handler: TelegramHandler, update: dict[str, object], number: int) -> str:
    """Everything that is sent, buttons and what they carry included."""
    found = read_update({"update_id": number, **update}, 7)
    assert isinstance(found, Inbound)
    parts = handler.handle(found)
    assert parts
    calls = [decode(part.payload) for part in parts]
    buttons = (button for call in calls for row in call.keyboard for button in row)
    return "\n".join([*(html.unescape(call.html) for call in calls), *(f"{one.text} {one.data}" for one in buttons)])


def questions(internal: tuple[str, ...]) -> tuple[str, ...]:
    """Every passage word for word, and a few phrasings of each topic in each language."""
    files = sorted(shipped_content().rglob("*.txt"))
    lines = (path.read_text(encoding="utf-8").splitlines()[:PARAPHRASES] for path in files)
    return (*internal, *(line for some in lines for line in some if line.strip()))


def test_nothing_for_recruiters_is_shown(
    assistant: Assistant, internal: tuple[str, ...], public: frozenset[str], tmp_path: Path
) -> None:
    hosted = Hosted(assistant, None, {}, "g1")  # type: ignore[arg-type]
    asked = questions(internal)
    assert len(internal) > 150
    assert len(asked) > 500
    leaks, advised = [], 0
    archive = InMemoryArchive()
    with open_store(Settings(data_dir=tmp_path)) as stores:
        services = services_on(stores, Desk(lambda: hosted, archive))
        handler = TelegramHandler(services, PostWriter(services.words, services.jobs.words, "lotse_bot"))
        for user, question in enumerate(asked, 1):
            text = shown(handler, said(question, user), 2 * user)
            transcript = archive.transcript(f"telegram:{user}", f"telegram:7:{user}")
            assert transcript is not None
            exchange = transcript.exchanges[-1]
            if exchange.answer.citations or user <= len(internal):
                text += shown(handler, pressed(f"src:{exchange.id}", "q", user), 2 * user + 1)
            leaks += [(question, one) for one in internal if one in text]
            cited = {one.passage for one in exchange.answer.citations}
            assert cited <= public
            advised += bool(cited)
    assert leaks == []
    assert advised >= PARAPHRASES * len(Language) * 3
