from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval.errors import SnapshotError
from retrieval.vector_index import HNSW_FROM_SENTENCES, VectorIndex, VectorIndexKind, kind_for

DIMENSION = 16


def unit_vectors(count: int, seed: int = 0, dimension: int = DIMENSION) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def counts_of(passages: int, seed: int = 0) -> NDArray[np.int64]:
    return np.random.default_rng(seed).integers(1, 5, passages)


def make_index(
    passages: int, seed: int = 0, kind: VectorIndexKind = VectorIndexKind.FLAT
) -> tuple[VectorIndex, NDArray[np.float32]]:
    counts = counts_of(passages, seed)
    vectors = unit_vectors(int(counts.sum()), seed)
    return VectorIndex.build(vectors, counts, kind), vectors


def by_hand(vectors: NDArray[np.float32], counts: NDArray[np.int64], query: NDArray[np.float32]) -> NDArray[np.float32]:
    """The best cosine of every passage, without FAISS."""
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    return np.maximum.reduceat(vectors @ query, starts)


@settings(max_examples=40, deadline=None)
@given(st.data(), st.integers(1, 60), st.integers(0, 1000))
def test_the_best_sentence_of_every_allowed_passage_and_of_no_other(
    data: st.DataObject, passages: int, seed: int
) -> None:
    allowed = np.asarray(sorted(data.draw(st.sets(st.integers(0, passages - 1)))), dtype=np.int64)
    index, vectors = make_index(passages, seed)
    (query,) = unit_vectors(1, seed + 1)

    nearest = index.best(query, allowed)

    expected = by_hand(vectors, counts_of(passages, seed), query)
    assert nearest.passages.tolist() == allowed.tolist()
    np.testing.assert_allclose(nearest.similarities, expected[allowed], atol=1e-5)


def test_the_sentence_is_counted_within_its_passage() -> None:
    vectors = unit_vectors(5)
    index = VectorIndex.build(vectors, np.array([2, 3]))

    assert index.best(vectors[4]).sentences.tolist()[1] == 2
    assert index.best(vectors[1]).sentences.tolist()[0] == 1
    assert index.best(vectors[1]).similarities[0] == pytest.approx(1)


@settings(max_examples=30, deadline=None)
@given(st.data(), st.integers(5, 60), st.integers(0, 1000))
def test_a_restricted_search_loses_nothing(data: st.DataObject, passages: int, seed: int) -> None:
    allowed = np.asarray(sorted(data.draw(st.sets(st.integers(0, passages - 1), min_size=1))), dtype=np.int64)
    index, vectors = make_index(passages, seed)
    (query,) = unit_vectors(1, seed + 1)

    found = index.nearest(query, 1, allowed)

    expected = by_hand(vectors, counts_of(passages, seed), query)
    assert found.passages.tolist() == [allowed[np.argmax(expected[allowed])]]


def test_exact_search_has_recall_one_even_if_one_in_a_hundred_is_allowed() -> None:
    index, vectors = make_index(2000)
    allowed = np.arange(0, 2000, 100)
    for query in unit_vectors(20, seed=9):
        expected = by_hand(vectors, counts_of(2000), query)[allowed]
        best_five = set(allowed[np.argsort(-expected)[:5]].tolist())

        found = index.nearest(query, 5, allowed)

        assert set(found.passages.tolist()) == best_five


def test_a_graph_finds_nearly_all_and_never_what_is_not_allowed() -> None:
    index, vectors = make_index(3000, kind=VectorIndexKind.HNSW)
    half = np.arange(0, 3000, 2)
    few = np.arange(0, 3000, 100)
    assert index.kind is VectorIndexKind.HNSW

    recalls = {"all": [], "half": [], "few": []}  # type: dict[str, list[float]]
    for query in unit_vectors(20, seed=3):
        expected = by_hand(vectors, counts_of(3000), query)
        for name, allowed in (("all", None), ("half", half), ("few", few)):
            among = np.arange(3000) if allowed is None else allowed
            best = set(among[np.argsort(-expected[among])[:10]].tolist())
            found = set(index.nearest(query, 10, allowed).passages.tolist())
            assert found <= set(among.tolist())
            recalls[name].append(len(found & best) / 10)

    assert np.mean(recalls["all"]) > 0.95
    assert np.mean(recalls["half"]) > 0.95
    assert np.mean(recalls["few"]) == 1.0


def test_a_graph_scores_exactly_what_it_is_asked_about() -> None:
    graph, vectors = make_index(200, kind=VectorIndexKind.HNSW)
    (query,) = unit_vectors(1, seed=5)

    nearest = graph.best(query, np.array([3, 77, 150]))

    np.testing.assert_allclose(nearest.similarities, by_hand(vectors, counts_of(200), query)[[3, 77, 150]], atol=1e-5)
    np.testing.assert_array_equal(graph.vectors(), vectors)


@pytest.mark.parametrize("kind", list(VectorIndexKind))
def test_what_was_saved_finds_the_same(kind: VectorIndexKind, tmp_path: Path) -> None:
    index, vectors = make_index(50, kind=kind)
    index.save(tmp_path)

    loaded = VectorIndex.load(tmp_path)

    assert (loaded.kind, loaded.passages, loaded.sentences, loaded.dimension) == (kind, 50, len(vectors), DIMENSION)
    np.testing.assert_array_equal(loaded.best(vectors[3]).similarities, index.best(vectors[3]).similarities)


@pytest.mark.parametrize("kind", list(VectorIndexKind))
def test_an_empty_index_finds_nothing(kind: VectorIndexKind, tmp_path: Path) -> None:
    VectorIndex.build(np.zeros((0, DIMENSION), dtype=np.float32), np.zeros(0, dtype=np.int64), kind).save(tmp_path)
    index = VectorIndex.load(tmp_path)
    (query,) = unit_vectors(1)

    assert index.best(query).passages.size == 0
    assert index.nearest(query, 5).passages.size == 0
    assert index.vectors().shape == (0, DIMENSION)


def test_nothing_allowed_finds_nothing() -> None:
    index, vectors = make_index(10)
    nobody = np.zeros(0, dtype=np.int64)

    assert index.best(vectors[0], nobody).passages.size == 0
    assert index.nearest(vectors[0], 3, nobody).passages.size == 0


def test_equal_sentences_give_the_first() -> None:
    vectors = np.repeat(unit_vectors(1), 4, axis=0)
    index = VectorIndex.build(vectors, np.array([2, 2]))

    assert index.best(vectors[0]).sentences.tolist() == [0, 0]
    assert index.nearest(vectors[0], 1).passages.tolist() == [0]


@pytest.mark.parametrize("counts", [[1, 1], [3, 0], [4]])
def test_passages_must_cover_the_vectors(counts: list[int]) -> None:
    with pytest.raises(ValueError, match="3 vectors"):
        VectorIndex.build(unit_vectors(3), np.array(counts))


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    index, _ = make_index(10)
    index.save(tmp_path)
    path = tmp_path / "vectors.faiss"
    path.write_bytes(path.read_bytes()[:-10])

    with pytest.raises(SnapshotError, match="lotse index"):
        VectorIndex.load(tmp_path)


def test_a_file_cannot_ask_for_more_memory_than_it_is_long(tmp_path: Path) -> None:
    index, _ = make_index(10)
    index.save(tmp_path)

    VectorIndex.load(tmp_path)

    assert faiss.get_deserialization_vector_byte_limit() == (tmp_path / "vectors.faiss").stat().st_size


def test_the_rule_for_the_kind() -> None:
    assert kind_for(0) is kind_for(HNSW_FROM_SENTENCES) is VectorIndexKind.FLAT
    assert kind_for(HNSW_FROM_SENTENCES + 1) is VectorIndexKind.HNSW
