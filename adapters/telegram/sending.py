"""Sends what delivery hands out. Nothing is repeated here: delivery decides.

Telegram offers no way to look for a message, so that `find` never finds one: where a reply was lost, or the process
ended between Telegram's taking a message and its being noted, the message is sent a second time. That is why messages
go one after the other: at most one of them is ever in doubt.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from adapters.telegram.calls import Call, Keyboard, Method, PostRef, decode
from adapters.telegram.connection import never_sent
from adapters.telegram.contract import AmbiguousError, Outgoing, RejectedError, RetryLaterError
from adapters.telegram.doors import seconds_of
from adapters.telegram.pacing import Pace
from adapters.telegram.single import SingleFile

PAUSE = 2.0
"""Seconds, where Telegram names none."""
TOKEN_PAUSE = 60.0
LONGEST_PAUSE = 3_600.0
DONE = (
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "query is too old",
    "query_id_invalid",
)
"""Refusals after which nothing is left to do: it is so already, or what it was about is gone."""
REPEATED = frozenset({Method.SEND, Method.EXPORT})
"""What can be seen to have been done twice."""
GONE = ("chat not found", "user is deactivated", "user not found", "peer_id_invalid")
EXPORT_NAME = "lotse.json"


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What is done around sending, each in a worker thread.

    `export` returns what is kept of an owner; `left` is told who can no longer be written to; `posted` is told where a
    job's post stands, `talked` where a message of a conversation with recruiters does.
    """

    export: Callable[[str], dict[str, Any]]
    left: Callable[[str], None]
    posted: Callable[[PostRef, str, str], None]
    talked: Callable[[str, str, str], None]


@dataclass
class Forgetting:
    """Who is to be forgotten by delivery as soon as what runs for them is done with."""

    owners: set[str] = field(default_factory=set)


class TelegramSender:
    """One method call is one call of the Bot API, on the event loop that the connection was opened on."""

    def __init__(self, bot: Bot, upkeep: Upkeep, pace: Pace, forgetting: Forgetting) -> None:
        self._bot = bot
        self._upkeep = upkeep
        self._pace = pace
        self._forgetting = forgetting
        self._single = SingleFile()

    async def send(self, outgoing: Outgoing) -> str:
        """Return the message's number. Raises RetryLaterError, AmbiguousError or RejectedError."""
        call = decode(outgoing.payload)
        if call.method is not Method.ANSWER:
            await self._pace.turn(call.chat)
        if call.method not in REPEATED:
            return await self._done(call)
        await self._single.enter(outgoing.id)
        try:
            return await self._done(call)
        except BaseException:
            self._single.leave(outgoing.id)
            raise

    async def find(self, outgoing: Outgoing) -> str | None:  # noqa: ARG002 - the signature is delivery's
        """Return None: Telegram cannot tell."""
        return None

    def recorded(self, outgoing: Outgoing) -> None:
        """Let the next message go."""
        self._single.leave(outgoing.id)

    async def _done(self, call: Call) -> str:
        try:
            number = await self._sent(call)
        except RetryLaterError as error:
            self._pace.back_off(call.chat, error.seconds)
            raise
        except _LeftError as error:
            await asyncio.to_thread(self._upkeep.left, call.chat)
            raise RejectedError(str(error)) from None
        if call.posting is not None and number:
            await asyncio.to_thread(self._upkeep.posted, call.posting, call.chat, number)
        if call.handoff and number:
            await asyncio.to_thread(self._upkeep.talked, call.handoff, call.chat, number)
        if call.forgets:
            self._forgetting.owners.add(call.forgets)
        return number

    async def _sent(self, call: Call) -> str:
        match call.method:
            case Method.SEND:
                return await self._message(call)
            case Method.EDIT | Method.STRIP:
                return await self._edited(call)
            case Method.ANSWER:
                return await self._answered(call)
            case Method.EXPORT:
                return await self._exported(call)

    async def _message(self, call: Call) -> str:
        with translated():
            message = await self._bot.send_message(
                _chat(call.chat),
                call.html,
                parse_mode=ParseMode.HTML,
                reply_markup=ForceReply(input_field_placeholder=call.placeholder)
                if call.placeholder
                else _markup(call.keyboard),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        return str(message.message_id)

    async def _edited(self, call: Call) -> str:
        about: dict[str, Any] = {"chat_id": _chat(call.chat), "message_id": call.message}
        markup = _markup(call.keyboard)
        with translated(harmless=True), done_is_done():
            if call.method is Method.STRIP:
                await self._bot.edit_message_reply_markup(**about)
            else:
                preview = LinkPreviewOptions(is_disabled=True)
                await self._bot.edit_message_text(
                    call.html, **about, parse_mode=ParseMode.HTML, reply_markup=markup, link_preview_options=preview
                )
        return str(call.message)

    async def _answered(self, call: Call) -> str:
        with translated(harmless=True), done_is_done():
            await self._bot.answer_callback_query(call.query, text=call.html or None)
        return call.query

    async def _exported(self, call: Call) -> str:
        kept = await asyncio.to_thread(self._upkeep.export, call.owner)
        data = json.dumps(kept, ensure_ascii=False, indent=2).encode()
        with translated():
            message = await self._bot.send_document(
                _chat(call.chat), InputFile(data, EXPORT_NAME), caption=call.html, parse_mode=ParseMode.HTML
            )
        return str(message.message_id)


class _LeftError(Exception):
    """Nobody is there any more."""


@contextmanager
def translated(*, harmless: bool = False) -> Iterator[None]:
    """Turn the client's errors into delivery's. `harmless`: to repeat the call does nothing, so no doubt arises."""
    try:
        yield
    except RetryAfter as error:
        raise RetryLaterError(min(seconds_of(error), LONGEST_PAUSE), "rate limited") from None
    except Forbidden:
        raise _LeftError("the bot is blocked, or no member") from None
    except InvalidToken:
        raise RetryLaterError(TOKEN_PAUSE, "Telegram does not accept the token") from None
    except (BadRequest, ChatMigrated) as error:
        reason = _reason(error)
        raise (_LeftError if any(sign in reason for sign in GONE) else RejectedError)(reason[:80]) from None
    except TelegramError as error:
        if harmless or never_sent(error):
            raise RetryLaterError(PAUSE, f"no reply: {type(error).__name__}") from None
        raise AmbiguousError(f"no reply: {type(error).__name__}") from None


@contextmanager
def done_is_done() -> Iterator[None]:
    """What is so already, or is about something gone, need not be done."""
    try:
        yield
    except BadRequest as error:
        if not any(sign in _reason(error) for sign in DONE):
            raise


def _reason(error: TelegramError) -> str:
    return error.message.lower()


def _chat(chat: str) -> int | str:
    return chat if chat.startswith("@") else int(chat)


def _markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    rows = [
        [
            InlineKeyboardButton(one.text, url=one.url)
            if one.url
            else InlineKeyboardButton(one.text, callback_data=one.data)
            for one in row
        ]
        for row in keyboard
        if row
    ]
    return InlineKeyboardMarkup(rows) if rows else None
