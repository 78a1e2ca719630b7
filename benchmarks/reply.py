"""What one answer takes: in a running assistant, beside the bare model, and from `lotse ask` on the command line."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.errors import BenchmarkError
from benchmarks.measure import MEGABYTE, Times, times
from benchmarks.peer_cases import sample_questions
from benchmarks.report import Occasion, Section, goal, table, tell
from benchmarks.worker import ROOT
from bot.bootstrap import build_assistant, index_folder
from bot.models import Audience, Language, Message
from config.settings import Settings
from retrieval.embedding import GRAPH_FILE, TOKENIZER_FILE, OnnxEmbedder, _session, _tokenizer, load_config
from retrieval.index_build import MODEL_PART
from retrieval.protocols import TextKind
from retrieval.snapshot import load_snapshot

WARM_UP = 40
RUNS = 10
MAX_RATIO = 3.0
MAX_ASK_SECONDS = 1.5

_PROBE = """
import json, sys
from adapters.main import main
from benchmarks.measure import peak_memory
try:
    main()
except SystemExit as end:
    status = end.code
heavy = sorted({"torch", "transformers", "sentence_transformers", "scipy", "sklearn"} & set(sys.modules))
print(json.dumps({"status": status, "heavy": heavy, "peak": peak_memory()}), file=sys.stderr)
"""

Questions = Sequence[tuple[str, Language]]


@dataclass(frozen=True, slots=True)
class AskResult:
    """`lotse ask` from process start to its end; `heavy` names the large libraries that it loaded, if any."""

    seconds: tuple[float, ...]
    heavy: tuple[str, ...]
    peak: int


def measure(settings: Settings, questions: int, runs: int, occasion: Occasion) -> Section:
    """Measure on a built index and return the tables.

    Raises:
        BenchmarkError: `lotse ask` failed.
    """
    chosen = sample_questions(questions + WARM_UP)
    model = load_snapshot(index_folder(settings)).part(MODEL_PART)
    tell(f"{questions} replies beside the bare model")
    contestants = _contestants(settings, model)
    found = {name: times(seconds) for name, seconds in in_turns(contestants, chosen).items()}
    tell(f"lotse ask, {runs} times")
    asked = ask_from_start(settings, chosen[:runs])
    return _section(found, len(chosen) - WARM_UP, asked, occasion)


Contestant = Callable[[str, Language], Callable[[], object]]
"""Prepares a question, which is not timed, and returns what is timed."""

_REPLY, _MODEL, _EMBED = "`Assistant.reply`", "forward pass alone (onnxruntime)", "the same with tokens and unit length"


def _contestants(settings: Settings, model: Path) -> dict[str, Contestant]:
    assistant, embedder = build_assistant(settings), OnnxEmbedder(model)
    forward = bare_model(model)

    def reply(text: str, _: Language) -> Callable[[], object]:
        message = Message(text, Audience.RECRUITER, f"benchmark:{text}")
        return lambda: assistant.reply(message)

    return {
        _MODEL: lambda text, _: forward(text),
        _EMBED: lambda text, _: lambda: embedder.embed([text], TextKind.QUERY),
        _REPLY: reply,
    }


def bare_model(folder: Path) -> Callable[[str], Callable[[], object]]:
    """Return what prepares one forward pass of the exported model, with the very options that serve it."""
    session: Any = _session(folder / GRAPH_FILE)
    tokenizer = _tokenizer(folder / TOKENIZER_FILE, load_config(folder).max_length)
    names = [node.name for node in session.get_inputs()]

    def prepare(text: str) -> Callable[[], object]:
        ids = np.asarray([tokenizer.encode(text).ids], dtype=np.int64)
        values = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        feeds = {name: values[name] for name in names}
        return lambda: session.run(None, feeds)

    return prepare


def in_turns(contestants: dict[str, Contestant], questions: Questions) -> dict[str, list[float]]:
    """Return everybody's seconds for each question after `WARM_UP`; who is first on a question changes each time.

    Every question is asked once, so that no cache of vectors can answer.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    order = list(contestants)
    for text, language in questions:
        for name in order:
            run = contestants[name](text, language)
            start = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - start)
        order.append(order.pop(0))
    return {name: values[WARM_UP:] for name, values in seconds.items()}


def ask_from_start(settings: Settings, questions: Questions) -> AskResult:
    """Run `lotse ask` once a question, and once more in a process that tells what it has loaded.

    Raises:
        BenchmarkError: a run failed.
    """
    variables = {**os.environ, "LOTSE_DATA_DIR": str(settings.data_dir.resolve())}
    program = str(Path(sys.executable).with_name("lotse"))
    seconds = []
    for text, _ in questions:
        start = time.perf_counter()
        _run([program, "ask", text], variables)
        seconds.append(time.perf_counter() - start)
    said = _run([sys.executable, "-c", _PROBE, "ask", questions[0][0]], variables)
    told = json.loads(said.splitlines()[-1])
    return AskResult(tuple(seconds), tuple(told["heavy"]), int(told["peak"]))


def _run(command: list[str], variables: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout.strip():
        raise BenchmarkError(f"lotse ask failed: {done.stderr.strip()[-500:]}")
    return done.stderr


def _section(found: dict[str, Times], questions: int, asked: AskResult, occasion: Occasion) -> Section:
    ratio = found[_REPLY].p50 / found[_MODEL].p50
    rows = [
        (name, f"{one.p50:.2f}", f"{one.p95:.2f}", f"{one.p50 / found[_MODEL].p50:.2f}") for name, one in found.items()
    ]
    body = (
        "## One answer",
        occasion.line(("onnxruntime", "numpy")),
        f"In one process, in turns, after {WARM_UP} others to warm up; every question is another, so no cache answers. "
        "The forward pass is given its tokens, has the options of the serving session and no work after it.",
        table(("", "p50 ms", "p95 ms", "× forward pass"), rows),
        f"{questions} questions, half German and half English.",
        _ask_table(asked),
        "`lotse ask` from the process's start to its end, a question of its own each time, the first run included. "
        f"Large libraries loaded there: {', '.join(asked.heavy) or 'none'}.",
        "\n".join(_goals(ratio, asked)),
    )
    return Section("reply", "\n\n".join(body))


def _ask_table(asked: AskResult) -> str:
    values = (statistics.median(asked.seconds), max(asked.seconds), asked.seconds[0])
    row = [f"`lotse ask`, {len(asked.seconds)} runs", *(f"{value:.2f}" for value in values)]
    header = ("", "median s", "worst s", "first s", "peak MB")
    return table(header, [[*row, f"{asked.peak / MEGABYTE:.0f}"]])


def _goals(ratio: float, asked: AskResult) -> list[str]:
    worst = max(asked.seconds)
    torch = (
        "- **missed**: `lotse ask` loads torch" if "torch" in asked.heavy else "- reached: `lotse ask` loads no torch"
    )
    return [
        goal("`Assistant.reply` at p50", ratio, MAX_RATIO, unit="× a bare forward pass"),
        goal("`lotse ask` from start to end, the worst run", worst, MAX_ASK_SECONDS, unit="s"),
        torch,
    ]
