"""Who may come in: gives every request its session, and asks for a login where one is set."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from http.cookies import SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.web.sessions import COOKIE, DAYS, SECONDS_A_DAY, Session, Sessions

EVERYBODYS_PATHS = ("/static/", "/healthz", "/readyz", "/favicon.ico")
"""What is the same for everybody: without a session, whose cookie a cache in between might keep and hand out."""
OPEN_PATHS = ("/login", "/preferences")
"""What is served without a login besides."""
MAX_USER = 190
"""Characters of a user's name; as an owner, with a prefix, it must fit into an id of the store."""


class Login(StrEnum):
    """How people sign in."""

    NONE = "none"
    PASSWORD = "password"
    PROXY = "proxy"


@dataclass(frozen=True, slots=True)
class Gate:
    """Puts the `Session` into the request's state, under "session"."""

    app: ASGIApp
    sessions: Sessions
    login: Login
    user_header: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"].startswith(EVERYBODYS_PATHS):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        known = self.sessions.read(_cookie(headers.getlist("cookie")))
        session = self._with_user(known or self.sessions.issue(), headers)
        scope.setdefault("state", {})["session"] = session
        sender = send if known else _setting(send, set_cookie(self.sessions.cookie(session), scope))
        if self._may_enter(session, scope["path"]):
            await self.app(scope, receive, sender)
        else:
            await self._turned_away(scope)(scope, receive, sender)

    def _with_user(self, session: Session, headers: Headers) -> Session:
        user = headers.get(self.user_header, "").strip() if self.login is Login.PROXY else ""
        known = 0 < len(user) <= MAX_USER and "\x00" not in user
        return Session(session.id, session.signed_in, user) if known else session

    def _may_enter(self, session: Session, path: str) -> bool:
        if self.login is Login.NONE or path.startswith(OPEN_PATHS):
            return True
        return session.user is not None if self.login is Login.PROXY else session.signed_in

    def _turned_away(self, scope: Scope) -> ASGIApp:
        if scope["path"].startswith("/api/v1") or self.login is Login.PROXY:
            return JSONResponse({"detail": "sign in first"}, 401)
        return RedirectResponse("/login", 303)


def set_cookie(value: str, scope: Scope, name: str = COOKIE, days: int = DAYS) -> str:
    """Return a Set-Cookie header's value: not for scripts, not from other sites, only over TLS where there is TLS."""
    cookie: SimpleCookie = SimpleCookie({name: value})
    for attribute, meant in (("path", "/"), ("httponly", True), ("samesite", "Lax"), ("max-age", days * SECONDS_A_DAY)):
        cookie[name][attribute] = meant
    if scope.get("scheme") == "https":
        cookie[name]["secure"] = True
    return cookie[name].OutputString()


def cookies(headers: Iterable[str]) -> dict[str, str]:
    """Return the cookies that Cookie headers hold; what cannot be read is as if it were not there."""
    found: dict[str, str] = {}
    for header in headers:
        for pair in header.split(";"):
            name, equals, value = pair.strip().partition("=")
            if equals:
                found[name] = value.strip('"')
    return found


def _cookie(headers: Iterable[str]) -> str | None:
    return cookies(headers).get(COOKIE)


def _setting(send: Send, cookie: str) -> Send:
    async def setting(message: Message) -> None:
        # A login sets the session's cookie itself; of two the first would win in some clients.
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if not any(value.startswith(f"{COOKIE}=") for value in headers.getlist("set-cookie")):
                headers.append("set-cookie", cookie)
        await send(message)

    return setting
