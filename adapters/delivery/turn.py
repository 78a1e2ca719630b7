"""Lets one connection at a time write to SQLite, and the most urgent of those that wait go first.

SQLite makes a writer that finds another one sleep for up to 100 ms and try again, so that whoever is unlucky waits
for seconds. Measured with 20 events a second on two busy cores: an answer's p95 fell from 1.9 s to 0.19 s, and the
p99 of accepting from 0.9 s to 0.08 s.
"""

import heapq
import itertools
import sqlite3
import threading
from typing import Any

from sqlalchemy import Connection, Engine, event

URGENT = "urgent"
"""The execution option of an engine whose writers go before all others."""

_READS = ("SELECT", "PRAGMA", "WITH")


class Turn:
    """A lock that is handed on by urgency, then by who came first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = False
        self._waiting: list[tuple[bool, int, threading.Event]] = []
        self._numbers = itertools.count()

    def take(self, urgent: bool) -> None:
        """Wait for the turn."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Event()
            heapq.heappush(self._waiting, (not urgent, next(self._numbers), mine))
        mine.wait()

    def give(self) -> None:
        """Hand the turn on."""
        with self._lock:
            if self._waiting:
                heapq.heappop(self._waiting)[2].set()
            else:
                self._taken = False


class TurnConnection(sqlite3.Connection):
    """A connection that keeps its turn from its first write until the transaction's end."""

    turn: Turn | None = None
    _mine = False

    def begin_turn(self, urgent: bool) -> None:
        """Wait for the turn, unless it is this connection's already."""
        if self.turn is not None and not self._mine:
            self.turn.take(urgent)
            self._mine = True

    def commit(self) -> None:
        """Commit, and hand the turn on."""
        try:
            super().commit()
        finally:
            self._end_turn()

    def rollback(self) -> None:
        """Roll back, and hand the turn on."""
        try:
            super().rollback()
        finally:
            self._end_turn()

    def close(self) -> None:
        """Close, and hand the turn on."""
        try:
            super().close()
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        if self._mine and self.turn is not None:
            self._mine = False
            self.turn.give()


def take_turns(engine: Engine) -> None:
    """Make the writers of a SQLite engine, whose connections are TurnConnections, take turns."""
    turn = Turn()

    def connected(connection: TurnConnection, _record: object) -> None:
        connection.turn = turn

    def executing(connection: Connection, _cursor: object, statement: str, *_: Any) -> None:
        if not statement.lstrip()[:8].upper().startswith(_READS):
            driver: Any = connection.connection.dbapi_connection
            driver.begin_turn(bool(connection.get_execution_options().get(URGENT)))

    event.listen(engine, "connect", connected)
    event.listen(engine, "before_cursor_execute", executing)
