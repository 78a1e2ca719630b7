"""What commands ask of the process that serves is carried out as if it were their own store."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest

from adapters.gap_work import AskedGaps, answered, reached
from adapters.mailbox import MailboxError, attend
from adapters.people import requests_folder
from bot.gaps.errors import UnknownGapError
from bot.gaps.models import (
    AnswerAudience,
    AnswerVersion,
    AskedQuestion,
    Draft,
    Editor,
    Gap,
    GapKind,
    GapState,
    GapSummary,
)
from bot.gaps.report import Report, Week
from bot.models import Language
from bot.store_errors import FolderInUseError

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
DRAFT = Draft(("Wer?",), {Language.DE: "Ünal.", Language.EN: "Ünal."}, AnswerAudience.PUBLIC)
EVA = Editor("terminal:eva", "Eva")
SUMMARY = GapSummary("g1", "Wer?", 2, 3, (GapKind.UNKNOWN,), (Language.DE,), NOW, GapState.OPEN)


class Own:
    """Gaps of which one is known, and what was done is noted."""

    def __init__(self) -> None:
        self.done: list[tuple[object, ...]] = []

    def gaps(self) -> tuple[GapSummary, ...]:
        return (SUMMARY,)

    def gap(self, gap: str) -> Gap:
        if gap != "g1":
            raise UnknownGapError(gap)
        return Gap(
            SUMMARY, (AskedQuestion("e", "Wer?", Language.DE, NOW, GapKind.UNKNOWN, "g1"),), (), (self.version(1),)
        )

    def publish(self, gap: str, draft: Draft, editor: Editor) -> AnswerVersion:
        return self.note(gap, draft, editor)

    def restore(self, gap: str, version: int, editor: Editor) -> AnswerVersion:
        return self.note(gap, version, editor)

    def withdraw(self, gap: str, editor: Editor) -> AnswerVersion:
        return self.note(gap, editor)

    def report(self, weeks: int) -> Report:
        return Report((Week(NOW.date(), 3, 2, p50_ms=1.5, channels={"xing": weeks}),), 1)

    def note(self, *done: object) -> AnswerVersion:
        self.done.append(done)
        return self.version(len(self.done))

    def version(self, number: int) -> AnswerVersion:
        return AnswerVersion("g1", number, DRAFT, "Eva", NOW)


def test_everything_arrives_and_comes_back_whole(tmp_path: Path) -> None:
    own, ended = Own(), Event()

    def serve() -> None:
        while not ended.wait(0.01):
            attend(requests_folder(tmp_path), partial(answered, own))

    thread = Thread(target=serve)
    thread.start()
    try:
        asked = AskedGaps(tmp_path)
        assert asked.gaps() == own.gaps()
        assert asked.gap("g1") == own.gap("g1")
        assert asked.report(4) == own.report(4)
        assert asked.publish("g1", DRAFT, EVA) == own.version(1)
        assert asked.restore("g1", 1, EVA) == own.version(2)
        assert asked.withdraw("g1", EVA) == own.version(3)
        assert own.done == [("g1", DRAFT, EVA), ("g1", 1, EVA), ("g1", EVA)]
        with pytest.raises(MailboxError, match="g2"):
            asked.gap("g2")
    finally:
        ended.set()
        thread.join()


def test_where_another_process_holds_the_folder_it_is_asked(tmp_path: Path) -> None:
    def refused() -> object:
        raise FolderInUseError("in use")

    with reached(tmp_path, refused) as work:  # type: ignore[arg-type]
        assert isinstance(work, AskedGaps)
