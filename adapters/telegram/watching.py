"""Watches the board of jobs: what changed there is handed to the delivery, to be shown in the channel."""

import asyncio
from datetime import date

from adapters.looking import keep_looking
from adapters.telegram.channel import Channel
from adapters.telegram.contract import Delivery, Inbound

LOOK_SECONDS = 2.0
"""Between two looks at whether anything changed, which is one small query."""


class ChannelWatch:
    """Looks until it is cancelled. What the channel lacks at the start, it lacks because of a crash or a pause."""

    def __init__(self, channel: Channel, delivery: Delivery, seconds: float = LOOK_SECONDS) -> None:
        self._channel = channel
        self._delivery = delivery
        self._seconds = seconds
        self._revision = -1
        self._day = date.min

    async def run(self) -> None:
        """Look and hand on; whatever fails is tried again."""
        await keep_looking(self._look, self._seconds, "telegram", "channel")

    async def _look(self) -> None:
        revision = await asyncio.to_thread(self._seen)
        if revision == self._revision:
            return
        for inbound in await asyncio.to_thread(self._due):
            await self._delivery.accept(inbound)
        self._revision = revision

    def _seen(self) -> int:
        """Close what is over, once a day, and return the board's revision."""
        today = date.today()
        if today != self._day:
            self._channel.board.close_due(today)
            self._day = today
        return self._channel.board.revision()

    def _due(self) -> tuple[Inbound, ...]:
        return self._channel.due()
