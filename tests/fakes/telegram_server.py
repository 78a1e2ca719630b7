"""A fake Telegram on loopback: the Bot API's methods that Lotse uses, as strict as Telegram about what it gets.

It keeps messages by chat, answers as Telegram does, and notes every fault of a request in `faults` beside refusing it.
"""

import asyncio
import itertools
import json
import re
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.fakes.telegram_markup import keyboard_problems, message_problem, shown

BOT, NAME = 700_000_001, "lotse_test_bot"
TOKEN = f"{BOT}:AAfake-token_for-tests_0123456789abcdef"
CHANNEL, CHANNEL_NAME = -1_001_234_567_890, "@lotse_jobs"
Json = dict[str, Any]


class RefusedError(Exception):
    """What Telegram answers instead of doing it."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code, self.parameters = code, parameters


@dataclass
class Trouble:
    """What goes wrong with the next `times` calls of a method.

    "429" asks to wait for `seconds`; "500" and "502" fail; "reset" breaks the connection off before, "lost" after the
    work was done; "garbage" answers with no JSON.
    """

    method: str
    kind: str
    times: int = 1
    seconds: int = 1
    chat: int | None = None


@dataclass
class FakeTelegram:
    """What Telegram holds, and what was asked of it."""

    port: int = 0
    token: str = TOKEN
    faults: list[str] = field(default_factory=list)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    times: list[tuple[float, str]] = field(default_factory=list)
    messages: dict[int, list[Json]] = field(default_factory=lambda: defaultdict(list))
    documents: list[tuple[int, str, bytes]] = field(default_factory=list)
    toasts: dict[str, str] = field(default_factory=dict)
    queries: set[str] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)
    expected: set[str] = field(default_factory=set)
    trouble: deque[Trouble] = field(default_factory=deque)
    pending: deque[Json] = field(default_factory=deque)
    webhook: Json = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)
    posts_a_minute: int = 20
    _numbers: Any = field(default_factory=lambda: itertools.count(1))
    _updates: Any = field(default_factory=lambda: itertools.count(5_001))
    _polls: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def sent(self, chat: int) -> list[str]:
        """What a reader sees of the bot's messages in the chat, in order."""
        return [shown(one["source"]) for one in self.messages[chat]]

    def buttons(self, chat: int) -> list[Json]:
        """The buttons below the latest message that has some."""
        marked = [one for one in self.messages[chat] if one["markup"]]
        return [button for row in marked[-1]["markup"].get("inline_keyboard", []) for button in row] if marked else []

    async def until(self, happened: Callable[[], bool], seconds: float = 60.0) -> None:
        """Wait for something."""
        end = time.monotonic() + seconds
        while not happened():
            if time.monotonic() > end:
                raise TimeoutError(f"did not happen; calls: {[name for name, _ in self.calls][-20:]}")
            await asyncio.sleep(0.005)

    def add(self, update: Json) -> Json:
        """Let something happen, to be asked for by the bot."""
        numbered = {"update_id": next(self._updates), **update}
        self.pending.append(numbered)
        self._news.set()
        return numbered

    async def call_webhook(self, update: Json, **headers: str) -> int:
        """Send an update to the webhook and return its answer."""
        sent = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"], **headers}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.webhook["url"], json=update, headers=sent) as answer,
        ):
            return answer.status

    async def call_webhooks(self) -> None:
        """Send what is pending to the webhook, one after the other, each until it is taken."""
        while True:
            with suppress(aiohttp.ClientError, KeyError, IndexError):
                if await self.call_webhook(self.pending[0]) == 200:
                    self.pending.popleft()
                    continue
            await asyncio.sleep(0.02)

    # What the handlers below do

    async def api(self, request: web.Request) -> web.StreamResponse:
        """Answer one call of the Bot API."""
        method, payload = request.match_info["method"], await _payload(request)
        if request.match_info["token"] != self.token:
            return _answer(RefusedError(401, "Unauthorized"))
        self.calls.append((method, payload))
        self.times.append((time.monotonic(), method))
        handler = getattr(self, "_" + re.sub(r"([A-Z])", r"_\1", method).lower(), None)
        if handler is None:
            self.faults.append(f"{method}: unknown method")
            return _answer(RefusedError(404, "Not Found"))
        trouble = self._trouble(method, payload)
        if trouble is not None and trouble.kind != "lost":
            return await _broken(request, trouble)
        try:
            result = handler(payload)
            done = _answer(await result if asyncio.iscoroutine(result) else result)
        except RefusedError as refused:
            self._note(method, refused)
            done = _answer(refused)
        return await _broken(request, Trouble(method, "reset")) if trouble is not None else done

    def _note(self, method: str, refused: RefusedError) -> None:
        """What Lotse must not have sent; what people did (blocked, gone) is no fault of its."""
        if refused.code == 400 and not any(sign in str(refused) for sign in self.expected):
            self.faults.append(f"{method}: {refused}")

    def _get_me(self, payload: Json) -> Json:
        more = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
        return {"id": BOT, "is_bot": True, "first_name": "Lotse", "username": NAME, **more}

    async def _get_updates(self, payload: Json) -> list[Json]:
        if self.webhook:
            raise RefusedError(
                409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first"
            )
        self._polls += 1
        mine = self._polls
        offset, limit = int(payload.get("offset", 0)), int(payload.get("limit", 100))
        if not 1 <= limit <= 100:
            raise RefusedError(400, "Bad Request: limit must be between 1 and 100")
        while self.pending and self.pending[0]["update_id"] < offset:
            self.pending.popleft()
        kinds = json.loads(payload.get("allowed_updates", "[]"))
        end = time.monotonic() + int(payload.get("timeout", 0))
        while not (found := self._wanted(kinds, offset)) and time.monotonic() < end:
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), 0.05)
            if mine != self._polls:
                raise RefusedError(409, "Conflict: terminated by other getUpdates request")
        return found[:limit]

    def _wanted(self, kinds: list[str], offset: int) -> list[Json]:
        asked = [one for one in self.pending if one["update_id"] >= offset]
        return [one for one in asked if not kinds or any(kind in one for kind in kinds) or "odd" in one]

    def _set_webhook(self, payload: Json) -> bool:
        if not re.fullmatch(r"https://\S+|http://127\.0\.0\.1:\d+/\S*", payload.get("url", "")):
            raise RefusedError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", payload.get("secret_token", "")):
            raise RefusedError(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = payload
        return True

    def _delete_webhook(self, payload: Json) -> bool:
        if payload.get("drop_pending_updates") in ("true", "True", True):
            self.faults.append("deleteWebhook: pending updates were dropped")
        self.webhook = {}
        return True

    def _send_message(self, payload: Json) -> Json:
        chat = self._chat(payload)
        self._check_text(payload, "text")
        return self._posted(chat, payload)

    def _edit_message_text(self, payload: Json) -> Json:
        found = self._message(payload)
        self._check_text(payload, "text")
        markup = self._markup(payload)
        if (found["source"], found["markup"]) == (payload["text"], markup):
            raise RefusedError(400, "Bad Request: message is not modified: specified new message content is the same")
        found.update(source=payload["text"], markup=markup, edits=found["edits"] + 1)
        return _message(found)

    def _edit_message_reply_markup(self, payload: Json) -> Json:
        found = self._message(payload)
        markup = self._markup(payload)
        if found["markup"] == markup:
            raise RefusedError(400, "Bad Request: message is not modified: specified new message content is the same")
        found.update(markup=markup, edits=found["edits"] + 1)
        return _message(found)

    def _answer_callback_query(self, payload: Json) -> bool:
        if len(payload.get("text", "")) > 200:
            raise RefusedError(400, "Bad Request: MESSAGE_TOO_LONG")
        if payload["callback_query_id"] not in self.queries:
            raise RefusedError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.queries.discard(payload["callback_query_id"])
        self.toasts[payload["callback_query_id"]] = payload.get("text", "")
        return True

    def _send_document(self, payload: Json) -> Json:
        chat = self._chat(payload)
        if problem := message_problem(payload.get("caption", ""), payload.get("parse_mode"), caption=True):
            raise RefusedError(400, f"Bad Request: {problem}")
        name, data = payload["document"]
        if not data:
            raise RefusedError(400, "Bad Request: file must be non-empty")
        self.documents.append((chat, name, data))
        return self._posted(chat, {"text": payload.get("caption", ""), **payload})

    def _set_my_commands(self, payload: Json) -> bool:
        commands = json.loads(payload["commands"])
        for one in commands:
            good = re.fullmatch(r"[a-z0-9_]{1,32}", one["command"]) and 1 <= len(one["description"]) <= 256
            if not good:
                raise RefusedError(400, "Bad Request: BOT_COMMAND_INVALID")
        self.profile["commands", payload.get("language_code", "")] = [one["command"] for one in commands]
        return True

    def _set_my_description(self, payload: Json) -> bool:
        return self._described("description", 512, payload)

    def _set_my_short_description(self, payload: Json) -> bool:
        return self._described("short_description", 120, payload)

    def _described(self, name: str, most: int, payload: Json) -> bool:
        if len(payload[name]) > most:
            raise RefusedError(400, f"Bad Request: {name} is too long")
        self.profile[name, payload.get("language_code", "")] = payload[name]
        return True

    def _get_chat_member(self, payload: Json) -> Json:
        if self._number(payload) != CHANNEL:
            raise RefusedError(400, "Bad Request: chat not found")
        rights = ("be_edited", "manage_chat", "change_info", "post_messages", "edit_messages", "delete_messages")
        more = ("manage_video_chats", "restrict_members", "promote_members", "invite_users", "post_stories")
        can = {f"can_{right}": True for right in (*rights, *more, "edit_stories", "delete_stories")}
        return {"status": "administrator", "user": self._get_me({}), "is_anonymous": False, **can}

    def _chat(self, payload: Json) -> int:
        number = self._number(payload)
        if number in self.blocked:
            raise RefusedError(403, "Forbidden: bot was blocked by the user")
        if number == CHANNEL:
            recent = [one for one in self.messages[CHANNEL] if one["at"] > time.monotonic() - 60]
            if len(recent) >= self.posts_a_minute:
                self.faults.append("sendMessage: too many posts a minute")
                raise RefusedError(429, "Too Many Requests: retry after 30", retry_after=30)
        return number

    def _number(self, payload: Json) -> int:
        chat = str(payload.get("chat_id", ""))
        if chat == CHANNEL_NAME:
            return CHANNEL
        if not re.fullmatch(r"-?\d+", chat) or (int(chat) < 0 and int(chat) != CHANNEL):
            raise RefusedError(400, "Bad Request: chat not found")
        return int(chat)

    def _message(self, payload: Json) -> Json:
        everything = self.messages[self._number(payload)]
        found = next((one for one in everything if str(one["id"]) == str(payload.get("message_id"))), None)
        if found is None:
            raise RefusedError(400, "Bad Request: message to edit not found")
        return found

    def _check_text(self, payload: Json, name: str) -> None:
        if problem := message_problem(payload.get(name), payload.get("parse_mode")):
            raise RefusedError(400, f"Bad Request: {problem}")

    def _markup(self, payload: Json) -> Json:
        markup = json.loads(payload["reply_markup"]) if payload.get("reply_markup") else {}
        if markup and (problem := next(keyboard_problems(markup), "")):
            raise RefusedError(400, f"Bad Request: {problem}")
        return markup

    def _posted(self, chat: int, payload: Json) -> Json:
        kept = {"id": next(self._numbers), "chat": chat, "source": payload["text"], "at": time.monotonic(), "edits": 0}
        kept["markup"] = self._markup(payload)
        self.messages[chat].append(kept)
        return _message(kept)

    def _trouble(self, method: str, payload: Json) -> Trouble | None:
        for one in self.trouble:
            if one.method == method and one.times > 0 and str(one.chat) in ("None", str(payload.get("chat_id"))):
                one.times -= 1
                return one
        return None


def _message(kept: Json) -> Json:
    kind = {"id": kept["chat"], "type": "channel" if kept["chat"] < 0 else "private"}
    name = {"title": "Jobs"} if kept["chat"] < 0 else {"first_name": "Anna"}
    return {"message_id": kept["id"], "date": int(time.time()), "chat": {**kind, **name}, "text": shown(kept["source"])}


def _answer(result: Any) -> web.Response:
    if not isinstance(result, RefusedError):
        return web.json_response({"ok": True, "result": result})
    body: Json = {"ok": False, "error_code": result.code, "description": str(result)}
    if result.parameters:
        body["parameters"] = result.parameters
    return web.json_response(body, status=result.code)


async def _broken(request: web.Request, trouble: Trouble) -> web.StreamResponse:
    if trouble.kind == "429":
        description = f"Too Many Requests: retry after {trouble.seconds}"
        return _answer(RefusedError(429, description, retry_after=trouble.seconds))
    if trouble.kind == "garbage":
        return web.Response(text="<html>nothing of use</html>", content_type="text/html")
    if trouble.kind != "reset":
        return _answer(RefusedError(int(trouble.kind), "Internal Server Error"))
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def _payload(request: web.Request) -> Json:
    found: Json = dict(request.query)
    if request.content_type == "application/json":
        return found | await request.json()
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            name, value = "document", (value.filename, value.file.read())  # noqa: PLW2901
        found[name] = value
    return found


@asynccontextmanager
async def fake_telegram() -> AsyncIterator[FakeTelegram]:
    """Serve a fake Telegram on a free port."""
    telegram = FakeTelegram()
    app = web.Application(client_max_size=2**24)
    app.router.add_route("*", "/bot{token:[^/]+}/{method}", telegram.api)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    telegram.port = runner.addresses[0][1]
    try:
        yield telegram
    finally:
        await runner.cleanup()
