"""The real model, exported and served."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from retrieval.embedding import OnnxEmbedder, Server, load_config, load_embedder
from retrieval.embedding_cache import CachingEmbedder
from retrieval.errors import EmbeddingError
from retrieval.model_export import MIN_ROUNDED_COSINE
from retrieval.model_rounding import ROUNDED
from retrieval.model_source import DEFAULT_MODEL, DEFAULT_MODEL_SHA256, find_model
from retrieval.protocols import Embedder, TextKind

TEXTS = [
    "Bauleiter in Köln, wo posten?",
    "What is active sourcing?",
    "Größe ß Ä",
    "",
    "a",
    "Eine Klinik sucht Pflegekräfte, und niemand liest die Anzeige. " * 40,
    "😀 \u202e\x00 ???",
]


def test_vectors_are_those_of_sentence_transformers(embedder: OnnxEmbedder) -> None:
    from sentence_transformers import SentenceTransformer

    original = SentenceTransformer(str(find_model(DEFAULT_MODEL).folder), device="cpu", local_files_only=True)
    expected = original.encode(TEXTS, normalize_embeddings=True)

    for vectors in (embedder.embed(TEXTS, TextKind.QUERY), embedder.embed(TEXTS, TextKind.DOCUMENT)):
        cosines = np.sum(vectors * expected, axis=1)
        assert cosines.min() >= MIN_ROUNDED_COSINE


def test_its_weights_are_rounded_and_its_name_says_so(embedder: OnnxEmbedder, exported_model: Path) -> None:
    assert embedder.model.endswith(ROUNDED)
    assert sum(path.stat().st_size for path in exported_model.glob("model.onnx*")) < 60_000_000


def test_a_neighbour_does_not_change_a_vector(embedder: OnnxEmbedder) -> None:
    alone = np.concatenate([embedder.embed([text], TextKind.QUERY) for text in TEXTS])

    assert embedder.embed(TEXTS, TextKind.QUERY).tobytes() == alone.tobytes()


def test_every_row_is_a_unit_vector_in_the_texts_order(embedder: OnnxEmbedder) -> None:
    texts = [f"{'word ' * (number % 9)}{number}" for number in range(67)]

    together = embedder.embed(texts, TextKind.DOCUMENT)

    assert together.shape == (len(texts), embedder.dimension)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for place in (0, 7, 32, len(texts) - 1):
        np.testing.assert_allclose(together[place], embedder.embed([texts[place]], TextKind.DOCUMENT)[0], atol=1e-5)


def test_no_texts_no_vectors(embedder: OnnxEmbedder) -> None:
    assert embedder.embed([], TextKind.QUERY).shape == (0, 384)


def test_the_same_text_gives_the_same_bytes(embedder: OnnxEmbedder, exported_model: Path) -> None:
    once = embedder.embed(TEXTS, TextKind.QUERY)

    assert once.tobytes() == embedder.embed(TEXTS, TextKind.QUERY).tobytes()
    assert once.tobytes() == OnnxEmbedder(exported_model).embed(TEXTS, TextKind.QUERY).tobytes()


def test_threads_may_share_it(embedder: OnnxEmbedder) -> None:
    alone = [embedder.embed([text], TextKind.QUERY) for text in TEXTS]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: embedder.embed([text], TextKind.QUERY), TEXTS * 5))

    for place, vectors in enumerate(together):
        np.testing.assert_array_equal(vectors, alone[place % len(TEXTS)])


def test_the_folder_says_what_it_holds(exported_model: Path) -> None:
    config = load_config(exported_model)

    assert config.server is Server.ONNXRUNTIME
    assert config.model == f"{DEFAULT_MODEL}@{DEFAULT_MODEL_SHA256[:12]}{ROUNDED}"
    assert (config.dimension, config.max_length) == (384, 256)
    assert isinstance(load_embedder(exported_model), OnnxEmbedder)


def test_serving_imports_neither_torch_nor_sentence_transformers(exported_model: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from retrieval.embedding import load_embedder;"
        f"load_embedder(Path({str(exported_model)!r})).embed(['Hallo'], 'query');"
        "print(*({'torch', 'transformers', 'sentence_transformers', 'scipy', 'sklearn'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []


def test_an_empty_folder_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match=f"{tmp_path}.*lotse index"):
        load_embedder(tmp_path)


@pytest.mark.parametrize("damaged", ["model.onnx", "tokenizer.json"])
def test_a_broken_file_is_refused_by_name(exported_model: Path, tmp_path: Path, damaged: str) -> None:
    for path in exported_model.iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / damaged).unlink()
    (tmp_path / damaged).write_bytes(b"broken")

    with pytest.raises(EmbeddingError, match=f"{tmp_path}.*lotse index"):
        load_embedder(tmp_path)


def test_a_config_of_another_shape_is_refused(exported_model: Path, tmp_path: Path) -> None:
    values = json.loads((exported_model / "embedding.json").read_text())
    (tmp_path / "embedding.json").write_text(json.dumps(values | {"server": "a crystal ball"}))

    with pytest.raises(EmbeddingError, match="crystal ball"):
        load_config(tmp_path)


def test_the_protocol_is_kept(embedder: OnnxEmbedder) -> None:
    served: list[Embedder] = [embedder, CachingEmbedder(embedder)]

    assert {one.model for one in served} == {embedder.model}
    assert {one.dimension for one in served} == {384}
