"""What is kept of people, handed out and deleted, in SQL: fulfils `PersonalData`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select

from bot.chat_export import exported_chat
from bot.chat_people import (
    conversations_of,
    forget_in_chat,
    forget_states,
    forget_what_others_go_on_from,
    person,
    states_of,
)
from bot.chat_retention import purge_chat
from bot.clock import utc_now
from bot.database import Database
from bot.deletions import Reason, delete_conversations, note
from bot.first_times_store import exported_first_times, forget_first_times, purge_first_times
from bot.gaps.people import exported_gaps, forget_gaps
from bot.gaps.store import tidy as tidy_gaps
from bot.handoffs.people import exported_handoffs, forget_handoffs, purge_handoffs
from bot.jobs.alert_people import exported_alerts, forget_alerts, purge_alerts
from bot.onboarding.people import exported_progress, forget_progress, purge_progress
from bot.people import Removed
from bot.people_search import owners_called
from bot.statements import statements_for
from bot.store_export import exported
from bot.tables import ConversationRow, ThreadRow

_ADVISORY_KEY = 0x666F72676574
"""Any number that no other program is likely to lock: "forget" in ASCII."""


class SqlPersonalData:
    """Reaches all tables of a database. Every method may raise StoreError."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._statements = statements_for(database.dialect)

    def owners(self, name: str) -> tuple[str, ...]:
        """Return the owners of whom something is kept and who are called so, or end so after a colon."""
        with self._database.reading() as connection:
            return owners_called(connection, name)

    def export(self, owner: str) -> dict[str, Any]:
        """Return everything that is kept of somebody as JSON values, the oldest first.

        Nothing is interpreted, so that what another version wrote is there too.
        """
        with self._database.reading() as connection:
            conversations = exported(connection, owner, self._statements)
            chat = exported_chat(connection, person(owner))
            told = exported_first_times(connection, owner)
            candidates = {**exported_alerts(connection, owner), **exported_handoffs(connection, owner)}
            learned = exported_progress(connection, owner)
            return {**conversations, **chat, **candidates, **told, **exported_gaps(connection, owner), **learned}

    def forget(self, owner: str) -> Removed:
        """Delete what somebody said and was answered, and take their name out of what others share."""
        removed = self._database.write(lambda connection: self._forget(connection, owner))
        self._database.wipe()
        return removed

    def purge(self, before: datetime) -> Removed:
        """Delete what was silent since `before`."""
        removed = self._database.write(lambda connection: self._purge(connection, before))
        if removed.anything:
            self._database.wipe()
        return removed

    def _forget(self, connection: Connection, owner: str) -> Removed:
        _one_by_one(connection)
        threads, traces = _forget_chat(connection, owner)
        traces += forget_first_times(connection, owner)
        traces += forget_alerts(connection, owner)
        traces += forget_handoffs(connection, owner, self._clock())
        traces += forget_gaps(connection, owner)
        traces += forget_progress(connection, owner)
        lengths = delete_conversations(connection, ConversationRow.owner == owner)
        tidy_gaps(connection)
        note(connection, self._clock(), Reason.REQUEST, lengths, threads)
        return Removed(len(lengths), threads, traces)

    def _purge(self, connection: Connection, before: datetime) -> Removed:
        _one_by_one(connection)
        lengths = delete_conversations(connection, ConversationRow.updated_at < before)
        threads = connection.execute(delete(ThreadRow).where(ThreadRow.updated_at < before)).rowcount
        tidy_gaps(connection)
        traces = purge_chat(connection, before) + purge_first_times(connection, before)
        traces += purge_handoffs(connection, before, self._clock()) + purge_progress(connection, before)
        traces += purge_alerts(connection, before)
        removed = Removed(len(lengths), threads, traces)
        if removed.anything:
            note(connection, self._clock(), Reason.RETENTION, lengths, threads)
        return removed


def _one_by_one(connection: Connection) -> None:
    """Two that each take their name out of what the other deletes would wait for each other. SQLite has one writer."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_ADVISORY_KEY)))


def _forget_chat(connection: Connection, owner: str) -> tuple[int, int]:
    """Return how many states of threads, and how many rows of the chat's state."""
    who = person(owner)
    if who is None:
        return 0, 0
    conversations = conversations_of(connection, who)
    states = [id_ for id_, _ in states_of(connection, who, conversations)]
    forget_states(connection, states)
    traces = forget_what_others_go_on_from(connection, who, conversations)
    return len(states), traces + forget_in_chat(connection, who, conversations)
