"""What is looked up of hand-offs, in SQL."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from bot.database import Database
from bot.handoffs.models import Entry, Handoff, HandoffState, Post, Side, Talk
from bot.handoffs.rows import WAITS, entries_where, entry_of, handoff_of, handoffs_where, post_of
from bot.handoffs.tables import CandidateHandoffRow, CandidateMessageRow, CandidatePostRow


class HandoffLooks:
    """Everything that changes nothing. Every method may raise StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, token: str) -> Handoff | None:
        """Return a conversation; a draft too."""
        return next(self._handoffs(CandidateHandoffRow.token == token), None)

    def of_owner(self, owner: str) -> tuple[Handoff, ...]:
        """Return the owner's open conversations, the one that was last written in first."""
        mine = (CandidateHandoffRow.owner == owner, CandidateHandoffRow.state == HandoffState.OPEN.value)
        return tuple(sorted(self._handoffs(*mine), key=lambda one: one.updated_at, reverse=True))

    def by_post(self, place: str, message: str) -> Handoff | None:
        """Return the conversation that a message belongs to; a draft too."""
        here = (CandidatePostRow.place == place, CandidatePostRow.message == message)
        return next(self._handoffs(CandidateHandoffRow.token.in_(select(CandidatePostRow.token).where(*here))), None)

    def by_thread(self, thread: str) -> Handoff | None:
        """Return the conversation that recruiters have in a thread."""
        return next(self._handoffs(CandidateHandoffRow.thread == thread), None) if thread else None

    def entry(self, key: str) -> Entry | None:
        """Return an entry."""
        with self._database.reading() as connection:
            found = connection.execute(entries_where(CandidateMessageRow.key == key)).one_or_none()
            return entry_of(found) if found else None

    def talk(self, token: str) -> Talk | None:
        """Return a conversation that was opened."""
        was_opened = CandidateHandoffRow.state != HandoffState.DRAFT.value
        return next(self._talks(CandidateHandoffRow.token == token, was_opened), None)

    def talks(self, closed_since: datetime) -> tuple[Talk, ...]:
        """Return all that are open or were closed since: escalated ones first, then by how long somebody waits."""
        row = CandidateHandoffRow
        lately = (row.state == HandoffState.CLOSED.value) & (row.updated_at >= closed_since)
        return tuple(sorted(self._talks((row.state == HandoffState.OPEN.value) | lately), key=_urgency))

    def untold(self, side: Side, limit: int) -> tuple[Entry, ...]:
        """Return the oldest entry of each conversation that no durable sender has taken over for a side."""
        row = CandidateMessageRow
        first = select(row.token, func.min(row.position).label("position")).where(WAITS[side].is_(True))
        oldest = first.group_by(row.token).subquery()
        waiting = entries_where().join(oldest, (oldest.c.token == row.token) & (oldest.c.position == row.position))
        with self._database.reading() as connection:
            return tuple(entry_of(one) for one in connection.execute(waiting.order_by(row.at, row.key).limit(limit)))

    def forgotten(self) -> tuple[Post, ...]:
        """Return the team's messages of conversations that were forgotten, to be deleted there."""
        gone = select(*CandidatePostRow.__table__.c).where(CandidatePostRow.forgotten_at.is_not(None))
        with self._database.reading() as connection:
            return tuple(post_of(one) for one in connection.execute(gone.order_by(CandidatePostRow.message)))

    def _handoffs(self, *which: Any) -> Iterator[Handoff]:
        with self._database.reading() as connection:
            found = [handoff_of(one) for one in connection.execute(handoffs_where(*which))]
        return iter(found)

    def _talks(self, *which: Any) -> Iterator[Talk]:
        with self._database.reading() as connection:
            found = [Talk(handoff_of(one), ()) for one in connection.execute(handoffs_where(*which))]
            return iter([Talk(one.handoff, _entries(connection, one.handoff.token)) for one in found])


def _entries(connection: Connection, token: str) -> tuple[Entry, ...]:
    mine = entries_where(CandidateMessageRow.token == token).order_by(CandidateMessageRow.position)
    return tuple(entry_of(one) for one in connection.execute(mine))


def _urgency(talk: Talk) -> tuple[bool, bool, bool, float]:
    """Open ones first; among them those that wait too long, those that wait, all others; the longest first."""
    one = talk.handoff
    if not one.open:
        return True, True, True, -one.updated_at.timestamp()
    since = one.waiting_since or one.updated_at
    return False, not one.escalations, one.waiting_since is None, since.timestamp()
