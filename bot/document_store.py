"""A team's documents in SQL: fulfils `Documents`."""

import json
from collections import defaultdict
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from bot.database import Database
from bot.document_tables import DocumentRow, PassageRow
from bot.documents import DocumentSummary, Kept
from bot.statements import Found
from knowledge.documents import DocumentAudience
from knowledge.models import Language
from knowledge.team import TeamDocument, TeamExcerpt


class SqlDocuments:
    """Keeps documents in a database, for any number of threads. Every method may raise StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, document: TeamDocument) -> Kept:
        """Keep a document instead of the one with its id; one that says the same stays as it is, with its time."""

        def work(connection: Connection) -> Kept:
            known = _found(connection, document.id)
            if known and _same(known[0], document):
                return Kept.UNCHANGED
            connection.execute(delete(DocumentRow).where(DocumentRow.id == document.id))
            connection.execute(insert(DocumentRow), _document_values(document))
            if passages := _passage_values(document):
                connection.execute(insert(PassageRow), passages)
            return Kept.REPLACED if known else Kept.ADDED

        kept = self._database.write(work)
        if kept is Kept.REPLACED:
            self._database.wipe()
        return kept

    def everything(self) -> tuple[TeamDocument, ...]:
        """Return all documents, by id."""
        with self._database.reading() as connection:
            return _found(connection, None)

    def summaries(self) -> tuple[DocumentSummary, ...]:
        """Return all documents without their texts, by title."""
        counted: Found = (
            select(*DocumentRow.__table__.c, PassageRow.language, func.count(PassageRow.position).label("passages"))
            .outerjoin(PassageRow)
            .group_by(*DocumentRow.__table__.c, PassageRow.language)
        )
        by_document: defaultdict[str, list[Row[Any]]] = defaultdict(list)
        with self._database.reading() as connection:
            for row in connection.execute(counted):
                by_document[row.id].append(row)
        found = [_summary(rows) for rows in by_document.values()]
        return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.source, one.id)))

    def remove(self, document: str) -> bool:
        """Remove a document with everything in it; False where there is none of this id."""
        statement = delete(DocumentRow).where(DocumentRow.id == document)
        removed = self._database.write(lambda connection: connection.execute(statement).rowcount > 0)
        if removed:
            self._database.wipe()
        return removed


def _found(connection: Connection, document: str | None) -> tuple[TeamDocument, ...]:
    documents, passages = select(*DocumentRow.__table__.c), select(*PassageRow.__table__.c)
    if document is not None:
        documents = documents.where(DocumentRow.id == document)
        passages = passages.where(PassageRow.document_id == document)
    excerpts: defaultdict[str, list[TeamExcerpt]] = defaultdict(list)
    for row in connection.execute(passages.order_by(PassageRow.document_id, PassageRow.position)):
        excerpts[row.document_id].append(_excerpt(row))
    rows = connection.execute(documents.order_by(DocumentRow.id)).all()
    return tuple(_document(row, tuple(excerpts[row.id])) for row in rows)


def _same(known: TeamDocument, new: TeamDocument) -> bool:
    return known == replace(new, added_at=known.added_at, added_by=known.added_by)


def _document_values(document: TeamDocument) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "owner": document.owner,
        "audience": document.audience.value,
        "review_on": document.review_on,
        "source": document.source,
        "digest": document.digest,
        "added_at": document.added_at,
        "added_by": document.added_by,
    }


def _passage_values(document: TeamDocument) -> list[dict[str, Any]]:
    return [
        {
            "document_id": document.id,
            "position": position,
            "section": json.dumps(excerpt.section),
            "page": excerpt.page,
            "language": excerpt.language.value,
            "text": excerpt.text,
        }
        for position, excerpt in enumerate(document.excerpts)
    ]


def _document(row: Row[Any], excerpts: tuple[TeamExcerpt, ...]) -> TeamDocument:
    return TeamDocument(
        id=row.id,
        title=row.title,
        owner=row.owner,
        audience=DocumentAudience(row.audience),
        review_on=row.review_on,
        source=row.source,
        digest=row.digest,
        added_at=row.added_at,
        added_by=row.added_by,
        excerpts=excerpts,
    )


def _excerpt(row: Row[Any]) -> TeamExcerpt:
    return TeamExcerpt(row.text, tuple(json.loads(row.section)), row.page, Language(row.language))


def _summary(rows: list[Row[Any]]) -> DocumentSummary:
    """Sum up the rows of a document, one a language; one without passages has a single row without a language."""
    row, ranked = rows[0], sorted(rows, key=lambda one: (-one.passages, one.language or ""))
    return DocumentSummary(
        id=row.id,
        title=row.title,
        owner=row.owner,
        audience=DocumentAudience(row.audience),
        review_on=row.review_on,
        source=row.source,
        added_at=row.added_at,
        added_by=row.added_by,
        passages=sum(one.passages for one in rows),
        languages=tuple(Language(one.language) for one in ranked if one.language),
    )
