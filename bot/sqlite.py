"""SQLite in the data folder, for one process with any number of threads."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event

from bot.folder_lock import FolderLock
from bot.schema import BEGIN, upgrade
from bot.store_errors import StoreError
from bot.transactions import Database
from bot.turns import Turns

T = TypeVar("T")

DATABASE_FILE = "lotse.db"
BUSY_SECONDS = 30
POOL_SIZE = 16
"""Connections kept open; more are opened while more threads read, up to OVERFLOW of them."""
OVERFLOW = 48

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "cache_size=-256")
"""Each connection caches pages for itself, 2 MB of them unless told otherwise; the system caches the file anyway."""


class SqliteDatabase(Database):
    """Holds `lotse.db` in a folder. Readers never wait; writers take turns.

    Raises:
        StoreError: another process holds the folder; or the file is none of ours, damaged, of a newer version, or
            cannot be written. The text says which, and how to mend it.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / DATABASE_FILE
        self._lock = FolderLock(_made(folder))
        engine = _engine(path)
        super().__init__(engine, readers=engine)
        self._turns = Turns(engine.execution_options(**{BEGIN: "IMMEDIATE"}).begin)
        try:
            _make_private(path)
            with self._translated():
                upgrade(self._engine)
        except BaseException:
            self.close()
            raise

    def write(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` returns, once its changes are on the disk. Raises StoreError."""
        with self._translated():
            return self._turns.write(work)

    def wipe(self) -> None:
        """Empty the write-ahead log, where what was deleted still stands; its pages were zeroed on deletion.

        Waits for who is reading, BUSY_SECONDS at most; if that is not enough, the next time or closing does it.
        """
        with self._translated(), self._turns.alone():
            connection = self._engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def close(self) -> None:
        """Wait for who is writing, close the connections, let go of the folder; once more does nothing."""
        with self._turns.alone():
            super().close()
            self._lock.release()


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made ({error.strerror}). Mend: choose another data folder") from error
    return folder


def _make_private(path: Path) -> None:
    """What people said is for nobody else to read; SQLite gives its log the same mode."""
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror}). Mend: allow writing there") from error


def _engine(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        hide_parameters=True,
        pool_size=POOL_SIZE,
        max_overflow=OVERFLOW,
        connect_args={"timeout": BUSY_SECONDS},
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: object) -> None:
    # The driver itself begins late, and never to read; see "Using SQLAlchemy to emit BEGIN" on its page about SQLite.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get(BEGIN, 'DEFERRED')}")
