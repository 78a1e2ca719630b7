"""Files of job posts → posts, and every mistake with its line, field and rule."""

from dataclasses import dataclass, replace
from pathlib import Path

from bot.jobs.csv_file import read_csv
from bot.jobs.drafts import DraftReader
from bot.jobs.errors import InvalidJobError, JobFileError
from bot.jobs.json_file import read_html, read_json
from bot.jobs.models import FieldError, JobPost
from bot.jobs.sheet import Entry
from knowledge.models import Language

MAX_BYTES = 20_000_000
FORMATS = {".csv": read_csv, ".tsv": read_csv, ".json": read_json, ".jsonld": read_json}
FORMATS |= {".html": read_html, ".htm": read_html}


@dataclass(frozen=True, slots=True)
class ImportMistake:
    """A mistake of the entry that begins at `line`, the `entry`-th of the file; both count from 1."""

    line: int
    entry: int
    mistake: FieldError


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The posts of the entries without a mistake, and the mistakes of the others."""

    posts: tuple[JobPost, ...]
    mistakes: tuple[ImportMistake, ...]

    @property
    def wrong_entries(self) -> int:
        """How many entries have mistakes."""
        return len({mistake.entry for mistake in self.mistakes})


class JobFileReader:
    """Reads CSV, JSON, and schema.org JobPosting from JSON or HTML. Nothing is kept: that is the caller's to do."""

    def __init__(self, drafts: DraftReader) -> None:
        self._drafts = drafts

    def read(self, path: Path, language: Language | None = None) -> ImportReport:
        """Return what is in the file; entries that tell no language are in `language`.

        Raises:
            JobFileError: the file as a whole cannot be read; names the place and the rule.
        """
        posts: list[JobPost] = []
        mistakes: list[ImportMistake] = []
        for number, entry in enumerate(_entries(path), 1):
            draft = entry.draft if entry.draft.language else replace(entry.draft, language=language or "")
            try:
                posts.append(self._drafts.read(draft))
            except InvalidJobError as error:
                mistakes += [ImportMistake(entry.line, number, mistake) for mistake in error.mistakes]
        return ImportReport(tuple(posts), tuple(mistakes))


def _entries(path: Path) -> tuple[Entry, ...]:
    reader = FORMATS.get(path.suffix.lower())
    if reader is None:
        raise JobFileError(f"{path}: the name must end in {', '.join(FORMATS)}")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise JobFileError(f"{path}: has {size:,} bytes, at most {MAX_BYTES:,} are read")
        data = path.read_bytes()
    except OSError as error:
        raise JobFileError(f"{path}: cannot be read ({error.strerror})") from error
    try:
        entries = reader(_text(data))
    except JobFileError as error:
        raise JobFileError(f"{path}: {error}") from error
    if not entries:
        raise JobFileError(f"{path}: holds no job post")
    return entries


def _text(data: bytes) -> str:
    """UTF-8; else the encoding of Western Windows, in which German spreadsheets are saved."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise JobFileError("is neither UTF-8 nor Windows-1252 text")
