"""Does together what waits together: one transaction for many costs little more than for one."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Waiting(Generic[T, R]):
    """One item, and what becomes of it."""

    item: T
    done: "asyncio.Future[R]"


class Together(Generic[T, R]):
    """Gives items to `work`, in the order in which they came, `most` at once. Belongs to one event loop.

    `work` blocks, and returns one result an item. It runs in a thread of `executor`, the loop's own if there is none,
    and never twice at a time. If all of a batch fail together, each is tried alone, so that only the one who is to
    blame hears of it.
    """

    def __init__(self, work: Callable[[Sequence[T]], Sequence[R]], most: int, executor: Executor | None = None) -> None:
        self._work = work
        self._most = most
        self._executor = executor
        self._waiting: deque[Waiting[T, R]] = deque()
        self._worker: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        """How many wait, without those that are at work. For any thread."""
        return len(self._waiting)

    async def do(self, item: T) -> R:
        """Return an item's result, or raise what `work` raised for it."""
        waiting = self.waiting(item)
        self.put((waiting,))
        return await waiting.done

    def waiting(self, item: T) -> Waiting[T, R]:
        """Return an item that is not put yet."""
        return Waiting(item, asyncio.get_running_loop().create_future())

    def put(self, items: Iterable[Waiting[T, R]]) -> None:
        """Let items wait."""
        self._waiting.extend(items)
        if self._worker is None and self._waiting:
            self._worker = asyncio.create_task(self._run())

    async def finish(self) -> None:
        """Return once nothing waits any more."""
        if self._worker is not None:
            await self._worker

    async def _run(self) -> None:
        while self._waiting:
            await self._done([self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))])
        self._worker = None

    async def _done(self, batch: Sequence[Waiting[T, R]]) -> None:
        loop = asyncio.get_running_loop()
        try:
            results = await loop.run_in_executor(self._executor, self._work, [one.item for one in batch])
        except Exception as error:  # noqa: BLE001 - raised again where the item came from
            if len(batch) > 1:
                for one in batch:
                    await self._done([one])
            elif not batch[0].done.done():
                batch[0].done.set_exception(error)
            return
        for one, result in zip(batch, results, strict=True):
            if not one.done.done():
                one.done.set_result(result)
