"""Files, folders and archives → documents in a real store, with a report a file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.database import open_database
from bot.document_store import SqlDocuments
from bot.documents import Details, DocumentAudience, Kept, Refused
from bot.errors import BotError
from bot.ingest import FileReport, Ingester
from knowledge.conversion import Converter
from knowledge.documents import MAX_FILES
from knowledge.models import Language
from tests.conftest import Silence
from tests.fakes.files import zipped
from tests.fakes.team import ADDED

INTERNAL = Details(DocumentAudience.INTERNAL)
GERMAN = "Der Urlaub endet am letzten Tag im März, wenn er nicht vorher mit der Leitung abgesprochen wurde."
ENGLISH = "The leave ends on the last day of March unless it was agreed otherwise with the team lead before."


@pytest.fixture
def documents(tmp_path: Path) -> Iterator[SqlDocuments]:
    with open_database(tmp_path / "store") as database:
        yield SqlDocuments(database)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "team"
    made.mkdir()
    return made


def detect(text: str, likely: Language | None) -> Language:
    return Language.EN if " the " in text.lower() or text.startswith("The") else Language.DE


@pytest.fixture
def ingest(converter: Converter, documents: SqlDocuments):
    def ingesting(*paths: Path, details: Details = INTERNAL) -> tuple[FileReport, ...]:
        return Ingester(converter, documents, detect, lambda: ADDED).ingest(paths, details, "anna", Silence())

    return ingesting


def test_a_document_is_kept_with_what_was_said_of_it(ingest, documents: SqlDocuments, folder: Path) -> None:
    (folder / "a.md").write_text(f"# Handbuch\n\n## Urlaub\n\n{GERMAN}\n\n## Leave\n\n{ENGLISH}")
    details = Details(DocumentAudience.PUBLIC, "Regeln", "HR", date(2027, 1, 31))
    (report,) = ingest(folder / "a.md", details=details)
    assert (report.kept, report.title, report.passages) == (Kept.ADDED, "Regeln", 2)
    assert report.languages == (Language.DE, Language.EN)
    (document,) = documents.everything()
    assert (document.title, document.owner, document.review_on) == ("Regeln", "HR", date(2027, 1, 31))
    assert (document.audience, document.added_by, document.added_at) == (DocumentAudience.PUBLIC, "anna", ADDED)
    assert [(one.section[-1], one.language) for one in document.excerpts] == [
        ("Urlaub", Language.DE),
        ("Leave", Language.EN),
    ]


def test_the_same_file_again_replaces_what_was_read_from_it(ingest, documents: SqlDocuments, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text(GERMAN)
    assert [ingest(path)[0].kept, ingest(path)[0].kept] == [Kept.ADDED, Kept.UNCHANGED]
    path.write_text(ENGLISH)
    assert ingest(path)[0].kept is Kept.REPLACED
    assert [one.text for one in documents.everything()[0].excerpts] == [ENGLISH]


def test_a_folder_is_read_in_order_and_what_is_wrong_with_one_file_keeps_no_other_out(
    ingest, documents: SqlDocuments, folder: Path
) -> None:
    (folder / "sub").mkdir()
    for name, data in (("b.txt", GERMAN), ("sub/c.txt", ENGLISH), (".hidden.txt", "x"), ("a.png", "\x89PNG\0")):
        (folder / name).write_text(data)
    (folder / "link.txt").symlink_to(folder / "b.txt")
    reports = ingest(folder)
    assert [Path(report.source).name for report in reports] == ["a.png", "b.txt", "c.txt"]
    assert reports[0].refusal.reason is Refused.UNSUPPORTED
    assert len(documents.everything()) == 2


def test_an_archive_is_read_like_a_folder(ingest, folder: Path) -> None:
    (folder / "export.zip").write_bytes(zipped({"a.txt": GERMAN, "b.zip": zipped({"c.txt": ENGLISH}), "d.txt": ""}))
    reports = ingest(folder / "export.zip")
    assert [(report.source.partition("!")[2], report.kept) for report in reports] == [
        ("a.txt", Kept.ADDED),
        ("b.zip", None),
        ("d.txt", None),
    ]
    assert [report.refusal.reason for report in reports[1:]] == [Refused.NESTED, Refused.EMPTY]


def test_ten_thousand_files_are_refused_before_any_is_read(ingest, documents: SqlDocuments, folder: Path) -> None:
    for number in range(MAX_FILES + 1):
        (folder / f"{number}.txt").touch()
    (report,) = ingest(folder)
    assert (report.source, report.refusal.reason) == (str(folder), Refused.TOO_MANY)
    assert documents.everything() == ()


def test_a_title_is_for_one_file(ingest, documents: SqlDocuments, folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(GERMAN)
    with pytest.raises(BotError, match="a title names one document"):
        ingest(folder, details=Details(DocumentAudience.INTERNAL, "Eins"))
    assert documents.everything() == ()


def test_what_is_not_there_is_reported(ingest, folder: Path) -> None:
    (report,) = ingest(folder / "none.md")
    assert report.refusal.reason is Refused.UNREADABLE
