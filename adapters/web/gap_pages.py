"""Gaps: what is missing, writing an answer, trying it out, publishing, and undoing. Works without JavaScript."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from adapters.web.areas import Area, Place
from adapters.web.days import shown_day
from adapters.web.gap_views import Written, blank, filtered, trial_views
from adapters.web.inbound import well_formed
from adapters.web.site import Site, session_of
from bot.errors import NotReadyError
from bot.gaps.desk import GapDesk
from bot.gaps.errors import BrokenDraftError, UnknownGapError
from bot.gaps.models import AnswerAudience, Draft, Editor
from bot.models import Language

ADDRESS = "/gaps"
FILTERS = ("open", "answered", "set-aside")
DONE = ("published", "restored", "withdrawn", "aside", "up")

Field = Annotated[str, Form()]
Token = Annotated[str, Form(alias="form_token")]


def gaps_area(desk: GapDesk) -> Area:
    """Return the area of gaps."""
    return Area("gaps", ADDRESS, Place.TEAM, lambda site: _routes(site, desk))


def _routes(site: Site, desk: GapDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    pages = _Pages(site, desk)
    router.get(ADDRESS)(pages.overview)
    router.get(f"{ADDRESS}/{{gap}}")(pages.show)
    router.post(f"{ADDRESS}/{{gap}}")(pages.write)
    router.post(f"{ADDRESS}/{{gap}}/change")(pages.change)
    return router


class _Pages:
    """The handlers. They are called in worker threads, since the store and the index block."""

    def __init__(self, site: Site, desk: GapDesk) -> None:
        self._site = site
        self._desk = desk

    def overview(self, request: Request, show: str = FILTERS[0]) -> Response:
        """List the gaps of one state."""
        chosen = show if show in FILTERS else FILTERS[0]
        gaps = filtered(self._desk.gaps(), chosen)
        return self._page(request, "team/gaps.html", gaps=gaps, chosen=chosen, filters=FILTERS)

    def show(self, request: Request, gap: str, done: str = "", proposal: int = -1) -> Response:
        """Show one gap with everything; a proposal may be taken into the answer."""
        found = self._found(lambda: self._desk.gap(gap))
        session = session_of(request)
        written = blank(found, self._site.rendering.preferences(request.scope).language, session.user or "", proposal)
        return self._one(request, gap, written, done=done if done in DONE else "")

    def write(
        self,
        request: Request,
        token: Token,
        gap: str,
        action: Field,
        wordings: Field = "",
        text_de: Field = "",
        text_en: Field = "",
        audience: Field = "",
        author: Field = "",
    ) -> Response:
        """Try an answer out, or publish it."""
        session = self._site.checked_form(request, token)
        wide = AnswerAudience.PUBLIC if audience == AnswerAudience.PUBLIC else AnswerAudience.INTERNAL
        texts = {Language.DE: _lines(text_de), Language.EN: _lines(text_en)}
        draft = Draft(tuple(_lines(wordings).splitlines()), texts, wide)
        written = Written(draft, " ".join(well_formed(author).split()))
        try:
            if action == "publish":
                self._found(lambda: self._desk.publish(gap, draft, Editor(session.owner, written.author)))
                return _back(gap, "published")
            trials = trial_views(self._found(lambda: self._desk.try_out(gap, draft, written.author)))
        except BrokenDraftError as error:
            return self._one(request, gap, written, 422, wrong=error.rules)
        except NotReadyError:
            return self._one(request, gap, written, 503, not_ready=True)
        return self._one(request, gap, written, trials=trials)

    def change(self, request: Request, token: Token, gap: str, action: Field, author: Field = "") -> Response:
        """Bring an earlier version back ("restored:3"), withdraw the answer, set the gap aside or take it up."""
        session = self._site.checked_form(request, token)
        editor = Editor(session.owner, " ".join(well_formed(author).split()) or session.user or "")
        done, _, version = action.partition(":")
        work: dict[str, Callable[[], object]] = {
            "restored": lambda: self._desk.restore(gap, int(version) if version.isdecimal() else 0, editor),
            "withdrawn": lambda: self._desk.withdraw(gap, editor),
            "aside": lambda: self._desk.set_aside(gap, editor),
            "up": lambda: self._desk.take_up(gap),
        }
        if done not in work:
            raise HTTPException(400, "action")
        try:
            self._found(work[done])
        except BrokenDraftError as error:
            language = self._site.rendering.preferences(request.scope).language
            return self._one(request, gap, blank(self._desk.gap(gap), language, "", -1), 422, wrong=error.rules)
        return _back(gap, done)

    def _one(self, request: Request, gap: str, written: Written, status: int = 200, **context: Any) -> Response:
        found = self._found(lambda: self._desk.gap(gap))
        more = {"trials": None, "wrong": (), "not_ready": False, "done": "", **context}
        return self._page(request, "team/gap.html", status, gap=found, written=written, **more)

    def _page(self, request: Request, template: str, status: int = 200, **context: Any) -> Response:
        token = self._site.sessions.form_token(session_of(request))
        language = self._site.rendering.preferences(request.scope).language

        def day(moment: Any) -> str:
            return shown_day(moment, language)

        return self._site.rendering.page(request, template, status, form_token=token, day=day, **context)

    def _found(self, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except UnknownGapError:
            raise HTTPException(404, "gap") from None


def _lines(text: str) -> str:
    """Browsers send CRLF."""
    return well_formed(text).replace("\r\n", "\n").strip()


def _back(gap: str, done: str) -> RedirectResponse:
    return RedirectResponse(f"{ADDRESS}/{gap}?done={done}", 303)
