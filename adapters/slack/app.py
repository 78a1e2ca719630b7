"""The application on slack-bolt: which listener gets what. Everything is acknowledged, known or not.

Bolt is told to answer Slack only after the listener: what could not be kept is answered with UNAVAILABLE, so that
Slack delivers it again.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.connection import Connection
from adapters.slack.contract import Inbound
from adapters.slack.inbound import Bot, read_command, read_event, read_shortcut
from adapters.slack.job_form import FORM
from adapters.slack.job_views import PREFIX as JOB
from adapters.slack.jobs import is_jobs
from adapters.slack.learning import is_onboarding
from adapters.slack.learning_views import PREFIX
from adapters.slack.platform import Services
from adapters.slack.pressed import (
    FEEDBACK,
    LANGUAGE,
    SOURCES,
    TAKEN_IN,
    action_reference,
    files_due,
    read_action,
    read_view,
)
from adapters.slack.reading import channel_of, table, text, user_of
from adapters.slack.received import Rated, decode
from adapters.slack.reception import NotKeptError, Reception
from adapters.slack.sending import TRANSPORT
from adapters.slack.surfaces import Surfaces, is_help, is_settings, view_failed

UNAVAILABLE = 503
"""What could not be kept; every other failure comes from what Bolt could not read, and is acknowledged."""
SHORTCUT = "ask_lotse"
COMMAND = "/lotse"
ANYTHING = re.compile(".*", re.DOTALL)
LEARNING = re.compile(f"{PREFIX}:.*")
JOBS = re.compile(f"{JOB}:.*")

Body = dict[str, Any]


def create_app(connection: Connection, services: Services, reception: Reception) -> AsyncApp:
    """Return the application. It sends nothing but modals and the App Home; answers go through delivery."""
    quiet = _silent()
    app = AsyncApp(
        name=quiet.name,  # Bolt sets the level of the logger that is called so, and a shorter name would silence Lotse
        client=_unauthorized(connection.client),
        authorize=_authorize(connection),
        logger=quiet,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        request_verification_enabled=False,  # the door does it, and does not stumble over odd headers
        ssl_check_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    listeners = _Listeners(connection.bot, reception, Surfaces(connection.client, connection.bot, services))
    app.event("app_home_opened")(listeners.home)
    app.event(ANYTHING)(listeners.event)
    app.command(COMMAND)(listeners.command)
    app.message_shortcut(SHORTCUT)(listeners.shortcut)
    app.block_action(SOURCES)(listeners.sources)
    app.block_action(FEEDBACK)(listeners.feedback)
    app.block_action(LANGUAGE)(listeners.language)
    app.block_action(LEARNING)(listeners.learning)
    app.block_action(JOBS)(listeners.job)
    app.block_action(TAKEN_IN)(listeners.files)
    app.block_action(ANYTHING)(listeners.action)
    app.view_submission(FORM)(listeners.job_form)
    app.view_submission(LEARNING)(listeners.learning_form)
    app.view_submission(ANYTHING)(listeners.view)
    app.error(_failed)
    return app


class _Listeners:
    def __init__(self, bot: Bot, reception: Reception, surfaces: Surfaces) -> None:
        self._bot = bot
        self._reception = reception
        self._surfaces = surfaces
        self._log = structlog.get_logger("lotse.slack")

    async def event(self, body: Body) -> None:
        """Messages and mentions; whatever else comes is acknowledged."""
        await self._reception.take(read_event(body, self._bot))

    async def home(self, body: Body) -> None:
        """The App Home, or the direct messages, were opened."""
        event = table(body, "event")
        user, channel = user_of(event, "user"), channel_of(event, "channel")
        if user and text(event, "tab") == "messages" and channel:
            await self._shown(self._surfaces.suggest(channel, user))
        elif user:
            await self._shown(self._surfaces.show_home(user))

    async def command(self, ack: Callable[..., Awaitable[BoltResponse]], body: Body) -> BoltResponse:
        """`/lotse`, with a question, `settings`, `onboarding`, `jobs` or nothing."""
        said = text(body, "text")
        if is_settings(said):
            return await ack(await self._shown(self._surfaces.show_settings(body)) or "")
        if is_onboarding(said):
            return await ack(await self._shown(self._surfaces.open_onboarding(body)) or "")
        if is_jobs(said):
            return await ack(await self._shown(self._surfaces.open_jobs(body)) or "")
        if is_help(said):
            return await ack(await asyncio.to_thread(self._surfaces.help, body))
        await self._reception.take(read_command(body))
        return await ack()

    async def shortcut(self, ack: Callable[..., Awaitable[BoltResponse]], body: Body) -> None:
        """Somebody asks about a message."""
        await self._reception.take(read_shortcut(body))
        await ack()

    async def action(self, ack: Callable[..., Awaitable[BoltResponse]], body: Body) -> None:
        """A button, a menu or a box in a message."""
        await self._reception.take(read_action(body))
        await ack()

    async def feedback(self, ack: Callable[..., Awaitable[BoltResponse]], body: Body) -> None:
        """Thumbs: kept at once, and then the reason is asked for."""
        found = read_action(body)
        await self._reception.take(found)
        await ack()
        rated = decode(found.payload).what if isinstance(found, Inbound) else None
        about = action_reference(body)
        if about is not None and isinstance(rated, Rated):
            await self._shown(self._surfaces.ask_reason(body, about, helpful=rated.helpful))

    async def files(self, ack: Callable[..., Awaitable[BoltResponse]], body: Body) -> None:
        """Somebody says for whom files are: that is shown at once, and then they are read."""
        found = read_action(body)
        await self._reception.take(found)
        if isinstance(found, Inbound):
            await self._reception.take(files_due(found))
        await ack()

    async def sources(self, ack: Callable[..., Awaitable[BoltResponse]], body: Body) -> None:
        """Somebody wants to read what an answer rests on."""
        await ack()
        await self._shown(self._surfaces.show_sources(body))

    async def language(self, ack: Callable[..., Awaitable[BoltResponse]], body: Body) -> None:
        """Somebody chooses a language in the App Home."""
        await ack()
        await self._shown(self._surfaces.choose_language(body))

    async def learning(self, ack: Callable[..., Awaitable[BoltResponse]], body: Body) -> None:
        """A button of the onboarding path."""
        await ack()
        await self._shown(self._surfaces.learn(body))

    async def job(self, ack: Callable[..., Awaitable[BoltResponse]], body: Body) -> None:
        """A button of the job posts."""
        await ack()
        await self._shown(self._surfaces.press_job(body))

    async def job_form(self, ack: Callable[..., Awaitable[BoltResponse]], body: Body) -> None:
        """The form of a job post: what follows is part of the acknowledgement."""
        await ack(**await self._surfaces.submit_job(body))

    async def learning_form(self, ack: Callable[..., Awaitable[BoltResponse]], body: Body) -> None:
        """A form of the onboarding path: a question is kept before Slack is told; what follows is part of that."""
        await ack(**await self._surfaces.submit_learning(body, self._reception.take))

    async def view(self, ack: Callable[..., Awaitable[BoltResponse]], body: Body) -> None:
        """A modal was submitted."""
        await self._reception.take(read_view(body))
        await ack()

    async def _shown(self, showing: Awaitable[Any]) -> Any:
        """What is merely shown may fail: it is opened again with a click, but must not be delivered again by Slack."""
        try:
            return await showing
        except (SlackApiError, SlackClientError, *TRANSPORT) as error:
            self._log.warning("slack.not_shown", reason=view_failed(error))
            return None


async def _failed(error: Exception) -> BoltResponse:
    if isinstance(error, NotKeptError):
        structlog.get_logger("lotse.slack").error("slack.not_kept", reason=str(error))
        return BoltResponse(status=UNAVAILABLE)
    if not isinstance(error, BoltUnhandledRequestError):
        structlog.get_logger("lotse.slack").info("slack.malformed", kind=type(error).__name__)
    return BoltResponse(status=200)


def _authorize(connection: Connection) -> Callable[..., Awaitable[AuthorizeResult]]:
    """Slack was asked once, at the start: a hiccup there must not lose an event."""
    bot = connection.bot

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=bot.team,
            bot_user_id=bot.user,
            bot_id=bot.bot,
            bot_token=connection.client.token,
        )

    return authorize


def _unauthorized(client: AsyncWebClient) -> AsyncWebClient:
    """Bolt takes the token from `authorize` and warns where its client has one too."""
    return AsyncWebClient(base_url=client.base_url, session=client.session, retry_handlers=[])


def _silent() -> logging.Logger:
    """Bolt writes whole requests into its log; what matters of them is said by this adapter."""
    logger = logging.getLogger("lotse.slack.bolt")
    logger.setLevel(logging.CRITICAL + 1)
    return logger
