"""Pages about the guide: the map of channels, one channel, checklists to print, and the API's description."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from adapters.web.channel_map import channel_map, read_filter
from adapters.web.site import Site, session_of
from bot.models import Audience, Language

T = TypeVar("T")


def guide_routes(site: Site, openapi: Callable[[], Mapping[str, Any]]) -> APIRouter:
    """Return /channels, /checklists and /api. They show what recruiters may see."""
    router = APIRouter(include_in_schema=False)
    pages = _Pages(site, openapi)
    router.get("/channels")(pages.channels)
    router.get("/channels/{channel}")(pages.channel)
    router.get("/checklists")(pages.checklists)
    router.get("/checklists/{checklist}")(pages.checklist)
    router.get("/api")(pages.api)
    return router


class _Pages:
    """The handlers."""

    def __init__(self, site: Site, openapi: Callable[[], Mapping[str, Any]]) -> None:
        self._site = site
        self._openapi = openapi

    def channels(self, request: Request) -> Response:
        """Show all channels against audiences, content and regions; the query filters them."""
        profiles = self._site.hosted().guide.channels(Audience.RECRUITER, self._language(request))
        chosen = read_filter(request.query_params.multi_items(), profiles)
        return self._page(request, "map/page.html", view=channel_map(profiles, chosen))

    def channel(self, request: Request, channel: str) -> Response:
        """Show one channel."""
        profile = self._site.hosted().guide.channel(channel, Audience.RECRUITER, self._language(request))
        return self._page(request, "map/channel.html", channel=_found(profile))

    def checklists(self, request: Request) -> Response:
        """List the checklists."""
        every = self._site.hosted().guide.checklists(Audience.RECRUITER, self._language(request))
        return self._page(request, "print/checklists.html", checklists=every)

    def checklist(self, request: Request, checklist: str) -> Response:
        """Show a checklist on one sheet of paper."""
        one = self._site.hosted().guide.checklist(checklist, Audience.RECRUITER, self._language(request))
        return self._page(request, "print/checklist.html", checklist=_found(one))

    def api(self, request: Request) -> Response:
        """Show what the API takes and gives."""
        return self._page(request, "api.html", document=self._openapi())

    def _language(self, request: Request) -> Language:
        return self._site.rendering.preferences(request.scope).language

    def _page(self, request: Request, template: str, **context: Any) -> Response:
        token = self._site.sessions.form_token(session_of(request))
        return self._site.rendering.page(request, template, form_token=token, **context)


def _found(value: T | None) -> T:
    if value is None:
        raise HTTPException(404)
    return value
