"""How often the queue is looked at: often while events come, seldom while nobody asks.

DBOS has no way to be woken. A look costs 4 ms of a processor, twenty a second nearly a tenth of one, day and night;
two a second a sixtieth (measured).
"""

import time
from collections.abc import Callable

from adapters.delivery.ledger import Ledger
from adapters.delivery.models import Policy
from adapters.delivery.names import QUEUE

REST_SECONDS = 60.0
"""Without an event, after which looking becomes seldom."""


class Pace:
    """Sets the pace. Its methods block; each belongs to one thread at a time."""

    def __init__(self, ledger: Ledger, policy: Policy, clock: Callable[[], float] = time.monotonic) -> None:
        self._ledger = ledger
        self._policy = policy
        self._clock = clock
        self._last = float("-inf")

    def hurry(self) -> None:
        """To be called with each event: looks become frequent, if they may not be.

        Nobody makes them seldom within REST_SECONDS of an event, so in between nothing has to be asked.
        """
        now = self._clock()
        if now - self._last >= REST_SECONDS:
            self._set(self._policy.poll_seconds)
        self._last = now

    def adjust(self) -> None:
        """To be called every now and then."""
        # Twice as long, so that an event accepted meanwhile, here or by another worker, counts for both sides.
        idle = self._ledger.is_idle(2 * REST_SECONDS)
        self._set(self._policy.resting_poll_seconds if idle else self._policy.poll_seconds)

    def widen(self) -> None:
        """To be called when a start has gone well: as many events are begun as may run at once."""
        queue = self._ledger.client.retrieve_queue(QUEUE)
        if queue is not None:
            queue.set_worker_concurrency(self._policy.running_at_once)

    def _set(self, seconds: float) -> None:
        queue = self._ledger.client.retrieve_queue(QUEUE)
        if queue is not None and queue.polling_interval_sec != seconds:
            queue.set_polling_interval_sec(seconds)
