"""The same question is embedded once, although understanding and retrieval both ask for its vector."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.protocols import Embedder, TextKind, Vectors


class CachingEmbedder:
    """An embedder that remembers the vectors of the latest queries: 1.5 kB each, so 6 MB by default.

    Thread-safe; documents pass through.
    """

    def __init__(self, embedder: Embedder, size: int = 4_096) -> None:
        """Remember at most `size` vectors of the texts that were asked for last.

        Raises:
            ValueError: `size` is below 1.
        """
        if size < 1:
            raise ValueError(f"size is {size}, but must be at least 1")
        self._embedder = embedder
        self._size = size
        self._vectors: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def model(self) -> str:
        """The model's name and version."""
        return self._embedder.model

    @property
    def dimension(self) -> int:
        """Columns of every result."""
        return self._embedder.dimension

    def embed(self, texts: Sequence[str], kind: TextKind) -> Vectors:
        """Return one unit vector a text, shape (len(texts), dimension); a new array each time."""
        if kind is not TextKind.QUERY or not texts:
            return self._embedder.embed(texts, kind)
        found = self._recall(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            found |= dict(zip(missing, self._embedder.embed(missing, kind), strict=True))
            self._remember({text: found[text] for text in missing})
        return np.stack([found[text] for text in texts])

    def _recall(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        with self._lock:
            found = {text: self._vectors[text] for text in texts if text in self._vectors}
            for text in found:
                self._vectors.move_to_end(text)
            return found

    def _remember(self, vectors: dict[str, NDArray[np.float32]]) -> None:
        with self._lock:
            self._vectors.update(vectors)
            while len(self._vectors) > self._size:
                self._vectors.popitem(last=False)
