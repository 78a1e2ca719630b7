"""Signing in and out, and how the pages are to look."""

import hmac
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from adapters.web.gate import Login, set_cookie
from adapters.web.inbound import well_formed
from adapters.web.rendering import LANGUAGE_COOKIE, THEME_COOKIE, THEMES
from adapters.web.sessions import Session
from adapters.web.site import Site, session_of
from bot.models import Language

Field = Annotated[str, Form()]
Token = Annotated[str, Form(alias="form_token")]


def door_routes(site: Site) -> APIRouter:
    """Return /login, /logout and /preferences."""
    router = APIRouter(include_in_schema=False)
    doors = _Doors(site)
    router.get("/login")(doors.show)
    router.post("/login")(doors.sign_in)
    router.post("/logout")(doors.sign_out)
    router.post("/preferences")(doors.prefer)
    return router


class _Doors:
    def __init__(self, site: Site) -> None:
        self._site = site

    def show(self, request: Request) -> Response:
        """Show where the password is asked for."""
        if self._site.door.login is not Login.PASSWORD:
            return RedirectResponse("/", 303)
        return self._page(request, 200, "")

    def sign_in(self, request: Request, token: Token, password: Field = "") -> Response:
        """Let in whoever knows the team's password."""
        self._site.checked_form(request, token)
        if self._site.door.login is not Login.PASSWORD:
            raise HTTPException(404)
        if not self._site.limits.may_sign_in(request.client.host if request.client else ""):
            return self._page(request, 429, "login.too_often", {"Retry-After": "60"})
        if not hmac.compare_digest(password.encode("utf-8", "replace"), self._site.door.password.encode()):
            return self._page(request, 401, "login.wrong")
        return self._as(request, self._site.sessions.issue(signed_in=True), "/")

    def sign_out(self, request: Request, token: Token) -> Response:
        """End the session: the next one is another, which does not see this one's conversations."""
        self._site.checked_form(request, token)
        return self._as(request, self._site.sessions.issue(), "/")

    def prefer(
        self, request: Request, token: Token, back: Field = "/", language: Field = "", theme: Field = ""
    ) -> Response:
        """Keep language and colours in cookies and return to the page."""
        self._site.checked_form(request, token)
        response = RedirectResponse(_local(back), 303)
        for name, value, allowed in ((LANGUAGE_COOKIE, language, list(Language)), (THEME_COOKIE, theme, THEMES)):
            if value in allowed:
                response.headers.append("set-cookie", set_cookie(value, request.scope, name))
        return response

    def _as(self, request: Request, session: Session, address: str) -> Response:
        response = RedirectResponse(address, 303)
        response.headers.append("set-cookie", set_cookie(self._site.sessions.cookie(session), request.scope))
        return response

    def _page(self, request: Request, status: int, problem: str, headers: Mapping[str, str] = {}) -> Response:
        token = self._site.sessions.form_token(session_of(request))
        response = self._site.rendering.page(request, "login.html", status, problem=problem, form_token=token)
        response.headers.update(headers)
        return response


def _local(address: str) -> str:
    """The path and query of an address; never another host, nor what a browser might take for one."""
    try:
        parts = urlsplit(well_formed(address))
    except ValueError:
        return "/"
    path = "/" + parts.path.lstrip("/\\")
    if any(ord(character) < 33 or character == "\\" for character in path + parts.query):
        return "/"
    return f"{path}?{parts.query}" if parts.query else path
