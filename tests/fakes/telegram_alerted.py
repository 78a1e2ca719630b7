"""`lotse serve` tells many subscribers of one new post while somebody asks, and is killed meanwhile."""

import asyncio
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.bootstrap import build_job_search, open_store
from bot.jobs.alerts import AlertWish
from bot.models import Language
from config.settings import Settings
from tests.fakes.jobs import POST
from tests.fakes.serving import started
from tests.fakes.slack_world import free_port
from tests.fakes.telegram_server import TOKEN, FakeTelegram, fake_telegram
from tests.fakes.telegram_updates import ANNA, said

WISH = "bauleiter köln"
FIRST = 2 * ANNA
"""The number of the first subscriber; Anna is the one who asks."""
PAUSE_SECONDS = 4.0
"""Between two of Anna's questions, of which 20 a minute are answered."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How many are told, and how often the process is killed meanwhile."""

    subscribers: int
    kills: int


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it: when each was told, all messages' moments, and how long Anna waited, each time, in seconds."""

    extent: Extent
    alerts: Mapping[int, Sequence[float]]
    moments: Sequence[float]
    waits: Sequence[float]
    faults: Sequence[str]

    @property
    def missing(self) -> int:
        """Subscribers who were not told."""
        return self.extent.subscribers - len(self.alerts)

    @property
    def repeated(self) -> int:
        """How often somebody was told again."""
        return sum(len(times) - 1 for times in self.alerts.values())

    @property
    def busiest(self) -> int:
        """The most messages that fell into one second, wherever it begins."""
        within: deque[float] = deque()
        most = 0
        for moment in sorted(self.moments):
            within.append(moment)
            while within[0] <= moment - 1.0:
                within.popleft()
            most = max(most, len(within))
        return most


async def alerted(folder: Path, index: Path, extent: Extent) -> Told:
    """Serve, kill and serve again, until everybody is told. Kills come as soon as the next part of all is told."""
    (folder / "index").symlink_to(index.absolute(), target_is_directory=True)
    await asyncio.to_thread(_prepare, folder, extent)
    waits: list[float] = []
    async with fake_telegram() as telegram:
        settings = {"LOTSE_TELEGRAM__TOKEN": TOKEN, "LOTSE_TELEGRAM__API_URL": telegram.api_url}
        for life in range(1, extent.kills + 2):
            served = await started(folder, index, free_port(), settings)
            try:
                await served.ready()
                await _asked_until(telegram, life * extent.subscribers // (extent.kills + 1), waits)
                if life <= extent.kills:
                    served.process.kill()
                    await served.ended()
            finally:
                await served.stop()
        alerts = {chat: [one["at"] for one in posts] for chat, posts in telegram.messages.items() if chat >= FIRST}
        moments = [one["at"] for posts in telegram.messages.values() for one in posts]
        return Told(extent, alerts, moments, waits, telegram.faults)


async def _asked_until(telegram: FakeTelegram, count: int, waits: list[float]) -> None:
    """Ask, wait for the answer, pause, and again, until so many were told."""
    while not _reached(telegram, count):
        before, asked = _answers(telegram), time.monotonic()
        telegram.add(said(f"/jobs {WISH}"))
        await telegram.until(lambda before=before: _answers(telegram) > before)
        waits.append(time.monotonic() - asked)
        while time.monotonic() < asked + PAUSE_SECONDS and not _reached(telegram, count):
            await asyncio.sleep(0.01)


def _reached(telegram: FakeTelegram, count: int) -> bool:
    return sum(chat >= FIRST for chat in telegram.messages) >= count


def _answers(telegram: FakeTelegram) -> int:
    return sum(POST.title in text for text in telegram.sent(ANNA))


def _prepare(folder: Path, extent: Extent) -> None:
    settings = Settings(data_dir=folder)
    with open_store(settings) as stores:
        wanted = build_job_search(settings, stores.jobs).find(WISH, Language.DE, 1).wanted
        for number in range(extent.subscribers):
            stores.alerts.subscribe(f"telegram:{FIRST + number}", AlertWish(WISH, wanted, Language.DE), "alerts:1")
        stores.jobs.publish(stores.jobs.add(replace(POST, deadline=None), "web:anna").id)
