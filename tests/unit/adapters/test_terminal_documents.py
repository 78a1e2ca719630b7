"""`lotse ingest` and `lotse documents` on fake services."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from adapters.document_wording import document_wording
from bot.documents import Details, DocumentAudience, DocumentSummary, Kept, Note, Refusal, Refused, Remark
from bot.ingest import FileReport
from bot.models import Language
from tests.fakes.assistant import CommandLine, FakeServices
from tests.fakes.team import ADDED

REPORTS = (
    FileReport("/t/a.pdf", Kept.ADDED, "A", 3, (Language.DE, Language.EN), (Note(Remark.EMPTY_PAGES, "2, 3"),)),
    FileReport("/t/b.pdf", refusal=Refusal("/t/b.pdf", Refused.TOO_LARGE, "500")),
)
SUMMARY = DocumentSummary(
    "3f2a91c04b7d",
    "[red]Regeln",
    "HR",
    DocumentAudience.PUBLIC,
    date(2026, 1, 31),
    "/t/a.pdf",
    ADDED,
    "anna",
    1,
    (Language.DE,),
)


@dataclass
class DocumentServices(FakeServices):
    reports: tuple[FileReport, ...] = REPORTS
    found: tuple[DocumentSummary, ...] = (SUMMARY,)
    calls: list[object] = field(default_factory=list)

    def ingest(self, settings, paths: Sequence[Path], details: Details, by: str, progress) -> tuple[FileReport, ...]:
        self.calls.append((tuple(paths), details))
        progress.step("documents", 2, 2)
        return self.reports

    @contextmanager
    def open_documents(self, settings) -> Iterator["DocumentServices"]:
        yield self

    def summaries(self) -> tuple[DocumentSummary, ...]:
        return self.found

    def remove_documents(self, settings, ids: Sequence[str], progress) -> tuple[str, ...]:
        self.calls.append(tuple(ids))
        return tuple(id_ for id_ in ids if id_ != SUMMARY.id)


@pytest.fixture
def services() -> DocumentServices:
    return DocumentServices()


@pytest.fixture
def lotse(services: DocumentServices) -> CommandLine:
    return CommandLine(services)


def test_each_file_is_reported(lotse: CommandLine, services: DocumentServices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    options = ("--audience", "internal", "--title", " A ", "--owner", "HR", "--review-date", "2027-01-31")
    result = lotse("ingest", "/t/a.pdf", "/t/b.pdf", *options)
    assert result.exit_code == 1
    assert services.calls == [
        ((Path("/t/a.pdf"), Path("/t/b.pdf")), Details(DocumentAudience.INTERNAL, "A", "HR", date(2027, 1, 31)))
    ]
    assert [line.rstrip() for line in result.stdout.splitlines()] == [
        "✓  /t/a.pdf  neu; 3 Abschnitte; Deutsch, Englisch; Seiten ohne Text: 2, 3",
        "✗  /t/b.pdf  mit 500 MB zu groß; gelesen werden höchstens 50 MB",
        "1 gelesen, 1 nicht gelesen.",
    ]
    assert "documents: 2/2" in result.stderr
    assert services.behind


def test_all_read_is_fine(lotse: CommandLine, services: DocumentServices) -> None:
    services.reports = REPORTS[:1]
    assert lotse("ingest", "a.pdf", "--audience", "public").exit_code == 0


@pytest.mark.parametrize(
    "options", [(), ("--audience", "secret"), ("--audience", "public", "--review-date", "31.01.2027")]
)
def test_the_audience_is_required_and_a_date_is_one(lotse: CommandLine, options: tuple[str, ...]) -> None:
    assert lotse("ingest", "a.pdf", *options).exit_code == 2


def test_documents_are_listed(lotse: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("LOTSE_ANSWERS__LANGUAGE", "en")
    lines = lotse("documents", "list").stdout
    assert "3f2a91c04b7d  [red]Regeln  public; 1 passage; owner: HR; due for review since 2026-01-31; added on" in lines


def test_where_there_are_none_the_way_is_shown(lotse: CommandLine, services: DocumentServices) -> None:
    services.found = ()
    assert "lotse ingest" in lotse("documents", "list").stdout


def test_a_list_need_not_wait_for_others(lotse: CommandLine, services: DocumentServices) -> None:
    lotse("documents", "list")
    assert not services.behind
    lotse("documents", "remove", SUMMARY.id)
    assert services.behind


def test_documents_are_removed_and_unknown_ids_named(lotse: CommandLine, services: DocumentServices) -> None:
    result = lotse("documents", "remove", SUMMARY.id, "nope", SUMMARY.id)
    assert (result.exit_code, result.stdout) == (1, "Entfernt: 1.\n")
    assert services.calls == [(SUMMARY.id, "nope")]
    assert "nope: kein Dokument" in result.stderr
    assert lotse("documents", "remove", SUMMARY.id).exit_code == 0


@pytest.mark.parametrize("language", Language)
def test_everything_has_words(language: Language) -> None:
    words = document_wording(language)
    assert set(words.refused) == set(Refused)
    assert set(words.remarks) == set(Remark)
    assert set(words.kept) == set(Kept)
