"""Hand-offs in SQL: fulfils `Handoffs`. What changes one locks its row first, so that all come one after the other."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.clock import utc_now
from bot.database import Database
from bot.handoffs.looking import HandoffLooks
from bot.handoffs.models import Handoff, HandoffState, NewEntry, Post, Shared, Side
from bot.handoffs.rows import WAITS, handoff_of, handoffs_where
from bot.handoffs.tables import CandidateHandoffRow, CandidateMessageRow, CandidatePostRow
from bot.handoffs.writing import closed, drafted, dropped, escalated, locked, opened, written
from knowledge.models import Language


class SqlHandoffs(HandoffLooks):
    """Keeps hand-offs in a database, for any number of threads. Every method may raise StoreError."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(database)
        self._clock = clock

    def draft(self, key: str, owner: str, conversation: str, shared: Shared, language: Language) -> Handoff:
        """Keep what would be shared, and return it; for the same key the same one."""
        now = self._clock()

        def work(connection: Connection) -> Handoff:
            known = connection.execute(handoffs_where(CandidateHandoffRow.key == key)).one_or_none()
            if known is None:
                values = {"key": key, "owner": owner, "conversation": conversation, "language": language.value}
                connection.execute(insert(CandidateHandoffRow).values(**values, **drafted(shared, now)))
                known = connection.execute(handoffs_where(CandidateHandoffRow.key == key)).one()
            return handoff_of(known)

        return self._database.write(work)

    def discard(self, token: str, owner: str) -> bool:
        """Delete the owner's draft; False where there is none."""
        return self._drop(*_draft(token, owner)) > 0

    def open(self, key: str, token: str, owner: str, due: datetime) -> Handoff | None:
        """Open the owner's draft, or add its words to the open conversation about the same job, and return that one."""
        now = self._clock()
        return self._database.write(lambda connection: opened(connection, key, (token, owner), now, due))

    def write(self, token: str, new: NewEntry, due: datetime | None = None) -> bool:
        """Add an entry to an open conversation; whether it is there, now or from before."""
        now = self._clock()

        def work(connection: Connection) -> bool:
            known = connection.scalar(select(CandidateMessageRow.token).where(CandidateMessageRow.key == new.key))
            if known is not None:
                return bool(known == token)
            handoff = locked(connection, token)
            if handoff is None or not handoff.open:
                return False
            written(connection, handoff, new, now, due)
            return True

        return self._database.write(work)

    def close(self, token: str, new: NewEntry, by: Side) -> bool:
        """Close an open conversation; whether it is closed by this."""
        now = self._clock()
        return self._database.write(lambda connection: closed(connection, token, new, by, now))

    def escalate(self, now: datetime, due: datetime) -> tuple[str, ...]:
        """Note that whoever waits for longer than was due waits too long; return the tokens. Due again at `due`."""
        late = (
            CandidateHandoffRow.state == HandoffState.OPEN.value,
            CandidateHandoffRow.waiting_since.is_not(None),
            CandidateHandoffRow.escalate_at <= now,
        )
        if not self._tokens(late):
            return ()
        return self._database.write(
            lambda connection: tuple(
                token
                for token in connection.scalars(select(CandidateHandoffRow.token).where(*late)).all()
                if escalated(connection, token, now, due)
            )
        )

    def taken_over(self, side: Side, keys: tuple[str, ...]) -> None:
        """Note that a durable sender has these."""
        noting = update(CandidateMessageRow).where(CandidateMessageRow.key.in_(keys)).values({WAITS[side]: False})
        self._database.write(lambda connection: connection.execute(noting))

    def note_post(self, post: Post, thread: str = "") -> None:
        """Note a message, and the thread that it begins."""
        now = self._clock()

        def work(connection: Connection) -> None:
            handoff = locked(connection, post.token)
            same = (CandidatePostRow.place == post.place, CandidatePostRow.message == post.message)
            connection.execute(delete(CandidatePostRow).where(*same))
            if handoff is None and post.side is Side.CANDIDATE:
                return
            gone = now if handoff is None else None
            values = {**asdict(post), "side": post.side.value, "forgotten_at": gone}
            connection.execute(insert(CandidatePostRow).values(values))
            if thread and handoff is not None and not handoff.thread:
                mine = update(CandidateHandoffRow).where(CandidateHandoffRow.token == post.token)
                connection.execute(mine.values(thread=thread))

        self._database.write(work)

    def cleared(self, token: str) -> None:
        """Note that nothing of a forgotten conversation is left on the team's side."""
        self._delete(CandidatePostRow, CandidatePostRow.token == token, CandidatePostRow.forgotten_at.is_not(None))

    def drop_drafts(self, before: datetime) -> int:
        """Delete drafts from before; return how many."""
        old = (CandidateHandoffRow.state == HandoffState.DRAFT.value, CandidateHandoffRow.updated_at < before)
        return self._drop(*old) if self._tokens(old) else 0

    def _drop(self, *which: Any) -> int:
        return self._database.write(lambda connection: dropped(connection, *which))

    def _delete(self, table: type[Any], *which: Any) -> int:
        return self._database.write(lambda connection: connection.execute(delete(table).where(*which)).rowcount)

    def _tokens(self, which: tuple[Any, ...]) -> tuple[str, ...]:
        with self._database.reading() as connection:
            return tuple(connection.scalars(select(CandidateHandoffRow.token).where(*which)))


def _draft(token: str, owner: str) -> tuple[Any, ...]:
    row = CandidateHandoffRow
    return row.token == token, row.owner == owner, row.state == HandoffState.DRAFT.value
