"""/api/v1: the same answers as `lotse ask --json`, and the conversations they belong to."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Request
from fastapi import Path as InPath
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from adapters.answer_record import answer_record
from adapters.web.desk import NoIndexError, NotYoursError
from adapters.web.inbound import new_id, question, well_formed
from adapters.web.site import Site, session_of
from bot.archive import Exchange, Feedback, Summary
from bot.models import Audience, Language, Outcome

LONGEST_TEXT = 40_000
"""Characters that are read; above 2,000 the answer says that this is too long."""

ANY_REFUSED = {
    401: "a login is asked for, and there was none",
    403: "a browser says that another site sent this",
    421: "Lotse does not answer by this host's name",
}
"""What any request may be refused for."""
NAMING_REFUSED = {404: "there is none, or it is somebody else's", 422: "a field is missing or breaks its rule"}
"""What a request that names something may be refused for as well."""
BODY_REFUSED = {400: "the body cannot be read", 413: "the body is too large"}
"""What a request with a body may be refused for as well."""
ASKING_REFUSED = {429: "too many questions in the last minute", 503: "there is no index to answer from"}
"""What a question may be refused for as well."""

ConversationId = Annotated[str, InPath(pattern=r"^[A-Za-z0-9_-]{22,64}$", description="as an answer names it")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Asked(_Model):
    """A question."""

    question: str = Field(max_length=LONGEST_TEXT, examples=["Bauleiter in Köln, wo posten?"])
    conversation: str | None = Field(
        None, pattern=r"^[A-Za-z0-9_-]{22,64}$", description="goes on from this one; without it a new one begins"
    )
    language: Language | None = Field(None, description="answer in this language; otherwise in the question's")
    audience: Audience = Field(Audience.RECRUITER, description="who asks; candidates see no internal knowledge")


class Cited(_Model):
    """A passage that an answer rests on."""

    passage: str
    title: str
    points: list[int]
    source: str


class Answered(_Model):
    """An answer, with the fields of `lotse ask --json`."""

    outcome: Outcome
    topic: str | None
    topics: list[str]
    channels: list[str]
    text: str
    language: Language
    citations: list[Cited]
    elapsed_ms: float
    conversation: str
    exchange: str


class Opinion(_Model):
    """Whether an answer helped."""

    helpful: bool
    reason: str = Field("", max_length=400)


class Said(_Model):
    """One question of a conversation, with its answer."""

    question: str
    asked_at: datetime
    feedback: Opinion | None
    answer: Answered


class Listed(_Model):
    """A conversation in the list."""

    id: str
    title: str
    audience: Audience
    language: Language
    updated_at: datetime
    exchanges: int


class Told(Listed):
    """A conversation with everything in it, oldest first."""

    said: list[Said]


class Problem(_Model):
    """What is wrong."""

    detail: str


class Deleted(_Model):
    """How many conversations were deleted."""

    deleted: int


def api_routes(site: Site) -> APIRouter:
    """Return the routes of the API."""
    naming, sending = _problems(NAMING_REFUSED), _problems(NAMING_REFUSED | BODY_REFUSED)
    asking = sending | _problems(ASKING_REFUSED)
    router = APIRouter(prefix="/api/v1", responses=_problems(ANY_REFUSED))
    api = _Api(site)
    router.post("/answers", response_model=Answered, responses=asking, tags=["answers"])(api.ask)
    router.get("/conversations", tags=["conversations"])(api.conversations)
    router.get("/conversations/{conversation}", responses=naming, tags=["conversations"])(api.conversation)
    router.delete("/conversations/{conversation}", responses=naming, tags=["conversations"])(api.delete)
    router.delete("/conversations", tags=["conversations"])(api.delete_all)
    router.put("/answers/{exchange}/feedback", responses=sending, tags=["answers"])(api.feedback)
    return router


def _problems(descriptions: Mapping[int, str]) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": Problem, "description": text} for status, text in descriptions.items()}


class _Api:
    """The handlers. The first line of each docstring is what the OpenAPI page shows."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def ask(self, request: Request, asked: Asked) -> Response:
        """Answer a question; within a conversation, as one that goes on from the last."""
        session = session_of(request)
        self._site.checked_question(session)
        conversation = asked.conversation or new_id()
        message = question(asked.question, conversation, asked.language, asked.audience)
        if asked.conversation and self._site.archive.state(session.owner, conversation) is None:
            raise HTTPException(404, "conversation: there is none with this id")
        expected = self._site.rendering.fallback
        answer = self._site.desk.ask if asked.conversation else self._site.desk.begin
        try:
            exchange = answer(session.owner, message, expected)
        except NotYoursError:
            raise HTTPException(404, "conversation: there is none with this id") from None
        except NoIndexError as error:
            raise HTTPException(503, str(error)) from None
        # Written directly: checking every answer against the model again costs a good part of finding it.
        return JSONResponse(_record(exchange, conversation))

    def conversations(self, request: Request) -> list[Listed]:
        """List the session's conversations, the latest first."""
        return [_listed(summary) for summary in self._site.archive.summaries(session_of(request).owner)]

    def conversation(self, request: Request, conversation: ConversationId) -> Told:
        """Return a conversation with everything in it."""
        transcript = self._site.archive.transcript(session_of(request).owner, conversation)
        if transcript is None:
            raise HTTPException(404, "conversation: there is none with this id")
        said = [_said(exchange, conversation) for exchange in transcript.exchanges]
        return Told(**_listed(transcript.summary).model_dump(), said=said)

    def delete(self, request: Request, conversation: ConversationId) -> Deleted:
        """Delete a conversation."""
        if not self._site.archive.delete(session_of(request).owner, conversation):
            raise HTTPException(404, "conversation: there is none with this id")
        return Deleted(deleted=1)

    def delete_all(self, request: Request) -> Deleted:
        """Delete all of the session's conversations."""
        return Deleted(deleted=self._site.archive.delete_all(session_of(request).owner))

    def feedback(self, request: Request, exchange: ConversationId, opinion: Opinion) -> Opinion:
        """Say whether an answer helped; a later opinion replaces the one before."""
        kept = Feedback(opinion.helpful, well_formed(opinion.reason))
        if not self._site.archive.give_feedback(session_of(request).owner, exchange, kept):
            raise HTTPException(404, "exchange: there is none with this id")
        return Opinion(helpful=kept.helpful, reason=kept.reason)


def _record(exchange: Exchange, conversation: str) -> dict[str, object]:
    record = answer_record(exchange.answer, exchange.elapsed_ms)
    return {**record, "conversation": conversation, "exchange": exchange.id}


def _said(exchange: Exchange, conversation: str) -> Said:
    feedback = exchange.feedback
    return Said(
        question=exchange.question,
        asked_at=exchange.asked_at,
        feedback=Opinion(helpful=feedback.helpful, reason=feedback.reason) if feedback else None,
        answer=Answered.model_validate(_record(exchange, conversation)),
    )


def _listed(summary: Summary) -> Listed:
    return Listed.model_validate(asdict(summary))
