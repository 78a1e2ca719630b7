"""Which worker is alive. On PostgreSQL each one sits on a numbered seat for as long as its connection lives.

A seat is an advisory lock of the session, so that the server frees it the moment a worker dies, by whatever cause,
and no clock has to be trusted. What a dead worker was running is put back into the queue by whoever finds its seat
empty twice in a row; a worker that comes back takes the lowest free seat and finds its own work there. The seat's
number is the worker's id in DBOS.
"""

import zlib
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Protocol

import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from adapters.delivery.database import DeliveryDatabase

PREFIX = "worker-"
_ALIVE = (
    "SET tcp_keepalives_idle = 10",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
)
"""Has the server notice within 25 s that a machine has vanished. Without effect on a local socket."""


class Seat(Protocol):
    """A worker's place among the others."""

    @property
    def worker(self) -> str:
        """The worker's id."""
        ...

    def recover(self, running: Iterable[str], put_back: Callable[[str], None]) -> None:
        """Call `put_back` for each of the workers in `running` that is found dead. Blocks; raises nothing."""
        ...

    def leave(self) -> None:
        """Free the seat."""
        ...


class OnlySeat:
    """The one worker that SQLite allows."""

    worker = PREFIX + "0"

    def recover(self, running: Iterable[str], put_back: Callable[[str], None]) -> None:
        """Nobody else is there; what this worker left behind, DBOS takes up when it starts."""

    def leave(self) -> None:
        """Nothing is held."""


class SharedSeat:
    """A seat among several workers."""

    def __init__(self, database: DeliveryDatabase) -> None:
        self._engine = database.engine
        self._room = zlib.crc32((database.schema or "").encode()) - 2**31
        self._connection = self._connected()
        self._number = next(number for number in range(2**15) if self._lock(number))
        self._is_seated = True
        self._suspects: set[int] = set()
        self._using = Lock()

    @property
    def worker(self) -> str:
        """The worker's id."""
        return f"{PREFIX}{self._number}"

    def recover(self, running: Iterable[str], put_back: Callable[[str], None]) -> None:
        """Call `put_back` for each of the workers in `running` that is found dead. Blocks."""
        numbers = {int(worker.removeprefix(PREFIX)) for worker in running if worker.startswith(PREFIX)}
        with self._using:
            try:
                self._keep_seat()
                self._suspects = {number for number in numbers - {self._number} if self._is_empty(number, put_back)}
            except SQLAlchemyError:
                self._suspects = set()

    def leave(self) -> None:
        """Free the seat."""
        with self._using:
            self._connection.invalidate()
            self._connection.close()

    def _is_empty(self, number: int, put_back: Callable[[str], None]) -> bool:
        """Twice in a row, because after a restart of the server the living need a moment to sit down again."""
        if not self._lock(number):
            return False
        try:
            if number in self._suspects:
                put_back(f"{PREFIX}{number}")
        finally:
            self._connection.execute(text("SELECT pg_advisory_unlock(:room, :number)"), self._names(number))
        return True

    def _keep_seat(self) -> None:
        try:
            self._connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            self._connection.invalidate()
            self._connection.close()
            self._is_seated = False
            self._connection = self._connected()
        if not self._is_seated:
            self._sit_down_again()

    def _sit_down_again(self) -> None:
        self._is_seated = self._lock(self._number)
        if not self._is_seated:
            # Both work on, and what each sends is looked up before it is repeated; but one of them should begin anew.
            structlog.get_logger("lotse.delivery").error("delivery.seat_taken", worker=self.worker)

    def _connected(self) -> Connection:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        for statement in _ALIVE:
            connection.execute(text(statement))
        return connection

    def _lock(self, number: int) -> bool:
        return bool(self._connection.scalar(text("SELECT pg_try_advisory_lock(:room, :number)"), self._names(number)))

    def _names(self, number: int) -> dict[str, int]:
        return {"room": self._room, "number": number}
