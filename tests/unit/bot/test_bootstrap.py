"""Errors of the composition root, which is reached without building or loading a model."""

import shutil
from pathlib import Path

import pytest

import bot.bootstrap as root
from bot import assembly
from bot.bootstrap import answering, building
from bot.errors import BuildError, NotReadyError
from bot.people import Removed
from bot.store_errors import StoreError
from bot.understanding.models import Conversation
from config.groups import EmbeddingSettings
from config.settings import Settings
from knowledge.gazetteer import Gazetteer
from knowledge.library import shipped_content
from knowledge.models import Library
from retrieval.model_source import DEFAULT_MODEL
from retrieval.snapshot import Header, Part, Site, build_snapshot
from tests.conftest import Silence
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.exchanges import say


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped content that the composition root takes for it."""
    copy = Path(shutil.copytree(shipped_content(), tmp_path / "content"))
    monkeypatch.setattr(building, "shipped_content", lambda: copy)
    return copy


def publish(settings: Settings, parts: dict[str, str], model: str = f"{DEFAULT_MODEL}@1") -> Path:
    """Publish a generation with empty parts of these fingerprints."""

    def nearly_nothing(site: Site, progress: object) -> None:
        (site.folder / "file").write_text("x")

    made = [Part(name, fingerprint, nearly_nothing) for name, fingerprint in parts.items()]
    return build_snapshot(root.index_folder(settings), made, lambda _: Header(model, 4, {}), Silence())


def current_parts(settings: Settings) -> dict[str, str]:
    from bot.index import snapshot_parts

    return {part.name: part.fingerprint for part in snapshot_parts(shipped_content(), settings.embedding.model)}


def test_without_an_index_the_remedy_is_named(settings: Settings) -> None:
    with pytest.raises(NotReadyError, match="lotse index"):
        root.build_assistant(settings)
    assert root.index_is_current(settings) is False


def test_a_damaged_file_is_named_with_the_remedy(settings: Settings) -> None:
    generation = publish(settings, {"library": "1", "model": "1"})
    (generation / "library" / "file").write_text("y")
    with pytest.raises(NotReadyError, match=r"library/file: damaged: .*lotse index"):
        root.build_assistant(settings)


def test_an_index_of_another_model_is_not_served(settings: Settings) -> None:
    publish(settings, {"model": "1"}, model="another-model@1")
    with pytest.raises(NotReadyError, match=r"another-model.*lotse index"):
        root.build_assistant(settings)


def test_an_index_that_lacks_a_part_is_outdated(settings: Settings) -> None:
    publish(settings, {"library": "1"})
    with pytest.raises(NotReadyError, match=r"no part .*lotse index"):
        root.build_assistant(settings)


def test_an_index_of_an_older_version_is_outdated(
    settings: Settings, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(settings, {"library": "1", "model": "1", "understanding": "1"})
    monkeypatch.setattr(assembly, "load_embedder", lambda folder: FakeEmbedder())
    monkeypatch.setattr(assembly, "load_indexes", lambda snapshot: {})
    monkeypatch.setattr(answering, "load_served_library", lambda folder: library)
    monkeypatch.setattr(assembly, "load_served_gazetteer", lambda folder: Gazetteer({}, {}, 1))
    with pytest.raises(NotReadyError, match="lotse index"):
        root.build_assistant(settings)


def test_an_index_is_current_while_nothing_it_is_made_from_changes(settings: Settings, content: Path) -> None:
    publish(settings, current_parts(settings))
    assert root.index_is_current(settings) is True
    with (content / "phrasings" / "trends.de.txt").open("a", encoding="utf-8") as file:
        file.write("etwas ganz neues zum fragen\n")
    assert root.index_is_current(settings) is False


def test_a_damaged_index_is_not_current(settings: Settings, content: Path) -> None:
    generation = publish(settings, current_parts(settings))
    (generation / "library" / "file").unlink()
    assert root.index_is_current(settings) is False


@pytest.mark.parametrize("attempt", [root.build_index, root.rebuild_index, lambda s, _: root.index_is_current(s)])
def test_every_mistake_in_the_content_is_listed_with_file_and_line(
    settings: Settings,
    content: Path,
    attempt: object,
) -> None:
    (content / "traits.yaml").write_text("traits:\n  - id: young\n    name: {de: jung}\n", encoding="utf-8")
    (content / "cues.yaml").write_text("cues: [\n", encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        attempt(settings, Silence())  # type: ignore[operator]
    lines = str(caught.value).splitlines()
    assert any(line.startswith("traits.yaml:3: ") for line in lines)
    assert any(line.startswith("cues.yaml:") for line in lines)
    assert not root.index_folder(settings).exists()


def test_a_mistake_in_a_phrasing_file_is_named_too(settings: Settings, content: Path) -> None:
    (content / "phrasings" / "unheard-of.de.txt").write_text("was ist das\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"phrasings/unheard-of\.de\.txt:1: unknown topic or intent"):
        root.build_index(settings, Silence())


def test_a_model_that_is_not_there_is_named(settings: Settings) -> None:
    missing = settings.model_copy(update={"embedding": EmbeddingSettings(model="/no/such/model")})
    with pytest.raises(BuildError, match="/no/such/model"):
        root.build_index(missing, Silence())


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(BuildError, match="file"):
        root.build_index(Settings(data_dir=tmp_path / "file"), Silence())


def test_without_an_index_nothing_is_evaluated(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(NotReadyError, match="lotse index"):
        root.evaluate(settings, tmp_path, None, Silence())


def test_the_index_lies_in_the_data_folder(settings: Settings) -> None:
    assert root.index_folder(settings).parent == settings.data_dir


def test_all_stores_stand_on_one_database_that_closes_with_them(settings: Settings) -> None:
    with root.open_store(settings) as stores:
        stores.conversations.save(Conversation("slack:T1:C1:private"))
        stores.chat.open_thread("slack:T1:C1:1.1")
        say(stores.archive, "slack:T1:C1:private:U1", "slack:T1:U1")
        assert stores.people.forget("slack:T1:U1") == Removed(1, 1, 0)
        assert stores.chat.knows_thread("slack:T1:C1:1.1")
    with pytest.raises(StoreError, match="closed"):
        stores.chat.knows_thread("slack:T1:C1:1.1")
    with root.open_store(settings) as stores:
        assert stores.archive.summaries("slack:T1:U1") == ()
