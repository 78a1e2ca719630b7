"""Where the delivery keeps its work: a SQLite file of its own, or a schema of its own in PostgreSQL.

Not in `lotse.db`: DBOS names its tables as it likes and migrates them itself, and two kinds of writers would wait
for each other's syncs.
"""

from pathlib import Path

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    func,
    select,
    text,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from adapters.delivery.errors import BusyError, DeliveryError
from adapters.delivery.turn import TurnConnection, take_turns
from bot.folder_lock import FolderLock
from bot.postgresql import CONNECT_SECONDS, parsed_url
from bot.store_errors import FolderInUseError, StoreError

FOLDER = "delivery"
FILE = "delivery.db"
SCHEMA = "lotse_delivery"
POOL_SIZE = 20
BUSY_MS = 30_000
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", f"busy_timeout={BUSY_MS}")

metadata = MetaData()
declined = Table(
    "lotse_declined",
    metadata,
    Column("key", String, primary_key=True),
    Column("declined_at", BigInteger, nullable=False, index=True, comment="milliseconds since 1970, UTC"),
)
"""The keys of events that are not answered because their user sent too many."""


def delivery_url(data_dir: Path, database_url: str | None = None) -> str:
    """Return where the delivery keeps its work: in the PostgreSQL database, where there is one, or in the folder."""
    if database_url:
        return database_url
    return URL.create("sqlite", database=str(data_dir / FOLDER / FILE)).render_as_string()


class DeliveryDatabase:
    """An open database, without tables yet. On SQLite the folder is held until it is closed, unless it is read only.

    Raises:
        DeliveryError: no such URL or server, the file cannot be written, or another process holds the folder. The
            text never holds the password.
    """

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        self._lock: FolderLock | None = None
        try:
            if url.startswith("sqlite"):
                self.engine = self._sqlite(make_url(url), read_only)
                self.schema: str | None = None
            else:
                self.engine = _postgresql(parsed_url(url))
                self.schema = _schema(self.engine)
        except StoreError as error:
            raise DeliveryError(str(error)) from None
        except OSError as error:
            raise DeliveryError(f"the delivery's database cannot be written ({error.strerror})") from None
        except SQLAlchemyError as error:
            raise DeliveryError(f"the delivery's database cannot be opened ({type(error).__name__})") from None
        self.declined = declined if self.schema is None else declined.to_metadata(MetaData(), schema=self.schema)

    @property
    def is_sqlite(self) -> bool:
        """Whether only one process may write."""
        return self.schema is None

    def create_own_tables(self) -> None:
        """Make what is not DBOS's, where it is missing; at once for several processes."""
        with self.engine.begin() as connection:
            if self.schema is not None:
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": self.schema})
                # An integer, because it becomes the queue's priority; it begins anew after two thousand million.
                sequence = f'CREATE SEQUENCE IF NOT EXISTS "{self.schema}".lotse_order AS integer CYCLE'
                connection.execute(text(sequence))
            self.declined.create(connection, checkfirst=True)

    def wipe(self) -> None:
        """Empty SQLite's write-ahead log, where what was removed still stands; its pages were zeroed on removal.

        Waits for who reads or writes, BUSY_MS at most; if that is not enough, the next time or closing does it.
        """
        if self.is_sqlite:
            connection = self.engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def close(self) -> None:
        """Close the connections and let go of the folder."""
        self.engine.dispose()
        if self._lock is not None:
            self._lock.release()

    def _sqlite(self, url: URL, read_only: bool) -> Engine:
        path = Path(url.database or "")
        if read_only:
            return _sqlite(URL.create("sqlite", database=f"file:{path}", query={"mode": "ro", "uri": "true"}))
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = _held(path.parent)
        path.touch(mode=0o600)
        engine = _sqlite(url)
        event.listen(engine, "connect", _set_up)
        return engine


def _held(folder: Path) -> FolderLock:
    try:
        return FolderLock(folder)
    except FolderInUseError as error:
        raise BusyError(str(error)) from None


def _sqlite(url: URL) -> Engine:
    arguments = {"factory": TurnConnection, "timeout": BUSY_MS / 1000}
    engine = create_engine(url, hide_parameters=True, pool_size=POOL_SIZE, max_overflow=0, connect_args=arguments)
    take_turns(engine)
    return engine


def _set_up(connection: TurnConnection, _record: ConnectionPoolEntry) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()
    # What DBOS sets on its own engines: writers lock at once what would else fail half-way.
    connection.isolation_level = "IMMEDIATE"


def _postgresql(url: URL) -> Engine:
    arguments = {"connect_timeout": CONNECT_SECONDS, "application_name": "lotse-delivery"}
    # No ping before each use: it would be a third of all that goes back and forth, and DBOS tries again by itself.
    return create_engine(url, hide_parameters=True, pool_size=POOL_SIZE, max_overflow=0, connect_args=arguments)


def _schema(engine: Engine) -> str:
    """Beside the schema that the URL leads to, so that two installations in one database stay apart."""
    with engine.connect() as connection:
        current = connection.scalar(select(func.current_schema()))
    return SCHEMA if current in (None, "public") else f"{current}_delivery"
