"""Files that somebody gives Lotse: for whom they are is asked first, then they are fetched, read and reported.

Only editors may. What they press is two events: one that shows at once that it is under way, one that does it.
"""

import tempfile
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from adapters.display import cut
from adapters.document_wording import document_wording, outcome
from adapters.slack import calls
from adapters.slack.blocks import Line, Run, actions, button, rich
from adapters.slack.calls import Call
from adapters.slack.fetching import FetchError, SlackFile, SlackFiles
from adapters.slack.packing import Rendered, notification, packed
from adapters.slack.pressed import TAKE_IN, files_value
from adapters.slack.received import Asked, FilesChosen, FilesDue, Received
from adapters.slack.speaking import Voice
from bot.document_desk import DocumentDesk
from bot.documents import Details, DocumentAudience
from bot.ingest import FileReport, Incoming
from bot.models import Language
from bot.progress import Unheard
from bot.upload_names import NOBODY, safe_name, upload_source

PATIENCE_SECONDS = 45.0
"""For reading and serving; an event that takes a minute counts as failed. What takes longer goes on all the same."""
NAME = 80


@dataclass(frozen=True, slots=True)
class FileTray:
    """What bringing files in takes: who may, in Slack's ids; from where; and how many bytes at once."""

    desk: DocumentDesk
    files: SlackFiles
    editors: frozenset[str]
    most: int
    patience: float = PATIENCE_SECONDS


@dataclass(frozen=True, slots=True)
class Filing:
    """Each method returns what is sent. `tray` is None where no files are taken."""

    tray: FileTray | None
    voice: Voice

    def takes(self, received: Received) -> bool:
        """Whether somebody may bring files in."""
        return self.tray is not None and received.user in self.tray.editors

    def given(self, received: Received, asked: Asked) -> tuple[Call, ...]:
        """Ask an editor for whom files are; tell everybody else that they cannot bring any in."""
        if not self.takes(received):
            return self.voice.hint(received, "files.not_allowed")
        language = self.voice.language_for(received)

        def say(key: str) -> str:
            return self.voice.words.say(f"files.{key}", language)

        names = (Line("bullet", (Run(cut(safe_name(name), NAME)),)) for name in asked.names)
        choices = [
            button(f"{TAKE_IN}:{choice}", say(choice), files_value(asked.files))
            for choice in (*DocumentAudience, "nobody")
        ]
        lines = [Line("text", (Run(say("for_whom"), "bold"),)), *names]
        message = Rendered(notification(say("for_whom")), (*rich(lines), *actions(choices)))
        return (calls.post((received.channel, received.thread), message),)

    def chosen(self, received: Received, chosen: FilesChosen) -> tuple[Call, ...]:
        """Show what an editor chose, instead of the buttons."""
        if not self.takes(received):
            return self.voice.hint(received, "files.not_allowed")
        language = self.voice.language_for(received)
        says = self.voice.words.say("files.left" if chosen.audience == "nobody" else "files.reading", language)
        audience = ""
        if chosen.audience != "nobody":
            audience = f"{document_wording(language).audiences[DocumentAudience(chosen.audience)]}: "
        message = Rendered(notification(says), tuple(rich([Line("text", (Run(f"{audience}{says}"),))])))
        return (calls.update((received.channel, received.thread, chosen.message), message),)

    def due(self, received: Received, due: FilesDue) -> tuple[Call, ...]:
        """Fetch the files, bring them in, and report. To do it again after a crash changes nothing more."""
        if self.tray is None or not self.takes(received):
            return ()
        language = self.voice.language_for(received)
        pool = ThreadPoolExecutor(1, thread_name_prefix="slack-files")
        working = pool.submit(self._lines, self.tray, due, language)
        pool.shutdown(wait=False)
        lines = _waited(working, self.tray.patience)
        if lines is None:
            return self._said(received, [Line("text", (Run(self._say("long", language)),))])
        return self._said(received, lines)

    def _lines(self, tray: FileTray, due: FilesDue, language: Language) -> list[Line]:
        words = document_wording(language)
        with tempfile.TemporaryDirectory(prefix="lotse-", ignore_cleanup_errors=True) as folder:
            fetched, failed = self._fetched(tray, due, Path(folder), language)
            details = Details(DocumentAudience(due.audience))
            reports = tray.desk.bring_in(fetched, details, NOBODY, Unheard()) if fetched else ()
        told = [_line(one.source, outcome(one, words), is_read=one.refusal is None) for one in reports]
        lines = [*told, *(_line(name, reason, is_read=False) for name, reason in failed)]
        summary = self._summary(reports, len(failed), language)
        return [Line("text", (Run(summary, "bold"),)), *lines]

    def _fetched(
        self, tray: FileTray, due: FilesDue, folder: Path, language: Language
    ) -> tuple[list[Incoming], list[tuple[str, str]]]:
        """Return the files that were got, and the names of the others with the reasons."""
        got: list[Incoming] = []
        failed: list[tuple[str, str]] = []
        left = tray.most
        for place, id_ in enumerate(due.files):
            described: SlackFile | None = None
            try:
                described = tray.files.describe(id_)
                source = upload_source(described.name)
                path = folder / f"{place}{PurePosixPath(source).suffix}"
                _check(described, left, {one.source for one in got})
                tray.files.fetch(described, path, left)
            except FetchError as error:
                name = safe_name(described.name) if described else id_
                failed.append((name, self._say(f"problem_{error.reason}", language, most=tray.most // 1_000_000)))
            else:
                left -= path.stat().st_size
                got.append(Incoming(path, source))
        return got, failed

    def _summary(self, reports: Sequence[FileReport], failed: int, language: Language) -> str:
        refused = sum(1 for one in reports if one.refusal)
        return self._say("summary", language, read=len(reports) - refused, refused=refused + failed)

    def _said(self, received: Received, lines: Sequence[Line]) -> tuple[Call, ...]:
        first = lines[0].runs[0].text
        place = (received.channel, received.thread)
        return tuple(calls.post(place, message) for message in packed(rich(lines), first))

    def _say(self, key: str, language: Language, **values: object) -> str:
        return self.voice.words.say(f"files.{key}", language, **values)


def _check(file: SlackFile, left: int, sources: Collection[str]) -> None:
    if file.size > left:
        raise FetchError("too_large")
    if upload_source(file.name) in sources:
        raise FetchError("same_name")


def _waited(working: "Future[list[Line]]", seconds: float) -> list[Line] | None:
    try:
        return working.result(timeout=seconds)
    except TimeoutError:
        if working.done():
            raise
        return None


def _line(source: str, text: str, *, is_read: bool) -> Line:
    return Line("bullet", tuple(_runs(source, text, is_read=is_read)))


def _runs(source: str, text: str, *, is_read: bool) -> Iterator[Run]:
    yield Run("✓ " if is_read else "✗ ")
    yield Run(cut(source.removeprefix("upload/"), 2 * NAME), "bold")
    yield Run(f": {cut(text, 400)}")
