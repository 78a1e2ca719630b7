"""Keeps to Telegram's limits: about 30 messages a second in all, one a second in a chat, 20 a minute in a channel."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from adapters.telegram.contract import RetryLaterError

OVERALL_SECONDS = 1 / 28
CHAT_SECONDS = 1.0
CHAT_BURST = 3
"""Messages of one chat that may follow each other at once, so that a long answer is not torn apart."""
CHANNEL_SECONDS = 3.1
LONGEST_WAIT = 6.0
"""Seconds that are waited here; what has to wait longer is handed back, to be tried again."""
MOST_CHATS = 20_000


class Pace:
    """Says when a message may go. Belongs to one event loop.

    For each chat is kept until when its allowance is used up (the generic cell rate algorithm of ATM networks).
    Telegram's own word, after a 429, counts for that chat alone. `pause` is how it waits.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._pause = pause
        self._overall = 0.0
        self._chats: dict[str, float] = {}

    async def turn(self, chat: str) -> None:
        """Return when it is the chat's turn. Raises RetryLaterError where that is not soon."""
        now = self._clock()
        step, lead = _step(chat)
        full = max(self._chats.get(chat, 0.0), now)
        due = max(full - lead, self._overall, now)
        if due - now > LONGEST_WAIT:
            raise RetryLaterError(due - now, "the chat has to wait")
        self._overall = due + OVERALL_SECONDS
        self._keep(chat, max(full, due) + step, now)
        if due > now:
            await self._pause(due - now)

    def back_off(self, chat: str, seconds: float) -> None:
        """Let nothing go to the chat for so long."""
        now = self._clock()
        self._keep(chat, max(self._chats.get(chat, 0.0), now + seconds + _step(chat)[1]), now)

    def _keep(self, chat: str, moment: float, now: float) -> None:
        if len(self._chats) >= MOST_CHATS:
            self._chats = {name: one for name, one in self._chats.items() if one > now}
        self._chats[chat] = moment


def _step(chat: str) -> tuple[float, float]:
    """Return the seconds between two messages, and by how much a burst may be ahead of them.

    Private chats have positive numbers; channels a negative one, or a name.
    """
    return (CHAT_SECONDS, CHAT_SECONDS * (CHAT_BURST - 1)) if chat.isdigit() else (CHANNEL_SECONDS, 0.0)
