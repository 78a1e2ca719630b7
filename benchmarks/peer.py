"""Lotse's retriever beside txtai's hybrid search: same model, passages, questions and machine, in turns."""

import statistics
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import MEGABYTE, times
from benchmarks.peer_cases import Case
from benchmarks.peer_environment import TXTAI
from benchmarks.report import Occasion, Section, goal, table, tell
from benchmarks.worker import Searched, Side, Worker

BLOCK = 20
"""Searches that one side does before it is the other's turn: noise of the machine then hits both."""
STARTS = 3
MIN_SPEEDUP = 3.0
MAX_MEMORY_SHARE = 1 / 3
LOTSE, PEER = "Lotse", f"txtai {TXTAI}"


@dataclass(frozen=True, slots=True)
class SideResult:
    """What one side took and found. `found` has the hits of the first round's questions, in their order."""

    seconds: tuple[float, ...]
    found: tuple[tuple[str, ...], ...]
    startup: float
    peak: int


@dataclass(frozen=True, slots=True)
class CaseResult:
    """Both sides' results on a case."""

    case: Case
    sides: Mapping[str, SideResult]


def sides(model: Path, interpreter: Path, lotse_interpreter: str) -> tuple[Side, ...]:
    """Return both sides, for a case's folder that stands as FOLDER in their commands."""
    offline = {"HF_HUB_OFFLINE": "1"}
    lotse = (lotse_interpreter, "-m", "benchmarks.peer_lotse", "TASK", "FOLDER", str(model))
    txtai = (str(interpreter), "-m", "benchmarks.peer_txtai", "TASK", "FOLDER")
    return Side(LOTSE, lotse, offline), Side(PEER, txtai, offline)


def compare(case: Case, both: Sequence[Side], rounds: int, starts: int = STARTS) -> CaseResult:
    """Build both indexes, start both sides and ask them in turns.

    Raises:
        BenchmarkError: a side failed.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        case.save(folder)
        here = [side.within(folder) for side in both]
        for side in here:
            tell(f"{case.name}: {side.name} builds its index")
            side.run("build")
        tell(f"{case.name}: {len(case.questions)} questions, {rounds} rounds")
        earlier = [_startups(here) for _ in range(starts - 1)]
        return CaseResult(case, _ask(case, here, rounds, earlier))


def _startups(both: Sequence[Side]) -> dict[str, float]:
    seconds = {}
    for side in both:
        with side.start() as worker:
            seconds[side.name] = worker.startup
    return seconds


def _ask(
    case: Case, both: Sequence[Side], rounds: int, earlier: Sequence[Mapping[str, float]]
) -> dict[str, SideResult]:
    with ExitStack() as stack:
        workers = {side.name: stack.enter_context(side.start()) for side in both}
        for worker in workers.values():
            worker.search(case.questions[:BLOCK])
        answers = _in_turns(case, workers, rounds)
        return {
            name: _result(name, worker, answers[name], len(case.questions), earlier) for name, worker in workers.items()
        }


def _in_turns(case: Case, workers: Mapping[str, Worker], rounds: int) -> dict[str, list[Searched]]:
    """Ask block by block; who is first changes each time."""
    answers: dict[str, list[Searched]] = {name: [] for name in workers}
    order = list(workers)
    for _ in range(rounds):
        for start in range(0, len(case.questions), BLOCK):
            for name in order:
                answers[name].append(workers[name].search(case.questions[start : start + BLOCK]))
            order.reverse()
    return answers


def _result(
    name: str, worker: Worker, answers: Sequence[Searched], questions: int, earlier: Sequence[Mapping[str, float]]
) -> SideResult:
    seconds = tuple(value for block in answers for value in block.seconds)
    found = tuple(ids for block in answers for ids in block.found)[:questions]
    startup = statistics.median([worker.startup, *(one[name] for one in earlier)])
    return SideResult(seconds, found, startup, worker.peak)


def section(results: Sequence[CaseResult], occasion: Occasion) -> Section:
    """Return the tables and whether the goals are reached."""
    packages = ("faiss-cpu", "onnxruntime", "bm25s")
    body = [
        "## Beside txtai",
        occasion.line(packages, (PEER,)),
        "Both sides run in processes of their own, with the same model (all-MiniLM-L6-v2, whose weights Lotse rounds "
        "to eight bits), the same passages and the "
        f"same questions, {BLOCK} by {BLOCK} in turns; an index that is already built is loaded. Times are per search "
        "of the ten best, the question's vector included and no cache of vectors used. txtai returns ids, Lotse whole "
        "passages. Memory is the most that the process ever held. Start-up is from starting the process to its first "
        "answer, the median of several. Lotse is told the question's language; txtai knows none.",
    ]
    for result in results:
        body += [_case_table(result), "\n".join(_goals(result))]
    return Section("peer", "\n\n".join(body))


def _case_table(result: CaseResult) -> str:
    case = result.case
    searches = len(next(iter(result.sides.values())).seconds)
    title = f"{len(case.passages)} passages, {len(case.questions)} questions, {searches} searches a side"
    header = [f"{case.name}: {title}", "p50 ms", "p95 ms", "peak MB", "start-up s"]
    if case.relevant:
        header += ["recall@1", "recall@10", "MRR@10"]
    return table(header, [_row(name, side, case) for name, side in result.sides.items()])


def _row(name: str, side: SideResult, case: Case) -> list[str]:
    taken = times(side.seconds)
    row = [name, f"{taken.p50:.2f}", f"{taken.p95:.2f}", f"{side.peak / MEGABYTE:.0f}", f"{side.startup:.2f}"]
    return row + [f"{value:.3f}" for value in quality(side.found, case.relevant)] if case.relevant else row


def quality(found: Sequence[Sequence[str]], relevant: Mapping[int, frozenset[str]]) -> tuple[float, float, float]:
    """Return recall@1, recall@10 (the share of relevant passages found) and MRR@10 over the answerable questions."""
    recalls: dict[int, list[float]] = {1: [], 10: []}
    reciprocals = []
    for place, ids in relevant.items():
        for depth, values in recalls.items():
            values.append(len(ids & set(found[place][:depth])) / len(ids))
        ranks = [rank for rank, identifier in enumerate(found[place][:10], start=1) if identifier in ids]
        reciprocals.append(1 / ranks[0] if ranks else 0.0)
    return statistics.mean(recalls[1]), statistics.mean(recalls[10]), statistics.mean(reciprocals)


def _goals(result: CaseResult) -> list[str]:
    lotse, txtai = result.sides[LOTSE], result.sides[PEER]
    speedup = times(txtai.seconds).p50 / times(lotse.seconds).p50
    return [
        goal(f"{result.case.name}: search at p50", speedup, MIN_SPEEDUP, unit="× faster", at_least=True),
        goal(f"{result.case.name}: memory", lotse.peak / txtai.peak, MAX_MEMORY_SHARE, unit="of txtai's"),
    ]
