"""Chat platforms beside the web chat: connected, answered for by one durable delivery, listened to.

UnreachableError(AdapterError)
    a platform does not answer at the moment; it is tried again
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from starlette.types import ASGIApp

from adapters.entrances import Entrances
from adapters.errors import AdapterError

if TYPE_CHECKING:  # DBOS, which a web chat alone does not need
    from adapters.delivery import Delivery, Platform

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
"""Between two tries to reach a platform; it doubles from the first to the longest."""
SECONDS_TO_FINISH = 10.0
"""For what is being answered when the server stops."""


class UnreachableError(AdapterError):
    """A platform does not answer at the moment; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Line:
    """An open connection to a platform. `listen` takes in events until its block ends.

    It yields what is to be served by path, where the platform calls Lotse; `where` says where Lotse is, for people.
    """

    platform: "Platform"
    listen: "Callable[[Delivery], AbstractAsyncContextManager[Mapping[str, ASGIApp]]]"
    where: str


Connect = Callable[[], AbstractAsyncContextManager[Line]]
"""Connects to a platform. Raises AdapterError, and UnreachableError where it is worth trying again."""


@dataclass(frozen=True, slots=True)
class Chats:
    """The platforms that are set up, by name. `tell` is told where Lotse listens."""

    connect: Mapping[str, Connect]
    delivery: "Callable[[Mapping[str, Platform]], Delivery]"
    entrances: Entrances
    tell: Callable[[str], None]
    first_pause_seconds: float = FIRST_PAUSE_SECONDS

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listen until the end of the block; where a platform cannot be reached yet, from when it can be.

        Raises:
            AdapterError: a platform is set up wrongly, or nothing can be kept.
        """
        async with AsyncExitStack() as kept:
            later: asyncio.Task[None] | None = None
            try:
                await self._open(kept)
            except UnreachableError as error:
                self._missed(error)
                later = asyncio.create_task(self._try_again(kept))
            try:
                yield
            finally:
                await _ended(later)

    async def _open(self, kept: AsyncExitStack) -> None:
        """Open everything, or nothing: what comes in can be answered for all platforms or is not taken."""
        async with AsyncExitStack() as opening:
            lines = {name: await opening.enter_async_context(connect()) for name, connect in self.connect.items()}
            delivery = self.delivery({name: line.platform for name, line in lines.items()})
            await delivery.start()
            opening.push_async_callback(delivery.stop, SECONDS_TO_FINISH)
            for line in lines.values():
                for path, app in (await opening.enter_async_context(line.listen(delivery))).items():
                    opening.callback(self.entrances.open(path, app))
                self.tell(line.where)
            kept.push_async_exit(opening.pop_all())

    async def _try_again(self, kept: AsyncExitStack) -> None:
        pause = self.first_pause_seconds
        while True:
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            try:
                return await self._open(kept)
            except UnreachableError as error:
                self._missed(error)
            except AdapterError as error:
                structlog.get_logger("lotse.chats").error("chats.not_connected", reason=str(error))
                return None

    def _missed(self, error: UnreachableError) -> None:
        structlog.get_logger("lotse.chats").warning("chats.unreachable", reason=str(error))


async def _ended(task: asyncio.Task[None] | None) -> None:
    if task is not None:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
