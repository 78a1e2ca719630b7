"""What both sides do with hand-offs: the rules beside what is kept. Safe to repeat after a crash."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import utc_now
from bot.handoffs.hours import WorkingHours
from bot.handoffs.models import EntryKind, Handoff, Handoffs, NewEntry, Shared, Side
from knowledge.models import Language

DRAFTS_LAST = timedelta(days=1)
"""For which a preview can be agreed to; then what it shows is deleted."""
MOST = 5
"""Open conversations of one candidate."""


@dataclass(frozen=True, slots=True)
class Promise:
    """When recruiters are there, and in how much working time they usually answer, and answer too late."""

    hours: WorkingHours
    usual: timedelta
    patience: timedelta


@dataclass(frozen=True, slots=True)
class HandoffDesk:
    """Whatever has a key may be repeated. Every method may raise StoreError.

    Unless it `takes_new` ones, only conversations that are open go on.
    """

    store: Handoffs
    promise: Promise
    clock: Callable[[], datetime] = utc_now
    takes_new: bool = True

    def draft(self, key: str, whose: tuple[str, str], shared: Shared, language: Language) -> Handoff:
        """Keep what would be shared of (owner, conversation), until they say yes, no, or nothing for a day."""
        owner, conversation = whose
        return self.store.draft(key, owner, conversation, shared, language)

    def open(self, key: str, token: str, owner: str) -> Handoff | None:
        """Share a draft; None where there is none."""
        return self.store.open(key, token, owner, self._too_late())

    def has_room(self, owner: str) -> bool:
        """Whether somebody may open one more conversation."""
        return len(self.store.of_owner(owner)) < MOST

    def say(self, key: str, token: str, text: str) -> bool:
        """Pass a candidate's words on; False where the conversation is over."""
        new = NewEntry(key, EntryKind.CANDIDATE, frozenset({Side.TEAM}), text)
        return self.store.write(token, new, self._too_late())

    def reply(self, key: str, token: str, text: str, author: str, *, seen: bool) -> bool:
        """Pass a recruiter's words on; False where the conversation is over. `seen`: the team's platform has them."""
        told = frozenset({Side.CANDIDATE} if seen else Side)
        return self.store.write(token, NewEntry(key, EntryKind.RECRUITER, told, text, author))

    def close(self, key: str, token: str, by: Side, author: str = "") -> bool:
        """End a conversation, and tell the team, and the candidate where it was not them."""
        told = frozenset({Side.TEAM} if by is Side.CANDIDATE else Side)
        return self.store.close(token, NewEntry(key, EntryKind.CLOSED, told, author=author), by)

    def leave(self, key: str, owner: str) -> None:
        """End all conversations of somebody who cannot be written to any more, and tell the team."""
        for one in self.store.of_owner(owner):
            new = NewEntry(f"{key}:{one.token}", EntryKind.LEFT, frozenset({Side.TEAM}))
            self.store.close(one.token, new, Side.CANDIDATE)

    def look_after(self) -> None:
        """Escalate what waits for too long; forget what nobody agreed to."""
        now = self.clock()
        self.store.escalate(now, self._too_late())
        self.store.drop_drafts(now - DRAFTS_LAST)

    def expected(self) -> datetime:
        """Return by when somebody who writes now usually has an answer, in UTC."""
        return self.promise.hours.after(self.clock(), self.promise.usual)

    def is_open(self) -> bool:
        """Whether recruiters are there now."""
        return self.promise.hours.is_open(self.clock())

    def _too_late(self) -> datetime:
        return self.promise.hours.after(self.clock(), self.promise.patience)
