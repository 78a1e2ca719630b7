import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp

from adapters.chats import Chats, Line, UnreachableError
from adapters.delivery import Platform
from adapters.entrances import Entrances
from adapters.errors import AdapterError
from tests.fakes.web import call

HOOK = PlainTextResponse("hook")


@dataclass
class World:
    """A platform, and a delivery, that note what happens to them."""

    refusals: list[AdapterError] = field(default_factory=list)
    cannot_deliver: AdapterError | None = None
    happened: list[str] = field(default_factory=list)
    entrances: Entrances = field(default_factory=lambda: Entrances(("/hook",)))

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Line]:
        if self.refusals:
            raise self.refusals.pop(0)
        self.happened.append("connected")
        try:
            yield Line(Platform(None, None), self.listen, "here")  # type: ignore[arg-type]
        finally:
            self.happened.append("disconnected")

    @asynccontextmanager
    async def listen(self, delivery: object) -> AsyncIterator[Mapping[str, ASGIApp]]:
        assert delivery is self
        self.happened.append("listening")
        yield {"/hook": HOOK}
        self.happened.append("deaf")

    async def start(self) -> None:
        if self.cannot_deliver is not None:
            raise self.cannot_deliver
        self.happened.append("delivering")

    async def stop(self, grace_seconds: float) -> None:
        self.happened.append("stopped")

    def run(self, meanwhile: Callable[[], Awaitable[None]]) -> None:
        chats = Chats({"slack": self.connect}, lambda platforms: self, self.entrances, self.happened.append, 0.01)  # type: ignore[arg-type, return-value]

        async def running() -> None:
            async with chats.running():
                await meanwhile()

        asyncio.run(running())

    async def hook(self) -> int:
        return (await call(self.entrances.before(PlainTextResponse("home")), "POST", "/hook")).status

    async def until(self, event: str) -> None:
        async with asyncio.timeout(30):
            while event not in self.happened:
                await asyncio.sleep(0.005)


async def nothing() -> None:
    return


def test_doors_open_once_everything_is_ready_and_close_first() -> None:
    world = World()

    async def meanwhile() -> None:
        assert await world.hook() == 200

    world.run(meanwhile)
    assert world.happened == ["connected", "delivering", "listening", "here", "deaf", "stopped", "disconnected"]
    assert asyncio.run(world.hook()) == 503


def test_who_cannot_be_reached_is_tried_again_meanwhile() -> None:
    world = World(refusals=[UnreachableError("asleep"), UnreachableError("asleep")])

    async def meanwhile() -> None:
        assert await world.hook() == 503
        await world.until("here")
        assert await world.hook() == 200

    world.run(meanwhile)
    assert world.happened[-3:] == ["deaf", "stopped", "disconnected"]


def test_trying_again_ends_with_the_server() -> None:
    world = World(refusals=[UnreachableError("asleep") for _ in range(1000)])
    world.run(nothing)
    assert world.happened == []


def test_who_refuses_is_told_at_once() -> None:
    world = World(refusals=[AdapterError("wrong token")])
    with pytest.raises(AdapterError, match="wrong token"):
        world.run(nothing)


def test_who_refuses_later_is_not_asked_again() -> None:
    world = World(refusals=[UnreachableError("asleep"), AdapterError("wrong token"), AdapterError("again")])

    async def meanwhile() -> None:
        async with asyncio.timeout(30):
            while len(world.refusals) > 1:
                await asyncio.sleep(0.005)
        await asyncio.sleep(0.05)

    world.run(meanwhile)
    assert [str(error) for error in world.refusals] == ["again"]


def test_what_was_opened_is_closed_where_nothing_can_be_kept() -> None:
    world = World(cannot_deliver=AdapterError("the folder is in use"))
    with pytest.raises(AdapterError, match="in use"):
        world.run(nothing)
    assert world.happened == ["connected", "disconnected"]
