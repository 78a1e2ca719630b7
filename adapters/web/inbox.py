"""The inbox: candidates who asked for a person, for recruiters without Slack and beside it. It needs no JavaScript."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from adapters.display import blank
from adapters.web.areas import Area, Place
from adapters.web.inbound import new_id, well_formed
from adapters.web.site import Site, checked_id, session_of
from bot.handoffs.desk import HandoffDesk
from bot.handoffs.models import EntryKind, Side, Talk
from bot.handoffs.telling import moment_in_words

INBOX = "/inbox"
CLOSED_SHOWN = timedelta(days=14)
"""For which conversations that have ended are listed."""
LONGEST = 4_000
"""Characters of an answer."""

Field = Annotated[str, Form()]
Token = Annotated[str, Form(alias="form_token")]
GapOf = Callable[[str], str | None]


def inbox_area(desk: HandoffDesk, gap_of: GapOf) -> Area:
    """Return the area. `gap_of` returns the gap that a conversation belongs to, None where there is none yet."""
    return Area("inbox", INBOX, Place.TEAM, partial(inbox_routes, desk, gap_of))


def inbox_routes(desk: HandoffDesk, gap_of: GapOf, site: Site) -> APIRouter:
    """Return /inbox, its conversations, and what can be done with them."""
    router = APIRouter(include_in_schema=False)
    pages = _Pages(desk, gap_of, site)
    router.get(INBOX)(pages.list)
    router.get(f"{INBOX}/{{token}}")(pages.show)
    router.post(f"{INBOX}/{{token}}/reply")(pages.reply)
    router.post(f"{INBOX}/{{token}}/end")(pages.end)
    return router


class _Pages:
    """The handlers."""

    def __init__(self, desk: HandoffDesk, gap_of: GapOf, site: Site) -> None:
        self._desk = desk
        self._gap_of = gap_of
        self._site = site

    def list(self, request: Request) -> Response:
        """List who waits, the longest and those that wait too long first; then all others."""
        talks = self._desk.store.talks(self._desk.clock() - CLOSED_SHOWN)
        return self._page(request, "inbox/page.html", talks=talks)

    def show(self, request: Request, token: str) -> Response:
        """Show one conversation, with a form to answer."""
        return self._talk(request, self._found(token))

    def reply(self, request: Request, token: str, form_token: Token, message: Field = "", text: Field = "") -> Response:
        """Pass an answer on. The form's number makes sending it twice one answer."""
        session = self._site.checked_form(request, form_token)
        talk, words = self._found(token), well_formed(text).strip()
        if blank(words) or len(words) > LONGEST:
            return self._talk(request, talk, "inbox.empty" if blank(words) else "inbox.too_long", words, 422)
        if not self._desk.reply(_key(message), token, words, session.owner, seen=False):
            return self._talk(request, self._found(token), "inbox.over", words, 409)
        return RedirectResponse(f"{INBOX}/{token}#latest", 303)

    def end(self, request: Request, token: str, form_token: Token, message: Field = "") -> Response:
        """End a conversation."""
        session = self._site.checked_form(request, form_token)
        self._desk.close(_key(message), self._found(token).handoff.token, Side.TEAM, session.owner)
        return RedirectResponse(INBOX, 303)

    def _talk(self, request: Request, talk: Talk, problem: str = "", text: str = "", status: int = 200) -> Response:
        answered = any(entry.kind is EntryKind.RECRUITER for entry in talk.entries)
        gap = self._gap_of(talk.handoff.token) if answered else None
        context = {"talk": talk, "problem": problem, "text": text, "message": new_id(), "longest": LONGEST, "gap": gap}
        return self._page(request, "inbox/talk.html", status, **context)

    def _page(self, request: Request, template: str, status: int = 200, **context: Any) -> Response:
        language = self._site.rendering.preferences(request.scope).language
        token = self._site.sessions.form_token(session_of(request))
        when = partial(moment_in_words, zone=self._desk.promise.hours.zone, language=language)
        return self._site.rendering.page(request, template, status, form_token=token, when=when, **context)

    def _found(self, token: str) -> Talk:
        talk = self._desk.store.talk(checked_id(token))
        if talk is None:
            raise HTTPException(404)
        return talk


def _key(message: str) -> str:
    return f"web:{checked_id(message)}"
