"""Lotse on Telegram as a process of its own, with the real delivery, store and pace; without a port it polls.

Sends something when it listens; stops on SIGTERM.
"""

import asyncio
import signal
from contextlib import AsyncExitStack
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from adapters.chats import Chats
from adapters.delivery import Delivery, Policy, delivery_url
from adapters.entrances import NOT_YET, Entrances
from adapters.telegram.answering import Desk
from adapters.telegram.connection import Access
from adapters.telegram.contract import PLATFORM
from adapters.telegram.line import open_line
from bot.bootstrap import open_store
from bot.hosting import Hosted
from config.settings import Settings
from tests.fakes.telegram_lotse import SECRET, Parrot, ServedDoor, served, services_on
from tests.fakes.telegram_server import TOKEN

ENTRANCE = "/telegram"
PATIENT = Policy(per_minute=100_000)


async def serve(folder: Path, api_url: str, port: int, tells: Connection) -> None:
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    hosted = Hosted(Parrot(), None, {}, "g1")  # type: ignore[arg-type]
    async with AsyncExitStack() as stack:
        stores = stack.enter_context(open_store(Settings(data_dir=folder)))
        desk = Desk(lambda: hosted, stores.archive)
        services = services_on(stores, desk)
        access = Access(TOKEN, api_url)
        if port:
            access = replace(access, webhook_secret=SECRET, webhook_url=f"http://127.0.0.1:{port}{ENTRANCE}")
        entrances = Entrances((ENTRANCE,))
        chats = Chats(
            connect={PLATFORM: lambda: open_line(access, services, ENTRANCE)},
            delivery=lambda platforms: Delivery(delivery_url(folder), platforms, PATIENT),
            entrances=entrances,
            tell=lambda _: None,
        )
        if port:
            await stack.enter_async_context(served(ServedDoor(entrances.before(NOT_YET)), port))
        await stack.enter_async_context(chats.running())
        tells.send("ready")
        await ended.wait()


def work(folder: Path, api_url: str, port: int, tells: Connection) -> None:
    """The process, from its start to its end."""
    asyncio.run(serve(folder, api_url, port, tells))
