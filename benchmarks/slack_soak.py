"""`python -m benchmarks.slack_soak`: `lotse serve` on a fake Slack, under load and under fire, on both databases.

Real websockets, the real index and store; the times are those that Slack and its people see. Ends with 1 where a
figure is not reached.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.delivery import delivery_url, look
from benchmarks.soak import Figure, databases
from benchmarks.web_browser import Silence
from bot.bootstrap import build_index, index_folder
from config.settings import Settings
from tests.fakes.delivery_world import percentile
from tests.fakes.slack_server import FakeSlack, fake_slack
from tests.fakes.slack_world import (
    PATIENCE_SECONDS,
    Asker,
    SlackProcess,
    asked_at_rate,
    slack_processes,
    under_fire,
    unexplained,
)

THREADS = 50
WARM_UP = 40


@dataclass(frozen=True, slots=True)
class Stage:
    """What a scenario plays on."""

    slack: FakeSlack
    process: SlackProcess
    asker: Asker


Scenario = Callable[[Stage, argparse.Namespace], Awaitable[Sequence[Figure]]]


async def killed(stage: Stage, wanted: argparse.Namespace) -> Sequence[Figure]:
    """Kill the process at random moments while questions arrive."""
    asker = stage.asker
    asker.patience = wanted.kills * PATIENCE_SECONDS
    chance = random.Random(wanted.seed)
    shots = await under_fire(stage.process, asker, wanted.kills, wanted.questions, THREADS, chance)
    await asker.answered()
    repeated = asker.repeated()
    interrupted = sum(one.interrupted > 0 for one in shots)
    return (
        Figure(f"lost of {wanted.questions} questions, {wanted.kills} kills", len(asker.lost()), 0),
        Figure("kills that met no question", wanted.kills - interrupted, 0.9 * wanted.kills),
        Figure("posted twice, not explained by a kill", len(unexplained(repeated, shots)), 0),
        Figure("extra posts", sum(len(times) - 1 for times in repeated.values()), wanted.kills),
    )


async def pressed(stage: Stage, wanted: argparse.Namespace) -> Sequence[Figure]:
    """Acknowledge while 100 questions a second arrive."""
    asker = stage.asker
    await asked_at_rate(asker, 100 * wanted.seconds, 100, 10 * THREADS)
    waits = asker.waits()
    await asker.answered(20 * wanted.seconds)
    return (
        Figure("acknowledged at 100/s, p50", percentile(waits, 0.5) * 1000, 1000, "ms"),
        Figure("acknowledged at 100/s, p99", percentile(waits, 0.99) * 1000, 1000, "ms"),
        Figure("not answered", len(asker.lost()), 0),
        Figure("posted twice", len(asker.repeated()), 0),
    )


async def steady(stage: Stage, wanted: argparse.Namespace) -> Sequence[Figure]:
    """Answer 20 questions a second."""
    asker = stage.asker
    await asked_at_rate(asker, WARM_UP, 20, THREADS)
    await asker.answered()
    asker.forget()
    await asked_at_rate(asker, 20 * wanted.seconds, 20, THREADS)
    await asker.answered()
    times = asker.times()
    return (
        Figure("from event to answer at 20/s, p50", percentile(times, 0.5) * 1000, 300, "ms"),
        Figure("from event to answer at 20/s, p95", percentile(times, 0.95) * 1000, 300, "ms"),
    )


SCENARIOS: dict[str, Scenario] = {"kill": killed, "press": pressed, "steady": steady}


async def played(scenario: Scenario, index: Path, url: str | None, wanted: argparse.Namespace) -> Sequence[Figure]:
    """Play a scenario on a new fake Slack and a new data folder."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        async with fake_slack() as slack, slack_processes(slack, Path(folder), index, 1, url) as [process]:
            figures = await scenario(Stage(slack, process, Asker(slack)), wanted)
            await process.stop()
        counts = look(url or delivery_url(Path(folder) / "lotse-0")).counts
        left = Figure("waiting, running or failed at the end", counts.waiting + counts.running + counts.failed, 0)
        return (*figures, left, Figure("faults that Slack found", len(slack.faults), 0))


def _wanted(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(SCENARIOS), default=list(SCENARIOS))
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Play the scenarios that are wanted, and return 1 where a figure is not reached."""
    wanted, settings, reached = _wanted(arguments), Settings(), True
    build_index(settings, Silence())
    for name in wanted.only:
        with databases(wanted.databases) as urls:
            for database, url in urls.items():
                own = None if database == "sqlite" else url
                for figure in asyncio.run(played(SCENARIOS[name], index_folder(settings), own, wanted)):
                    print(f"{database:10} {figure}", flush=True)
                    reached = reached and figure.reached
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
