"""The values of hand-offs, and the Protocol of what keeps them; `store.py` fulfils it in SQL."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from knowledge.models import Language

ANYWHERE = "anywhere"
"""The place that stands for whatever else the team's side may hold of a forgotten conversation."""


class HandoffState(StrEnum):
    """A draft was shown to the candidate, who has not said yes; nobody else may see it."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class EntryKind(StrEnum):
    """What an entry of a conversation is: what somebody wrote, or that something happened."""

    CANDIDATE = "candidate"
    RECRUITER = "recruiter"
    CLOSED = "closed"
    LEFT = "left"
    ESCALATED = "escalated"


class Side(StrEnum):
    """Who takes part in a conversation."""

    CANDIDATE = "candidate"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Shared:
    """All of a candidate that recruiters are shown: their words, their first name, and the job, "" where there is none.

    `job` is the post's token, `title` its title when it was shared.
    """

    words: str
    name: str
    job: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Handoff:
    """A conversation with the recruiters. `token` is its only name that leaves the store, at random.

    `waiting_since` is when the candidate began to wait, None where it is their turn; `escalate_at` is when that is too
    long. `thread` is where recruiters talk with them, as their platform names conversations, "" for none yet.
    """

    token: str
    owner: str
    conversation: str
    shared: Shared
    language: Language
    state: HandoffState
    opened_at: datetime
    updated_at: datetime
    waiting_since: datetime | None = None
    escalate_at: datetime | None = None
    escalations: int = 0
    thread: str = ""
    closed_by: Side | None = None

    @property
    def open(self) -> bool:
        """Whether both sides can write."""
        return self.state is HandoffState.OPEN


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a conversation. `key` names the event that made it; `author` is a recruiter, "" for all others."""

    key: str
    token: str
    position: int
    kind: EntryKind
    text: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is to be written: `told` are the sides that durable senders are to tell of it."""

    key: str
    kind: EntryKind
    told: frozenset[Side]
    text: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation with its entries, the oldest first."""

    handoff: Handoff
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """A message on a platform that belongs to a conversation. `side` is who reads it there."""

    side: Side
    place: str
    message: str
    token: str


class Handoffs(Protocol):
    """Keeps hand-offs. Whatever has a key may be repeated after a crash, and is done once. All may raise StoreError."""

    def draft(self, key: str, owner: str, conversation: str, shared: Shared, language: Language) -> Handoff:
        """Keep what would be shared, and return it; for the same key the same one."""
        ...

    def discard(self, token: str, owner: str) -> bool:
        """Delete the owner's draft; False where there is none."""
        ...

    def open(self, key: str, token: str, owner: str, due: datetime) -> Handoff | None:
        """Open the owner's draft, or add its words to the open conversation about the same job, and return that one.

        None where there is no draft. `due` is when to escalate unless somebody answers.
        """
        ...

    def find(self, token: str) -> Handoff | None:
        """Return a conversation; a draft too."""
        ...

    def of_owner(self, owner: str) -> tuple[Handoff, ...]:
        """Return the owner's open conversations, the one that was last written in first."""
        ...

    def by_post(self, place: str, message: str) -> Handoff | None:
        """Return the conversation that a message belongs to; a draft too."""
        ...

    def by_thread(self, thread: str) -> Handoff | None:
        """Return the conversation that recruiters have in a thread."""
        ...

    def entry(self, key: str) -> Entry | None:
        """Return an entry."""
        ...

    def talk(self, token: str) -> Talk | None:
        """Return a conversation that was opened."""
        ...

    def talks(self, closed_since: datetime) -> tuple[Talk, ...]:
        """Return all that are open or were closed since: escalated ones first, then by how long somebody waits."""
        ...

    def write(self, token: str, new: NewEntry, due: datetime | None = None) -> bool:
        """Add an entry to an open conversation; whether it is there, now or from before.

        A candidate's words wait until `due`; a recruiter's end the waiting.
        """
        ...

    def close(self, token: str, new: NewEntry, by: Side) -> bool:
        """Close an open conversation; whether it is closed by this."""
        ...

    def escalate(self, now: datetime, due: datetime) -> tuple[str, ...]:
        """Note that whoever waits for longer than was due waits too long; return the tokens. Due again at `due`."""
        ...

    def untold(self, side: Side, limit: int) -> tuple[Entry, ...]:
        """Return the oldest entry of each conversation that no durable sender has taken over for a side."""
        ...

    def taken_over(self, side: Side, keys: tuple[str, ...]) -> None:
        """Note that a durable sender has these."""
        ...

    def note_post(self, post: Post, thread: str = "") -> None:
        """Note a message, and the thread that it begins.

        Of a conversation that was forgotten meanwhile, the team's is to be deleted, and a candidate's is not noted.
        """
        ...

    def forgotten(self) -> tuple[Post, ...]:
        """Return the team's messages of conversations that were forgotten, to be deleted there."""
        ...

    def cleared(self, token: str) -> None:
        """Note that nothing of a forgotten conversation is left on the team's side."""
        ...

    def drop_drafts(self, before: datetime) -> int:
        """Delete drafts from before; return how many."""
        ...
