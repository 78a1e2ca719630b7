"""Keeping a team's documents: what is asked of the store, and what it says."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from knowledge.documents import MAX_FILE_BYTES as MAX_FILE_BYTES
from knowledge.documents import MAX_FILES as MAX_FILES
from knowledge.documents import MAX_LETTERS as MAX_LETTERS
from knowledge.documents import DocumentAudience as DocumentAudience
from knowledge.documents import Note as Note
from knowledge.documents import Refusal as Refusal
from knowledge.documents import Refused as Refused
from knowledge.documents import Remark as Remark
from knowledge.models import Language
from knowledge.team import TeamDocument


class Kept(StrEnum):
    """What keeping a document changed."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Details:
    """What whoever brings a document in says of it. Without a title it has the file's."""

    audience: DocumentAudience
    title: str = ""
    owner: str = ""
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document without its text. `languages` are those of its passages, the most frequent first."""

    id: str
    title: str
    owner: str
    audience: DocumentAudience
    review_on: date | None
    source: str
    added_at: datetime
    added_by: str
    passages: int
    languages: tuple[Language, ...]


class Keeping(Protocol):
    """Keeps documents one after another."""

    def keep(self, document: TeamDocument) -> Kept:
        """Keep a document instead of the one with its id; one that says the same stays as it is, with its time."""
        ...


class Documents(Keeping, Protocol):
    """Keeps documents. Every method may raise StoreError."""

    def everything(self) -> tuple[TeamDocument, ...]:
        """Return all documents, by id."""
        ...

    def summaries(self) -> tuple[DocumentSummary, ...]:
        """Return all documents without their texts, by title."""
        ...

    def remove(self, document: str) -> bool:
        """Remove a document with everything in it; False where there is none of this id."""
        ...
