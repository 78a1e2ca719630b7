"""Follows folders: what is new or has changed there comes in, what is deleted there goes. It looks; nobody calls.

A file is read once it looks the same twice, so that one that is still being copied is not. What is gone is gone
twice, so that a program that writes by deleting and renaming does no harm. Of a folder that cannot be read, or not as
a whole, nothing goes: it may be a share that is not there at the moment.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from bot.document_desk import DocumentDesk
from bot.documents import Details, DocumentAudience, Refusal
from bot.errors import BotError
from bot.ingest import FileReport, Incoming, file_of, files_below
from bot.progress import Unheard
from bot.watch_memory import Memory, Read, Stamp, load_memory, save_memory

BATCH = 100
"""Files that are read before they are served and remembered; the rest follows at once."""
MISSING = "missing"


@dataclass(frozen=True, slots=True)
class WatchedFolder:
    """A folder; of what is in it, who may get answers from it and who answers for it.

    `review_days` after a file was read, its review is due; never where that is None.
    """

    folder: Path
    audience: DocumentAudience
    owner: str = ""
    review_days: int | None = None

    @property
    def terms(self) -> str:
        """What the files are read as: where it is another, they are read again."""
        return json.dumps([self.audience.value, self.owner, self.review_days])

    def details(self, today: date) -> Details:
        """Return what is said of a document that is read today."""
        review_on = today + timedelta(days=self.review_days) if self.review_days else None
        return Details(self.audience, owner=self.owner, review_on=review_on)


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a file: `what` is added, replaced, unchanged, removed or refused. `source` names it."""

    source: str
    what: str
    passages: int = 0
    reason: str = ""


Tell = Callable[[Followed], None]


class FolderWatch:
    """One thread calls `look`, again and again. `folder` is where it keeps what it knows."""

    def __init__(
        self,
        folders: Sequence[WatchedFolder],
        desk: DocumentDesk,
        folder: Path,
        tell: Tell,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._folders = folders
        self._desk = desk
        self._folder = folder
        self._tell = tell
        self._today = today
        self._memory = load_memory(folder)
        self._before: dict[Path, dict[str, Stamp]] = {}
        self._compared: set[Path] = set()

    def look(self) -> None:
        """Look once, and bring in or remove what two looks agree on.

        Raises:
            BotError: something cannot be kept or served. It is tried again with the next look.
            OSError: what is known cannot be kept.
        """
        seen, problems = self._seen()
        before, self._before = self._before, seen
        twice = {folder: files for folder, files in seen.items() if folder in before}
        try:
            self._remove_gone(twice, before)
            for watched in self._folders:
                for changed in self._changed(watched.folder, twice, before):
                    self._bring_in(watched, changed)
        except BotError as error:
            self._remember(replace(self._memory, folders=problems, trouble=str(error)))
            raise
        self._remember(replace(self._memory, folders=problems, trouble=""))

    def _seen(self) -> tuple[dict[Path, dict[str, Stamp]], dict[str, str]]:
        seen: dict[Path, dict[str, Stamp]] = {}
        problems: dict[str, str] = {}
        for watched in self._folders:
            try:
                seen[watched.folder] = _stamps(watched)
            except OSError as error:
                problems[str(watched.folder)] = error.strerror or MISSING
        return seen, problems

    def _changed(
        self, folder: Path, twice: Mapping[Path, Mapping[str, Stamp]], before: Mapping[Path, Mapping[str, Stamp]]
    ) -> Iterator[dict[str, Stamp]]:
        """Yield what is to be read of a folder, in portions."""
        files = twice.get(folder, {})
        settled = {path: stamp for path, stamp in files.items() if before[folder].get(path) == stamp}
        new = [(path, stamp) for path, stamp in settled.items() if self._known(path) != stamp]
        for start in range(0, len(new), BATCH):
            yield dict(new[start : start + BATCH])

    def _known(self, path: str) -> Stamp | None:
        read = self._memory.files.get(path)
        return read.stamp if read else None

    def _bring_in(self, watched: WatchedFolder, changed: Mapping[str, Stamp]) -> None:
        files = [Incoming(Path(path), path) for path in changed]
        reports = self._desk.bring_in(files, watched.details(self._today()), "", Unheard())
        for report in reports:
            self._tell(_followed(report))
        self._remove_left_out(changed, reports)
        problems = _problems(reports)
        read = {path: Read(stamp, problems.get(path, "")) for path, stamp in changed.items()}
        self._remember(replace(self._memory, files={**self._memory.files, **read}))

    def _remove_left_out(self, changed: Mapping[str, Stamp], reports: Sequence[FileReport]) -> None:
        """An archive that came again may hold less than before; one that was refused as a whole tells nothing."""
        told = {report.source for report in reports}
        archives = {path for path in changed if any(file_of(source) == path for source in told - {path})}
        if archives:
            self._remove(lambda source: file_of(source) in archives and source not in told)

    def _remove_gone(
        self, twice: Mapping[Path, Mapping[str, Stamp]], before: Mapping[Path, Mapping[str, Stamp]]
    ) -> None:
        for folder, files in twice.items():
            there = files.keys() | before[folder].keys()
            forgotten = {path for path in self._memory.files if _is_below(path, folder) and path not in there}
            # What `lotse ingest` once read there is known to nobody but the documents themselves.
            if not forgotten and folder in self._compared:
                continue
            self._remove(partial(_is_gone, folder, there))
            self._compared.add(folder)
            kept = {path: read for path, read in self._memory.files.items() if path not in forgotten}
            self._remember(replace(self._memory, files=kept))

    def _remove(self, is_gone: Callable[[str], bool]) -> None:
        gone = [summary for summary in self._desk.documents() if is_gone(summary.source)]
        if gone:
            self._desk.remove([summary.id for summary in gone], Unheard())
        for summary in gone:
            self._tell(Followed(summary.source, "removed"))

    def _remember(self, memory: Memory) -> None:
        if memory != self._memory:
            save_memory(self._folder, memory)
            self._memory = memory


def _stamps(watched: WatchedFolder) -> dict[str, Stamp]:
    """Raises OSError where the folder is not there or not to be read as a whole."""
    if not watched.folder.is_dir():
        raise FileNotFoundError
    stamps: dict[str, Stamp] = {}
    for one in files_below(watched.folder, _raised):
        if isinstance(one, Refusal):
            raise OSError(0, f"{one.reason} ({one.detail})")
        try:
            found = one.path.stat()
        except FileNotFoundError:
            continue
        # Also when somebody was given the right to read it, which leaves the time of its content as it was.
        changed_ns = max(found.st_mtime_ns, found.st_ctime_ns)
        stamps[one.source] = Stamp(found.st_size, changed_ns, watched.terms)
    return stamps


def _raised(error: OSError) -> None:
    raise error


def _is_below(path: str, folder: Path) -> bool:
    return folder in Path(path).parents


def _is_gone(folder: Path, there: Collection[str], source: str) -> bool:
    return _is_below(source, folder) and source not in there and file_of(source) not in there


def _followed(report: FileReport) -> Followed:
    if report.refusal:
        return Followed(report.source, "refused", 0, report.refusal.reason.value)
    assert report.kept is not None
    return Followed(report.source, report.kept.value, report.passages)


def _problems(reports: Sequence[FileReport]) -> dict[str, str]:
    """What was refused of each file; an archive may hold several."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for report in reports:
        if report.refusal:
            found[file_of(report.source)].append(report.refusal.reason.value)
            if report.source != file_of(report.source):
                found[report.source].append(report.refusal.reason.value)
    return {path: ", ".join(dict.fromkeys(reasons)) for path, reasons in found.items()}
