"""Hands what recruiters wrote to the delivery, and sees to it that nobody waits for ever."""

import asyncio
from dataclasses import dataclass

from adapters.looking import keep_looking
from adapters.telegram.contract import PLATFORM, Delivery, Inbound
from adapters.telegram.received import HandoffDue, Received, encode
from bot.handoffs.desk import HandoffDesk
from bot.handoffs.models import Entry, Side

LOOK_SECONDS = 1.0
AT_ONCE = 100
_PREFIX = f"{PLATFORM}:"


@dataclass(frozen=True, slots=True)
class HandoffFeed:
    """Looks until it is cancelled. Of one candidate at most one entry goes with each look, which is no flood."""

    desk: HandoffDesk
    bot: int
    delivery: Delivery
    seconds: float = LOOK_SECONDS

    async def run(self) -> None:
        """Look and hand over; whatever fails is tried again."""
        await keep_looking(self._look, self.seconds, "telegram", "handoffs")

    async def _look(self) -> None:
        await asyncio.to_thread(self.desk.look_after)
        await self._hand_over()

    async def _hand_over(self) -> None:
        entries = await asyncio.to_thread(self.desk.store.untold, Side.CANDIDATE, AT_ONCE)
        chosen = await asyncio.to_thread(self._events, entries)
        # One key for an entry: what is handed over twice because of a crash is dealt with once.
        for event in chosen.values():
            await self.delivery.accept(event)
        if chosen:
            await asyncio.to_thread(self.desk.store.taken_over, Side.CANDIDATE, tuple(chosen))

    def _events(self, entries: tuple[Entry, ...]) -> dict[str, Inbound]:
        """The events by the entries' keys."""
        found: dict[str, str] = {}
        for entry in entries:
            handoff = self.desk.store.find(entry.token)
            owner = handoff.owner if handoff else ""
            if owner.startswith(_PREFIX) and owner[len(_PREFIX) :].isdigit():
                found.setdefault(owner, entry.key)
        return {key: self._event(owner, key) for owner, key in found.items()}

    def _event(self, owner: str, key: str) -> Inbound:
        received = Received(self.bot, int(owner[len(_PREFIX) :]), "", HandoffDue(key))
        name = f"{PLATFORM}:{self.bot}:handoff:{key}"
        return Inbound(name, PLATFORM, received.conversation, owner, encode(received), is_question=False)
