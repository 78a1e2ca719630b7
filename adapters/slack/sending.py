"""Sends what delivery hands out, and looks for what may have arrived. Nothing is repeated here: delivery decides."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.answering import Desk
from adapters.slack.blocks import Json
from adapters.slack.calls import Call, Method, decode
from adapters.slack.connection import Connection
from adapters.slack.contract import PLATFORM, AmbiguousError, Outgoing, RejectedError, RetryLaterError
from adapters.slack.received import conversation_id
from bot.chat_state import ChatState, Posted
from bot.handoffs.models import Handoffs, Post, Side

METADATA = "lotse_message"
PAGE, MOST_PAGES = 200, 25
NEVER_CONNECTED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
TRANSPORT = (aiohttp.ClientError, TimeoutError, ConnectionError)
RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
TROUBLE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "accesslimited"})
"""Errors after which Slack itself does not rule out that something was done."""
GONE = frozenset({"message_not_found", "cant_update_message", "cant_delete_message", "edit_window_closed"})
NO_MEMBER = frozenset({"not_in_channel", "channel_not_found"})
NO_THREAD = frozenset({"thread_not_found", "message_not_found"})
PAUSE = 2.0
"""Seconds, where Slack names none."""


class SlackSender:
    """One method call is one call of Slack's API, on the event loop that the connection was opened on."""

    def __init__(self, connection: Connection, state: ChatState, desk: Desk, handoffs: Handoffs | None = None) -> None:
        self._client = connection.client
        self._hooks = connection.hooks
        self._state = state
        self._desk = desk
        self._handoffs = handoffs

    async def send(self, outgoing: Outgoing) -> str:
        """Return the message's ts. Raises RetryLaterError, AmbiguousError or RejectedError."""
        call = decode(outgoing.payload)
        try:
            channel, ts = await self._sent(call, outgoing.id)
        except RejectedError as error:
            if str(error) not in NO_MEMBER or call.method is not Method.POST or not call.respond_to:
                raise
            # Where Lotse is no member, only the reply to a command can be seen by all; nobody can go on from it.
            return await self._responded(call, public=True)
        await self._kept(replace(call, channel=channel), ts)
        return ts

    async def find(self, outgoing: Outgoing) -> str | None:
        """Return the ts of the message that has arrived with the id. What may be repeated is not looked for.

        Raises RetryLaterError where it cannot be told at the moment.
        """
        call = decode(outgoing.payload)
        if call.method is not Method.POST:
            return None
        try:
            with translated():
                ts = await self._found(call, outgoing.id)
        except AmbiguousError as error:
            raise RetryLaterError(PAUSE, str(error)) from error
        if ts is not None:
            await self._kept(call, ts)
        return ts

    def recorded(self, outgoing: Outgoing) -> None:
        """Do nothing: what is in doubt is looked for."""

    async def _sent(self, call: Call, id_: str) -> tuple[str, str]:
        """Return the channel and the ts: what is posted to a user stands in the channel of their direct messages."""
        match call.method:
            case Method.POST:
                return await self._posted(call, id_)
            case Method.UPDATE:
                return call.channel, await self._updated(call, id_)
            case Method.DELETE:
                return call.channel, await self._deleted(call)
            case Method.EPHEMERAL:
                return call.channel, await self._whispered(call)
            case Method.RESPOND:
                return call.channel, await self._responded(call)

    async def _posted(self, call: Call, id_: str) -> tuple[str, str]:
        with translated():
            response = await self._client.chat_postMessage(
                channel=call.channel,
                thread_ts=call.thread or None,
                text=call.text,
                blocks=call.blocks,
                metadata=_metadata(id_),
                parse="none",
                unfurl_links=False,
                unfurl_media=False,
            )
        return str(response.get("channel") or call.channel), str(response["ts"])

    async def _updated(self, call: Call, id_: str) -> str:
        with translated(harmless=True), gone_is_done():
            await self._client.chat_update(
                channel=call.channel,
                ts=call.ts,
                text=call.text,
                blocks=call.blocks,
                metadata=_metadata(id_),
                parse="none",
            )
        return call.ts

    async def _deleted(self, call: Call) -> str:
        with translated(harmless=True), gone_is_done():
            await self._client.chat_delete(channel=call.channel, ts=call.ts)
        return call.ts

    async def _whispered(self, call: Call) -> str:
        with translated():
            response = await self._client.chat_postEphemeral(
                channel=call.channel,
                user=call.user,
                thread_ts=call.thread or None,
                text=call.text,
                blocks=call.blocks,
                parse="none",
            )
        return str(response["message_ts"])

    async def _responded(self, call: Call, *, public: bool = False) -> str:
        if urlsplit(call.respond_to).hostname not in self._hooks:
            raise RejectedError("the address for replies is not Slack's")
        hook = AsyncWebhookClient(call.respond_to, session=self._client.session, retry_handlers=[])
        kind = "in_channel" if public else "ephemeral"
        with translated():
            response = await hook.send(
                text=call.text, blocks=call.blocks, response_type=kind, replace_original=False, delete_original=False
            )
            _judge(response.status_code, response.headers, response.body or "")
        return "response"

    async def _found(self, call: Call, id_: str) -> str | None:
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            try:
                page = await self._page(call, cursor)
            except SlackApiError as error:
                if _reason(error) in NO_THREAD:
                    return None
                raise
            for message in page.get("messages") or ():
                if _id_of(message) == id_:
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                return None
        return None

    async def _page(self, call: Call, cursor: str | None) -> Any:
        more: dict[str, Any] = {"include_all_metadata": True, "limit": PAGE, "cursor": cursor}
        if call.thread:
            return await self._client.conversations_replies(channel=call.channel, ts=call.thread, **more)
        return await self._client.conversations_history(channel=call.channel, **more)

    async def _kept(self, call: Call, ts: str) -> None:
        if call.exchange:
            await asyncio.to_thread(self._keep, call, ts)
        if call.handoff and self._handoffs is not None:
            thread = "" if call.thread else conversation_id(call.team, call.channel, ts)
            post = Post(Side.TEAM, f"{PLATFORM}:{call.team}:{call.channel}", ts, call.handoff)
            await asyncio.to_thread(self._handoffs.note_post, post, thread)

    def _keep(self, call: Call, ts: str) -> None:
        thread = conversation_id(call.team, call.channel, call.thread or ts)
        self._state.keep_posted(Posted(call.exchange, call.part, thread, call.channel, ts))
        if call.goes_on_from:
            self._desk.go_on(call.goes_on_from, thread)
            self._state.open_thread(thread)


@contextmanager
def translated(*, harmless: bool = False) -> Iterator[None]:
    """Turn the client's errors into delivery's. `harmless`: to repeat the call does nothing, so no doubt arises."""
    try:
        yield
    except SlackApiError as error:
        response = error.response
        status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)
        raise _error(status, getattr(response, "headers", {}), _reason(error), harmless=harmless) from None
    except NEVER_CONNECTED as error:
        raise RetryLaterError(PAUSE, f"no connection: {type(error).__name__}") from None
    except TRANSPORT as error:
        raise _doubt(f"no reply: {type(error).__name__}", harmless=harmless) from None


@contextmanager
def gone_is_done() -> Iterator[None]:
    """What somebody deleted need not be changed any more."""
    try:
        yield
    except SlackApiError as error:
        if _reason(error) not in GONE:
            raise


def _reason(error: SlackApiError) -> str:
    data = getattr(error.response, "data", None)
    return str(data.get("error") or "") if isinstance(data, Mapping) else ""


def _judge(status: int, headers: Mapping[str, str], body: str) -> None:
    if status != 200:
        raise _error(status, headers, body[:80], harmless=False)


def _error(status: int, headers: Mapping[str, Any], reason: str, *, harmless: bool) -> Exception:
    if status == 429 or reason in RATE_LIMITED:
        return RetryLaterError(_retry_after(headers), "rate limited")
    if status >= 500 or reason in TROUBLE or (status == 200 and not reason):
        return _doubt(f"Slack's trouble: {reason or status}", harmless=harmless)
    return RejectedError(reason or f"HTTP {status}")


def _doubt(reason: str, *, harmless: bool) -> Exception:
    return RetryLaterError(PAUSE, reason) if harmless else AmbiguousError(reason)


def _retry_after(headers: Mapping[str, Any]) -> float:
    found = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return min(max(float(found), 0.0), 600.0)
    except (TypeError, ValueError):
        return PAUSE


def _metadata(id_: str) -> Json:
    return {"event_type": METADATA, "event_payload": {"id": id_}}


def _id_of(message: Any) -> str:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != METADATA:
        return ""
    return str((metadata.get("event_payload") or {}).get("id", ""))
