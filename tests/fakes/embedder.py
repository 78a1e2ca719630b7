"""A deterministic stand-in for an embedding model: no file, no network, no torch.

Texts that share words are similar: a text's vector is the sum of its words' hashed vectors, scaled to unit length.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.text import fold, words
from retrieval.protocols import TextKind, Vectors


class FakeEmbedder:
    """An Embedder whose `texts` lists everything it was asked for, in order."""

    def __init__(self, dimension: int = 32, model: str = "fake@1") -> None:
        self.texts: list[str] = []
        self._dimension = dimension
        self._model = model

    @property
    def model(self) -> str:
        return self._model

    @property
    def dimension(self) -> int:
        return self._dimension

    def embed(self, texts: Sequence[str], kind: TextKind) -> Vectors:
        self.texts.extend(texts)
        rows = [self._text_vector(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self._dimension), dtype=np.float32)

    def _text_vector(self, text: str) -> NDArray[np.float32]:
        vector = np.sum([self._word_vector(word) for word in words(fold(text)) or (text,)], axis=0)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)

    def _word_vector(self, word: str) -> NDArray[np.float64]:
        seed = int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest())
        return np.random.default_rng(seed).normal(size=self._dimension)
