"""Watching beside a server: a line a file, one process of several, and what the doctor says of it."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import structlog

from adapters.examining import folders
from adapters.watching import watched, watched_folders
from bot.diagnosis import FindingState
from bot.folder_lock import FolderLock
from config.groups import DocumentSettings
from config.rules import WatchedEntry
from config.settings import ConfigError, Settings, load_settings
from tests.fakes.document_desk import Shelf

GERMAN = "Der Urlaub endet am letzten Tag im März, wenn er nicht vorher mit der Leitung abgesprochen wurde."


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_line_is_logged_for_each_file_and_the_doctor_names_what_failed(tmp_path: Path, shelf: Shelf) -> None:
    team = tmp_path / "team"
    team.mkdir()
    (team / "a.md").write_text(GERMAN)
    (team / "b.png").write_bytes(b"\x89\0")
    settings = DocumentSettings(watch=(f"internal:{team}",), watch_seconds=0.02)
    everything = shelf.settings.model_copy(update={"documents": settings})
    with structlog.testing.capture_logs() as said, watched(shelf.settings.data_dir, settings, shelf.desk):
        until(lambda: len(said) >= 2)
        until(lambda: [one.state for one in folders(everything)] == [FindingState.WARNING])
    assert [(one["event"], Path(one["file"]).name) for one in said] == [
        ("watch.added", "a.md"),
        ("watch.refused", "b.png"),
    ]
    assert "Urlaub" not in str(said)
    [finding] = folders(everything)
    assert "b.png (unsupported)" in finding.detail
    assert "2 files known" in finding.detail
    team.rename(tmp_path / "away")
    [finding] = folders(everything)
    assert "cannot be read" in finding.detail


def test_of_two_processes_one_watches(tmp_path: Path, shelf: Shelf) -> None:
    team = tmp_path / "team"
    team.mkdir()
    (team / "a.md").write_text(GERMAN)
    settings = DocumentSettings(watch=(f"public:{team}",), watch_seconds=0.02)
    state = shelf.settings.data_dir / "watch"
    state.mkdir(parents=True)
    other = FolderLock(state)
    with watched(shelf.settings.data_dir, settings, shelf.desk):
        time.sleep(0.3)
        assert shelf.brought_in == []
        other.release()
        until(lambda: shelf.published == 1)


def test_without_folders_nothing_is_done_or_said(tmp_path: Path, shelf: Shelf) -> None:
    with watched(tmp_path, DocumentSettings(), shelf.desk):
        assert not (tmp_path / "watch").exists()
    assert list(folders(Settings(data_dir=tmp_path))) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "/srv/a",
        "everybody:/srv/a",
        "internal:srv/a",
        "internal:",
        "internal:/srv/a,public:/srv/a/b",
        "public:/srv/a/b,internal:/srv/a",
        "internal:/srv/a,public:/srv/x/../a",
        "internal:~nobody-of-this-name/a",
        "internal:/srv/a;owner=",
        "internal:/srv/a;owner=HR;owner=IT",
        "internal:/srv/a;review_days=0",
        "internal:/srv/a;review_days=soon",
        "internal:/srv/a;review_days=36501",
        "internal:/srv/a;review_days=0000019999999",
        "internal:/srv/a;title=Handbook",
    ],
)
def test_a_folder_that_nobody_can_follow_is_refused(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_DOCUMENTS__WATCH", wrong)
    with pytest.raises(ConfigError, match=r"documents\.watch.*internal:FOLDER"):
        load_settings()


def test_folders_may_stand_in_a_list(tmp_path: Path) -> None:
    (tmp_path / "lotse.toml").write_text('[documents]\nwatch = ["internal:/srv/a, b", "public:~/faq"]\n')
    watch = load_settings().documents.watched
    assert watch == (WatchedEntry("internal", Path("/srv/a, b")), WatchedEntry("public", Path.home() / "faq"))


def test_a_folder_may_say_who_answers_for_its_documents_and_when_they_are_reviewed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOTSE_DOCUMENTS__WATCH", "internal:/srv/a; owner = HR team ;review_days=90, public:/srv/b")
    watch = load_settings().documents.watched
    assert watch == (
        WatchedEntry("internal", Path("/srv/a"), "HR team", 90),
        WatchedEntry("public", Path("/srv/b")),
    )
    assert [(one.owner, one.review_days) for one in watched_folders(load_settings().documents)] == [
        ("HR team", 90),
        ("", None),
    ]
