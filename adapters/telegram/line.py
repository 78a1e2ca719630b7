"""Telegram as one of the chat platforms: connects, and listens by polling or by a webhook."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

from starlette.types import ASGIApp

from adapters.chats import Line
from adapters.delivery import Delivery
from adapters.telegram.connection import Access
from adapters.telegram.platform import Services
from adapters.telegram.running import Telegram, telegram_running


@asynccontextmanager
async def open_line(access: Access, services: Services, entrance: str) -> AsyncIterator[Line]:
    """Connect until the end of the block; with a webhook's secret, Telegram calls Lotse at `entrance`.

    Raises TelegramSetupError, TelegramUnreachableError.
    """
    async with telegram_running(access, services) as telegram:
        doors = {} if access.webhook_secret is None else {entrance: telegram.door}
        yield Line(telegram.platform, partial(_listening, telegram, doors), f"Telegram, @{telegram.connection.name}")


@asynccontextmanager
async def _listening(
    telegram: Telegram, doors: Mapping[str, ASGIApp], delivery: Delivery
) -> AsyncIterator[Mapping[str, ASGIApp]]:
    async with telegram.listening(delivery):
        yield doors
