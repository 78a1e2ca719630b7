"""Takes in what is for Lotse, before Telegram is told so: only what delivery has kept is confirmed.

NotKeptError(AdapterError)
    something could not be kept; Telegram is to deliver it again
"""

import asyncio
from collections.abc import Sequence

import structlog

from adapters.errors import AdapterError
from adapters.telegram.contract import Delivery
from adapters.telegram.inbound import Ignored, read_update


class NotKeptError(AdapterError):
    """What came in could not be kept; the text says why, and nothing of what it was."""


class Reception:
    """Hands on what concerns Lotse."""

    def __init__(self, delivery: Delivery, bot: int) -> None:
        self._delivery = delivery
        self._bot = bot
        self._log = structlog.get_logger("lotse.telegram")

    async def take(self, updates: Sequence[object]) -> None:
        """Return once all are kept or found to be for others. They are kept in their order. Raises NotKeptError."""
        try:
            # Together, so that they share a commit; delivery queues them in the order in which they are begun.
            await asyncio.gather(*(self._take(update) for update in updates))
        except Exception as error:
            raise NotKeptError(type(error).__name__) from error

    async def _take(self, update: object) -> None:
        found = read_update(update, self._bot)
        if isinstance(found, Ignored):
            self._log.debug("telegram.ignored", reason=found.reason)
            return
        await self._delivery.accept(found)
