"""One step of `benchmarks.scale` in a process of its own: `python -m benchmarks.scale_worker TASK KIND COUNT FOLDER`.

`build` makes the input, builds the index and saves it; `search` loads it and asks. Each prints one line of JSON.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.made import MadeLanguage, MadeVectors
from benchmarks.measure import memory, peak_memory, times
from knowledge.models import Language
from retrieval.hybrid import CANDIDATES
from retrieval.keyword_index import KeywordIndex
from retrieval.protocols import Vectors
from retrieval.vector_index import Nearest, VectorIndex, VectorIndexKind

WORDS = "words"
QUESTIONS = 200
RECALL_QUESTIONS = 50
RECALL_DEPTH = 10
WARM_UP = 5


def build(kind: str, count: int, folder: Path) -> dict[str, object]:
    """Return what the index took to build, besides making its input. The memory counts from before the input."""
    before = memory()
    index, seconds = _build_words(count) if kind == WORDS else _build_vectors(VectorIndexKind(kind), count)
    peak = peak_memory()
    index.save(folder)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"build_seconds": seconds, "build_memory": peak - before, "disk": size}


def _build_words(count: int) -> tuple[KeywordIndex, float]:
    passages = list(MadeLanguage().passages(count))
    start = time.perf_counter()
    index = KeywordIndex.build(passages)
    return index, time.perf_counter() - start


def _build_vectors(kind: VectorIndexKind, count: int) -> tuple[VectorIndex, float]:
    vectors = MadeVectors().passages(count)
    start = time.perf_counter()
    index = VectorIndex.build(vectors, np.ones(count, dtype=np.int64), kind)
    return index, time.perf_counter() - start


def search(kind: str, folder: Path) -> dict[str, object]:
    """Return what the searches took. The memory counts from before the index is loaded."""
    return _search_words(folder) if kind == WORDS else _search_vectors(folder)


def _search_words(folder: Path) -> dict[str, object]:
    questions = MadeLanguage().questions(QUESTIONS + WARM_UP)
    before = memory()
    index = KeywordIndex.load(folder)
    seconds = _timed(lambda text: index.scores(text, Language.DE), questions)
    return {"times": asdict(times(seconds)), "memory": peak_memory() - before, "recall": None}


def _search_vectors(folder: Path) -> dict[str, object]:
    questions = MadeVectors().questions(QUESTIONS + WARM_UP)
    before = memory()
    index = VectorIndex.load(folder)
    seconds = _timed(lambda vector: index.nearest(vector, CANDIDATES), questions)
    peak = peak_memory()
    recall = 1.0 if index.kind is VectorIndexKind.FLAT else _recall(index, questions[:RECALL_QUESTIONS])
    return {"times": asdict(times(seconds)), "memory": peak - before, "recall": recall}


_Q = TypeVar("_Q")


def _timed(ask: Callable[[_Q], object], questions: Iterable[_Q]) -> list[float]:
    seconds = []
    for question in questions:
        start = time.perf_counter()
        ask(question)
        seconds.append(time.perf_counter() - start)
    return seconds[WARM_UP:]


def _recall(index: VectorIndex, questions: Vectors) -> float:
    """Return the share of the truly nearest passages among the `RECALL_DEPTH` best that the graph finds."""
    shares = [len(_best(index.nearest(one, CANDIDATES)) & _best(index.best(one))) / RECALL_DEPTH for one in questions]
    return float(np.mean(shares))


def _best(nearest: Nearest) -> set[int]:
    order = np.argsort(-nearest.similarities, kind="stable")[:RECALL_DEPTH]
    return set(nearest.passages[order].tolist())


def main() -> None:
    """Do the task and print what came of it."""
    task, kind, count, folder = sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4])
    print(json.dumps(build(kind, count, folder) if task == "build" else search(kind, folder)))


if __name__ == "__main__":
    main()
