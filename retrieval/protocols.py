"""What the retrieval room asks of its parts, beside their consumer."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.models import Hit, Query

Vectors = NDArray[np.float32]
"""Shape (texts, dimension), rows of unit length."""


class TextKind(StrEnum):
    """Models may treat questions and documents differently, so the kind is part of the signature."""

    QUERY = "query"
    DOCUMENT = "document"


class Embedder(Protocol):
    """Turns texts into vectors."""

    @property
    def model(self) -> str:
        """The model's name and version, as the manifest states it."""
        ...

    @property
    def dimension(self) -> int:
        """The number of columns of every result."""
        ...

    def embed(self, texts: Sequence[str], kind: TextKind) -> Vectors:
        """Return one unit vector a text, shape (len(texts), dimension), float32."""
        ...


class Progress(Protocol):
    """Hears how far a long task is."""

    def step(self, name: str, done: int, total: int) -> None:
        """Take note that `done` of `total` steps of the task `name` are done."""
        ...


class Retriever(Protocol):
    """Finds passages for a query, within the query's audience only."""

    def retrieve(self, query: Query) -> tuple[Hit, ...]:
        """Return at most `query.limit` hits, best first, ties broken by passage id."""
        ...
