"""Both halves of the search at 10 thousand, 100 thousand and a million made passages."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from benchmarks.measure import MEGABYTE, Times
from benchmarks.report import Occasion, Section, table, tell
from benchmarks.worker import ROOT
from retrieval.hybrid import CANDIDATES
from retrieval.vector_index import HNSW_FROM_SENTENCES, VectorIndexKind, kind_for

SIZES = (10_000, 100_000, 1_000_000)
WORDS = "words"
KINDS = (VectorIndexKind.FLAT, WORDS, VectorIndexKind.HNSW)
"""The graph is last: at a million passages it takes by far the longest to build."""
LIMIT_MINUTES = 20.0
MEMORY_SHARE = 0.9
_GLANCE_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Row:
    """One half at one size. Bytes and seconds; `times` and what follows are None where `failure` says why."""

    kind: str
    passages: int
    build_seconds: float | None = None
    build_memory: int | None = None
    disk: int | None = None
    times: Times | None = None
    memory: int | None = None
    recall: float | None = None
    failure: str | None = None


def measure(sizes: Sequence[int], minutes: float) -> Iterator[Row]:
    """Yield every kind at every size, the small ones first, and why there is nothing when the time was up."""
    deadline = time.monotonic() + 60 * minutes
    for size in sorted(sizes):
        for kind in KINDS:
            tell(f"{size:,} passages, {kind}")
            with tempfile.TemporaryDirectory() as folder:
                yield _row(kind, size, Path(folder), deadline)


def _row(kind: str, size: int, folder: Path, deadline: float) -> Row:
    built = _step("build", kind, size, folder, deadline)
    if isinstance(built, str):
        return Row(kind, size, failure=f"build {built}")
    found = _step("search", kind, size, folder, deadline)
    if isinstance(found, str):
        return Row(kind, size, **built, failure=f"search {found}")
    return Row(kind, size, **built, **(found | {"times": Times(**found["times"])}))


def _step(task: str, kind: str, size: int, folder: Path, deadline: float) -> dict[str, Any] | str:
    """Return what the worker printed, or why there is nothing."""
    command = [sys.executable, "-m", "benchmarks.scale_worker", task, kind, str(size), str(folder)]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=subprocess.PIPE)
        stopped = _watch(process, deadline)
        _, errors = process.communicate()
        if stopped:
            return stopped
        if process.returncode:
            last = errors.decode(errors="replace").strip().rpartition("\n")[2]
            return f"failed with status {process.returncode} ({last[:100]})"
        said.seek(0)
        result: dict[str, Any] = json.loads(said.read())
        return result


def _watch(process: subprocess.Popen[bytes], deadline: float) -> str | None:
    """Wait for the process; end it, and say why, when it takes too long or too much memory."""
    allowed = max(0.0, deadline - time.monotonic())
    most = psutil.virtual_memory().available * MEMORY_SHARE
    while process.poll() is None:
        if time.monotonic() > deadline:
            process.kill()
            return f"did not finish within the {allowed:.0f} s that were left"
        if _memory(process.pid) > most:
            process.kill()
            return f"needed more than {most / 1000 / MEGABYTE:.0f} GB of memory"
        time.sleep(_GLANCE_SECONDS)
    return None


def _memory(pid: int) -> int:
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def section(rows: Sequence[Row], minutes: float, occasion: Occasion, plot: str | None) -> Section:
    """Return the table; `plot` is the picture's file beside the page, if there is one."""
    body = [
        "## Large numbers of passages",
        occasion.line(("faiss-cpu", "bm25s", "numpy")),
        "Made passages (`benchmarks/made.py`, seeded): one German-like sentence of 15 to 35 words each, and one vector "
        "of 384 dimensions in clusters; a real passage has several sentences, each with a vector. A search of the "
        f"vectors proposes {CANDIDATES} candidates, a search of the words scores every passage with three legs, as the "
        "hybrid search asks of them; the question's embedding is not included. Every step runs in a fresh process: "
        "memory is its peak above what it held before, for building with the made input, for searching with the loaded "
        "index. The words lie in mapped files, of which the system keeps what is used. Lotse takes flat up to "
        f"{HNSW_FROM_SENTENCES:,} sentences and the graph (HNSW) beyond; recall is that of the ten nearest, which flat "
        f"has by construction. All together may take {minutes:g} minutes.",
        table(_HEADER, map(_cells, rows)),
    ]
    body += [f"- {_name(row)} at {row.passages:,}: {row.failure}." for row in rows if row.failure]
    if plot:
        body.append(f"![Time of a search, memory and build time by number of passages]({plot})")
    return Section("scale", "\n\n".join(body), complete=not any(row.failure for row in rows))


_HEADER = ("half", "passages", "p50 ms", "p95 ms", "recall@10", "memory MB", "build s", "build memory MB", "disk MB")


def _cells(row: Row) -> list[str]:
    return [
        _name(row),
        f"{row.passages:,}",
        _number(row.times.p50 if row.times else None, 2),
        _number(row.times.p95 if row.times else None, 2),
        _number(row.recall, 3),
        _number(row.memory and row.memory / MEGABYTE, 0),
        _number(row.build_seconds, 1),
        _number(row.build_memory and row.build_memory / MEGABYTE, 0),
        _number(row.disk and row.disk / MEGABYTE, 0),
    ]


def _name(row: Row) -> str:
    if row.kind == WORDS:
        return "words"
    served = " (served)" if row.kind == kind_for(row.passages) else ""
    return f"vectors, {row.kind}{served}"


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def write_json(path: Path, rows: Sequence[Row]) -> None:
    """Write the figures as they were measured: bytes, seconds, and milliseconds for times."""
    path.write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n", encoding="utf-8")
