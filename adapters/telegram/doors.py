"""The two ways in: asking for updates (long polling), and a webhook, as an ASGI application to be mounted."""

import asyncio
import hmac
import json
import warnings
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.warnings import PTBDeprecationWarning

from adapters.telegram.connection import Connection
from adapters.telegram.inbound import KINDS, update_id
from adapters.telegram.reception import NotKeptError, Reception

LONGEST_BODY = 1_000_000
SECRET_HEADER = b"x-telegram-bot-api-secret-token"
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds between two tries after trouble."""

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Polling:
    """Asks for updates until it is cancelled. To ask for the next update confirms one, once it is kept."""

    def __init__(self, connection: Connection, reception: Reception) -> None:
        self._updates = connection.updates
        self._reception = reception
        self._offset = 0
        self._trouble = ""
        self._log = structlog.get_logger("lotse.telegram")

    async def run(self) -> None:
        """Ask, keep, confirm; whatever fails is tried again from the same place."""
        pause = FIRST_PAUSE
        while True:
            try:
                await self._once()
            except (TelegramError, NotKeptError) as error:
                self._tell(error)
                await asyncio.sleep(max(pause, _asked_to_wait(error)))
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                pause, self._trouble = FIRST_PAUSE, ""

    async def _once(self) -> None:
        found = await self._updates.after(self._offset, KINDS)
        await self._reception.take(found)
        numbers = [number for number in map(update_id, found) if number is not None]
        if found and not numbers:
            raise NotKeptError("updates without numbers")
        self._offset = max([self._offset, *(number + 1 for number in numbers)])

    def _tell(self, error: Exception) -> None:
        """What stays wrong is said once."""
        reason = _reason(error)
        if reason != self._trouble:
            self._log.warning("telegram.no_updates", reason=reason)
        self._trouble = reason


class WebhookDoor:
    """Takes the POST requests of Telegram on whatever path it is mounted on, and none while there is no reception."""

    def __init__(self, secret: str | None) -> None:
        self._secret = secret.encode() if secret else b""
        self.reception: Reception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: 401 without the right secret, 503 where it could not be kept."""
        if scope["type"] != "http":
            return
        status = await self._status(scope, receive)
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    async def _status(self, scope: Scope, receive: Receive) -> int:
        if scope["method"] != "POST":
            return 405
        given = next((value for name, value in scope["headers"] if name.lower() == SECRET_HEADER), b"")
        if not self._secret or not hmac.compare_digest(given, self._secret):
            return 401
        raw = await _body(receive)
        if raw is None:
            return 413
        return await self._kept(raw)

    async def _kept(self, raw: bytes) -> int:
        if self.reception is None:
            return 503
        try:
            await self.reception.take((_parsed(raw),))
        except NotKeptError as error:
            structlog.get_logger("lotse.telegram").error("telegram.not_kept", reason=str(error))
            return 503
        return 200


def _parsed(raw: bytes) -> object:
    """What cannot be read will never be read: it is no update, and taken as such, not delivered again."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


async def _body(receive: Receive) -> bytes | None:
    """Return the whole body, None where it breaks off or is longer than anything that Telegram sends."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > LONGEST_BODY:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _reason(error: Exception) -> str:
    match error:
        case Conflict():
            return "another process asks for the updates of this bot, or a webhook is set: one must end"
        case InvalidToken():
            return "Telegram does not accept telegram.token any more"
        case NotKeptError():
            return f"not kept: {error}"
    return type(error).__name__


def _asked_to_wait(error: Exception) -> float:
    if not isinstance(error, RetryAfter):
        return 0.0
    return seconds_of(error)


def seconds_of(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait."""
    with warnings.catch_warnings():
        # Whole seconds now, a timedelta in the library's next major version: both are understood here.
        warnings.simplefilter("ignore", PTBDeprecationWarning)
        found = error.retry_after
    return float(found) if isinstance(found, int | float) else found.total_seconds()
