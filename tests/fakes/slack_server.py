"""A fake Slack on loopback: the Web API, Socket Mode and signed requests, as strict as Slack about what it gets.

It keeps messages by channel, answers as Slack does, and notes every fault of a request in `faults` beside refusing it.
"""

import asyncio
import itertools
import json
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.slack_blocks import Allowed, check_message, check_view
from tests.fakes.slack_wire import Fault, broken, parsed, read_payload

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-1-fake", "xapp-1-fake", "0123456789abcdef0123456789abcdef"
BOT_USER, BOT_ID, TEAM = "UBOT", "BBOT", "T1"
BOT_METHODS = frozenset(
    {
        "auth.test", "chat.postMessage", "chat.update", "chat.delete", "chat.postEphemeral", "conversations.replies",
        "conversations.history", "views.open", "views.update", "views.publish", "users.info", "files.info",
        "assistant.threads.setSuggestedPrompts",
    }
)  # fmt: skip


@dataclass
class FakeSlack:
    """What a workspace holds, and what was asked of it."""

    port: int = 0
    faults: list[str] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    ephemerals: list[dict[str, Any]] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)
    views: list[dict[str, Any]] = field(default_factory=list)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    admins: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    users_gone: set[str] = field(default_factory=set)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    downloads: list[str] = field(default_factory=list)
    outsiders: set[str] = field(default_factory=set)
    triggers: set[str] = field(default_factory=set)
    acks: dict[str, Any] = field(default_factory=dict)
    acked_at: dict[str, float] = field(default_factory=dict)
    allowed: Allowed = field(default_factory=Allowed)
    broken: deque[Fault] = field(default_factory=deque)
    on_post: list[Callable[[dict[str, Any]], None]] = field(default_factory=list)
    bot_token: str = BOT_TOKEN
    app_token: str = APP_TOKEN
    _ts: Any = field(default_factory=lambda: itertools.count(1))
    connections: int = 0
    _sockets: list[web.WebSocketResponse] = field(default_factory=list)
    _awaited: dict[str, asyncio.Future[None]] = field(default_factory=dict)

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    def response_url(self, name: str = "r1") -> str:
        return f"http://127.0.0.1:{self.port}/hooks/{name}"

    def file(self, id_: str, name: str, data: bytes, **more: Any) -> dict[str, Any]:
        """Keep a file and return what an event says of it; `more` overrides what `files.info` does."""
        address = f"http://127.0.0.1:{self.port}/files-pri/T1-{id_}/download"
        described = {"id": id_, "name": name, "size": len(data), "mode": "hosted", "url_private_download": address}
        self.files[id_] = {"data": data, "described": {**described, **more}}
        return {"id": id_, "name": name}

    def next_ts(self) -> str:
        return f"{1_700_000_000 + next(self._ts)}.000100"

    def posted(self, channel: str = "C1") -> list[dict[str, Any]]:
        """Lotse's messages that stand in the channel, in order."""
        return [message for message in self.messages[channel] if message.get("user") == BOT_USER]

    async def until(self, happened: Callable[[], bool], seconds: float = 60.0) -> None:
        """Wait for something."""
        end = time.monotonic() + seconds
        while not happened():
            if time.monotonic() > end:
                raise TimeoutError(f"did not happen; calls: {[name for name, _ in self.calls][-20:]}")
            await asyncio.sleep(0.005)

    async def connected(self) -> None:
        await self.until(lambda: bool(self.sockets()))

    async def send(self, kind: str, payload: dict[str, Any], envelope: str = "", **more: Any) -> str:
        """Deliver an envelope over the latest socket; `acks` tells whether it was acknowledged."""
        await self.connected()
        return await self.send_over(self.sockets()[-1], kind, payload, envelope, **more)

    async def send_over(
        self, socket: web.WebSocketResponse, kind: str, payload: dict[str, Any], envelope: str = "", **more: Any
    ) -> str:
        """Deliver an envelope over one of the sockets."""
        envelope = envelope or f"env-{next(self._ts)}"
        self._hear(payload.get("event"))
        await socket.send_json({"type": kind, "envelope_id": envelope, "payload": payload, **more})
        return envelope

    def sockets(self) -> list[web.WebSocketResponse]:
        """The connections that are open, the latest last."""
        return [one for one in self._sockets if not one.closed]

    async def acknowledged(self, envelope: str, seconds: float = 60.0) -> Any:
        """Wait for the acknowledgement and return what it carried."""
        await self.until(lambda: envelope in self.acks, seconds)
        return self.acks[envelope]

    async def acknowledges(self, envelope: str, seconds: float) -> bool:
        """Tell whether the acknowledgement comes in time; hundreds may wait at once, since none of them polls."""
        if envelope in self.acks:
            return True
        self._awaited[envelope] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await self._awaited[envelope]
        except TimeoutError:
            return False
        finally:
            del self._awaited[envelope]
        return True

    async def disconnect(self) -> None:
        """Tell the client to come back, as Slack does every few hours."""
        for socket in self.sockets():
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})

    # What the handlers below do

    async def api(self, request: web.Request) -> web.StreamResponse:
        """Answer one call of the Web API."""
        method = request.match_info["method"]
        payload = await read_payload(request)
        self.calls.append((method, payload))
        if (problem := self._token_problem(method, request, payload)) is not None:
            return web.json_response({"ok": False, "error": problem})
        fault = self._fault(method)
        if fault is not None and fault.kind != "lost":
            return await broken(request, fault)
        answer = self._answer(method, payload)
        if fault is not None:
            return await broken(request, Fault(method, "reset"))
        return web.json_response(answer)

    async def hook(self, request: web.Request) -> web.StreamResponse:
        """Take a reply to a command or a shortcut."""
        payload = await request.json()
        self.calls.append(("response_url", payload))
        if (fault := self._fault("response_url")) is not None:
            return await broken(request, fault)
        if self._wrong("response_url", payload):
            return web.Response(status=400, text="invalid_blocks")
        self.responses.append(payload)
        return web.Response(text="ok")

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Give a file to whoever has the bot's token; send everybody else to a page to sign in, as Slack does."""
        id_ = request.match_info["name"].partition("-")[2]
        self.downloads.append(f"{id_} {request.headers.get('Authorization', '')}")
        if request.headers.get("Authorization") != f"Bearer {self.bot_token}":
            return web.Response(status=302, headers={"Location": "/?redir=sign-in"})
        if (fault := self._fault("download")) is not None:
            return await broken(request, fault)
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(self.files[id_]["data"])
        return response

    async def link(self, request: web.Request) -> web.StreamResponse:
        """Serve one websocket."""
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}})
        self._sockets.append(socket)
        self.connections += 1
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                ack = json.loads(message.data)
                self.acks[ack["envelope_id"]] = ack.get("payload")
                self.acked_at[ack["envelope_id"]] = time.perf_counter()
                if (awaited := self._awaited.get(ack["envelope_id"])) is not None and not awaited.done():
                    awaited.set_result(None)
        return socket

    def _hear(self, event: Any) -> None:
        """What people write stands in their channel."""
        match event:
            case {"type": "message" | "app_mention", "channel": str(channel), "ts": str(ts), "text": str()}:
                if all(one["ts"] != ts for one in self.messages[channel]):
                    self.messages[channel].append({**event, "metadata": None})

    def _answer(self, method: str, payload: dict[str, Any]) -> dict[str, Any]:
        if method == "apps.connections.open":
            return {"ok": True, "url": f"ws://127.0.0.1:{self.port}/link/?ticket=t{next(self._ts)}"}
        if method not in BOT_METHODS:
            self.faults.append(f"{method}: unknown method")
            return {"ok": False, "error": "unknown_method"}
        return getattr(self, "_" + method.replace(".", "_"))(payload)

    def _auth_test(self, payload: dict[str, Any]) -> dict[str, Any]:
        url = "https://team.slack.com/"
        return {"ok": True, "user_id": BOT_USER, "bot_id": BOT_ID, "team_id": TEAM, "team": "Team", "url": url}

    def _chat_postMessage(self, payload: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        channel = direct(str(payload.get("channel") or ""))
        if self._wrong("chat.postMessage", payload) or not channel:
            return {"ok": False, "error": "invalid_blocks"}
        if channel in self.outsiders:
            return {"ok": False, "error": "not_in_channel"}
        ts = self.next_ts()
        kept = ("text", "blocks", "metadata", "thread_ts")
        message = {name: payload[name] for name in kept if payload.get(name) is not None}
        message |= {"ts": ts, "bot_id": BOT_ID, "user": BOT_USER, "type": "message", "channel": channel}
        self.messages[channel].append(message)
        for call in self.on_post:
            call(message)
        return {"ok": True, "ts": ts, "channel": channel, "message": message}

    def _chat_update(self, payload: dict[str, Any]) -> dict[str, Any]:
        found = self._message(payload)
        if self._wrong("chat.update", payload):
            return {"ok": False, "error": "invalid_blocks"}
        if found is None:
            return {"ok": False, "error": "message_not_found"}
        self._check_boxes(found.get("blocks", ()), payload.get("blocks", ()))
        found.update({name: payload[name] for name in ("text", "blocks", "metadata") if name in payload})
        found["edited"] = {"user": BOT_USER, "ts": self.next_ts()}
        return {"ok": True, "ts": found["ts"], "channel": found["channel"], "text": found.get("text", "")}

    def _chat_delete(self, payload: dict[str, Any]) -> dict[str, Any]:
        found = self._message(payload)
        if found is None:
            return {"ok": False, "error": "message_not_found"}
        self.messages[found["channel"]].remove(found)
        return {"ok": True, "ts": found["ts"], "channel": found["channel"]}

    def _chat_postEphemeral(self, payload: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        if self._wrong("chat.postEphemeral", payload) or not payload.get("user"):
            return {"ok": False, "error": "invalid_blocks"}
        self.ephemerals.append(payload)
        return {"ok": True, "message_ts": self.next_ts()}

    def _conversations_replies(self, payload: dict[str, Any]) -> dict[str, Any]:
        thread = payload.get("ts", "")
        everything = self.messages[payload.get("channel", "")]
        found = [one for one in everything if thread in (one["ts"], one.get("thread_ts"))]
        return self._page(found, payload) if found else {"ok": False, "error": "thread_not_found"}

    def _conversations_history(self, payload: dict[str, Any]) -> dict[str, Any]:
        if payload.get("channel") in self.outsiders:
            return {"ok": False, "error": "not_in_channel"}
        if str(payload.get("channel")).startswith("U"):
            return {"ok": False, "error": "channel_not_found"}
        everything = self.messages[payload.get("channel", "")]
        return self._page(
            [one for one in reversed(everything) if one.get("thread_ts", one["ts"]) == one["ts"]], payload
        )

    def _page(self, found: list[dict[str, Any]], payload: dict[str, Any]) -> dict[str, Any]:
        start, limit = int(payload.get("cursor") or 0), int(payload.get("limit") or 100)
        metadata = str(payload.get("include_all_metadata", "")).lower() in ("true", "1")
        part = [one if metadata else {**one, "metadata": None} for one in found[start : start + limit]]
        more = str(start + limit) if start + limit < len(found) else ""
        return {"ok": True, "messages": part, "has_more": bool(more), "response_metadata": {"next_cursor": more}}

    def _views_open(self, payload: dict[str, Any]) -> dict[str, Any]:
        view = parsed(payload.get("view"))
        if payload.get("trigger_id") not in self.triggers:
            return {"ok": False, "error": "expired_trigger_id"}
        if problems := list(check_view(view, self.allowed)):
            self.faults += [f"views.open: {problem}" for problem in problems]
            return {"ok": False, "error": "invalid_arguments"}
        self.triggers.discard(str(payload["trigger_id"]))
        self.views.append(view)
        return {"ok": True, "view": {**view, "id": f"V{len(self.views)}", "hash": "h"}}

    def _views_update(self, payload: dict[str, Any]) -> dict[str, Any]:
        view = parsed(payload.get("view"))
        place = int(str(payload.get("view_id", "V0")).removeprefix("V")) - 1
        if not 0 <= place < len(self.views):
            return {"ok": False, "error": "not_found"}
        if problems := list(check_view(view, self.allowed)):
            self.faults += [f"views.update: {problem}" for problem in problems]
            return {"ok": False, "error": "invalid_arguments"}
        self.views[place] = view
        return {"ok": True, "view": {**view, "id": payload["view_id"], "hash": "h"}}

    def _views_publish(self, payload: dict[str, Any]) -> dict[str, Any]:
        view = parsed(payload.get("view"))
        if problems := list(check_view(view, self.allowed)):
            self.faults += [f"views.publish: {problem}" for problem in problems]
            return {"ok": False, "error": "invalid_arguments"}
        self.homes[str(payload["user_id"])] = view
        return {"ok": True, "view": view}

    def _files_info(self, payload: dict[str, Any]) -> dict[str, Any]:
        known = self.files.get(str(payload.get("file")))
        return {"ok": True, "file": known["described"]} if known else {"ok": False, "error": "file_not_found"}

    def _users_info(self, payload: dict[str, Any]) -> dict[str, Any]:
        user = str(payload.get("user"))
        if user in self.users_gone:
            return {"ok": True, "user": {"id": user, "name": "gone", "deleted": True}}
        names = {"name": f"n{user.lower()}", "profile": {"display_name": self.names.get(user, "")}}
        bot = {"is_bot": user == BOT_USER}
        return {"ok": True, "user": {"id": user, "is_admin": user in self.admins, **names, **bot}}

    def _assistant_threads_setSuggestedPrompts(self, payload: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        prompts = parsed(payload.get("prompts"))
        if payload.get("thread_ts") or not 1 <= len(prompts) <= 4 or not payload.get("channel_id"):
            self.faults.append("setSuggestedPrompts: one to four prompts, a channel, no thread")
        return {"ok": True}

    def _message(self, payload: dict[str, Any]) -> dict[str, Any] | None:
        everything = self.messages[payload.get("channel", "")]
        return next((one for one in everything if one["ts"] == payload.get("ts") and one.get("bot_id")), None)

    def _check_boxes(self, before: Any, after: Any) -> None:
        """A client goes on showing its own ticks where a changed group of boxes keeps its block's id."""
        known = {block["block_id"]: block for block in before if "block_id" in block}
        for block in after:
            if "block_id" in block and known.get(block["block_id"], block) != block:
                self.faults.append(f"chat.update: {block['block_id']} changed under the same block_id")

    def _wrong(self, method: str, payload: dict[str, Any]) -> bool:
        problems = list(check_message(payload, self.allowed))
        self.faults += [f"{method}: {problem}" for problem in problems]
        return bool(problems)

    def _token_problem(self, method: str, request: web.Request, payload: dict[str, Any]) -> str | None:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ") or payload.get("token", "")
        wanted = self.app_token if method == "apps.connections.open" else self.bot_token
        return None if given == wanted else "invalid_auth" if given else "not_authed"

    def _fault(self, method: str) -> Fault | None:
        for fault in self.broken:
            if fault.method == method and fault.times > 0:
                fault.times -= 1
                return fault
        return None


def direct(channel: str) -> str:
    """Return the channel where what is posted to a user stands."""
    return f"D{channel[1:]}" if channel.startswith("U") else channel


@asynccontextmanager
async def fake_slack() -> AsyncIterator[FakeSlack]:
    """Serve a fake Slack on a free port."""
    slack, app = FakeSlack(), web.Application(client_max_size=2**24)
    app.router.add_route("*", "/api/{method}", slack.api)
    app.router.add_post("/hooks/{name}", slack.hook)
    app.router.add_get("/link/", slack.link)
    app.router.add_get("/files-pri/{name}/download", slack.download)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.port = runner.addresses[0][1]
    try:
        yield slack
    finally:
        await runner.cleanup()
