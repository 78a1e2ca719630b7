"""The way to Telegram: the token, the clients, and who Lotse is there.

TelegramSetupError(AdapterError)
    Telegram cannot be used; the text names the setting and where to get the right value, never the value
TelegramUnreachableError(UnreachableError)
    Telegram does not answer at the moment
"""

import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
from telegram import Bot
from telegram.error import Forbidden, InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from adapters.chats import UnreachableError
from adapters.errors import AdapterError

API_URL = "https://api.telegram.org"
TOKEN_HELP = "write /newbot, or /token, to @BotFather in Telegram"
CHANNEL_HELP = "add the bot to the channel as an administrator who may post messages"
CONNECTIONS = 32
POLL_SECONDS = 25
"""How long Telegram holds a request for updates where there are none; proxies cut longer ones off."""
BATCH = 100
"""Updates in one reply; Telegram gives no more."""


class TelegramSetupError(AdapterError):
    """Telegram cannot be used; the text says what to set, and where to get it."""


class TelegramUnreachableError(UnreachableError):
    """Telegram does not answer at the moment; it is tried again."""


@dataclass(frozen=True, slots=True)
class Access:
    """What Lotse needs to get in. With a webhook's secret Telegram calls Lotse, without one Lotse asks Telegram.

    `webhook_url` is the public address of the webhook, to be registered at the start; without it somebody else
    registers it. `channel` is the job channel's @name or number. `seconds` is how long one call may take.
    """

    token: str = field(repr=False)
    api_url: str | None = None
    channel: str | None = None
    webhook_secret: str | None = field(default=None, repr=False)
    webhook_url: str | None = None
    seconds: float = 10.0

    @property
    def problem(self) -> str:
        """What cannot be right, "" where nothing is seen to be wrong."""
        if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", self.token):
            return _wrong("token", "must be the bot's token, digits, a colon, letters and digits", TOKEN_HELP)
        if self.channel is not None and not re.fullmatch(r"@[A-Za-z]\w{3,31}|-\d{5,20}", self.channel):
            return _wrong("channel", "must be the channel's @name, or its number, which begins with -100", CHANNEL_HELP)
        if self.webhook_secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", self.webhook_secret):
            return _wrong("webhook_secret", "must be 16 to 256 letters, digits, _ or -", "make one at random")
        if self.webhook_url is not None and self.webhook_secret is None:
            return _wrong("webhook_secret", "must be set where telegram.webhook_url is", "make one at random")
        return ""

    @property
    def base_url(self) -> str:
        """The API's address without the token."""
        return f"{(self.api_url or API_URL).rstrip('/').removesuffix('/bot')}/bot"


@dataclass(frozen=True, slots=True)
class Connection:
    """The client, who Lotse is, and what asks for updates, apart from the client so that neither waits for the other.

    `id` and `name` are the bot's; the name is without @.
    """

    bot: Bot
    id: int
    name: str
    updates: "Updates"


class _Request(HTTPXRequest):
    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As the library's own, which writes into the log what it cannot parse, and that may be what people said."""
        try:
            found = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            raise TelegramError("no JSON") from None
        if not isinstance(found, dict) or not isinstance(found.get("parameters") or {}, dict):
            raise TelegramError("JSON of another shape")
        return found


class Updates:
    """Asks for updates and returns them as they are: the library's own method gives up all where it knows one not."""

    def __init__(self, bot: Bot, request: HTTPXRequest) -> None:
        self._address = f"{bot.base_url}/getUpdates"
        self._request = request

    async def after(self, offset: int, kinds: Sequence[str]) -> tuple[object, ...]:
        """Confirm the updates below `offset`, wait for others, and return them. Raises TelegramError."""
        asked = {"offset": offset, "limit": BATCH, "timeout": POLL_SECONDS, "allowed_updates": json.dumps(kinds)}
        found: object = await self._request.post(
            f"{self._address}?{urlencode(asked)}", read_timeout=POLL_SECONDS + (self._request.read_timeout or 0.0)
        )
        return tuple(found) if isinstance(found, list) else ()


@asynccontextmanager
async def connected(access: Access) -> AsyncIterator[Connection]:
    """Open the clients and ask Telegram who Lotse is. Raises TelegramSetupError, TelegramUnreachableError."""
    if access.problem:
        raise TelegramSetupError(access.problem)
    bot = Bot(access.token, access.base_url, request=_request(access), get_updates_request=_request(access))
    updates = _request(access)
    try:
        await updates.initialize()
        await _asked(bot)
        yield Connection(bot, bot.id, bot.username, Updates(bot, updates))
    finally:
        await bot.shutdown()
        await updates.shutdown()


async def check(access: Access) -> str:
    """Return what is wrong with the access, "" where Telegram takes all of it. For `lotse doctor`."""
    try:
        async with connected(access) as connection:
            return await _channel_problem(connection, access.channel) if access.channel else ""
    except (TelegramSetupError, TelegramUnreachableError) as error:
        return str(error)


def never_sent(error: TelegramError) -> bool:
    """Whether a call surely did not reach Telegram, since there was no connection to send it on."""
    return isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)


def _request(access: Access) -> _Request:
    times = dict.fromkeys(("read_timeout", "write_timeout", "connect_timeout", "pool_timeout"), access.seconds)
    return _Request(CONNECTIONS, **times)  # type: ignore[arg-type]


async def _asked(bot: Bot) -> None:
    try:
        await bot.initialize()
    except InvalidToken:
        raise TelegramSetupError(_wrong("token", "Telegram does not accept it", TOKEN_HELP)) from None
    except TelegramError as error:
        reason = f"Telegram cannot be reached ({type(error).__name__}); check the network"
        raise TelegramUnreachableError(reason) from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TelegramUnreachableError(f"Telegram does not answer as expected ({type(error).__name__})") from None


async def _channel_problem(connection: Connection, channel: str) -> str:
    try:
        member = await connection.bot.get_chat_member(channel, connection.id)
    except Forbidden:
        return _wrong("channel", "the bot is no member of it", CHANNEL_HELP)
    except TelegramError as error:
        return _wrong("channel", f"it cannot be looked at ({type(error).__name__})", CHANNEL_HELP)
    if not getattr(member, "can_post_messages", False):
        return _wrong("channel", "the bot may not post there", CHANNEL_HELP)
    return ""


def _wrong(setting: str, rule: str, help_: str) -> str:
    return f"telegram.{setting} (LOTSE_TELEGRAM__{setting.upper()}): {rule}. Get it: {help_}"
