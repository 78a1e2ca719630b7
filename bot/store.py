"""Conversations in SQL: fulfils `Archive`, by owner, and `Conversations`, for threads that belong to nobody."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert

from bot.archive import Exchange, Feedback, Summary, Transcript
from bot.clock import utc_now
from bot.codec import Codec
from bot.database import Database
from bot.deletions import Reason, delete_conversations, note
from bot.models import Audience
from bot.statements import statements_for
from bot.store_errors import StoreError
from bot.store_rows import (
    citation_values,
    conversation_values,
    exchange_of,
    exchange_values,
    is_id,
    summary_of,
    tick_of,
)
from bot.tables import MAX_ID_LENGTH, CitationRow, ConversationRow, ExchangeRow
from bot.understanding.models import Conversation


class SqlStore:
    """Keeps conversations in a database, for any number of threads. Every method may raise StoreError.

    Whose something is, the statements ask themselves. An id that is empty or longer than MAX_ID_LENGTH names nothing.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._codec = Codec()
        self._statements = statements_for(database.dialect)

    def summaries(self, owner: str, limit: int = 200) -> tuple[Summary, ...]:
        """Return the owner's conversations, the latest first."""
        with self._database.reading() as connection:
            rows = connection.execute(self._statements.summaries, {"owner": owner, "limit": limit})
            return tuple(summary_of(row) for row in rows)

    def transcript(self, owner: str, conversation: str) -> Transcript | None:
        """Return a conversation with everything in it.

        Raises UnreadableError, which names the exchange, where an answer is of another version; a state that is
        becomes a fresh one.
        """
        mine = {"owner": owner, "id": conversation}
        with self._database.reading() as connection:
            row = connection.execute(self._statements.conversation, mine).first()
            if row is None:
                return None
            exchanges = self._exchanges(connection, row.id)
            ticks = connection.execute(self._statements.ticks, {"id": row.id})
            state = self._codec.decode_state(row.state, row.id)
            return Transcript(summary_of(row), exchanges, tuple(tick_of(tick) for tick in ticks), state)

    def state(self, owner: str, conversation: str) -> Conversation | None:
        """Return only what a follow-up needs; a fresh state where the one kept is of another version."""
        mine = {"owner": owner, "id": conversation}
        with self._database.reading() as connection:
            row = connection.execute(self._statements.conversation, mine).first()
        return self._codec.decode_state(row.state, row.id) if row else None

    def record(self, owner: str, audience: Audience, exchange: Exchange, state: Conversation) -> bool:
        """Keep an exchange and the conversation's state after it, both or neither.

        False where `state.id` or the exchange's id belongs to another owner or conversation. An exchange that is
        there already is left as it is, and the answer is True: to repeat is safe.
        """
        if not is_id(owner, state.id, exchange.id):
            return False
        conversation = conversation_values(owner, audience, exchange, state, self._codec)
        said, cited = exchange_values(exchange, self._codec), citation_values(exchange)

        def work(connection: Connection) -> bool:
            known = connection.execute(self._statements.whose, {"id": exchange.id}).first()
            if known is not None:
                return (known.owner, known.id) == (owner, state.id)
            position = connection.scalar(self._statements.next_exchange, conversation)
            if position is None:
                return False
            connection.execute(insert(ExchangeRow), {**said, "conversation_id": state.id, "position": position})
            if cited:
                connection.execute(insert(CitationRow), cited)
            return True

        return self._database.write(work)

    def give_feedback(self, owner: str, exchange: str, feedback: Feedback) -> bool:
        """Keep what the owner thinks of an answer; a later opinion replaces the one before."""
        given = {"is_helpful": feedback.helpful, "why": feedback.reason, "now": self._clock()}
        values = {"owner": owner, "about": exchange, **given}
        kept = self._database.write(lambda connection: connection.scalar(self._statements.give_feedback, values))
        return kept is not None

    def tick(self, owner: str, conversation: str, checklist: str, step: str, *, done: bool) -> bool:
        """Mark a step as done or not. Who ticked a step first stays, with the time."""
        if not is_id(owner, conversation, checklist, step):
            return False
        key = {"conversation_id": conversation, "checklist": checklist, "step": step}
        ticked = {**key, "by": owner, "at": self._clock()}

        def work(connection: Connection) -> bool:
            if connection.execute(self._statements.owned, {"owner": owner, "id": conversation}).first() is None:
                return False
            if done:
                connection.execute(self._statements.tick, ticked)
            else:
                connection.execute(self._statements.untick, key)
            return True

        return self._database.write(work)

    def delete(self, owner: str, conversation: str) -> bool:
        """Delete a conversation with all that belongs to it."""
        mine = (ConversationRow.owner == owner, ConversationRow.id == conversation)
        return self._delete(Reason.CONVERSATION, *mine) > 0

    def delete_all(self, owner: str) -> int:
        """Delete all of the owner's conversations and return how many."""
        return self._delete(Reason.ALL, ConversationRow.owner == owner)

    def load(self, conversation: str) -> Conversation:
        """Return a thread's state, a new one where the id is unknown or the state is of another version."""
        with self._database.reading() as connection:
            state = connection.scalar(self._statements.thread, {"id": conversation})
        return self._codec.decode_state(state, conversation) if state else Conversation(conversation)

    def save(self, conversation: Conversation) -> None:
        """Keep a thread's state. Nobody owns a thread: its id and those of `record` never meet."""
        if not is_id(conversation.id):
            raise StoreError(f"a conversation's id has 1 to {MAX_ID_LENGTH} characters, not {len(conversation.id)}")
        state = self._codec.encode_state(conversation)
        values = {"id": conversation.id, "state": state, "updated_at": self._clock()}
        self._database.write(lambda connection: connection.execute(self._statements.keep_thread, values))

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def _exchanges(self, connection: Connection, conversation: str) -> tuple[Exchange, ...]:
        citations: defaultdict[str, list[Row[Any]]] = defaultdict(list)
        for citation in connection.execute(self._statements.citations, {"id": conversation}):
            citations[citation.exchange_id].append(citation)
        rows = connection.execute(self._statements.exchanges, {"id": conversation})
        return tuple(exchange_of(row, citations[row.id], self._codec) for row in rows)

    def _delete(self, reason: Reason, *which: ColumnElement[bool]) -> int:
        def work(connection: Connection) -> int:
            lengths = delete_conversations(connection, *which)
            if lengths:
                note(connection, self._clock(), reason, lengths)
            return len(lengths)

        deleted = self._database.write(work)
        if deleted:
            self._database.wipe()
        return deleted
