"""What all routes share, and the checks that they begin with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import HTTPException, Request
from limits import RateLimitItemPerMinute
from limits.strategies import RateLimiter

from adapters.keeper import Keeper
from adapters.web.desk import Desk, NoIndexError
from adapters.web.gate import Login
from adapters.web.inbound import is_id
from adapters.web.rendering import Rendering
from adapters.web.sessions import Session, Sessions
from bot.archive import Archive
from bot.gaps.models import Notice
from bot.hosting import Hosted

Tell = Callable[[str, str], tuple[Notice, ...]]
"""(owner, conversation) → whose questions have an answer now."""


def nothing_to_tell(_owner: str, _conversation: str) -> tuple[Notice, ...]:
    """Return nothing: nobody writes answers."""
    return ()


@dataclass(frozen=True, slots=True)
class Door:
    """How people get in. `password` is empty unless `login` is by password."""

    login: Login
    password: str
    user_header: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How often something may be done."""

    limiter: RateLimiter
    questions: RateLimitItemPerMinute
    sign_ins: RateLimitItemPerMinute

    def may_ask(self, session: Session) -> bool:
        """Count a question; False where there were too many in the last minute.

        A session that begins with this question has no others. Counting it would only fill the limiter, which looks
        through all it knows a hundred times a second: 57 % of the interpreter's time after 20,000 such questions.
        """
        if session.fresh and session.user is None:
            return True
        return self.limiter.hit(self.questions, "ask", session.owner)

    def may_sign_in(self, address: str) -> bool:
        """Count a try of the password."""
        return self.limiter.hit(self.sign_ins, "sign-in", address)


@dataclass(frozen=True, slots=True)
class Site:
    """The parts of one web application. `tell` gives what somebody is to be told in a conversation, each once."""

    keeper: Keeper
    desk: Desk
    archive: Archive
    sessions: Sessions
    rendering: Rendering
    door: Door
    limits: Limits
    tell: Tell

    def hosted(self) -> Hosted:
        """Return what is served. Raises NoIndexError."""
        hosted = self.keeper.current
        if hosted is None:
            raise NoIndexError(self.keeper.reason)
        return hosted

    def channel_names(self) -> Mapping[str, str]:
        """Return all channels' names by id; none while there is no index."""
        hosted = self.keeper.current
        return hosted.channel_names if hosted else {}

    def checked_form(self, request: Request, token: str) -> Session:
        """Return the session of a form that came from its own pages. Raises HTTPException."""
        session = session_of(request)
        if not self.sessions.is_form_token(session, token):
            raise HTTPException(403, "form")
        return session

    def checked_question(self, session: Session) -> None:
        """Count a question. Raises HTTPException where there were too many."""
        if not self.limits.may_ask(session):
            raise HTTPException(429, "questions", {"Retry-After": "60"})


def session_of(request: Request) -> Session:
    """Return the request's session, which the gate has put there."""
    session: Session = request.state.session
    return session


def checked_id(text: str) -> str:
    """Return the id. Raises HTTPException where none has that shape."""
    if not is_id(text):
        raise HTTPException(404)
    return text
