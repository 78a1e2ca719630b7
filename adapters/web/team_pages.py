"""The team's own page: what there is to do beside asking."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from adapters.web.site import Site, session_of

TEAM = "/team"


def team_routes(site: Site) -> APIRouter:
    """Return /team, which lists the areas of `Place.TEAM`."""
    router = APIRouter(include_in_schema=False)

    @router.get(TEAM)
    def team(request: Request) -> Response:
        token = site.sessions.form_token(session_of(request))
        return site.rendering.page(request, "team/page.html", form_token=token)

    return router
