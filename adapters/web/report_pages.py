"""The report: numbers by week, drawn on the server, and as CSV."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from adapters.web.areas import Area, Place
from adapters.web.days import shown_day
from adapters.web.gap_views import BAR, CHART_HEIGHT, COLUMN, bars
from adapters.web.site import Site, session_of
from bot.gaps.report import MOST_WEEKS, Reports, csv_text
from bot.hosting import Hosted
from bot.models import Audience, Language

ADDRESS = "/report"
SHOWN_NAMES = 10

Weeks = Annotated[int, Query(ge=1, le=MOST_WEEKS)]


def report_area(reports: Reports) -> Area:
    """Return the area of the report."""
    return Area("report", ADDRESS, Place.TEAM, lambda site: _routes(site, reports))


def _titles(hosted: Hosted | None, language: Language) -> Mapping[str, str]:
    """Of all topics, since candidates' questions count too."""
    if hosted is None:
        return {}
    return {id_: title for audience in Audience for id_, title in hosted.guide.topic_titles(audience, language).items()}


def _routes(site: Site, reports: Reports) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get(ADDRESS)
    def page(request: Request, weeks: Weeks = 12) -> Response:
        """Show the last weeks."""
        report = reports.report(weeks, datetime.now(UTC).date())
        language, names = site.rendering.preferences(request.scope).language, site.channel_names()
        channels = tuple((names.get(id_, id_), count) for id_, count in report.channels())
        hosted = site.keeper.current
        titles = _titles(hosted, language)
        topics = tuple((titles.get(id_, id_), count) for id_, count in report.topics())
        return site.rendering.page(
            request,
            "team/report.html",
            form_token=site.sessions.form_token(session_of(request)),
            report=report,
            weeks=weeks,
            bars=bars(report, language),
            size=(CHART_HEIGHT, COLUMN, BAR),
            channels=channels[:SHOWN_NAMES],
            topics=topics[:SHOWN_NAMES],
            day=lambda moment: shown_day(moment, language),
        )

    @router.get(f"{ADDRESS}.csv")
    def as_csv(weeks: Weeks = 12) -> Response:
        """Return the last weeks as CSV."""
        text = csv_text(reports.report(weeks, datetime.now(UTC).date()))
        headers = {"Content-Disposition": 'attachment; filename="lotse-report.csv"', "Cache-Control": "no-store"}
        return Response(text, headers=headers, media_type="text/csv; charset=utf-8")

    return router
