"""Puts the web application together."""

import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.telemetry import TelemetryConfig
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from adapters.keeper import Keeper
from adapters.web.api import api_routes
from adapters.web.areas import Area
from adapters.web.desk import Desk, NoIndexError, striped_locks
from adapters.web.doors import door_routes
from adapters.web.gate import Gate
from adapters.web.guide_pages import guide_routes
from adapters.web.metrics import Metrics
from adapters.web.ops import operator_routes
from adapters.web.pages import chat_routes
from adapters.web.rendering import Rendering, make_rendering
from adapters.web.sessions import Sessions
from adapters.web.shield import Shield
from adapters.web.site import Door, Limits, Site, Tell, nothing_to_tell
from adapters.web.team_pages import team_routes
from adapters.web.wording import load_wording
from bot.archive import Archive
from bot.models import Language

STATIC = Path(__file__).parent / "static"
SIGN_INS_PER_MINUTE = 10


NO_TELEMETRY = TelemetryConfig(tracing=False, metrics=False, logs=False, operation_spans=False, auto_configure=False)
"""FastAPI would send traces and exceptions, which hold messages, wherever an OTEL_… variable points."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What the application is made of. `hosts` are the names it may be asked by; empty allows every one.

    `areas` are the pages beside the chat and the guide; `tell` gives what is told in a conversation; `beside` is what
    runs as long as the application does.
    """

    keeper: Keeper
    archive: Archive
    secret: bytes
    door: Door
    hosts: frozenset[str]
    questions_per_minute: int
    language: Language
    areas: tuple[Area, ...] = ()
    tell: Tell = nothing_to_tell
    beside: Callable[[], AbstractAsyncContextManager[None]] = nullcontext


def create_app(setup: Setup) -> ASGIApp:
    """Return the whole application, the outermost layer first: shield, gate, routes."""
    metrics = Metrics()
    site = _site(setup, metrics)
    app = FastAPI(
        title="Lotse",
        version="1",
        summary="Recruiting advice from a sourced guide, in German and English.",
        openapi_url="/api/v1/openapi.json",
        telemetry=NO_TELEMETRY,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(setup),
    )
    routers = (
        operator_routes(site, metrics),
        api_routes(site),
        door_routes(site),
        guide_routes(site, app.openapi),
        chat_routes(site),
        *((team_routes(site),) if setup.areas else ()),
        *(area.routes(site) for area in setup.areas),
    )
    for router in routers:
        app.include_router(router)
    app.mount(f"/static/{_version()}", GZipMiddleware(_Static(directory=STATIC), minimum_size=1000))
    bodies = {path: most for area in setup.areas for path, most in area.bodies.items()}
    tell = _ErrorPages(site.rendering, tuple(route for router in routers for route in router.routes), bodies)
    for kind, handler in (
        (StarletteHTTPException, tell.refused),
        (RequestValidationError, tell.malformed),
        (NoIndexError, tell.not_ready),
        (Exception, _for_the_shield),
    ):
        app.add_exception_handler(kind, handler)
    gate = Gate(app, site.sessions, setup.door.login, setup.door.user_header)
    return Shield(gate, setup.hosts, tell.page, metrics, bodies)


def _site(setup: Setup, metrics: Metrics) -> Site:
    rendering = make_rendering(load_wording(), f"/static/{_version()}", setup.language, setup.areas)
    return Site(
        keeper=setup.keeper,
        desk=Desk(setup.keeper, setup.archive, metrics, striped_locks()),
        archive=setup.archive,
        sessions=Sessions(setup.secret),
        rendering=rendering,
        door=setup.door,
        limits=Limits(
            MovingWindowRateLimiter(MemoryStorage()),
            RateLimitItemPerMinute(setup.questions_per_minute),
            RateLimitItemPerMinute(SIGN_INS_PER_MINUTE),
        ),
        tell=setup.tell,
    )


def _lifespan(setup: Setup) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        setup.keeper.start()
        try:
            async with setup.beside():
                yield
        finally:
            setup.keeper.stop()

    return lifespan


def _version() -> str:
    """A name for exactly these static files, so that browsers may keep them for ever."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


class _Static(StaticFiles):
    """Static files, to be kept by browsers: their address changes when they do."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


async def _for_the_shield(_request: Request, error: Exception) -> Response:
    """Hand an unexpected error on: left alone, Starlette would answer it in plain English before raising it."""
    raise error


class _ErrorPages:
    """What people see when something cannot be done: a page, a fragment of one, or JSON for the API."""

    def __init__(self, rendering: Rendering, routes: tuple[BaseRoute, ...], bodies: Mapping[str, int]) -> None:
        self._rendering = rendering
        self._routes = routes
        self._bodies = bodies

    def page(self, scope: Scope, status: int, reference: str, reason: str = "") -> Response:
        """Return the response that tells about `status`."""
        key = f"error.{status}" if f"error.{status}" in self._keys() else "error.other"
        if scope["path"].startswith("/api/v1"):
            text = self._rendering.words.say(key, Language.EN)
            return JSONResponse({"detail": f"{text} {reference}".strip()}, status)
        if status == 413 and (most := self._bodies.get(scope["path"])):
            language = self._rendering.preferences(scope).language
            key = "error.413_upload"
            reason = self._rendering.words.say("error.most_upload", language, most=most // 1_000_000)
        by_script = any(name == b"hx-request" for name, _ in scope["headers"])
        template = "parts/error.html" if by_script else "error.html"
        html = self._rendering.html(
            scope, template, status=status, key=key, reference=reference, reason=reason, form_token=""
        )
        return Response(html, status, {"Cache-Control": "no-store"}, "text/html; charset=utf-8")

    async def refused(self, request: Request, error: Exception) -> Response:
        """Tell about an HTTPException."""
        if not isinstance(error, HTTPException | StarletteHTTPException):
            raise error
        if request.url.path.startswith("/api/v1"):
            response: Response = JSONResponse({"detail": str(error.detail)}, error.status_code)
        else:
            response = self.page(request.scope, error.status_code, "")
        response.headers.update(error.headers or {})
        if error.status_code == 405 and (methods := self._methods(request.scope)):
            response.headers["Allow"] = ", ".join(methods)
        return response

    async def malformed(self, request: Request, error: Exception) -> Response:
        """Tell about a request that lacks something or has it in the wrong form."""
        if not isinstance(error, RequestValidationError):
            raise error
        if not request.url.path.startswith("/api/v1"):
            return self.page(request.scope, 400, "")
        # Without the input, which may be anything.
        rules = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        return JSONResponse({"detail": "; ".join(rules)}, 422)

    async def not_ready(self, request: Request, error: Exception) -> Response:
        """Tell that there is no index yet."""
        return self.page(request.scope, 503, "", str(error))

    def _methods(self, scope: Scope) -> list[str]:
        """All that a path may be called with; Starlette names only those of its first route."""
        routes = (one for one in self._routes if isinstance(one, Route) and one.matches(scope)[0] is not Match.NONE)
        return sorted({method for route in routes for method in route.methods or ()})

    def _keys(self) -> frozenset[str]:
        return self._rendering.words.keys(Language.EN)
