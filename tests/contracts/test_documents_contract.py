"""What the store of documents keeps, on SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.database import Database
from bot.document_store import SqlDocuments
from bot.document_tables import PassageRow
from bot.documents import DocumentAudience, Kept
from knowledge.documents import DocumentAudience as Same
from knowledge.models import Language
from tests.fakes.databases import rows
from tests.fakes.team import ADDED, make_document, make_excerpt

pytest_plugins = ["tests.postgres"]


@pytest.fixture
def documents(database: Database) -> SqlDocuments:
    return SqlDocuments(database)


def test_a_document_is_read_as_it_was_kept(documents: SqlDocuments) -> None:
    english = make_excerpt('Nul\n"quoted"', section=(), page=None, language=Language.EN)
    document = make_document(
        excerpts=(make_excerpt(), english), review_on=date(2027, 1, 31), audience=DocumentAudience.PUBLIC
    )
    assert documents.keep(document) is Kept.ADDED
    assert documents.everything() == (document,)
    (summary,) = documents.summaries()
    assert (summary.id, summary.title, summary.owner, summary.passages) == (document.id, "Handbuch", document.owner, 2)
    assert (summary.audience, summary.review_on, summary.added_by) == (Same.PUBLIC, date(2027, 1, 31), "anna")
    assert (summary.source, summary.added_at) == (document.source, ADDED)


def test_the_same_again_changes_nothing_not_even_its_time(documents: SqlDocuments) -> None:
    document = make_document()
    documents.keep(document)
    assert documents.keep(replace(document, added_at=ADDED + timedelta(days=9), added_by="ben")) is Kept.UNCHANGED
    assert documents.everything() == (document,)


@pytest.mark.parametrize(
    "changes",
    [
        {"digest": "d2"},
        {"owner": "Ben"},
        {"title": "Neu"},
        {"review_on": date(2026, 5, 1)},
        {"audience": DocumentAudience.PUBLIC},
        {"excerpts": ()},
    ],
)
def test_whatever_changes_replaces_it(documents: SqlDocuments, changes: dict[str, object]) -> None:
    documents.keep(make_document(excerpts=(make_excerpt("alt"), make_excerpt("älter"))))
    changed = make_document(**{"added_at": ADDED + timedelta(days=1), "added_by": "ben", **changes})
    assert documents.keep(changed) is Kept.REPLACED
    assert documents.everything() == (changed,)


def test_what_is_removed_is_gone_with_all_its_texts(documents: SqlDocuments, database: Database) -> None:
    kept, gone = make_document("/a"), make_document("/b")
    documents.keep(kept)
    documents.keep(gone)
    assert documents.remove(gone.id)
    assert not documents.remove(gone.id)
    assert documents.everything() == (kept,)
    assert {row["document_id"] for row in rows(database, PassageRow)} == {kept.id}


def test_summaries_are_in_the_order_of_titles(documents: SqlDocuments) -> None:
    for source, title in (("/1", "beta"), ("/2", "Alpha"), ("/3", "Gamma")):
        documents.keep(make_document(source, title=title))
    assert [summary.title for summary in documents.summaries()] == ["Alpha", "beta", "Gamma"]


@pytest.mark.parametrize("database_url", [None], ids=["sqlite"])
def test_no_word_of_a_removed_document_stays_in_the_files(
    database_url: None, documents: SqlDocuments, tmp_path: Path
) -> None:
    document = make_document(excerpts=(make_excerpt("Einhornstaub " * 500),))
    documents.keep(document)
    documents.remove(document.id)
    files = [path.read_bytes() for path in tmp_path.iterdir() if path.is_file()]
    assert files
    assert not any(b"Einhornstaub" in data for data in files)
