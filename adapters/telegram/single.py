"""One message under way at a time: whatever a crash leaves in doubt is one message, not many."""

import asyncio


class SingleFile:
    """Lets a message go only when it is recorded what became of the one before. Belongs to one event loop.

    Telegram cannot be asked whether a message has arrived, so each that is under way when the process is killed is
    sent a second time.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._holder = ""

    async def enter(self, id_: str) -> None:
        """Return when the message with this id may go."""
        await self._lock.acquire()
        self._holder = id_

    def leave(self, id_: str) -> None:
        """The message is dealt with. Of one that is not under way nothing happens."""
        if self._holder == id_:
            self._holder = ""
            self._lock.release()
