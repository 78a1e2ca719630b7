"""The delivery: accepts events durably, has them answered in order, and sends what is answered."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime

import structlog

from adapters.delivery import engine
from adapters.delivery.console import fulfil, requests_folder
from adapters.delivery.database import DeliveryDatabase
from adapters.delivery.errors import DeliveryError, StoppedError
from adapters.delivery.flood import FloodGates
from adapters.delivery.intake import Intake
from adapters.delivery.keeping import Keeper
from adapters.delivery.ledger import Ledger
from adapters.delivery.models import Counts, Failure, Inbound, Policy
from adapters.delivery.pace import Pace
from adapters.delivery.platform import Platform
from adapters.delivery.seats import OnlySeat, Seat, SharedSeat
from adapters.delivery.workflow import Deliverer

LOOK_SECONDS = 2.0
"""Between two looks for dead workers, who are found dead at the second, and for what is asked by command."""
PACE_SECONDS = 15.0
PURGE_SECONDS = 3600.0
SHUTDOWN_SECONDS = 3.0
"""What DBOS takes to end, beside waiting for what runs."""


class Delivery:
    """One a process. All methods but the constructor belong to the event loop that calls `start`.

    `database_url` is what `delivery_url` returns. On SQLite, one process; on PostgreSQL, any number, which share the
    work. The URL must lead to a database in which a schema may be made.
    """

    def __init__(self, database_url: str, platforms: Mapping[str, Platform], policy: Policy = Policy()) -> None:  # noqa: B008
        self._url = database_url
        self._platforms = platforms
        self._policy = policy
        self._running: _Running | None = None

    async def start(self) -> None:
        """Take up what was left unfinished, and begin to accept. Raises DeliveryError."""
        if self._running is not None:
            raise DeliveryError("the delivery runs already")
        loop, stopping = asyncio.get_running_loop(), asyncio.Event()
        deliverer = Deliverer(self._platforms, self._policy, loop, stopping)
        self._running = await asyncio.to_thread(_Running, self._url, deliverer, self._policy, stopping)
        self._running.keep_house(self._url)

    async def accept(self, inbound: Inbound) -> bool:
        """Return, once the event is kept for good, whether it is new. After that it may be acknowledged.

        Raises:
            StoppedError: the delivery does not run.
            DeliveryError: the event was not kept: its names cannot be stored, or the database refuses.
        """
        return await self._run.intake.accept(inbound)

    async def stop(self, grace_seconds: float = 10.0) -> None:
        """Accept nothing any more, finish what is being answered, end within about `grace_seconds`.

        What waits, or pauses between two tries, is taken up at the next start. Once more does nothing.
        """
        running, self._running = self._running, None
        if running is not None:
            await running.stop(grace_seconds)

    async def failed(self) -> tuple[Failure, ...]:
        """Return what failed for good, the latest first. Raises StoppedError."""
        return await asyncio.to_thread(self._run.ledger.failed)

    async def resend(self, key: str) -> bool:
        """Try a failed event again: parts that were sent stay sent. False where no such event has failed."""
        return await asyncio.to_thread(self._run.ledger.resend, key)

    async def pending(self) -> Counts:
        """Return how many events wait, are being answered, and failed. Raises StoppedError."""
        return await asyncio.to_thread(self._run.ledger.counts)

    async def forget(self, platform: str, user: str) -> int:
        """Remove what is kept of a user's events that are done with; return how many."""
        return await asyncio.to_thread(self._run.ledger.forget, platform, user)

    @property
    def _run(self) -> "_Running":
        if self._running is None:
            raise StoppedError("the delivery does not run")
        return self._running


class _Running:
    """All that exists between start and stop. Making it blocks, and needs a thread without an event loop."""

    def __init__(self, url: str, deliverer: Deliverer, policy: Policy, stopping: asyncio.Event) -> None:
        self._stopping = stopping
        self._policy = policy
        self._grace = 0.0
        self._tasks: list[asyncio.Task[None]] = []
        with ExitStack() as begun:
            self._database = DeliveryDatabase(url)
            begun.callback(self._database.close)
            self._seat: Seat = OnlySeat() if self._database.is_sqlite else SharedSeat(self._database)
            begun.callback(self._seat.leave)
            begun.callback(deliverer.close)
            engine.launch(self._database, deliverer.deliver, self._seat.worker, policy)
            begun.callback(lambda: engine.end(self._grace))
            self._database.create_own_tables()
            self.ledger = Ledger(self._database)
            begun.callback(self.ledger.close)
            gates = FloodGates(policy.per_minute, policy.gestures_per_minute)
            self._pace = Pace(self.ledger, policy)
            self.intake = Intake(Keeper(self._database, self.ledger, self._pace, gates), gates)
            deliverer.is_pressed = lambda: self.intake.is_pressed
            self._end = begun.pop_all()

    def keep_house(self, url: str) -> None:
        """Begin what is done every now and then."""
        jobs = [(PURGE_SECONDS, self._purge), (PACE_SECONDS, self._pace.adjust)]
        if self._database.is_sqlite:
            folder = requests_folder(url)
            jobs.append((LOOK_SECONDS, lambda: fulfil(folder, self.ledger)))
        else:
            jobs.append((LOOK_SECONDS, self._recover))
        self._tasks = [asyncio.create_task(_every(seconds, job)) for seconds, job in jobs]
        self._tasks.append(asyncio.create_task(_later(self._policy.careful_seconds, self._pace.widen)))

    async def stop(self, grace_seconds: float) -> None:
        """End everything, in the order in which one part needs another."""
        await self.intake.close()
        self._stopping.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._grace = grace_seconds - SHUTDOWN_SECONDS
        await asyncio.to_thread(self._end.close)

    def _purge(self) -> None:
        self.ledger.purge(datetime.now(UTC) - self._policy.kept)

    def _recover(self) -> None:
        self._seat.recover(self.ledger.running_workers(), engine.put_back)


async def _every(seconds: float, job: Callable[[], None]) -> None:
    while True:
        await _tried(job)
        await asyncio.sleep(seconds)


async def _later(seconds: float, job: Callable[[], None]) -> None:
    """Once, after so long; tried again until it works."""
    await asyncio.sleep(seconds)
    while not await _tried(job):
        await asyncio.sleep(seconds)


async def _tried(job: Callable[[], None]) -> bool:
    try:
        await asyncio.to_thread(job)
    except Exception:  # noqa: BLE001 - the edge: what fails once is tried again, and the delivery goes on
        structlog.get_logger("lotse.delivery").exception("delivery.housekeeping")
        return False
    return True
