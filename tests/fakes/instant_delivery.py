"""A delivery in memory that does all at once, for tests of platforms."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field

from adapters.delivery import AmbiguousError, Handler, Inbound, Outgoing, RejectedError, RetryLaterError, Sender


@dataclass
class InstantDelivery:
    """Keeps nothing, but holds to the order and to the keys: handles and sends before `accept` returns."""

    handler: Handler
    sender: Sender
    inbounds: dict[str, Inbound] = field(default_factory=dict)
    rejected: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    waiting: bool = False
    refusing: bool = False
    longest_pause: float = 0.05
    _locks: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def accept(self, inbound: Inbound) -> bool:
        if self.refusing:
            raise RuntimeError("the store is full")
        if inbound.key in self.inbounds:
            return False
        self.inbounds[inbound.key] = inbound
        if not self.waiting:
            task = asyncio.create_task(self.work(inbound))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return True

    async def forget(self, platform: str, user: str) -> int:
        self.forgotten.append(user)
        return 0

    async def work(self, inbound: Inbound) -> None:
        async with self._locks[inbound.conversation]:
            try:
                parts = await asyncio.to_thread(self.handler.handle, inbound)
            except Exception:  # noqa: BLE001 - as the real one does
                parts = await asyncio.to_thread(self.handler.apologise, inbound)
            for part in parts:
                arrived = await self.send(part)
                self.sender.recorded(part)
                if not arrived:
                    return

    async def send(self, part: Outgoing) -> bool:
        """Whether it has arrived; what would come after it is not sent otherwise."""
        doubtful = False
        for _ in range(8):
            try:
                if doubtful and await self.sender.find(part) is not None:
                    return True
                await self.sender.send(part)
            except RetryLaterError as error:
                await asyncio.sleep(min(error.seconds, self.longest_pause))
            except AmbiguousError:
                doubtful = True
            except RejectedError as error:
                self.rejected.append(str(error))
                return False
            else:
                return True
        self.rejected.append("patience ended")
        return False

    async def idle(self) -> None:
        while self._tasks:
            await asyncio.gather(*self._tasks)
