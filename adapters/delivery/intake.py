"""Takes events in: what waits together is committed together, since a commit's time is the disk's sync."""

import asyncio
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.exc import SQLAlchemyError

from adapters.delivery.errors import DeliveryError, StoppedError
from adapters.delivery.flood import FloodGates
from adapters.delivery.keeping import Keeper
from adapters.delivery.models import Inbound
from adapters.together import Together, Waiting

BATCH = 100
"""Events in one transaction at most: about 0.2 s on a busy machine."""
PRESSED = 10
"""Waiting events from which on answering makes room."""
BURST, BURST_SECONDS = 30, 0.5
"""Events within so many seconds from which on it does too: they come faster than they could be answered."""
LINGER_SECONDS = 0.1
LONGEST = 500
"""Characters of a key, a conversation or a user."""


class Intake:
    """Writes events into the queue, in the order in which they came. Belongs to one event loop."""

    def __init__(self, keeper: Keeper, gates: FloodGates) -> None:
        self._gates = gates
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="delivery-intake")
        self._kept: Together[Inbound, bool] = Together(keeper.keep, BATCH, self._thread)
        self._lingering: list[Waiting[Inbound, bool]] = []
        self._came: deque[float] = deque(maxlen=BURST)
        self._closed = False

    async def accept(self, inbound: Inbound) -> bool:
        """Return, once it is committed, whether the event is new. Raises DeliveryError, StoppedError."""
        if self._closed:
            raise StoppedError("the delivery has stopped")
        _check(inbound)
        waiting = self._kept.waiting(inbound)
        if self._gates.is_told(inbound):
            self._linger(waiting)
        else:
            self._came.append(time.monotonic())
            self._kept.put((waiting,))
        try:
            return await waiting.done
        except Exception as error:  # noqa: BLE001 - whatever it is, the event was not kept
            raise _told(error) from None

    @property
    def is_pressed(self) -> bool:
        """Whether events come faster than they are kept or answered, so that answering should make room.

        For any thread.
        """
        is_burst = len(self._came) == BURST and time.monotonic() - self._came[0] < BURST_SECONDS
        return is_burst or len(self._kept) > PRESSED

    async def close(self) -> None:
        """Take nothing any more, and finish what is being written."""
        self._closed = True
        self._end_lingering()
        await self._kept.finish()
        self._thread.shutdown(wait=False)

    def _linger(self, waiting: Waiting[Inbound, bool]) -> None:
        """What a flooder sends is of no interest to anybody; so it waits to share a commit, which spares the others."""
        if not self._lingering:
            asyncio.get_running_loop().call_later(LINGER_SECONDS, self._end_lingering)
        self._lingering.append(waiting)

    def _end_lingering(self) -> None:
        self._kept.put(self._lingering)
        self._lingering = []


def _check(inbound: Inbound) -> None:
    for name in ("key", "platform", "conversation", "user"):
        value: str = getattr(inbound, name)
        if not value.strip() or len(value) > LONGEST or not value.isprintable():
            raise DeliveryError(f"an event's {name} must be 1 to {LONGEST} printable characters")


def _told(error: Exception) -> DeliveryError:
    """Without statements and values, which hold what somebody said."""
    cause = error.__cause__ if isinstance(error, SQLAlchemyError) and error.__cause__ else error
    return DeliveryError(f"an event could not be kept ({type(cause).__name__})")
