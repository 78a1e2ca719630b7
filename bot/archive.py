"""What people said and were answered, kept for them. The Protocol stands here; `bot/store.py` fulfils it in SQL."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.models import Answer, Audience, Correction, Language
from bot.understanding.models import Conversation


@dataclass(frozen=True, slots=True)
class Feedback:
    """Whether an answer helped, and why (not), in the reader's words; "" where none were given."""

    helpful: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question with its answer. `asked_at` is in UTC; `elapsed_ms` is how long the answer took."""

    id: str
    question: str
    answer: Answer
    asked_at: datetime
    elapsed_ms: float
    corrections: tuple[Correction, ...] = ()
    feedback: Feedback | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """A step of a checklist that somebody has done. `by` is the owner id of who ticked it; `at` is in UTC."""

    checklist: str
    step: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation in a list: `title` is its first question, cut short."""

    id: str
    title: str
    audience: Audience
    language: Language
    updated_at: datetime
    exchanges: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation with all that was said, oldest first, its ticked steps, and the state a follow-up needs."""

    summary: Summary
    exchanges: tuple[Exchange, ...]
    ticks: tuple[Tick, ...]
    state: Conversation


class Archive(Protocol):
    """Keeps conversations by owner: a web session, a user, a platform's account. Nobody sees another owner's.

    Where a conversation or an exchange does not exist, or belongs to somebody else, nothing is done, and the answer
    is None or False: from outside the two cannot be told apart.
    """

    def summaries(self, owner: str, limit: int = 200) -> tuple[Summary, ...]:
        """Return the owner's conversations, the latest first."""
        ...

    def transcript(self, owner: str, conversation: str) -> Transcript | None:
        """Return a conversation with everything in it."""
        ...

    def state(self, owner: str, conversation: str) -> Conversation | None:
        """Return only what a follow-up needs."""
        ...

    def record(self, owner: str, audience: Audience, exchange: Exchange, state: Conversation) -> bool:
        """Keep an exchange and the conversation's state after it (`state.id` names it), both or neither.

        The conversation is created with its first exchange. False where the id belongs to another owner.
        """
        ...

    def give_feedback(self, owner: str, exchange: str, feedback: Feedback) -> bool:
        """Keep what the owner thinks of an answer; a later opinion replaces the one before."""
        ...

    def tick(self, owner: str, conversation: str, checklist: str, step: str, *, done: bool) -> bool:
        """Mark a step as done or not."""
        ...

    def delete(self, owner: str, conversation: str) -> bool:
        """Delete a conversation with all that belongs to it."""
        ...

    def delete_all(self, owner: str) -> int:
        """Delete all of the owner's conversations and return how many."""
        ...
