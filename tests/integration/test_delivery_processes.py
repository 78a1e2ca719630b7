"""The delivery in processes of its own: killed at any moment, and several at once."""

import asyncio
import random
from pathlib import Path

import pytest

from adapters.delivery import Policy, delivery_url
from tests.fakes.delivery_world import Feeder, JournalServer, Worker, arrived, feeding, journal_server, workers

pytest_plugins = ["tests.postgres"]

PATIENT = Policy(per_minute=100_000)


async def _killed(worker: Worker, times: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(times):
        await asyncio.sleep(chance.uniform(0.05, 1.2))
        await worker.kill()
        await worker.start()


async def _fed(feeder: Feeder, events: int, rate: float) -> None:
    begun = asyncio.get_running_loop().time()
    tasks = []
    for number in range(events):
        await asyncio.sleep(max(0.0, begun + number / rate - asyncio.get_running_loop().time()))
        tasks.append(asyncio.create_task(feeder.bring(f"k-{number}", f"c{number % 50}")))
    await asyncio.gather(*tasks)


def _lost(journal: JournalServer, feeder: Feeder) -> set[str]:
    return feeder.acknowledged.keys() - {post[0].partition("/")[0] for post in journal.posts}


def test_nothing_is_lost_or_repeated_when_the_process_is_killed(tmp_path: Path) -> None:
    async def scenario() -> None:
        kills, events = 5, 100
        async with (
            journal_server(delay=0.02) as journal,
            workers(delivery_url(tmp_path), journal, 1, PATIENT) as [worker],
            feeding([worker]) as feeder,
        ):
            await asyncio.gather(_killed(worker, kills, seed=7), _fed(feeder, events, rate=10))
            await arrived(journal, events, seconds=30)
            assert len(feeder.acknowledged) == events
            assert _lost(journal, feeder) == set()
            assert sum(number - 1 for number in journal.repeated().values()) <= kills
            assert all(number <= 2 for number in journal.repeated().values())

    asyncio.run(scenario())


def test_four_workers_keep_the_order_of_fifty_conversations(postgres_url: str) -> None:
    async def scenario() -> None:
        async with (
            journal_server() as journal,
            workers(delivery_url(Path(), postgres_url), journal, 4, PATIENT) as running,
            feeding(running) as feeder,
        ):

            async def talk(conversation: int) -> None:
                for number in range(20):
                    await feeder.bring(f"k{conversation}-{number}", f"c{conversation}")

            await asyncio.gather(*map(talk, range(50)))
            await arrived(journal, 1000, seconds=60)
            assert len(journal.posts) == 1000
            assert journal.repeated() == {}
            assert journal.inversions() == 0

    asyncio.run(scenario())


def test_the_living_take_over_what_a_dead_worker_was_doing(postgres_url: str) -> None:
    async def scenario() -> None:
        async with (
            journal_server(delay=1.0) as journal,
            workers(delivery_url(Path(), postgres_url), journal, 2, PATIENT) as [first, second],
            feeding([first, second]) as feeder,
        ):
            await asyncio.gather(*(feeder.bring(f"k-{number}", f"c{number}", parts=2) for number in range(20)))
            await asyncio.sleep(0.7)
            await first.kill()
            assert len(journal.posts) < 40, "nothing was left to take over"
            await arrived(journal, 40, seconds=30)
            assert len({post[0] for post in journal.posts}) == 40
            assert journal.repeated() == {}
            assert second.process is not None

    asyncio.run(scenario())


def test_one_event_brought_to_several_workers_at_once_is_answered_once(postgres_url: str) -> None:
    async def scenario() -> None:
        async with (
            journal_server() as journal,
            workers(delivery_url(Path(), postgres_url), journal, 2, PATIENT) as running,
            feeding(running) as feeder,
        ):
            await asyncio.gather(*(feeder.bring(f"k-{number}", f"c{number}") for number in range(50) for _ in range(4)))
            await arrived(journal, 50, seconds=30)
            assert (len(journal.posts), journal.repeated()) == (50, {})

    asyncio.run(scenario())


def test_a_second_process_on_sqlite_is_turned_away(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with journal_server() as journal, workers(delivery_url(tmp_path), journal, 1, PATIENT):
            other = Worker(delivery_url(tmp_path), journal.address, PATIENT)
            with pytest.raises(ValueError, match="invalid literal"):
                await other.start()

    asyncio.run(scenario())
