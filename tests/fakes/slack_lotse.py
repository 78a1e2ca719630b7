"""Lotse on a fake Slack: the real application, its real clients, and a delivery in memory that does all at once."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.app.async_app import AsyncApp

from adapters.slack.answering import Desk
from adapters.slack.app import create_app
from adapters.slack.candidates import CandidateLine
from adapters.slack.connection import Access, Connection, connected
from adapters.slack.doors import socket_open
from adapters.slack.fetching import SlackFiles
from adapters.slack.filing import FileTray
from adapters.slack.jobs import Jobs
from adapters.slack.learning import Learning
from adapters.slack.line import candidates_fed
from adapters.slack.platform import Services, SlackHandler
from adapters.slack.reactions import People
from adapters.slack.reception import Reception
from adapters.slack.sending import SlackSender
from adapters.slack.wording import load_wording
from bot.archive import Archive
from bot.assistant import Reply
from bot.chat_state import ChatState
from bot.conversations import Conversations, InMemoryConversations
from bot.document_desk import DocumentDesk
from bot.hosting import Hosted
from bot.jobs.desk import JobDesk
from bot.jobs.words import load_job_words
from bot.models import Answer, Language, Message, Outcome, Text
from bot.onboarding.desk import OnboardingDesk
from bot.onboarding.joining import offer
from bot.stores import Stores
from bot.understanding.models import Conversation
from tests.fakes.archive import InMemoryArchive
from tests.fakes.assistant import rich_answer
from tests.fakes.chat_state import InMemoryChatState
from tests.fakes.exchanges import make_state
from tests.fakes.instant_delivery import InstantDelivery
from tests.fakes.onboarding import START
from tests.fakes.slack_server import APP_TOKEN, BOT_TOKEN, SECRET, FakeSlack, fake_slack


class Parrot:
    """An assistant that says what it was asked, and how many turns it remembers of the thread."""

    def __init__(self) -> None:
        self.asked: list[Message] = []
        self.turns: dict[str, int] = defaultdict(int)

    def respond(self, message: Message, conversation: Conversation) -> Reply:
        self.asked.append(message)
        if message.text.startswith("crash"):
            raise RuntimeError("unexpected")
        if message.text.startswith("Bauleiter"):
            return Reply(rich_answer(), replace(make_state("x"), id=message.conversation))
        if message.text.startswith("chatter"):
            answer = Answer(Outcome.UNKNOWN, Language.DE, (Text("Das weiß ich nicht."),))
            return Reply(answer, replace(conversation, language=Language.DE))
        seen = conversation.last.understanding.text if conversation.last else "–"
        language = conversation.language or Language.DE
        answer = Answer(Outcome.ANSWERED, language, (Text(f"{message.text} | {seen}"),), suggestions=("Und dann?",))
        state = make_state(conversation.id)
        assert state.last is not None
        last = replace(state.last, understanding=replace(state.last.understanding, text=message.text))
        return Reply(answer, Conversation(message.conversation, last, language))


@dataclass
class Lotse:
    """Everything of it, for tests to look into."""

    slack: FakeSlack
    connection: Connection
    app: AsyncApp
    delivery: InstantDelivery
    assistant: Parrot
    archive: Archive
    state: ChatState
    conversations: Conversations
    services: Services

    async def event(self, body: dict[str, Any], kind: str = "events_api") -> Any:
        """Deliver, wait until it is acknowledged and dealt with, and return what the acknowledgement carried."""
        carried = await self.slack.acknowledged(await self.slack.send(kind, body))
        await self.delivery.idle()
        return carried


def on_slack(test: Callable[[Lotse], Awaitable[None]], **setup: Any) -> None:
    """Run a test on Lotse on Slack; at the end Slack must have found no fault."""

    async def run() -> None:
        async with lotse_on_slack(**setup) as lotse:
            await test(lotse)
            await lotse.delivery.idle()
            assert lotse.slack.faults == []

    asyncio.run(run())


def _learning(path: OnboardingDesk, desk: Desk, state: ChatState, stores: Stores | None) -> Learning:
    def offered(owner: str) -> str:
        assert stores, "codes are kept in a real store"
        return offer(stores.progress, owner, START)

    return Learning(path, desk, state, load_wording(), Language.DE, "Europe/Berlin", offered)


@asynccontextmanager
async def lotse_on_slack(
    *,
    socket: bool = True,
    people: People | None = None,
    stores: Stores | None = None,
    candidates: CandidateLine | None = None,
    learning: OnboardingDesk | None = None,
    jobs: JobDesk | None = None,
    documents: DocumentDesk | None = None,
    seconds: float = 10.0,
) -> AsyncIterator[Lotse]:
    """Start a fake Slack and Lotse on it, which keeps what it keeps in memory unless it is given stores.

    `seconds` is how long a call to Slack may take, for tests in which one hangs.
    """
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(fake_slack())
        access = Access(BOT_TOKEN, APP_TOKEN, SECRET, slack.api_url, seconds=seconds)
        connection = await stack.enter_async_context(connected(access))
        assistant = Parrot()
        archive = stores.archive if stores else InMemoryArchive()
        state = stores.chat if stores else InMemoryChatState()
        names = {"xing": "XING", "linkedin": "LinkedIn", "tiktok": "TikTok"}
        hosted = Hosted(assistant, None, names, "g1")  # type: ignore[arg-type]
        conversations = stores.conversations if stores else InMemoryConversations()
        desk = Desk(lambda: hosted, archive, conversations)
        called, admins = people or People(("U9", "S9")), frozenset({"U5"})
        gaps = stores.gaps if stores else None
        path = _learning(learning, desk, state, stores) if learning else None
        posts = Jobs(jobs, load_wording(), load_job_words(), admins | {"U3"}) if jobs else None
        files = SlackFiles(BOT_TOKEN, slack.api_url, seconds)
        tray = FileTray(documents, files, frozenset({"U2", "U5"}), 1_000_000) if documents else None
        services = Services(
            desk, state, load_wording(), Language.DE, called, admins, candidates, gaps, path, posts, tray
        )
        handoffs = candidates.desk.store if candidates else None
        delivery = InstantDelivery(SlackHandler(services), SlackSender(connection, state, desk, handoffs))
        app = create_app(connection, services, Reception(delivery, state, handoffs))
        await stack.enter_async_context(candidates_fed(candidates, connection.bot.team, delivery))
        if socket:
            await stack.enter_async_context(socket_open(app, connection, APP_TOKEN))
            await slack.connected()
        yield Lotse(slack, connection, app, delivery, assistant, archive, state, conversations, services)
        await delivery.idle()
