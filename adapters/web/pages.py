"""The chat: asking, correcting, ticking, giving feedback, deleting. Every form works without JavaScript too."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from adapters.web.desk import NotYoursError
from adapters.web.inbound import correction, new_id, question, well_formed
from adapters.web.markdown import markdown
from adapters.web.outbound import CORRECTABLE, exchange_view, ticked, transcript_views
from adapters.web.sessions import Session
from adapters.web.site import Site, checked_id, session_of
from bot.archive import Exchange, Feedback
from bot.gaps.skill import told_texts
from bot.models import Checklist, Language, Message
from bot.phrases import load_phrases
from bot.skills.request import Voice

LONGEST_FIELD = 400
"""Characters of a tag's value or a feedback's reason; more is cut off."""

Field = Annotated[str, Form()]
Token = Annotated[str, Form(alias="form_token")]
Steps = Annotated[list[str], Form()]


def chat_routes(site: Site) -> APIRouter:
    """Return the routes of the chat's pages."""
    router = APIRouter(include_in_schema=False)
    chat = _Chat(site)
    router.get("/")(chat.start)
    router.post("/ask")(chat.ask)
    router.get("/c/{conversation}")(chat.show)
    router.post("/c/{conversation}/correct")(chat.correct)
    router.post("/c/{conversation}/ticks")(chat.tick)
    router.post("/c/{conversation}/feedback")(chat.feedback)
    router.post("/c/{conversation}/delete")(chat.delete)
    router.post("/conversations/delete")(chat.delete_all)
    router.get("/c/{conversation}/{exchange}.md")(chat.as_markdown)
    return router


class _Chat:
    """The handlers. They are called in worker threads, since answering and the store block."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def start(self, request: Request, q: str = "") -> Response:
        """Show a new conversation; `q` is put into the field, not asked."""
        return self._page(request, new_id(), draft=well_formed(q)[:2000])

    def show(self, request: Request, conversation: str) -> Response:
        """Show a conversation of the session's owner."""
        transcript = self._site.archive.transcript(session_of(request).owner, checked_id(conversation))
        if transcript is None:
            raise HTTPException(404, "conversation")
        views = transcript_views(transcript, self._site.channel_names())
        news = self._news(request, conversation)
        return self._page(request, conversation, exchanges=views, done=ticked(transcript.ticks), news=news)

    def ask(self, request: Request, token: Token, conversation: Field, text: Field = "") -> Response:
        """Answer a question."""
        session = self._site.checked_form(request, token)
        return self._answer(request, session, question(text, checked_id(conversation)))

    def correct(
        self, request: Request, token: Token, conversation: str, kind: Field, value: Field = "", becomes: Field = ""
    ) -> Response:
        """Answer anew after a tag was changed, removed or added."""
        session = self._site.checked_form(request, token)
        if kind not in CORRECTABLE:
            raise HTTPException(400, "tag")
        cut = (value[:LONGEST_FIELD], becomes[:LONGEST_FIELD])
        return self._answer(request, session, correction(kind, *cut, checked_id(conversation)))

    def tick(
        self,
        request: Request,
        token: Token,
        conversation: str,
        checklist: Field,
        step: Steps = [],  # noqa: B006
    ) -> Response:
        """Keep which steps of a checklist are done: all that are sent, no others."""
        session = self._site.checked_form(request, token)
        transcript = self._site.archive.transcript(session.owner, checked_id(conversation))
        shown = _shown(transcript.exchanges, checklist) if transcript else ()
        steps = tuple(dict.fromkeys(step.id for _, block in shown for step in block.steps))
        if transcript is None or not steps:
            raise HTTPException(404, "checklist")
        done = {tick.step for tick in transcript.ticks if tick.checklist == checklist}
        for one in steps:
            if (one in step) != (one in done):
                self._site.archive.tick(session.owner, conversation, checklist, one, done=one in step)
        if _by_script(request):
            return self._site.rendering.page(
                request,
                "parts/progress.html",
                language=shown[-1][0],
                done=len(set(step) & set(steps)),
                total=len(steps),
            )
        return _back(f"/c/{conversation}")

    def feedback(
        self, request: Request, token: Token, conversation: str, exchange: Field, helpful: Field, reason: Field = ""
    ) -> Response:
        """Keep whether an answer helped, and why."""
        session = self._site.checked_form(request, token)
        checked_id(conversation)
        given = Feedback(helpful == "yes", well_formed(reason).strip()[:LONGEST_FIELD])
        if not self._site.archive.give_feedback(session.owner, checked_id(exchange), given):
            raise HTTPException(404, "conversation")
        if _by_script(request):
            return self._site.rendering.page(
                request,
                "parts/feedback.html",
                conversation=conversation,
                exchange=exchange,
                given=given,
                form_token=token,
            )
        return _back(f"/c/{conversation}#e-{exchange}")

    def delete(self, request: Request, token: Token, conversation: str) -> Response:
        """Delete a conversation."""
        session = self._site.checked_form(request, token)
        if not self._site.archive.delete(session.owner, checked_id(conversation)):
            raise HTTPException(404, "conversation")
        return _back("/")

    def delete_all(self, request: Request, token: Token) -> Response:
        """Delete all conversations of the session's owner."""
        self._site.archive.delete_all(self._site.checked_form(request, token).owner)
        return _back("/")

    def as_markdown(self, request: Request, conversation: str, exchange: str) -> Response:
        """Return an answer as Markdown, to be copied."""
        transcript = self._site.archive.transcript(session_of(request).owner, checked_id(conversation))
        found = [one for one in transcript.exchanges if one.id == exchange] if transcript else []
        if not found:
            raise HTTPException(404, "conversation")
        answer = found[0].answer
        title = self._site.rendering.words.say("answer.sources", answer.language)
        return PlainTextResponse(markdown(found[0].question, answer, title), headers={"Cache-Control": "no-store"})

    def _news(self, request: Request, conversation: str) -> Mapping[str, tuple[str, ...]]:
        """What is told in the conversation, once, by the exchange that it is about."""
        found = self._site.tell(session_of(request).owner, conversation)
        if not found:
            return {}
        voice = Voice(load_phrases(), self._site.rendering.preferences(request.scope).language)
        return {notice.exchange: told_texts(notice, voice) for notice in found}

    def _answer(self, request: Request, session: Session, message: Message) -> Response:
        self._site.checked_question(session)
        expected = self._site.rendering.preferences(request.scope).language
        try:
            exchange = self._site.desk.ask(session.owner, message, expected)
        except NotYoursError:
            raise HTTPException(404, "conversation") from None
        address = f"/c/{message.conversation}"
        if not _by_script(request):
            return _back(f"{address}#e-{exchange.id}")
        response = self._fragment(request, session, exchange, message.conversation)
        if not request.headers.get("hx-current-url", "").endswith(address):
            response.headers["HX-Push-Url"] = quote(address)
        return response

    def _fragment(self, request: Request, session: Session, exchange: Exchange, conversation: str) -> Response:
        done = ticked(self._ticks(session, conversation, exchange))
        return self._site.rendering.page(
            request,
            "chat/answered.html",
            exchange=exchange_view(exchange, conversation, self._site.channel_names()),
            done=done,
            conversation=conversation,
            summaries=self._site.archive.summaries(session.owner),
            form_token=self._site.sessions.form_token(session),
        )

    def _ticks(self, session: Session, conversation: str, exchange: Exchange) -> Any:
        """Steps that are ticked already; read only where the answer shows a checklist."""
        if not any(isinstance(block, Checklist) for block in exchange.answer.blocks):
            return ()
        transcript = self._site.archive.transcript(session.owner, conversation)
        return transcript.ticks if transcript else ()

    def _page(self, request: Request, conversation: str, **context: Any) -> Response:
        session = session_of(request)
        ready = self._site.keeper.current is not None
        shown = {"exchanges": (), "done": frozenset(), "draft": "", "news": {}, **context}
        return self._site.rendering.page(
            request,
            "chat/page.html",
            200 if ready else 503,
            ready=ready,
            reason=self._site.keeper.reason,
            conversation=conversation,
            summaries=self._site.archive.summaries(session.owner),
            form_token=self._site.sessions.form_token(session),
            **shown,
        )


def _shown(exchanges: tuple[Exchange, ...], checklist: str) -> tuple[tuple[Language, Checklist], ...]:
    """A checklist as often as the conversation has shown it, each time with the answer's language."""
    blocks = ((exchange.answer.language, block) for exchange in exchanges for block in exchange.answer.blocks)
    return tuple((lang, block) for lang, block in blocks if isinstance(block, Checklist) and block.id == checklist)


def _by_script(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"


def _back(address: str) -> RedirectResponse:
    return RedirectResponse(address, 303)
