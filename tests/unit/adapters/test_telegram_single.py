"""One message under way at a time."""

import asyncio
from collections.abc import Awaitable, Callable

from adapters.telegram.single import SingleFile


def played(scenario: Callable[[SingleFile], Awaitable[None]]) -> None:
    """Play it with a message "a" under way."""

    async def play() -> None:
        single = SingleFile()
        await single.enter("a")
        await scenario(single)

    asyncio.run(play())


async def waiting_behind(single: SingleFile, id_: str) -> asyncio.Task[None]:
    """Have a message wait, and see that it does."""
    task = asyncio.create_task(single.enter(id_))
    await settled()
    assert not task.done(), "it does not wait"
    return task


async def settled() -> None:
    """Let everything go on that can."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_a_message_waits_until_the_one_before_is_dealt_with() -> None:
    async def scenario(single: SingleFile) -> None:
        second = await waiting_behind(single, "b")
        single.leave("a")
        await asyncio.wait_for(second, 20)

    played(scenario)


def test_one_that_is_not_under_way_has_nothing_to_leave() -> None:
    async def scenario(single: SingleFile) -> None:
        second = await waiting_behind(single, "b")
        single.leave("b")
        await settled()
        assert not second.done()
        single.leave("a")
        await asyncio.wait_for(second, 20)
        single.leave("a")
        await waiting_behind(single, "c")

    played(scenario)


def test_one_that_gives_up_waiting_holds_nobody_back() -> None:
    async def scenario(single: SingleFile) -> None:
        impatient = await waiting_behind(single, "b")
        impatient.cancel()
        await asyncio.gather(impatient, return_exceptions=True)
        single.leave("a")
        await asyncio.wait_for(single.enter("c"), 20)

    played(scenario)
