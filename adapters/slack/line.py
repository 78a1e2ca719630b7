"""Slack as one of the chat platforms: connects, and listens by websocket, by signed requests, or both."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial

from starlette.types import ASGIApp

from adapters.chats import Line
from adapters.delivery import Delivery, Platform
from adapters.slack.app import create_app
from adapters.slack.candidates import CandidateLine
from adapters.slack.connection import Access, Connection, connected, verify_app_token
from adapters.slack.digest import DigestFeed
from adapters.slack.doors import HttpDoor, socket_open
from adapters.slack.news import NewsFeed
from adapters.slack.nudging import NudgeFeed
from adapters.slack.platform import Services, SlackHandler
from adapters.slack.reception import Reception
from adapters.slack.relaying import CandidateFeed
from adapters.slack.sending import SlackSender
from bot.clock import utc_now
from bot.handoffs.models import Handoffs


@asynccontextmanager
async def open_line(access: Access, services: Services, entrance: str) -> AsyncIterator[Line]:
    """Connect until the end of the block; signed requests come in at `entrance`.

    Raises SlackSetupError, SlackUnreachableError.
    """
    async with connected(access) as connection:
        await verify_app_token(connection, access)
        sender = SlackSender(connection, services.state, services.desk, _handoffs(services))
        yield Line(
            Platform(SlackHandler(services), sender),
            partial(_listening, access, entrance, connection, services),
            f"Slack, {connection.bot.url or connection.bot.team}",
        )


@asynccontextmanager
async def _listening(
    access: Access, entrance: str, connection: Connection, services: Services, delivery: Delivery
) -> AsyncIterator[Mapping[str, ASGIApp]]:
    app = create_app(connection, services, Reception(delivery, services.state, _handoffs(services)))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(candidates_fed(services.candidates, connection.bot.team, delivery))
        if access.app_token is not None:
            await stack.enter_async_context(socket_open(app, connection, access.app_token))
        if services.gaps is not None:
            telling = asyncio.create_task(NewsFeed(services.gaps, delivery).run())
            stack.push_async_callback(_ended, telling)
        if services.digest is not None:
            feed = DigestFeed(services.digest, connection.bot.team, delivery, utc_now)
            stack.push_async_callback(_ended, asyncio.create_task(feed.run()))
        if services.wishes is not None and services.learning is not None:
            zone = services.learning.zone
            nudges = NudgeFeed(services.wishes, connection.bot.team, zone, delivery, utc_now)
            stack.push_async_callback(_ended, asyncio.create_task(nudges.run()))
        yield {entrance: HttpDoor(app, access.signing_secret)} if access.signing_secret is not None else {}


@asynccontextmanager
async def candidates_fed(line: CandidateLine | None, team: str, delivery: Delivery) -> AsyncIterator[None]:
    """Bring what candidates write to their channel until the end of the block; nothing where there is none."""
    if line is None or not line.channel:
        yield
        return
    feeding = asyncio.create_task(CandidateFeed(line.desk.store, team, line.channel, delivery).run())
    try:
        yield
    finally:
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)


def _handoffs(services: Services) -> Handoffs | None:
    return services.candidates.desk.store if services.candidates else None


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
