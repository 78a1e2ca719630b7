"""Exchanges and states of conversations, with whatever does not matter filled in."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.archive import Archive, Exchange, Transcript
from bot.models import Answer, Audience, Citation, Language, Outcome, Tag, Text, Understood
from bot.understanding.brief import Brief, Need, Origin
from bot.understanding.models import Conversation, Turn
from knowledge.models import Intent
from knowledge.place_names import PlaceKind
from tests.fakes.understanding import make_place, make_understanding

MORNING = datetime(2026, 3, 2, 8, 30, 15, 123456, tzinfo=UTC)


def moment(minutes: float) -> datetime:
    """Return a time that many minutes after MORNING."""
    return MORNING + timedelta(minutes=minutes)


def make_answer(text: str = "Auf XING.", citations: int = 2, **values: Any) -> Answer:
    """Return an answer with a paragraph, an understood vacancy and some citations."""
    understood = Understood((Tag("role", "Stelle", "Bauleiter"), Tag("place", "Ort", "Köln")))
    cited = tuple(Citation(f"p{number}", f"Titel {number}", (71, 72), "Leitfaden", text) for number in range(citations))
    defaults: dict[str, Any] = {
        "blocks": (understood, Text(text, (71,))),
        "topic": "channels",
        "channels": ("xing",),
        "citations": cited,
        "confidence": 0.75,
    }
    return Answer(Outcome.ANSWERED, Language.DE, **{**defaults, **values})


def make_exchange(question: str = "Wo suche ich Bauleiter?", **values: Any) -> Exchange:
    """Return an exchange with an id of its own."""
    defaults = {"id": uuid.uuid4().hex, "answer": make_answer(), "asked_at": MORNING, "elapsed_ms": 12.5}
    return Exchange(question=question, **{**defaults, **values})


def make_state(conversation: str) -> Conversation:
    """Return a state in which every kind of value occurs."""
    brief = Brief(
        role="Bauleiter",
        occupations=("311",),
        places=(make_place("Köln", "DE", kind=PlaceKind.TOWN),),
        age=(20, 30),
        headcount=3,
        needs=(Need("young", Origin.SAID, "junge"),),
        excluded=frozenset({"facebook", "tiktok"}),
    )
    turn = Turn(
        make_understanding("Bauleiter in Köln?", Intent.CHANNEL_ADVICE, brief=brief), None, ("xing", "linkedin")
    )
    return Conversation(conversation, turn, Language.DE, turn)


class Clock:
    """A clock that stands at MORNING until it is set."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now


def say(archive: Archive, conversation: str = "c1", owner: str = "web:anna", **exchange: Any) -> Exchange:
    """Record an exchange, as in `make_exchange`, and return it."""
    made = make_exchange(**exchange)
    assert archive.record(owner, Audience.RECRUITER, made, make_state(conversation))
    return made


def transcript(archive: Archive, conversation: str = "c1", owner: str = "web:anna") -> Transcript:
    """Return a conversation that is there."""
    found = archive.transcript(owner, conversation)
    assert found is not None
    return found
