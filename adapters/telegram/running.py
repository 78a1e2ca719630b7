"""Lotse on Telegram, from the connection to the ways in: what `lotse serve` starts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog
from telegram import BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import BadRequest, TelegramError

from adapters.telegram.calls import PostRef
from adapters.telegram.channel import Channel
from adapters.telegram.connection import Access, Connection, TelegramSetupError, TelegramUnreachableError, connected
from adapters.telegram.contract import PLATFORM, Delivery, Platform
from adapters.telegram.doors import Polling, WebhookDoor
from adapters.telegram.feeding import AlertFeed, alerts_of
from adapters.telegram.inbound import KINDS
from adapters.telegram.pacing import Pace
from adapters.telegram.platform import Services, TelegramHandler
from adapters.telegram.posts import PostWriter
from adapters.telegram.received import owner_id
from adapters.telegram.reception import Reception
from adapters.telegram.relaying import HandoffFeed
from adapters.telegram.sending import Forgetting, TelegramSender, Upkeep
from adapters.telegram.vacancies import Jobs
from adapters.telegram.watching import ChannelWatch
from bot.handoffs.desk import HandoffDesk
from bot.handoffs.models import Post, Side
from bot.models import Language

PEOPLE_MENU = ("person", "done")
MENU = ("jobs", "alerts", *PEOPLE_MENU, "help", "language", "privacy", "mydata", "forget")
FORGET_SECONDS = 2.0
"""After which delivery forgets somebody; by then the event that asked for it is done with."""


@dataclass(frozen=True, slots=True)
class Telegram:
    """Lotse on Telegram. `platform` is what delivery needs; `door` is mounted where Telegram is to call Lotse."""

    platform: Platform
    door: WebhookDoor
    connection: Connection
    _access: Access = field(repr=False)
    _forgetting: Forgetting
    _jobs: Jobs
    _channel: Channel | None = None
    _handoffs: HandoffDesk | None = None

    @asynccontextmanager
    async def listening(self, delivery: Delivery) -> AsyncIterator[None]:
        """Take updates in until the end, by polling or at the door, and hand them to the delivery, which runs.

        Raises TelegramSetupError where Telegram does not agree to the way, TelegramUnreachableError.
        """
        reception = Reception(delivery, self.connection.id)
        tasks = [asyncio.create_task(_forget(delivery, self._forgetting))]
        tasks.append(asyncio.create_task(AlertFeed(self._jobs, self.connection.id, delivery).run()))
        if self._handoffs is not None:
            tasks.append(asyncio.create_task(HandoffFeed(self._handoffs, self.connection.id, delivery).run()))
        if self._channel is not None:
            tasks.append(asyncio.create_task(ChannelWatch(self._channel, delivery).run()))
        try:
            if self._access.webhook_secret is None:
                await _without_webhook(self.connection)
                tasks.append(asyncio.create_task(Polling(self.connection, reception).run()))
            else:
                self.door.reception = reception
                await _registered(self.connection, self._access)
            yield
        finally:
            self.door.reception = None
            await _ended(tasks)


@asynccontextmanager
async def telegram_running(access: Access, services: Services, pace: Pace | None = None) -> AsyncIterator[Telegram]:
    """Connect, introduce Lotse to Telegram, and close the connection at the end, after the delivery has stopped.

    `pace` is Telegram's own where none is given. Raises TelegramSetupError, TelegramUnreachableError.
    """
    async with connected(access) as connection:
        await introduce(connection, services)
        forgetting = Forgetting()
        writer = PostWriter(services.words, services.jobs.words, connection.name)
        channel = Channel(access.channel, connection.id, services.jobs.board, writer) if access.channel else None
        sender = TelegramSender(connection.bot, _upkeep(services, channel, connection.id), pace or Pace(), forgetting)
        platform = Platform(TelegramHandler(services, writer, channel), sender)
        door = WebhookDoor(access.webhook_secret)
        yield Telegram(platform, door, connection, access, forgetting, services.jobs, channel, services.handoffs)


async def introduce(connection: Connection, services: Services) -> None:
    """Set the bot's menu and description, in both languages and for all others. That it fails harms nothing."""
    words, left_out = services.words, () if services.reaches_people else PEOPLE_MENU
    try:
        for code, spoken in ((None, services.language), *((one.value, one) for one in Language)):
            menu = [BotCommand(name, words.say(f"menu.{name}", spoken)) for name in MENU if name not in left_out]
            await connection.bot.set_my_commands(menu, BotCommandScopeAllPrivateChats(), language_code=code)
            await connection.bot.set_my_description(words.say("profile.about", spoken), code)
            await connection.bot.set_my_short_description(words.say("profile.short", spoken), code)
    except TelegramError as error:
        structlog.get_logger("lotse.telegram").warning("telegram.no_profile", reason=type(error).__name__)


def _upkeep(services: Services, channel: Channel | None, bot: int) -> Upkeep:
    def posted(post: PostRef, chat: str, message: str) -> None:
        if channel is not None:
            channel.keep(post, chat, message)

    def left(chat: str) -> None:
        if chat.isdigit():
            owner = owner_id(int(chat))
            services.jobs.alerts.stop_all(owner)
            if services.handoffs is not None:
                services.handoffs.leave(f"{PLATFORM}:{bot}:left", owner)

    def talked(token: str, chat: str, message: str) -> None:
        if services.handoffs is not None:
            place = f"{PLATFORM}:{bot}:{chat}"
            services.handoffs.store.note_post(Post(Side.CANDIDATE, place, message, token))

    return Upkeep(services.people.export, left, posted, talked)


async def _without_webhook(connection: Connection) -> None:
    try:
        await connection.bot.delete_webhook(drop_pending_updates=False)
    except TelegramError as error:
        raise TelegramUnreachableError(f"Telegram's webhook cannot be taken away ({type(error).__name__})") from None


async def _registered(connection: Connection, access: Access) -> None:
    if access.webhook_url is None:
        return
    try:
        await connection.bot.set_webhook(
            access.webhook_url,
            allowed_updates=KINDS,
            drop_pending_updates=False,
            secret_token=access.webhook_secret,
        )
    except BadRequest:
        reason = "Telegram does not accept the address: it must begin with https:// and be reachable from outside"
        raise TelegramSetupError(f"telegram.webhook_url (LOTSE_TELEGRAM__WEBHOOK_URL): {reason}") from None
    except TelegramError as error:
        raise TelegramUnreachableError(f"Telegram's webhook cannot be set ({type(error).__name__})") from None


async def _forget(delivery: Delivery, forgetting: Forgetting) -> None:
    """What is being done for somebody cannot be forgotten yet; a moment later it can."""
    while True:
        waiting = tuple(forgetting.owners)
        await asyncio.sleep(FORGET_SECONDS)
        for owner in waiting:
            try:
                await delivery.forget(PLATFORM, owner)
                await delivery.forget(PLATFORM, alerts_of(owner))
            except Exception as error:  # noqa: BLE001 - the edge: it is tried again
                structlog.get_logger("lotse.telegram").warning("telegram.not_forgotten", reason=type(error).__name__)
            else:
                forgetting.owners.discard(owner)


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
