"""A watched folder, step by step: what comes, changes, grows, goes, is wrong, or cannot be reached."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.documents import DocumentAudience
from bot.errors import BuildError
from bot.ingest import file_of
from bot.watch_memory import load_memory
from bot.watching import FolderWatch, Followed, WatchedFolder
from tests.fakes.document_desk import Shelf
from tests.fakes.files import zipped
from tests.fakes.team import make_document

GERMAN = "Der Urlaub endet am letzten Tag im März, wenn er nicht vorher mit der Leitung abgesprochen wurde."

TODAY = date(2026, 3, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "team"
    made.mkdir()
    return made


class World:
    """A watch that is begun again at will; `said` is what it told."""

    def __init__(self, shelf: Shelf, folder: Path, audience: DocumentAudience = DocumentAudience.INTERNAL) -> None:
        self.shelf, self.folder, self.state = shelf, folder, folder.parent / "state"
        self.said: list[Followed] = []
        self.restart(audience)

    def restart(
        self,
        audience: DocumentAudience = DocumentAudience.INTERNAL,
        owner: str = "",
        review_days: int | None = None,
    ) -> None:
        watched = WatchedFolder(self.folder, audience, owner, review_days)
        self.watch = FolderWatch([watched], self.shelf.desk, self.state, self.said.append, lambda: TODAY)

    def look(self, times: int = 2) -> list[tuple[str, str]]:
        """Look, and return what was told: (what, name)."""
        self.said.clear()
        for _ in range(times):
            self.watch.look()
        return [(one.what, one.source.removeprefix(f"{self.folder}/")) for one in self.said]

    def kept(self) -> list[str]:
        return sorted(one.source.removeprefix(f"{self.folder}/") for one in self.shelf.documents())


@pytest.fixture
def world(shelf: Shelf, folder: Path) -> World:
    return World(shelf, folder)


def test_what_is_new_changed_and_deleted_is_followed(world: World, folder: Path) -> None:
    (folder / "sub").mkdir()
    for name in ("a.md", "sub/b.txt", ".hidden.md", "c.png"):
        (folder / name).write_bytes(b"\x89\0" if name == "c.png" else GERMAN.encode())
    assert world.look(1) == []
    assert world.look(1) == [("added", "a.md"), ("refused", "c.png"), ("added", "sub/b.txt")]
    assert world.look() == []
    (folder / "a.md").write_text(f"{GERMAN} Neu.")
    assert world.look() == [("replaced", "a.md")]
    (folder / "sub" / "b.txt").unlink()
    assert world.look(1) == []
    assert world.look(1) == [("removed", "sub/b.txt")]
    assert world.kept() == ["a.md"]
    assert {one.audience for one in world.shelf.documents()} == {DocumentAudience.INTERNAL}


def test_a_file_that_grows_is_left_alone_until_it_has_ended(world: World, folder: Path) -> None:
    path = folder / "a.md"
    path.write_text("#")
    for _ in range(3):
        assert world.look(1) == []
        path.write_text(path.read_text() + GERMAN)
    assert world.look() == [("added", "a.md")]


def test_after_a_restart_only_what_is_new_is_read(world: World, folder: Path) -> None:
    for name in ("a.md", "b.md", "c.png"):
        (folder / name).write_text(GERMAN if name != "c.png" else "\x89\0")
    world.look()
    (folder / "b.md").unlink()
    (folder / "d.md").write_text(GERMAN)
    world.restart()
    assert world.look() == [("removed", "b.md"), ("added", "d.md")]
    (world.state / "state.json").write_text("{")
    world.restart()
    assert sorted(world.look()) == [("refused", "c.png"), ("unchanged", "a.md"), ("unchanged", "d.md")]


def test_another_audience_reads_everything_again(world: World, folder: Path) -> None:
    (folder / "a.md").write_text(GERMAN)
    world.look()
    world.restart(DocumentAudience.PUBLIC)
    assert world.look() == [("replaced", "a.md")]
    assert world.shelf.documents()[0].audience is DocumentAudience.PUBLIC


def test_owner_and_review_of_the_folder_are_kept_with_each_document(world: World, folder: Path) -> None:
    (folder / "a.md").write_text(GERMAN)
    world.restart(owner="HR", review_days=30)
    world.look()
    [kept] = world.shelf.documents()
    assert (kept.owner, kept.review_on) == ("HR", TODAY + timedelta(days=30))
    assert world.look() == []
    world.restart(owner="HR")
    assert world.look() == [("replaced", "a.md")]
    assert world.shelf.documents()[0].review_on is None


def test_of_a_folder_that_is_not_there_nothing_goes(world: World, folder: Path) -> None:
    (folder / "a.md").write_text(GERMAN)
    world.look()
    folder.rename(folder.with_name("away"))
    assert world.look(3) == []
    assert load_memory(world.state).folders == {str(folder): "missing"}
    assert world.kept() == ["a.md"]
    folder.with_name("away").rename(folder)
    assert world.look(3) == []
    assert load_memory(world.state).folders == {}


def test_what_was_ingested_by_hand_there_and_is_gone_goes_too(world: World, folder: Path) -> None:
    from bot.bootstrap import open_documents

    with open_documents(world.shelf.settings) as documents:
        for source in (folder / "old.md", folder.parent / "elsewhere.md", folder.with_name("teams") / "x.md"):
            documents.keep(make_document(str(source)))
        documents.keep(make_document("upload/old.md"))
    assert world.look() == [("removed", "old.md")]
    assert len(world.shelf.documents()) == 3


def test_an_archive_that_comes_again_takes_along_what_it_lost(world: World, folder: Path) -> None:
    path = folder / "export.ZIP"
    path.write_bytes(zipped({"a.md": GERMAN, "b.md": GERMAN, "c.png": b"\x89\0"}))
    world.look()
    assert world.kept() == ["export.ZIP!a.md", "export.ZIP!b.md"]
    assert load_memory(world.state).files[str(path)].problem == "unsupported"
    path.write_bytes(zipped({"b.md": GERMAN}))
    assert world.look() == [("unchanged", "export.ZIP!b.md"), ("removed", "export.ZIP!a.md")]
    path.write_bytes(b"PK\x03\x04 damaged")
    assert world.look() == [("refused", "export.ZIP")]
    assert world.kept() == ["export.ZIP!b.md"]
    path.unlink()
    assert world.look() == [("removed", "export.ZIP!b.md")]


def test_what_cannot_be_served_is_tried_again(world: World, folder: Path) -> None:
    (folder / "a.md").write_text(GERMAN)
    world.look()
    (folder / "b.md").write_text(GERMAN)
    world.watch.look()
    world.shelf.problem = BuildError("no model")
    with pytest.raises(BuildError):
        world.watch.look()
    assert load_memory(world.state).trouble == "no model"
    assert world.look(1) == [("added", "b.md")]
    assert load_memory(world.state).trouble == ""


def test_what_is_kept_of_it_holds_no_content(world: World, folder: Path) -> None:
    (folder / "a.md").write_text(GERMAN)
    world.look()
    kept = (world.state / "state.json").read_text()
    assert set(json.loads(kept)["files"]) == {str(folder / "a.md")}
    assert "Urlaub" not in kept


@pytest.mark.parametrize(
    ("source", "file"),
    [
        ("/a/b.md", "/a/b.md"),
        ("/a/x.zip!c/d.md", "/a/x.zip"),
        ("/a/X.Zip!b.zip!c", "/a/X.Zip"),
        ("/a/o!.md", "/a/o!.md"),
    ],
)
def test_a_source_names_its_file(source: str, file: str) -> None:
    assert file_of(source) == file
