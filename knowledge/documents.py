"""The values of a team's own documents: what a file was read into, or why it was not."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.models import Audience

MAX_FILE_BYTES = 50_000_000
"""Bytes. A handbook with pictures has a few million; what is larger is no text to ask questions about."""
MAX_LETTERS = 5_000_000
"""Characters of text in one file, some 2,500 pages."""
MAX_FILES = 5_000
"""Files of one folder or archive. More are refused before any is read."""
SECONDS_A_FILE = 10.0
MEMORY_BYTES = 512 * 1024 * 1024
"""Address space of the process that reads files; the libraries alone take 310 MB of it."""


class DocumentAudience(StrEnum):
    """For whom a document is."""

    INTERNAL = "internal"
    PUBLIC = "public"

    @property
    def audiences(self) -> tuple[Audience, ...]:
        """Who may see it: what is internal, recruiters only."""
        return (Audience.RECRUITER,) if self is DocumentAudience.INTERNAL else tuple(Audience)


class FileKind(StrEnum):
    """What a file is, by its content; its name decides only between kinds of plain text."""

    MARKDOWN = "markdown"
    TEXT = "text"
    HTML = "html"
    PDF = "pdf"
    WORD = "word"
    POWERPOINT = "powerpoint"
    EXCEL = "excel"
    CSV = "csv"


class Refused(StrEnum):
    """Why a file was not read. `Refusal.detail` holds the value that broke the rule."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_LONG = "too-long"
    TOO_MANY = "too-many"
    UNREADABLE = "unreadable"
    UNSUPPORTED = "unsupported"
    OLD_OFFICE = "old-office"
    PASSWORD = "password"
    DAMAGED = "damaged"
    BOMB = "bomb"
    NESTED = "nested"
    ENTITIES = "entities"
    BINARY = "binary"
    NO_TEXT = "no-text"
    TIME = "time"
    MEMORY = "memory"


class Remark(StrEnum):
    """What is odd about a file that was read. `Note.detail` holds the value."""

    MISNAMED = "misnamed"
    ENCODING = "encoding"
    BROKEN_LETTERS = "broken-letters"
    QUESTIONS = "questions"
    EMPTY_PAGES = "empty-pages"


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a file."""

    remark: Remark
    detail: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not read. `source` is its path, or the archive's with `!` and the path within."""

    source: str
    reason: Refused
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a document, in Markdown unless the document is plain text.

    `page` counts from 1 (a slide's number for presentations), None where there are no pages. `section` are the headings
    above it, where they are known from elsewhere than the text: a table's sheet.
    """

    text: str
    page: int | None = None
    section: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. `digest` is the SHA-256 of its bytes."""

    source: str
    title: str
    kind: FileKind
    digest: str
    parts: tuple[Part, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What a document is cut into: plain text, and where it stands."""

    text: str
    section: tuple[str, ...]
    page: int | None
