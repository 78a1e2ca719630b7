"""The outermost layer, plain ASGI: which hosts and origins are served, how much is read, headers, and faults."""

import secrets
import traceback
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import structlog
from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.web.metrics import Metrics

MAX_BODY = 256 * 1024
"""Bytes of a request's body. A message of 2,000 characters needs 24 KB at most, percent-encoded."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
DEFAULT_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}

ErrorPage = Callable[[Scope, int, str], ASGIApp]
"""(scope, status, reference) → the response that tells the person; the reference is empty for expected refusals."""


class _TooLargeError(HTTPException):
    """More was sent than is read. FastAPI makes 400 of whatever else goes wrong while it reads a body."""

    def __init__(self) -> None:
        super().__init__(413)


@dataclass(frozen=True, slots=True)
class Shield:
    """Wraps the application. `hosts` are the names it may be asked by; empty allows every one.

    `bodies` are the paths of which more than MAX_BODY is read, with the most that is.
    """

    app: ASGIApp
    hosts: frozenset[str]
    error_page: ErrorPage
    metrics: Metrics = field(default_factory=Metrics)
    bodies: Mapping[str, int] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        out = _Outgoing(send, self.metrics)
        try:
            if status := self._refusal(scope):
                await self.error_page(scope, status, "")(scope, receive, out.send)
            else:
                await self.app(scope, _limited(receive, self._most(scope)), out.send)
        except _TooLargeError:
            await self._tell(scope, receive, out, 413, "")
        except Exception as error:  # noqa: BLE001 - the edge of the web adapter: nobody else would tell the person
            await self._tell(scope, receive, out, 500, _logged(error, scope))

    async def _tell(self, scope: Scope, receive: Receive, out: "_Outgoing", status: int, reference: str) -> None:
        if not out.started:
            await self.error_page(scope, status, reference)(scope, receive, out.send)

    def _refusal(self, scope: Scope) -> int | None:
        headers = Headers(scope=scope)
        if self.hosts and host_name(headers.get("host", "")) not in self.hosts:
            return 421
        if scope["method"] not in SAFE_METHODS and _from_elsewhere(headers):
            return 403
        length = headers.get("content-length", "0")
        most = self._most(scope)
        return 413 if length.isdecimal() and len(length) < 19 and int(length) > most else None

    def _most(self, scope: Scope) -> int:
        return self.bodies.get(scope["path"], MAX_BODY)


def host_name(host: str) -> str:
    """Return a Host header's name without its port, lower case."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _from_elsewhere(headers: Headers) -> bool:
    """Whether a browser says that another site sent this; programs say nothing, and carry no one's cookie."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit_netloc(origin) != headers.get("host", "")


def urlsplit_netloc(address: str) -> str:
    """Return the host and port of an address; empty where it has none."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _limited(receive: Receive, most: int) -> Receive:
    read = 0

    async def limited() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > most:
            raise _TooLargeError
        return message

    return limited


def _logged(error: Exception, scope: Scope) -> str:
    """Log a fault without its words' context (the traceback may hold a message) and return its reference."""
    reference = secrets.token_hex(4).upper()
    frames = "".join(traceback.format_tb(error.__traceback__))
    structlog.get_logger("lotse.web").error(
        "unexpected failure", reference=reference, kind=type(error).__name__, path=scope["path"], traceback=frames
    )
    return reference


class _Outgoing:
    """Adds the headers to a response and remembers that it began."""

    def __init__(self, send: Send, metrics: Metrics) -> None:
        self._send = send
        self._metrics = metrics
        self.started = False

    async def send(self, message: MutableMapping[str, Any]) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            self.started = True
            _set(MutableHeaders(scope=message), DEFAULT_HEADERS.items())
            self._metrics.responded(message["status"])
        await self._send(message)


def _set(headers: MutableHeaders, values: Iterable[tuple[str, str]]) -> None:
    for name, value in values:
        headers.setdefault(name, value)
