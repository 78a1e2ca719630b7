"""Onboarding: the path, a module with its questions, what is due again, and who shares. Works without JavaScript."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from adapters.web.areas import Area, Place
from adapters.web.days import shown_day
from adapters.web.inbound import new_id, question, well_formed
from adapters.web.onboarding_views import module_view, question_view
from adapters.web.site import Site, session_of
from bot.models import Language
from bot.onboarding.desk import OnboardingDesk
from bot.onboarding.errors import OpenQuestionsError, UnknownModuleError
from bot.onboarding.models import LONGEST_NAME, Joining

ADDRESS = "/onboarding"
LONGEST_FIELD = 400

T = TypeVar("T")
Field = Annotated[str, Form()]
Token = Annotated[str, Form(alias="form_token")]


def onboarding_area(desk: OnboardingDesk, *, has_slack: bool) -> Area:
    """Return the area. `has_slack` says that progress can be joined with that of Slack."""
    return Area("onboarding", ADDRESS, Place.MAIN, partial(_routes, desk, has_slack))


def _routes(desk: OnboardingDesk, has_slack: bool, site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    pages = _Pages(desk, site, has_slack)
    router.get(ADDRESS)(pages.path)
    router.get(f"{ADDRESS}/team/progress")(pages.shared)
    router.post(f"{ADDRESS}/me/choices")(pages.choose)
    router.post(f"{ADDRESS}/me/join")(pages.join)
    router.post(f"{ADDRESS}/me/leave")(pages.leave)
    router.get(f"{ADDRESS}/{{module}}")(pages.module)
    router.post(f"{ADDRESS}/{{module}}/answer")(pages.answer)
    router.post(f"{ADDRESS}/{{module}}/finish")(pages.finish)
    router.post(f"{ADDRESS}/{{module}}/ask")(pages.ask)
    return router


class _Pages:
    """The handlers. They are called in worker threads, since the store blocks."""

    def __init__(self, desk: OnboardingDesk, site: Site, has_slack: bool) -> None:
        self._desk = desk
        self._site = site
        self._has_slack = has_slack

    def path(self, request: Request, done: str = "", kept: str = "") -> Response:
        """Show the path, what is due and what was chosen."""
        return self._path(request, done=done, kept=kept == "yes")

    def _path(
        self, request: Request, status: int = 200, done: str = "", *, kept: bool = False, unknown_code: bool = False
    ) -> Response:
        overview = self._desk.overview(session_of(request).owner)
        finished = next((one.module for one in overview.modules if one.module.id == done and one.finished_at), None)
        return self._page(
            request,
            "onboarding/path.html",
            status,
            overview=overview,
            finished=finished,
            kept=kept,
            unknown_code=unknown_code,
            joins=self._has_slack or overview.joined,
            longest=LONGEST_NAME,
        )

    def module(self, request: Request, module: str, again: str = "") -> Response:
        """Show a module; `again` is the question that is to be answered once more."""
        return self._module(request, module, again=again)

    def answer(self, request: Request, token: Token, module: str, question: Field, option: Field = "") -> Response:
        """Keep an answer and explain it."""
        session = self._site.checked_form(request, token)
        if not option:
            return self._unchosen(request, module, question)
        self._found(lambda: self._desk.answer(session.owner, module, question, option))
        if request.headers.get("hx-request") != "true":
            return RedirectResponse(f"{ADDRESS}/{module}#q-{question}", 303)
        return self._question(request, module, question)

    def finish(self, request: Request, token: Token, module: str) -> Response:
        """Finish a module."""
        session = self._site.checked_form(request, token)
        try:
            self._found(lambda: self._desk.finish(session.owner, module))
        except OpenQuestionsError:
            return self._module(request, module, 422, unfinished=True)
        return RedirectResponse(f"{ADDRESS}?done={module}", 303)

    def ask(self, request: Request, token: Token, module: str, text: Field = "") -> Response:
        """Ask the assistant with the module in mind, and go on in a conversation of its own."""
        session, language = self._site.checked_form(request, token), self._language(request)
        message = question(text, new_id())
        start = self._found(lambda: self._desk.context(module, message.conversation, language))
        self._site.checked_question(session)
        exchange = self._site.desk.begin_at(session.owner, message, start)
        return RedirectResponse(f"/c/{message.conversation}#e-{exchange.id}", 303)

    def choose(
        self,
        request: Request,
        token: Token,
        name: Field = "",
        buddy: Field = "",
        shared: Field = "",
        paused: Field = "",
    ) -> Response:
        """Keep the name, the buddy, and whether progress is shared or paused."""
        session = self._site.checked_form(request, token)
        called, buddy = (well_formed(text)[:LONGEST_FIELD] for text in (name, buddy))
        before = self._desk.overview(session.owner).choices
        chosen = replace(before, name=called, shared=shared == "yes", paused=paused == "yes")
        self._desk.choose(session.owner, chosen.accompanied_by(buddy))
        return RedirectResponse(f"{ADDRESS}?kept=yes", 303)

    def join(self, request: Request, token: Token, code: Field = "") -> Response:
        """Keep the progress with that of another platform, whose code was entered."""
        session = self._site.checked_form(request, token)
        self._site.checked_question(session)
        became = self._desk.join(session.owner, code[:LONGEST_FIELD])
        if became is Joining.UNKNOWN:
            return self._path(request, 422, unknown_code=True)
        return RedirectResponse(f"{ADDRESS}?kept=yes", 303)

    def leave(self, request: Request, token: Token) -> Response:
        """Begin anew here; what was joined stays with the other platform."""
        self._desk.leave(self._site.checked_form(request, token).owner)
        return RedirectResponse(f"{ADDRESS}?kept=yes", 303)

    def shared(self, request: Request) -> Response:
        """Show the finished modules of those who share them."""
        return self._page(request, "onboarding/shared.html", paths=self._desk.shared())

    def _module(self, request: Request, module: str, status: int = 200, again: str = "", **context: Any) -> Response:
        overview = self._desk.overview(session_of(request).owner)
        language = self._language(request)
        progress = self._found(lambda: self._desk.module(session_of(request).owner, module))
        return self._page(
            request,
            "onboarding/module.html",
            status,
            view=module_view(progress, overview.due, again, language),
            deeper=self._desk.deeper(progress.module, language),
            choices=overview.choices,
            **{"unfinished": False, **context},
        )

    def _question(self, request: Request, module: str, question: str, unchosen: str = "") -> Response:
        owner, language = session_of(request).owner, self._language(request)
        progress = self._found(lambda: self._desk.module(owner, module))
        asked = progress.module.question(question)
        if asked is None:
            raise HTTPException(404, "module")
        shown = question_view(progress, asked, again=bool(unchosen), due=False, language=language)
        context: dict[str, Any] = {"module": module, "one": shown, "unchosen": unchosen, "fresh": True}
        return self._page(request, "onboarding/question.html", **context)

    def _unchosen(self, request: Request, module: str, question: str) -> Response:
        if request.headers.get("hx-request") == "true":
            return self._question(request, module, question, unchosen=question)
        return self._module(request, module, 422, again=question, unchosen=question)

    def _language(self, request: Request) -> Language:
        return self._site.rendering.preferences(request.scope).language

    def _page(self, request: Request, template: str, status: int = 200, **context: Any) -> Response:
        token = self._site.sessions.form_token(session_of(request))
        language = self._language(request)
        more = {"unchosen": "", "fresh": False, "day": partial(shown_day, language=language), **context}
        return self._site.rendering.page(request, template, status, form_token=token, **more)

    def _found(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except UnknownModuleError:
            raise HTTPException(404, "module") from None
