"""What every embedder keeps, the stand-in of the other tests included."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from retrieval.embedding import load_embedder
from retrieval.embedding_cache import CachingEmbedder
from retrieval.protocols import Embedder, TextKind
from tests.fakes.embedder import FakeEmbedder

TEXTS = ("nurse in Cologne", "Pflegekraft in Köln", "", "nurse in Cologne", "\ud83d cut in half", "x " * 1_000)

MAKERS: dict[str, Callable[[Path], Embedder]] = {
    "real": load_embedder,
    "caching": lambda folder: CachingEmbedder(load_embedder(folder), size=2),
    "fake": lambda _: FakeEmbedder(),
}


@pytest.fixture(scope="module", params=list(MAKERS))
def any_embedder(request: pytest.FixtureRequest, exported_model: Path) -> Embedder:
    return MAKERS[request.param](exported_model)


@pytest.mark.parametrize("kind", list(TextKind))
def test_one_unit_vector_a_text_in_the_texts_order(any_embedder: Embedder, kind: TextKind) -> None:
    vectors = any_embedder.embed(TEXTS, kind)

    assert vectors.shape == (len(TEXTS), any_embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(vectors[0], vectors[3], atol=1e-6)
    np.testing.assert_allclose(vectors[1], any_embedder.embed([TEXTS[1]], kind)[0], atol=1e-5)


@pytest.mark.parametrize("kind", list(TextKind))
def test_no_texts_give_no_rows(any_embedder: Embedder, kind: TextKind) -> None:
    assert any_embedder.embed([], kind).shape == (0, any_embedder.dimension)


def test_the_nearer_text_is_more_similar(any_embedder: Embedder) -> None:
    (query,) = any_embedder.embed(["a nurse"], TextKind.QUERY)
    near, far = any_embedder.embed(["a nurse works", "the bridge over water"], TextKind.DOCUMENT)

    assert query @ near > query @ far


def test_it_says_which_model_it_is(any_embedder: Embedder) -> None:
    assert any_embedder.model
    assert any_embedder.dimension > 0
