"""Hands over who is to be reminded of onboarding: one event a person and day, however often Lotse starts."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from adapters.looking import keep_looking
from adapters.slack.contract import PLATFORM, Delivery, Inbound
from adapters.slack.inbound import inbound
from adapters.slack.received import NudgeDue, Received
from bot.chat_state import user_of
from bot.onboarding.nudges import due_day
from bot.onboarding.progress import KeptProgress

LOOK_SECONDS = 60.0


@dataclass
class NudgeFeed:
    """Looks until it is cancelled. What is handed over twice, after a restart, has one key. `zone` is IANA's name."""

    progress: KeptProgress
    team: str
    zone: str
    delivery: Delivery
    clock: Callable[[], datetime]
    seconds: float = LOOK_SECONDS
    _handed: dict[str, date] = field(default_factory=dict)

    async def run(self) -> None:
        """Look and hand over; whatever fails is tried again."""
        await keep_looking(self.look, self.seconds, "slack", "nudges")

    async def look(self) -> None:
        """Hand over who is due."""
        now = self.clock()
        wishes = await asyncio.to_thread(self.progress.wishes, f"{PLATFORM}:{self.team}")
        due = {wish.owner: day for wish in wishes if (day := due_day(wish, now, self.zone))}
        self._handed = {owner: day for owner, day in self._handed.items() if due.get(owner) == day}
        for owner, day in due.items():
            if owner not in self._handed:
                await self.delivery.accept(self._event(owner, day))
                self._handed[owner] = day

    def _event(self, owner: str, day: date) -> Inbound:
        user = user_of(owner)
        received = Received(self.team, user, "nudge", user, NudgeDue(day.isoformat()))
        return inbound(f"nudge:{user}:{day.isoformat()}", received)
