"""The way to Slack: tokens, the client on one session, and who Lotse is there.

SlackSetupError(AdapterError)
    Slack cannot be used; the text names the setting and where to get the right value, never the value
SlackUnreachableError(UnreachableError)
    Slack does not answer, or not as expected; it may later
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.chats import UnreachableError
from adapters.errors import AdapterError
from adapters.slack.inbound import Bot

API_URL = "https://slack.com/api/"
HOOKS = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
"""Where Slack's response addresses lie."""
BOT_TOKEN_HELP = "api.slack.com/apps → your app → OAuth & Permissions → Bot User OAuth Token"
APP_TOKEN_HELP = "api.slack.com/apps → your app → Basic Information → App-Level Tokens, scope connections:write"
SECRET_HELP = "api.slack.com/apps → your app → Basic Information → Signing Secret"
TOKEN_ERRORS = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"}
)


class SlackSetupError(AdapterError):
    """Slack cannot be used; the text says what to set, and where to get it."""


class SlackUnreachableError(UnreachableError):
    """Slack does not answer, or not as expected; it may later."""


@dataclass(frozen=True, slots=True)
class Access:
    """What Lotse needs to get in: an app token (Socket Mode) or a signing secret (HTTP), or both.

    `seconds` is how long one call may take.
    """

    bot_token: str = field(repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    api_url: str | None = None
    seconds: float = 10.0

    @property
    def problem(self) -> str:
        """What is missing or cannot be right, "" where nothing is seen to be wrong."""
        if not self.bot_token.startswith("xoxb-"):
            return _wrong("bot_token", "must be the bot's token, which begins with xoxb-", BOT_TOKEN_HELP)
        if self.app_token is not None and not self.app_token.startswith("xapp-"):
            return _wrong("app_token", "must be an app-level token, which begins with xapp-", APP_TOKEN_HELP)
        if self.app_token is None and self.signing_secret is None:
            return _wrong("app_token", "must be set for Socket Mode, or slack.signing_secret for HTTP", APP_TOKEN_HELP)
        if self.signing_secret is not None and not re.fullmatch(r"[0-9A-Za-z]{8,}", self.signing_secret):
            return _wrong("signing_secret", "must be letters and digits", SECRET_HELP)
        return ""


@dataclass(frozen=True, slots=True)
class Connection:
    """The client and who Lotse is. `hooks` are the hosts to which private replies may go."""

    client: AsyncWebClient
    bot: Bot
    hooks: frozenset[str]


@asynccontextmanager
async def connected(access: Access) -> AsyncIterator[Connection]:
    """Open the session and ask Slack who Lotse is. Raises SlackSetupError, SlackUnreachableError."""
    if access.problem:
        raise SlackSetupError(access.problem)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=access.seconds)) as session:
        client = make_client(access, session)
        yield Connection(client, await _who(client), HOOKS | _host(access.api_url))


async def check(access: Access) -> str:
    """Return what is wrong with the access, "" where Slack takes all of it. For `lotse doctor`."""
    try:
        async with connected(access) as connection:
            await verify_app_token(connection, access)
    except (SlackSetupError, SlackUnreachableError) as error:
        return str(error)
    return ""


async def check_channel(access: Access, channel: str) -> str:
    """Return why Lotse cannot read a channel, Slack's own word for it, "" where it can. For `lotse doctor`."""
    try:
        async with connected(access) as connection:
            await connection.client.conversations_history(channel=channel, limit=1)
    except SlackApiError as error:
        return str(error.response.get("error") or "no answer")
    except (SlackSetupError, SlackUnreachableError) as error:
        return str(error)
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
        return type(error).__name__
    return ""


async def verify_app_token(connection: Connection, access: Access) -> None:
    """Ask Slack whether it takes the app token, where there is one. Raises SlackSetupError, SlackUnreachableError."""
    if access.app_token is not None:
        await _asked(connection.client.apps_connections_open(app_token=access.app_token), "app_token")


def make_client(access: Access, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Return a client that never repeats a call by itself, since that could post twice: delivery decides."""
    base = access.api_url or API_URL
    return AsyncWebClient(
        token=access.bot_token,
        base_url=base if base.endswith("/") else f"{base}/",
        session=session,
        retry_handlers=[],
    )


async def _who(client: AsyncWebClient) -> Bot:
    response = await _asked(client.auth_test(), "bot_token")
    found = {name: str(response.get(name) or "") for name in ("user_id", "bot_id", "team_id", "url")}
    return Bot(found["user_id"], found["bot_id"], found["team_id"], found["url"])


async def _asked(call, setting: str):  # type: ignore[no-untyped-def]
    help_ = BOT_TOKEN_HELP if setting == "bot_token" else APP_TOKEN_HELP
    try:
        return await call
    except SlackApiError as error:
        reason = str(error.response.get("error") if hasattr(error.response, "get") else "no answer")
        if reason in TOKEN_ERRORS or reason == "missing_scope":
            raise SlackSetupError(_wrong(setting, f"Slack does not accept it ({reason})", help_)) from None
        raise SlackUnreachableError(f"Slack does not answer as expected ({reason}); try again later") from None
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise SlackUnreachableError(f"Slack cannot be reached ({type(error).__name__}); check the network") from None


def _wrong(setting: str, rule: str, help_: str) -> str:
    return f"slack.{setting} (LOTSE_SLACK__{setting.upper()}): {rule}. Get it: {help_}"


def _host(api_url: str | None) -> frozenset[str]:
    host = urlsplit(api_url).hostname if api_url else None
    return frozenset({host}) if host else frozenset()
