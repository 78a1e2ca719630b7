"""A team's documents as they are kept, and the passages that are searched and cited."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from knowledge.documents import DocumentAudience
from knowledge.errors import CompiledContentError
from knowledge.models import Language, Passage

PREFIX = "document:"
"""Begins the topic, source and passage ids of team documents; no topic of the guide begins with it."""
ARROW = " › "


@dataclass(frozen=True, slots=True)
class TeamExcerpt:
    """One text of a document, where it stands, and in which language it is."""

    text: str
    section: tuple[str, ...]
    page: int | None
    language: Language


@dataclass(frozen=True, slots=True)
class TeamDocument:
    """A document as it is kept. `id` follows from `source`, `digest` is the SHA-256 of the file.

    From `review_on` on the document is due to be looked through. `added_by` is who brought it in, by the name that the
    system or the platform knows.
    """

    id: str
    title: str
    owner: str
    audience: DocumentAudience
    review_on: date | None
    source: str
    digest: str
    added_at: datetime
    added_by: str
    excerpts: tuple[TeamExcerpt, ...]


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """What is said of a document beside its passages. `places` holds each passage's headings and page, by number."""

    id: str
    title: str
    owner: str
    review_on: date | None
    added_at: datetime
    places: tuple[tuple[tuple[str, ...], int | None], ...]


def document_id(source: str) -> str:
    """Return the id of the document that is read from `source`: the same file is the same document."""
    return hashlib.blake2b(source.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def team_passage_id(document: str, place: int) -> str:
    """Return the id by which an answer cites an excerpt; `place` counts from 0."""
    return f"{PREFIX}{document}#{place}"


def team_passages(documents: Iterable[TeamDocument]) -> tuple[Passage, ...]:
    """Return a passage an excerpt. Its title is the document's with the headings above the excerpt."""
    return tuple(
        Passage(
            id=team_passage_id(document.id, place),
            topic=f"{PREFIX}{document.id}",
            language=excerpt.language,
            audiences=document.audience.audiences,
            points=(),
            source=f"{PREFIX}{document.id}",
            title=ARROW.join((document.title, *excerpt.section)),
            text=excerpt.text,
        )
        for document in documents
        for place, excerpt in enumerate(document.excerpts)
    )


def document_card(document: TeamDocument) -> DocumentCard:
    """Return what answers say of a document."""
    places = tuple((excerpt.section, excerpt.page) for excerpt in document.excerpts)
    return DocumentCard(document.id, document.title, document.owner, document.review_on, document.added_at, places)


def dump_cards(cards: Iterable[DocumentCard]) -> bytes:
    """Return the cards as JSON."""
    return json.dumps([asdict(card) for card in cards], default=str, ensure_ascii=False).encode()


def parse_cards(data: bytes) -> tuple[DocumentCard, ...]:
    """Return what `dump_cards` wrote.

    Raises:
        CompiledContentError: it is damaged or another version's.
    """
    try:
        return tuple(_card(row) for row in json.loads(data))
    except (ValueError, KeyError, TypeError) as error:
        raise CompiledContentError("documents") from error


def _card(row: dict[str, Any]) -> DocumentCard:
    return DocumentCard(
        id=row["id"],
        title=row["title"],
        owner=row["owner"],
        review_on=date.fromisoformat(row["review_on"]) if row["review_on"] else None,
        added_at=datetime.fromisoformat(row["added_at"]),
        places=tuple((tuple(section), page) for section, page in row["places"]),
    )
