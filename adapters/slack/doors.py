"""The two ways in: a websocket (Socket Mode), and signed requests, as an ASGI application to be mounted."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.slack.app import UNAVAILABLE
from adapters.slack.connection import Connection

LONGEST_BODY = 1_000_000
PING_SECONDS = 5.0

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


async def dispatch(app: AsyncApp, request: Callable[[], AsyncBoltRequest]) -> BoltResponse:
    """Hand a request to Bolt. What Bolt cannot read will never be read: it is acknowledged, not delivered again."""
    try:
        response = await app.async_dispatch(request())
    except Exception as error:  # noqa: BLE001 - the edge: Bolt raises anything on payloads of another shape
        structlog.get_logger("lotse.slack").info("slack.malformed", kind=type(error).__name__)
        return BoltResponse(status=200)
    if response.status not in (200, UNAVAILABLE):
        return BoltResponse(status=200)
    return response


@asynccontextmanager
async def socket_open(app: AsyncApp, connection: Connection, app_token: str) -> AsyncIterator[None]:
    """Listen on a websocket until the end; it comes back by itself when it breaks."""
    handler = _SocketHandler(app, app_token, app.logger, connection.client, ping_interval=PING_SECONDS)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


class _SocketHandler(AsyncSocketModeHandler):
    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Acknowledge, unless it could not be kept: then Slack delivers it again."""
        start = time.time()
        response = await dispatch(
            self.app, lambda: AsyncBoltRequest(mode="socket_mode", body=req.payload, headers=build_headers(req))
        )
        await send_async_response(client, req, response, start)


class HttpDoor:
    """Takes signed POST requests on whatever path it is mounted on."""

    def __init__(self, app: AsyncApp, signing_secret: str) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: 401 without a right signature, 503 where it could not be kept."""
        if scope["type"] != "http":
            return
        response = await self._response(scope, receive)
        headers = [(name.encode(), value.encode()) for name, values in response.headers.items() for value in values]
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        await send({"type": "http.response.body", "body": (response.body or "").encode("utf-8", "replace")})

    async def _response(self, scope: Scope, receive: Receive) -> BoltResponse:
        if scope["method"] != "POST":
            return BoltResponse(status=405)
        raw = await _body(receive)
        if raw is None:
            return BoltResponse(status=413)
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        body = self._signed(raw, headers)
        if body is None:
            return BoltResponse(status=401)
        return await dispatch(self._app, lambda: AsyncBoltRequest(mode="http", body=body, headers=dict(headers)))

    def _signed(self, raw: bytes, headers: Mapping[str, str]) -> str | None:
        """Return the body as text where it was signed by Slack within the last minutes."""
        timestamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16 and signature.isascii()):
            return None
        try:
            body = raw.decode("utf-8")
        except UnicodeDecodeError:
            return None
        return body if self._verifier.is_valid(body, timestamp, signature) else None


async def _body(receive: Receive) -> bytes | None:
    """Return the whole body, None where it breaks off or is longer than anything that Slack sends."""
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
