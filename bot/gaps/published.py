"""What is served of editors' answers, as a file: every process on the folder reads it, the store writes it.

The terminal answers without the store, and a store on SQLite is one process's. The database is the truth; the file can
be written anew from it at any time. It holds the wordings' vectors too, so that reading it computes none.
"""

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bot.gaps.models import AnswerVersion
from bot.gaps.rows import version_from, version_record
from bot.gaps.wordings import Vector
from retrieval.durable import sync, write_durably

FOLDER, FILE = "answers", "published.json"


@dataclass(frozen=True, slots=True)
class Published:
    """Every answer that is served; `vectors` are those that `model` gives, by text.

    `revision` is the store's when it was written, -1 for nothing.
    """

    answers: tuple[AnswerVersion, ...] = ()
    revision: int = -1
    model: str = ""
    vectors: Mapping[str, Vector] = field(default_factory=dict)


def published_file(data_dir: Path) -> Path:
    """Return where the file lies in a data folder."""
    return data_dir / FOLDER / FILE


def save_published(path: Path, published: Published) -> None:
    """Write the file, whole or not at all. Raises OSError."""
    record = {
        "answers": [version_record(one) for one in published.answers],
        "revision": published.revision,
        "model": published.model,
        "vectors": {text: _encoded(vector) for text, vector in published.vectors.items()},
    }
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    unfinished.touch(mode=0o600)
    write_durably(unfinished, json.dumps(record).encode())
    unfinished.replace(path)
    sync(path.parent)


def load_published(path: Path) -> Published:
    """Return what the file holds, nothing where there is none or another version wrote it."""
    try:
        record = json.loads(path.read_bytes())
        vectors = {str(text): _decoded(data) for text, data in record["vectors"].items()}
        answers = tuple(version_from(one) for one in record["answers"])
        return Published(answers, int(record["revision"]), str(record["model"]), vectors)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Published()


def _encoded(vector: Vector) -> str:
    return base64.b64encode(np.asarray(vector, dtype="<f4").tobytes()).decode()


def _decoded(data: str) -> Vector:
    return np.frombuffer(base64.b64decode(data), dtype="<f4")
