"""Lotse on Telegram as a process of its own that is killed at random moments while people ask."""

import asyncio
import multiprocessing
import random
import socket
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.fakes import telegram_worker
from tests.fakes.telegram_server import FakeTelegram, fake_telegram
from tests.fakes.telegram_updates import said


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is asked: `questions` by each of so many people, and how often the process is killed meanwhile."""

    kills: int
    people: int
    questions: int
    seed: int = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: how often each answer arrived, whose answers came out of order, and Telegram's complaints."""

    asked: int
    arrived: Mapping[tuple[int, str], int]
    disordered: tuple[int, ...]
    faults: tuple[str, ...]

    @property
    def lost(self) -> int:
        """Questions without an answer."""
        return self.asked - len(self.arrived)

    @property
    def extra(self) -> int:
        """Answers beyond one a question."""
        return sum(self.arrived.values()) - len(self.arrived)


async def killed(folder: Path, extent: Extent, *, webhook: bool) -> Outcome:
    """Play it, and wait until everything that was asked is answered."""
    async with fake_telegram() as telegram:
        port = _free_port() if webhook else 0
        started = Started(folder, telegram, port)
        process = await started.another()
        asking = asyncio.create_task(_people_ask(telegram, extent))
        calling = asyncio.create_task(telegram.call_webhooks()) if webhook else None
        chance = random.Random(extent.seed)
        for _ in range(extent.kills):
            await asyncio.sleep(chance.uniform(0.1, 1.0))
            process.kill()
            await asyncio.to_thread(process.join)
            process = await started.another()
        await asking
        asked = extent.people * extent.questions
        await telegram.until(lambda: len(set(_answers(telegram, extent))) >= asked, 300)
        process.terminate()
        await asyncio.to_thread(process.join)
        assert process.exitcode == 0
        if calling is not None:
            calling.cancel()
        return _outcome(telegram, extent)


def _outcome(telegram: FakeTelegram, extent: Extent) -> Outcome:
    answers = _answers(telegram, extent)
    right = [f"Frage {number}" for number in range(extent.questions)]
    orders = {user: [text for who, text in dict.fromkeys(answers) if who == user] for user, _ in answers}
    disordered = tuple(user for user, order in orders.items() if order != right)
    return Outcome(extent.people * extent.questions, Counter(answers), disordered, tuple(telegram.faults))


class Started:
    """Processes forked from one that has imported what they need, so that each begins at once."""

    def __init__(self, folder: Path, telegram: FakeTelegram, port: int) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([telegram_worker.__name__])
        self._arguments = (folder, telegram.api_url, port)

    async def another(self) -> BaseProcess:
        """Start one and wait until it listens."""
        told, tells = self._context.Pipe(duplex=False)
        process = self._context.Process(target=telegram_worker.work, args=(*self._arguments, tells))
        await asyncio.to_thread(process.start)
        tells.close()
        assert await asyncio.to_thread(told.poll, 60)
        assert told.recv() == "ready"
        return process


async def _people_ask(telegram: FakeTelegram, extent: Extent) -> None:
    for number in range(extent.questions):
        for user in range(1, extent.people + 1):
            telegram.add(said(f"Frage {number}", user))
            await asyncio.sleep(0.05)


def _answers(telegram: FakeTelegram, extent: Extent) -> list[tuple[int, str]]:
    """Who was answered what, leaving out what everybody is told first."""
    texts = ((user, text) for user in range(1, extent.people + 1) for text in telegram.sent(user))
    return [(user, text.partition(" |")[0]) for user, text in texts if text.startswith("Frage ")]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
