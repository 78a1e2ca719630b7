"""Files → documents in the store, with a report a file. Reading is the converter's, keeping the store's."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.documents import Details, Documents, Kept
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

Detect = Callable[[str, Language | None], Language]
"""Text, and what it most likely is → its language."""


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

    def __init__(
        self, converter: Converter, documents: Documents, detect: Detect, clock: Callable[[], datetime]
    ) -> None:
        self._converter = converter
        self._documents = documents
        self._detect = detect
        self._clock = clock

    def ingest(self, paths: Sequence[Path], details: Details, by: str, progress: Progress) -> tuple[FileReport, ...]:
        """Return a report for each file, in the order in which they were read.

        Raises:
            BotError: a title is given for more than one file. Nothing is read then.
            StoreError: the store refuses; what was read before stays.
        """
        found = [one for path in paths for one in _files(path.absolute())]
        if details.title and (len(found) != 1 or _may_be_archive(found[0])):
            raise BotError("a title names one document, so it goes with one file that is no archive")
        reports: list[FileReport] = []
        progress.step(STEP, 0, len(found))
        for done, one in enumerate(found, 1):
            reports += self._file(one, details, by, progress)
            progress.step(STEP, done, len(found))
        return tuple(reports)

    def _file(self, one: Path | Refusal, details: Details, by: str, progress: Progress) -> Iterator[FileReport]:
        if isinstance(one, Refusal):
            yield FileReport(one.source, refusal=one)
        elif _may_be_archive(one):
            yield from self._archive(one, details, by, progress)
        else:
            yield self._read(one, str(one), details, by)

    def _archive(self, path: Path, details: Details, by: str, progress: Progress) -> Iterator[FileReport]:
        with self._converter.unpacked(path, str(path)) as members:
            for done, member in enumerate(members, 1):
                if isinstance(member, Refusal):
                    yield FileReport(member.source, refusal=member)
                else:
                    yield self._read(member[1], member[0], details, by)
                progress.step(path.name, done, len(members))

    def _read(self, path: Path, source: str, details: Details, by: str) -> FileReport:
        outcome = self._converter.read(path, source)
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


def _may_be_archive(path: Path | Refusal) -> bool:
    return isinstance(path, Path) and path.suffix.lower() == ARCHIVE


def _files(path: Path) -> list[Path | Refusal]:
    """A folder's files in the order of their names; links are not followed, and too many are none."""
    if not path.is_dir():
        return [path]
    found: list[Path | Refusal] = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not is_junk(name))
        files = (Path(folder, name) for name in sorted(names) if not is_junk(name))
        found += [file for file in files if file.is_file() and not file.is_symlink()]
        if len(found) > MAX_FILES:
            return [Refusal(str(path), Refused.TOO_MANY, f"{MAX_FILES}+")]
    return found
