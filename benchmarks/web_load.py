"""How much the web API bears: `wrk` on loopback asks different questions, on the same machine as the server."""

import json
import math
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.errors import BenchmarkError
from benchmarks.report import Occasion, Section, goal, table, tell
from benchmarks.web_server import Served, served
from config.settings import Settings

CONNECTIONS = 16
STEADY_CONNECTIONS = 10
STEADY_PER_SECOND = 50
WARM_UP_SECONDS = 60
"""Until every store of remembered vectors and readings is full, so that the memory's growth is not theirs."""
REPEATED = 400
QUESTIONS = 6_000
"""More than the server remembers, so that one that goes on where the last run ended was asked long ago."""
MEGABYTE = 1_000_000
GOALS = {"rate": 150.0, "p95": 100.0, "growth": 20.0}
_SCRIPT = """
local questions = {%(questions)s}
local delay_ms = %(delay)d
local headers = {["Content-Type"] = "application/json"}
local turn = %(start)d
request = function()
  turn = turn %% #questions + 1
  return wrk.format("POST", "/api/v1/answers", headers, questions[turn])
end
if delay_ms > 0 then delay = function() return math.random(0, 2 * delay_ms) end end
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format("\\nFIGURES %%d %%d %%d %%d %%f %%f %%f\\n", summary.requests, summary.duration,
    errors.connect + errors.read + errors.write + errors.timeout, errors.status,
    latency:percentile(50), latency:percentile(95), latency:percentile(99)))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What a run of wrk came to; times in milliseconds."""

    requests: int
    seconds: float
    errors: int
    p50: float
    p95: float
    p99: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds


@dataclass(frozen=True, slots=True)
class Runs:
    """As fast as it goes with every question another, and with few again and again; steadily; for a long time."""

    others: Load
    again: Load
    steady: Load
    many: Load


@dataclass(frozen=True, slots=True)
class Extent:
    """Seconds of each run, and how many questions the memory is watched over."""

    seconds: int
    long_questions: int


FULL = Extent(20, 100_000)
QUICK = Extent(4, 1_000)


def measure(settings: Settings, questions: Sequence[str], extent: Extent, occasion: Occasion) -> Section:
    """Measure rate, latency at 50 a second, and memory. Raises BenchmarkError, for one where wrk is missing."""
    if shutil.which("wrk") is None:
        raise BenchmarkError("wrk is missing (Debian, Ubuntu: apt-get install wrk)")
    with served(settings) as server:
        tell("web: warming up")
        asked = drive(server, questions, WARM_UP_SECONDS, CONNECTIONS).requests
        others = drive(server, questions, extent.seconds, CONNECTIONS, start=asked)
        again = drive(server, questions[:REPEATED], extent.seconds, CONNECTIONS)
        tell(f"web: {others.rate:.0f} a second, {again.rate:.0f} where questions repeat")
        steady = drive(
            server, questions, extent.seconds, STEADY_CONNECTIONS, STEADY_PER_SECOND, start=asked + others.requests
        )
        before = server.memory()
        many = _asked(server, questions, extent.long_questions, others.rate)
        growth = (server.memory() - before) / MEGABYTE
        return _section(Runs(others, again, steady, many), before / MEGABYTE, growth, occasion)


def _asked(server: Served, questions: Sequence[str], number: int, rate: float) -> Load:
    """Ask at least `number` questions, in as many runs as it takes; `rate` is a guess. The slowest run's latencies."""
    runs: list[Load] = []
    while (left := number - sum(run.requests for run in runs)) > 0:
        runs.append(drive(server, questions, math.ceil(left / rate), CONNECTIONS))
    p50, p95, p99 = (max(times) for times in zip(*((run.p50, run.p95, run.p99) for run in runs), strict=True))
    requests, errors = sum(run.requests for run in runs), sum(run.errors for run in runs)
    return Load(requests, sum(run.seconds for run in runs), errors, p50, p95, p99)


def drive(
    server: Served, questions: Sequence[str], seconds: int, connections: int, per_second: int = 0, start: int = 0
) -> Load:
    """Run wrk from question number `start` on. `per_second` spreads them at random; 0: as fast as they are answered."""
    delay = 1000 * connections // per_second if per_second else 0
    bodies = ", ".join(_lua(json.dumps({"question": question})) for question in questions)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "questions.lua"
        script.write_text(_SCRIPT % {"questions": bodies, "delay": delay, "start": start}, encoding="utf-8")
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script)]
        done = subprocess.run([*command, server.address], capture_output=True, text=True, check=False)
    found = re.search(r"^FIGURES (.*)$", done.stdout, re.MULTILINE)
    if found is None:
        raise BenchmarkError(f"wrk failed: {(done.stderr or done.stdout).strip()[-300:]}")
    requests, duration, broken, refused, *percentiles = map(float, found[1].split())
    p50, p95, p99 = (value / 1000 for value in percentiles)
    return Load(int(requests), duration / 1e6, int(broken + refused), p50, p95, p99)


def _lua(text: str) -> str:
    return (
        '"'
        + "".join(f"\\{byte:03d}" if byte < 32 or byte > 126 or byte in b'"\\' else chr(byte) for byte in text.encode())
        + '"'
    )


def _section(runs: Runs, memory: float, growth: float, occasion: Occasion) -> Section:
    named = (
        (f"{CONNECTIONS} connections, every question another", runs.others),
        (f"{CONNECTIONS} connections, {REPEATED} questions again and again", runs.again),
        (f"about {STEADY_PER_SECOND} a second", runs.steady),
        ("for a long time", runs.many),
    )
    body = (
        "## The web API under load",
        occasion.line(("fastapi", "uvicorn", "sqlalchemy", "onnxruntime"), (_wrk_version(),)),
        "`lotse serve` on loopback, with SQLite and `synchronous=FULL`; wrk on the same two cores posts shipped "
        "phrasings to `/api/v1/answers`, each the first of a new session and conversation, which is stored. The server "
        "remembers the vectors of the latest 4,096 questions, so repeated ones need no forward pass of the model. "
        '"Other work" above includes the server.',
        table(
            ("", "questions", "a second", "p50 ms", "p95 ms", "p99 ms", "errors"),
            [(name, *_figures(load)) for name, load in named],
        ),
        f"Memory before the last run {memory:.0f} MB, grown by {growth:.1f} MB over {runs.many.requests:,} questions.",
        "\n".join(_goals(runs, growth)),
    )
    return Section("web", "\n\n".join(body))


def _figures(load: Load) -> Sequence[str]:
    times = (f"{value:.1f}" for value in (load.p50, load.p95, load.p99))
    return (f"{load.requests:,}", f"{load.rate:.0f}", *times, str(load.errors))


def _goals(runs: Runs, growth: float) -> Sequence[str]:
    errors = sum(load.errors for load in (runs.others, runs.again, runs.steady, runs.many))
    rate, longest = GOALS["rate"], f"memory grown over {runs.many.requests:,} questions"
    return (
        goal("answers, every question another", runs.others.rate, rate, unit="a second", at_least=True),
        goal("answers, questions repeat", runs.again.rate, rate, unit="a second", at_least=True),
        goal(f"p95 at {runs.steady.rate:.0f} a second", runs.steady.p95, GOALS["p95"], unit="ms"),
        goal("errors", errors, 0, unit=""),
        goal(longest, growth, GOALS["growth"], unit="MB"),
    )


def _wrk_version() -> str:
    done = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False)
    found = re.search(r"wrk (?:debian/)?(\S+)", done.stdout + done.stderr)
    return f"wrk {found[1]}" if found else "wrk"
