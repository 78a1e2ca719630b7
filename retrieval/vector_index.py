"""FAISS lives only here: vectors of sentences, searched by passage.

A passage is as near as its best sentence. Which passages may be found is decided inside the search, by an id selector,
never afterwards: filtering ten results that all belong to others leaves nothing.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import SnapshotError
from retrieval.protocols import Vectors

faiss: Any = _faiss
"""Untyped: its stubs do not know its own keyword arguments."""

Positions = NDArray[np.int64]
"""Shape (passages,), places of passages in the index, ascending, each at most once."""

HNSW_FROM_SENTENCES = 200_000
"""Sentences. Up to here a flat scan takes under 10 ms on one core (measured: 100,000 in 4.5 ms) and misses nothing."""
HNSW_NEIGHBOURS = 32
HNSW_CONSTRUCTION = 200
HNSW_SEARCH = 256
"""Width of the graph, of its construction and of a search in it: recall@10 1.000 of 100,000 made vectors (measured)."""
GRAPH_MIN_SHARE = 0.3
"""Share of passages allowed, from which a restricted search may follow the graph. Measured recall@10 at 30 %: .99 to
1.0; at 1 %: .57 to .94, so below this the allowed vectors are scanned, which takes the less time the fewer they are."""
SENTENCES_A_PASSAGE = 4
"""How many sentences are looked at for each passage wanted, because several of them belong to the same one."""

_INDEX = "vectors.faiss"
_STARTS = "starts.npy"
_BELOW_EVERY_COSINE = -2.0


class VectorIndexKind(StrEnum):
    """FLAT compares with every vector and is exact; HNSW follows a graph and may miss some."""

    FLAT = "flat"
    HNSW = "hnsw"


def kind_for(sentences: int) -> VectorIndexKind:
    """Return the kind for a number of sentences: flat up to `HNSW_FROM_SENTENCES`."""
    return VectorIndexKind.FLAT if sentences <= HNSW_FROM_SENTENCES else VectorIndexKind.HNSW


@dataclass(frozen=True, slots=True)
class Nearest:
    """Passages with the cosine of their best sentence. All three have shape (found,).

    `passages` are ascending places; `sentences` are counted within their passage, from 0.
    """

    passages: Positions
    similarities: NDArray[np.float32]
    sentences: Positions


class VectorIndex:
    """Unit vectors of sentences, grouped by passage, in the passages' order."""

    def __init__(self, index: Any, starts: Positions) -> None:
        """Take a FAISS index and, for each passage, the number of its first sentence; `starts` ends with their total.

        Raises:
            ValueError: `starts` does not cover the index's vectors, or gives a passage no sentence.
        """
        if starts.size == 0 or starts[0] != 0 or starts[-1] != index.ntotal or np.any(np.diff(starts) < 1):
            raise ValueError(f"{index.ntotal} vectors, but starts {starts} do not rise from 0 to that")
        self._index = index
        self._starts = starts
        self._firsts = starts[:-1]
        self._owners = np.repeat(np.arange(self._firsts.size, dtype=np.int32), np.diff(starts))

    @classmethod
    def build(cls, vectors: Vectors, counts: Positions, kind: VectorIndexKind = VectorIndexKind.FLAT) -> "VectorIndex":
        """Index `vectors`, shape (sentences, dimension), of which `counts[i]` belong to passage i, in order."""
        dimension = vectors.shape[1]
        index: Any = faiss.IndexFlatIP(dimension)
        if kind is VectorIndexKind.HNSW:
            index = faiss.IndexHNSWFlat(dimension, HNSW_NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
            index.hnsw.efConstruction = HNSW_CONSTRUCTION
        if len(vectors):
            index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index, np.concatenate(([0], np.cumsum(counts))).astype(np.int64))

    @classmethod
    def load(cls, folder: Path) -> "VectorIndex":
        """Read what `save` wrote. The files must have been verified before: FAISS does not notice damage.

        Raises:
            SnapshotError: a file is missing or unreadable.
        """
        path = folder / _INDEX
        try:
            faiss.set_deserialization_vector_byte_limit(path.stat().st_size)
            return cls(faiss.read_index(str(path)), np.load(folder / _STARTS))
        except (OSError, ValueError, RuntimeError) as error:
            raise SnapshotError(f"{folder}: the vectors cannot be read ({error}). Mend: lotse index") from error

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, which must exist."""
        faiss.write_index(self._index, str(folder / _INDEX))
        np.save(folder / _STARTS, self._starts)

    @property
    def kind(self) -> VectorIndexKind:
        """How the vectors are searched."""
        return VectorIndexKind.HNSW if isinstance(self._index, faiss.IndexHNSW) else VectorIndexKind.FLAT

    @property
    def dimension(self) -> int:
        """Columns of every vector."""
        return int(self._index.d)

    @property
    def passages(self) -> int:
        """The number of passages."""
        return len(self._firsts)

    @property
    def sentences(self) -> int:
        """The number of vectors."""
        return int(self._index.ntotal)

    def best(self, vector: NDArray[np.float32], allowed: Positions | None = None) -> Nearest:
        """Return every passage, or every `allowed` one, with its best sentence; exact for either kind.

        `vector` has shape (dimension,). Takes time in proportion to the allowed sentences.
        """
        if self.passages == 0 or (allowed is not None and allowed.size == 0):
            return _nothing()
        parameters = faiss.SearchParameters(sel=self._selector(allowed))
        _, similarities, sentences = self._flat().range_search(vector[None, :], _BELOW_EVERY_COSINE, params=parameters)
        return self._by_passage(sentences, similarities)

    def nearest(self, vector: NDArray[np.float32], count: int, allowed: Positions | None = None) -> Nearest:
        """Return at most `count` passages with the best sentences, among the `allowed` ones; one, if there is any.

        Exact if flat, or if few passages are allowed (see `GRAPH_MIN_SHARE`).
        """
        if self.passages == 0 or (allowed is not None and allowed.size == 0):
            return _nothing()
        width = min(SENTENCES_A_PASSAGE * count, self.sentences)
        index, parameters = self._searcher(allowed, width)
        similarities, sentences = index.search(vector[None, :], width, params=parameters)
        found = sentences[0] >= 0
        nearest = self._by_passage(sentences[0][found], similarities[0][found])
        return _first(nearest, count)

    def vectors(self) -> Vectors:
        """Return a copy of all vectors, shape (sentences, dimension), to be taken over into a new index."""
        flat = self._flat()
        empty = np.zeros((0, self.dimension), dtype=np.float32)
        return np.asarray(flat.reconstruct_n(0, self.sentences), dtype=np.float32) if self.sentences else empty

    def _searcher(self, allowed: Positions | None, width: int) -> tuple[Any, Any]:
        selector = self._selector(allowed)
        share = 1.0 if allowed is None else allowed.size / self.passages
        if self.kind is VectorIndexKind.FLAT or share < GRAPH_MIN_SHARE:
            return self._flat(), faiss.SearchParameters(sel=selector)
        return self._index, faiss.SearchParametersHNSW(sel=selector, efSearch=max(HNSW_SEARCH, width))

    def _flat(self) -> Any:
        """The exact storage; a graph keeps its vectors in one too."""
        return faiss.downcast_index(self._index.storage) if self.kind is VectorIndexKind.HNSW else self._index

    def _selector(self, allowed: Positions | None) -> Any:
        if allowed is None:
            return faiss.IDSelectorAll()
        first, last = int(allowed[0]), int(allowed[-1])
        if last - first + 1 == allowed.size:
            return faiss.IDSelectorRange(int(self._starts[first]), int(self._starts[last + 1]))
        mask = np.zeros(self.sentences, dtype=np.bool_)
        mask[_spans(self._starts[allowed], self._starts[allowed + 1])] = True
        return faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))

    def _by_passage(self, sentences: Positions, similarities: NDArray[np.float32]) -> Nearest:
        """Keep the best sentence of each passage; the first one where two are equal."""
        if sentences.size == 0:
            return _nothing()
        # A scan finds them in order, and sorting what is sorted takes next to no time.
        order = np.argsort(sentences, kind="stable")
        sentences, similarities = sentences[order], similarities[order]
        owners = self._owners[sentences]
        begins = np.flatnonzero(np.diff(owners, prepend=-1))
        best = np.maximum.reduceat(similarities, begins)
        equal = np.flatnonzero(similarities == np.repeat(best, np.diff(begins, append=sentences.size)))
        keep = equal[np.diff(owners[equal], prepend=-1) > 0]
        passages = owners[keep].astype(np.int64)
        return Nearest(passages, best, sentences[keep] - self._firsts[passages])


def _spans(starts: Positions, ends: Positions) -> Positions:
    """Return all numbers from each start up to before its end."""
    lengths = ends - starts
    offsets = np.repeat(starts - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    return np.arange(int(lengths.sum()), dtype=np.int64) + offsets


def _first(nearest: Nearest, count: int) -> Nearest:
    if nearest.passages.size <= count:
        return nearest
    keep = np.sort(np.lexsort((nearest.passages, -nearest.similarities))[:count])
    return Nearest(nearest.passages[keep], nearest.similarities[keep], nearest.sentences[keep])


def _nothing() -> Nearest:
    none = np.zeros(0, dtype=np.int64)
    return Nearest(none, np.zeros(0, dtype=np.float32), none)
