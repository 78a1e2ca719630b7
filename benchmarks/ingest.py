"""`python -m benchmarks.ingest`: a team's documents come in by `lotse ingest` while `lotse serve` answers questions.

Ends with 1 where a figure is not reached. With `--docs DIR` the figures are kept in a section of that folder's page.
"""

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from benchmarks.asking import asked
from benchmarks.errors import BenchmarkError
from benchmarks.made_documents import write_documents
from benchmarks.measure import MEGABYTE, Times, peak_memory, times
from benchmarks.peer_cases import sample_questions
from benchmarks.report import Occasion, Section, table, tell, write_section
from benchmarks.soak import Figure
from benchmarks.web_browser import Silence
from benchmarks.web_load import QUESTIONS
from benchmarks.web_server import Served, generation_of, served
from benchmarks.worker import ROOT
from bot.bootstrap import INDEX_FOLDER, build_index, open_documents
from config.settings import Settings
from knowledge.documents import MEMORY_BYTES

PER_SECOND = 2.0
WARM_UP_SECONDS = 20.0
SLOWER = 2.0
"""How many times the idle p95 an answer may take meanwhile."""
_TEAM_PARTS = ("team-", "documents")


@dataclass
class Ingesting:
    """`lotse ingest` as it runs: the most memory it held, in bytes, what its reading process held, and how long."""

    process: "subprocess.Popen[bytes]"
    begun: float = field(default_factory=time.monotonic)
    peak: int = 0
    reader_peak: int = 0
    read: float = 0.0
    ended: float = 0.0

    def look(self) -> bool:
        """Look how much memory is used; whether it still runs."""
        if self.process.poll() is not None:
            self.ended = self.ended or time.monotonic()
            return False
        self.peak = max(self.peak, peak_memory(self.process.pid))
        for child in psutil.Process(self.process.pid).children():
            self.reader_peak = max(self.reader_peak, peak_memory(child.pid))
            self.read = time.monotonic()
        return True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was measured: seconds, bytes, and how long answers took before, meanwhile and afterwards."""

    documents: int
    kept: int
    passages: int
    reading: float
    whole: float
    ingester: int
    reader: int
    server_before: int
    server: int
    index: int
    store: int
    idle: Sequence[float]
    meanwhile: Sequence[float]
    after: Sequence[float]

    @property
    def slower(self) -> float:
        """The p95 of answers meanwhile over that of those before."""
        return times(self.meanwhile).p95 / times(self.idle).p95


def measure(settings: Settings, documents: int, idle_seconds: float) -> Outcome:
    """Bring so many documents in. Raises BenchmarkError where they do not come in."""
    questions = itertools.cycle(text for text, _ in sample_questions(QUESTIONS))
    with tempfile.TemporaryDirectory() as folder, served(settings) as server:
        tell(f"writing {documents} documents")
        write_documents(Path(folder), documents)
        _asked_for(server, questions, WARM_UP_SECONDS)
        tell("asking, idle")
        idle, before = _asked_for(server, questions, idle_seconds), server.memory()
        tell("asking while documents come in")
        ingesting, meanwhile = _brought_in(server, Path(folder), questions)
        tell("asking, with the documents")
        after = _asked_for(server, questions, idle_seconds)
        with open_documents(Settings(data_dir=server.folder)) as opened:
            summaries = opened.summaries()
        return Outcome(
            documents=documents,
            kept=len(summaries),
            passages=sum(one.passages for one in summaries),
            reading=ingesting.read - ingesting.begun,
            whole=ingesting.ended - ingesting.begun,
            ingester=ingesting.peak,
            reader=ingesting.reader_peak,
            server_before=before,
            server=peak_memory(server.process.pid),
            index=_index_size(server),
            store=_size(server.folder / "documents"),
            idle=idle,
            meanwhile=meanwhile,
            after=after,
        )


def _asked_for(server: Served, questions: Iterator[str], seconds: float) -> list[float]:
    until = time.monotonic() + seconds
    return asked(server.address, questions, PER_SECOND, lambda: time.monotonic() < until)


def _brought_in(server: Served, folder: Path, questions: Iterator[str]) -> tuple[Ingesting, list[float]]:
    """Ask until the index with the documents is the one that answers."""
    known, environment = generation_of(server.address), {**os.environ, "LOTSE_DATA_DIR": str(server.folder)}
    command = [sys.executable, "-m", "adapters.main", "ingest", str(folder), "--audience", "internal"]
    ingesting = Ingesting(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL))

    def goes_on() -> bool:
        if ingesting.look():
            return True
        if ingesting.process.returncode != 0:
            raise BenchmarkError(f"lotse ingest ended with status {ingesting.process.returncode}")
        return generation_of(server.address) == known

    try:
        return ingesting, asked(server.address, questions, PER_SECOND, goes_on)
    finally:
        ingesting.process.kill()
        ingesting.process.wait()


def _index_size(server: Served) -> int:
    generation = server.folder / INDEX_FOLDER / "generations" / generation_of(server.address)
    return sum(_size(part) for part in generation.iterdir() if part.name.startswith(_TEAM_PARTS))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def figures(outcome: Outcome) -> Sequence[Figure]:
    """Return what is promised, and what came of it."""
    return (
        Figure(f"not taken in of {outcome.documents} documents", outcome.documents - outcome.kept, 0),
        Figure("p95 of answers meanwhile over that before", outcome.slower, SLOWER, "times"),
        Figure("memory of the process that reads", outcome.reader / MEGABYTE, MEMORY_BYTES / MEGABYTE, "MB"),
    )


def section(outcome: Outcome, occasion: Occasion) -> Section:
    """Return the figures for the page."""
    rate = outcome.documents / outcome.whole
    asking = (("before", outcome.idle), ("while they come in", outcome.meanwhile), ("with them", outcome.after))
    body = (
        "## A team's documents",
        occasion.line(("faiss-cpu", "onnxruntime", "markitdown", "sqlalchemy")),
        f"`lotse ingest` brings in {outcome.documents:,} made documents of 2,500 words (`benchmarks.made_documents`), "
        "German and English by turns, most of them Markdown and text, a tenth each Word and PDF. `lotse serve` on the "
        f"same machine is asked {PER_SECOND:g} different questions a second, until it answers with the documents. "
        '"Other work" above includes the server. The index is that of the documents alone, beside the guide\'s.',
        table(
            ("documents", "passages", "reading s", "in all s", "a second", "index MB", "store MB"),
            [
                (
                    f"{outcome.kept:,}",
                    f"{outcome.passages:,}",
                    f"{outcome.reading:.0f}",
                    f"{outcome.whole:.0f}",
                    f"{rate:.2f}",
                    _megabytes(outcome.index),
                    _megabytes(outcome.store),
                )
            ],
        ),
        table(
            ("most memory, MB", "`lotse ingest`", "its reading process", "the server before", "the server"),
            [("", *map(_megabytes, (outcome.ingester, outcome.reader, outcome.server_before, outcome.server)))],
        ),
        table(
            ("answers", "questions", "p50 ms", "p95 ms", "worst ms"),
            [(name, str(len(seconds)), *_shown(times(seconds))) for name, seconds in asking],
        ),
        "\n".join(f"- {'reached' if one.reached else '**missed**'}: {str(one)[5:]}" for one in figures(outcome)),
    )
    return Section("documents", "\n\n".join(body))


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:,.0f}"


def _shown(taken: Times) -> Sequence[str]:
    return [f"{value:.1f}" for value in (taken.p50, taken.p95, taken.worst)]


def main(arguments: Sequence[str]) -> int:
    """Measure, and return 1 where a figure is not reached."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--idle-seconds", type=float, default=60.0, help="of asking before and afterwards")
    parser.add_argument("--docs", type=Path, help="the folder whose page keeps the figures")
    wanted, settings = parser.parse_args(arguments), Settings()
    occasion = Occasion(f"python -m benchmarks.ingest --documents {wanted.documents}")
    build_index(settings, Silence())
    outcome = measure(settings, wanted.documents, wanted.idle_seconds)
    found = section(outcome, occasion)
    print(f"{found.body}\n")
    if wanted.docs:
        write_section(wanted.docs, found)
    for figure in figures(outcome):
        print(figure, flush=True)
    return 0 if all(figure.reached for figure in figures(outcome)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
