"""Files → documents in the store, with a report a file. Reading is the converter's, keeping the store's."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from bot.documents import Details, Keeping, Kept
from bot.errors import BotError
from bot.progress import Progress
from knowledge.archives import is_junk
from knowledge.conversion import Converter
from knowledge.documents import MAX_FILES, Document, Note, Refusal, Refused
from knowledge.models import Language
from knowledge.splitting import split_document
from knowledge.team import TeamDocument, TeamExcerpt, document_id

STEP = "documents"
FEW_LETTERS = 60
"""Characters. A shorter text is in its document's language: a heading or a number tells none."""
SAMPLE = 3_000
"""Characters of a document that tell its language."""
ARCHIVE = ".zip"
_WITHIN_ARCHIVE = re.compile(r"(.*?\.zip)!", re.IGNORECASE | re.DOTALL)

Detect = Callable[[str, Language | None], Language]
"""Text, and what it most likely is → its language."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to be read. `source` names it for good: the same source again replaces what was read before."""

    path: Path
    source: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of a file: either `refusal` says why it was not read, or the rest says what it was read into.

    `languages` are those of its passages, the most frequent first.
    """

    source: str
    kept: Kept | None = None
    title: str = ""
    passages: int = 0
    languages: tuple[Language, ...] = ()
    notes: tuple[Note, ...] = ()
    refusal: Refusal | None = None


class Ingester:
    """Brings files in, one after another; what is wrong with one keeps no other from being read."""

    def __init__(self, converter: Converter, documents: Keeping, detect: Detect, clock: Callable[[], datetime]) -> None:
        self._converter = converter
        self._documents = documents
        self._detect = detect
        self._clock = clock

    def ingest(self, paths: Sequence[Path], details: Details, by: str, progress: Progress) -> tuple[FileReport, ...]:
        """Return a report for each file below `paths`, in the order in which they were read.

        Raises:
            BotError: a title is given for more than one file. Nothing is read then.
            StoreError: the store refuses; what was read before stays.
        """
        return self.bring_in([one for path in paths for one in files_below(path.absolute())], details, by, progress)

    def bring_in(
        self, files: Sequence[Incoming | Refusal], details: Details, by: str, progress: Progress
    ) -> tuple[FileReport, ...]:
        """Return a report for each of the files, and for each of an archive's; the same errors as `ingest`."""
        if details.title and (len(files) != 1 or may_be_archive(files[0])):
            raise BotError("a title names one document, so it goes with one file that is no archive")
        reports: list[FileReport] = []
        progress.step(STEP, 0, len(files))
        for done, one in enumerate(files, 1):
            reports += self._file(one, details, by, progress)
            progress.step(STEP, done, len(files))
        return tuple(reports)

    def _file(self, one: Incoming | Refusal, details: Details, by: str, progress: Progress) -> Iterator[FileReport]:
        if isinstance(one, Refusal):
            yield FileReport(one.source, refusal=one)
        elif may_be_archive(one):
            yield from self._archive(one, details, by, progress)
        else:
            yield self._read(one, details, by)

    def _archive(self, file: Incoming, details: Details, by: str, progress: Progress) -> Iterator[FileReport]:
        with self._converter.unpacked(file.path, file.source) as members:
            for done, member in enumerate(members, 1):
                if isinstance(member, Refusal):
                    yield FileReport(member.source, refusal=member)
                else:
                    yield self._read(Incoming(member[1], member[0]), details, by)
                progress.step(PurePath(file.source).name, done, len(members))

    def _read(self, file: Incoming, details: Details, by: str) -> FileReport:
        source = file.source
        outcome = self._converter.read(file.path, source)
        if isinstance(outcome, Refusal):
            return FileReport(source, refusal=outcome)
        document = self._team_document(outcome, details, by)
        if not document.excerpts:
            return FileReport(source, refusal=Refusal(source, Refused.NO_TEXT))
        languages = Counter(excerpt.language for excerpt in document.excerpts)
        return FileReport(
            source=source,
            kept=self._documents.keep(document),
            title=document.title,
            passages=len(document.excerpts),
            languages=tuple(language for language, _ in languages.most_common()),
            notes=outcome.notes,
        )

    def _team_document(self, document: Document, details: Details, by: str) -> TeamDocument:
        return TeamDocument(
            id=document_id(document.source),
            title=details.title or document.title,
            owner=details.owner,
            audience=details.audience,
            review_on=details.review_on,
            source=document.source,
            digest=document.digest,
            added_at=self._clock(),
            added_by=by,
            excerpts=self._excerpts(document),
        )

    def _excerpts(self, document: Document) -> tuple[TeamExcerpt, ...]:
        found = split_document(document)
        whole = self._detect(" ".join(excerpt.text for excerpt in found[:20])[:SAMPLE], None)
        return tuple(TeamExcerpt(one.text, one.section, one.page, self._language(one.text, whole)) for one in found)

    def _language(self, text: str, whole: Language) -> Language:
        return whole if len(text) < FEW_LETTERS else self._detect(text, whole)


def may_be_archive(one: Incoming | Refusal) -> bool:
    """Whether a file's name says that it holds others."""
    return isinstance(one, Incoming) and PurePath(one.source).suffix.lower() == ARCHIVE


def file_of(source: str) -> str:
    """Return the file that a document was read from: of what an archive holds, the archive."""
    found = _WITHIN_ARCHIVE.match(source)
    return found[1] if found else source


def files_below(path: Path, failed: Callable[[OSError], None] | None = None) -> list[Incoming | Refusal]:
    """Return a folder's files in the order of their names, a file as itself.

    Links within a folder are not followed, and too many files are none. A file's source is its path. `failed` hears of
    folders that cannot be read, which are left out, and may raise.
    """
    if not path.is_dir():
        return [Incoming(path, str(path))]
    found: list[Path] = []
    for folder, folders, names in os.walk(path, onerror=failed):
        folders[:] = sorted(name for name in folders if not is_junk(name))
        files = (Path(folder, name) for name in sorted(names) if not is_junk(name))
        found += [file for file in files if file.is_file() and not file.is_symlink()]
        if len(found) > MAX_FILES:
            return [Refusal(str(path), Refused.TOO_MANY, f"{MAX_FILES}+")]
    return [Incoming(file, str(file)) for file in found]
