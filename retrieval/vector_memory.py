"""Vectors kept by what they were made from, so that unchanged texts are never embedded again."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import SnapshotError
from retrieval.protocols import Embedder, TextKind, Vectors

KEYS_FILE = "vector_keys.npy"
_KEY_BYTES = 16
_CHUNK = 512

Known = Mapping[bytes, NDArray[np.float32]]
"""Vectors, shape (dimension,), by the key of model and text."""


def save_keys(folder: Path, texts: Sequence[str], model: str) -> None:
    """Write beside vectors which texts they are of, in the same order."""
    keys = _keys(texts, model)
    np.save(folder / KEYS_FILE, np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, _KEY_BYTES))


def known_vectors(folder: Path | None, load: Callable[[Path], Vectors], dimension: int) -> Known:
    """Return the vectors that `load` reads from `folder`, by key; none if there are none, or not for these keys."""
    if folder is None:
        return {}
    try:
        keys, vectors = np.load(folder / KEYS_FILE), load(folder)
    except (OSError, ValueError, SnapshotError):
        return {}
    if vectors.shape != (len(keys), dimension):
        return {}
    return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}


def embed_unknown(
    texts: Sequence[str], kind: TextKind, embedder: Embedder, known: Known, tell: Callable[[int, int], None]
) -> Vectors:
    """Return one vector a text, shape (len(texts), dimension), embedding only what is not known, each text once."""
    keys = _keys(texts, embedder.model)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    vectors = dict(known)
    for start in range(0, len(missing), _CHUNK):
        tell(start, len(missing))
        chunk = list(missing)[start : start + _CHUNK]
        vectors |= dict(zip(chunk, embedder.embed([missing[key] for key in chunk], kind), strict=True))
    tell(len(missing), len(missing))
    return np.stack([vectors[key] for key in keys]) if keys else np.zeros((0, embedder.dimension), dtype=np.float32)


def _keys(texts: Sequence[str], model: str) -> list[bytes]:
    return [hashlib.blake2b(f"{model}\0{text}".encode(), digest_size=_KEY_BYTES).digest() for text in texts]
