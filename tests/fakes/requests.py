"""Requests to skills, for recruiters, with whatever does not matter filled in; and what stands in an answer."""

from collections.abc import Callable
from typing import Any, TypeVar

from bot.models import Answer, Block, Notice, NoticeKind, Text
from bot.skills.request import Knowledge, Request
from knowledge.models import Audience, Language
from tests.fakes.understanding import make_understanding

B = TypeVar("B", bound=Block)


def make_request(knowledge: Knowledge, audience: Audience = Audience.RECRUITER, **understood: Any) -> Request:
    """Return a request; `understood` as in `make_understanding`."""
    return Request(make_understanding(**understood), audience, knowledge)


def blocks_of(answer: Answer, kind: Callable[..., B]) -> list[B]:
    """Return the answer's blocks of a kind."""
    return [block for block in answer.blocks if isinstance(block, kind)]  # type: ignore[arg-type]


def notices_of(answer: Answer, kind: NoticeKind) -> list[Notice]:
    """Return the answer's notices of a kind."""
    return [notice for notice in blocks_of(answer, Notice) if notice.kind is kind]


def texts_of(answer: Answer) -> list[str]:
    """Return the answer's paragraphs."""
    return [block.text for block in blocks_of(answer, Text)]


class FakeSkill:
    """Answers with what it was given and keeps every request."""

    def __init__(self, answer: Callable[[Language], Answer]) -> None:
        self.requests: list[Request] = []
        self._answer = answer

    def answer(self, request: Request) -> Answer:
        """Return the answer in the request's language."""
        self.requests.append(request)
        return self._answer(request.language)
