"""Sends one part until it has arrived, it is refused, or patience ends. Knows nothing of what is kept."""

import asyncio
import random
from collections.abc import Awaitable
from typing import TypeVar

from adapters.delivery.errors import AmbiguousError, FailedError, RejectedError, RetryLaterError, SendError
from adapters.delivery.models import Outgoing, Policy
from adapters.delivery.platform import Sender

T = TypeVar("T")


class ParkedError(Exception):
    """The delivery stops; the part is taken up again at the next start."""


class Sending:
    """Sends parts under a policy. Where `stopping` is set, pauses end with ParkedError."""

    def __init__(self, policy: Policy, stopping: asyncio.Event) -> None:
        self._policy = policy
        self._stopping = stopping

    async def send(self, sender: Sender, part: Outgoing, doubtful: bool) -> str:
        """Return the platform's id of the message. `doubtful` says that it may have been sent before.

        Raises:
            FailedError: it was refused, or the last try failed.
            ParkedError: the delivery stops.
        """
        for number in range(1, self._policy.tries + 1):
            try:
                return await self._once(sender, part, doubtful)
            except RejectedError as error:
                raise FailedError(str(error) or "refused", number) from error
            except SendError as error:
                # Once doubtful, always: only a look can settle whether the doubtful one has arrived.
                doubtful = doubtful or isinstance(error, AmbiguousError)
                last = error
            if number < self._policy.tries:
                await self._pause(number, last)
        return await self._last_look(sender, part, doubtful, last)

    async def _once(self, sender: Sender, part: Outgoing, doubtful: bool) -> str:
        if doubtful:
            found = await self._limited(sender.find(part))
            if found is not None:
                return found
        return await self._limited(sender.send(part))

    async def _limited(self, call: Awaitable[T]) -> T:
        """What the platform's code raises unforeseen may have happened after the message had left."""
        try:
            return await asyncio.wait_for(call, self._policy.send_seconds)
        except SendError:
            raise
        except TimeoutError:
            raise AmbiguousError(f"no reply within {self._policy.send_seconds:g} s") from None
        except Exception as error:
            raise AmbiguousError(f"unexpected {type(error).__name__}") from error

    async def _last_look(self, sender: Sender, part: Outgoing, doubtful: bool, last: SendError) -> str:
        if doubtful:
            try:
                found = await self._limited(sender.find(part))
            except SendError:
                found = None
            if found is not None:
                return found
        raise FailedError(str(last) or type(last).__name__, self._policy.tries) from last

    async def _pause(self, number: int, error: SendError) -> None:
        least = error.seconds if isinstance(error, RetryLaterError) else 0.0
        seconds = max(least, pause_seconds(self._policy, number))
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return
        raise ParkedError


def pause_seconds(policy: Policy, number: int) -> float:
    """Return how long to wait after try `number`, counted from 1."""
    # Jitter keeps those that failed together from coming back together.
    longest = min(policy.longest_wait_seconds, policy.first_wait_seconds * 2.0 ** (number - 1))
    return longest * random.uniform(0.5, 1.0)
