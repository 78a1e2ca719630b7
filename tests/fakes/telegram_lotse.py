"""Lotse on a fake Telegram: the real client, the real store on SQLite, and a delivery in memory that does all at once.

`lotse_on_telegram` is how an entry point wires the parts; only the delivery, the assistant and the clock differ.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import web

from adapters.telegram.answering import Desk
from adapters.telegram.connection import Access
from adapters.telegram.pacing import Pace
from adapters.telegram.platform import Services
from adapters.telegram.running import Telegram, telegram_running
from adapters.telegram.vacancies import Jobs
from adapters.telegram.wording import load_wording
from bot.assistant import Reply
from bot.bootstrap import build_alert_desk, build_job_guide, open_store
from bot.handoffs.desk import HandoffDesk, Promise
from bot.hosting import Hosted
from bot.jobs.board import JobBoard
from bot.jobs.search import JobSearch
from bot.jobs.words import load_job_words
from bot.models import Answer, Citation, Language, Message, Outcome, Text
from bot.stores import Stores
from bot.understanding.models import Conversation
from config.settings import Settings
from tests.fakes.assistant import rich_answer
from tests.fakes.exchanges import make_state
from tests.fakes.instant_delivery import InstantDelivery
from tests.fakes.telegram_server import CHANNEL_NAME, TOKEN, FakeTelegram, fake_telegram

HASTE = 50
SECRET = "webhook-secret_0123456789"


Searching = Callable[[JobBoard], JobSearch]
"""Makes the search over a board."""


class Parrot:
    """An assistant that says what it was asked, and what it remembers of the chat."""

    def __init__(self) -> None:
        self.asked: list[Message] = []

    def respond(self, message: Message, conversation: Conversation) -> Reply:
        self.asked.append(message)
        if message.text.startswith("crash"):
            raise RuntimeError("unexpected")
        if message.text.startswith("Dunkles"):
            return Reply(Answer(Outcome.UNKNOWN, Language.DE, (Text("Das weiß ich nicht."),)), conversation)
        if message.text.startswith("Mensch"):
            asked_for = Answer(Outcome.ANSWERED, Language.DE, (Text("Frag das Team."),), offers_person=True)
            return Reply(asked_for, conversation)
        if message.text.startswith("Bauleiter"):
            return Reply(rich_answer(), replace(make_state("x"), id=message.conversation))
        seen = conversation.last.understanding.text if conversation.last else "–"
        language = conversation.language or Language.DE
        cited = (Citation("p1", "Über <uns>", (3,), "Leitfaden & mehr", f"Wörtlich: {message.text}"),)
        blocks = (Text(f"{message.text} | {seen}", (3,)),)
        answer = Answer(Outcome.ANSWERED, language, blocks, citations=cited, suggestions=("Und dann?", "x" * 90))
        state = make_state(conversation.id)
        assert state.last is not None
        last = replace(state.last, understanding=replace(state.last.understanding, text=message.text))
        return Reply(answer, Conversation(message.conversation, last, language))


@dataclass
class Lotse:
    """Everything of it, for tests to look into."""

    telegram: FakeTelegram
    running: Telegram
    delivery: InstantDelivery
    assistant: Parrot
    stores: Stores
    services: Services
    folder: Path

    async def happens(self, *updates: dict[str, Any]) -> None:
        """Let things happen, one after the other, and wait until they are dealt with."""
        for update in updates:
            added = self.telegram.add(update)
            await self.telegram.until(lambda added=added: added not in self.telegram.pending)  # type: ignore[misc]
            await self.delivery.idle()

    async def presses(self, data: str, query: str, **more: Any) -> None:
        """Press a button."""
        from tests.fakes.telegram_updates import pressed

        self.telegram.queries.add(query)
        await self.happens(pressed(data, query, **more))


def on_telegram(test: Callable[[Lotse], Awaitable[None]], **setup: Any) -> None:
    """Run a test on Lotse on Telegram; at the end Telegram must have found no fault."""

    async def run() -> None:
        async with lotse_on_telegram(**setup) as lotse:
            await test(lotse)
            await lotse.delivery.idle()
            assert lotse.telegram.faults == []

    asyncio.run(run())


@asynccontextmanager
async def lotse_on_telegram(
    *,
    webhook: bool = False,
    assistant: Any = None,
    pace: Pace | None = None,
    search: Searching | None = None,
    promise: Promise | None = None,
) -> AsyncIterator[Lotse]:
    """Start a fake Telegram and Lotse on it. Without a `pace` a second of Telegram's limits lasts 1/50 s."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        telegram = await stack.enter_async_context(fake_telegram())
        stores = stack.enter_context(open_store(Settings(data_dir=folder)))
        parrot = assistant or Parrot()
        hosted = Hosted(parrot, None, {}, "g1")  # type: ignore[arg-type]
        desk = Desk(lambda: hosted, stores.archive)
        services = services_on(stores, desk, search(stores.jobs) if search else None, promise)
        access = Access(TOKEN, telegram.api_url, CHANNEL_NAME)
        port = 0
        door = ServedDoor()
        if webhook:
            port = await stack.enter_async_context(served(door))
            access = replace(access, webhook_secret=SECRET, webhook_url=f"http://127.0.0.1:{port}/telegram")
        running = await stack.enter_async_context(telegram_running(access, services, pace or hasty()))
        door.application = running.door
        delivery = InstantDelivery(running.platform.handler, running.platform.sender)
        await stack.enter_async_context(running.listening(delivery))
        yield Lotse(telegram, running, delivery, parrot, stores, services, folder)
        await delivery.idle()


def services_on(
    stores: Stores, desk: Desk, search: JobSearch | None = None, promise: Promise | None = None
) -> Services:
    """Everything that Telegram's side needs, on open stores; without a promise no person is reached."""
    desk_of_alerts = build_alert_desk(stores, search) if search else None
    guide = build_job_guide()
    jobs = Jobs(stores.jobs, stores.alerts, lambda: search, load_job_words(), guide, lambda: desk_of_alerts)
    handoffs = HandoffDesk(stores.handoffs, promise) if promise else None
    return Services(desk, stores.chat, stores.first_times, stores.people, jobs, load_wording(), Language.DE, handoffs)


def hasty() -> Pace:
    return Pace(lambda: time.monotonic() * HASTE, lambda seconds: asyncio.sleep(seconds / HASTE))


class ServedDoor:
    """Serves the ASGI application of the webhook, as uvicorn would."""

    def __init__(self, application: Any = None) -> None:
        self.application = application

    async def __call__(self, request: web.Request) -> web.Response:
        body, told = await request.read(), {}
        headers = [(name.lower().encode(), value.encode()) for name, value in request.headers.items()]
        scope = {"type": "http", "method": request.method, "path": request.path, "headers": headers}

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body}

        async def send(message: dict[str, Any]) -> None:
            told.update(message)

        await self.application(scope, receive, send)
        return web.Response(status=told["status"])


@asynccontextmanager
async def served(door: ServedDoor, port: int = 0) -> AsyncIterator[int]:
    """Listen, on any free port where none is named, and yield the port."""
    app = web.Application(client_max_size=2**24)
    app.router.add_route("*", "/telegram", door.__call__)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
