"""What somebody was told once, in SQL: fulfils `FirstTimes`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from bot.clock import utc_now
from bot.database import Database
from bot.store_errors import StoreError
from bot.store_export import plain
from bot.store_rows import is_id
from bot.tables import MAX_ID_LENGTH, Base, ConversationRow


class FirstTimeRow(Base):
    """The event that was the first of its kind for somebody, and when."""

    __tablename__ = "first_times"

    owner: Mapped[str] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    event: Mapped[str]
    at: Mapped[datetime]


class SqlFirstTimes:
    """Keeps first times in a database, for any number of threads. Every method may raise StoreError."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._insert = sqlite.insert if database.dialect == "sqlite" else postgresql.insert

    def is_first(self, owner: str, what: str, event: str) -> bool:
        """Note that an event was the first of its kind for somebody, and return whether it is."""
        if not is_id(owner, what, event):
            raise StoreError(f"an owner, a kind and an event have 1 to {MAX_ID_LENGTH} characters each")
        mine = select(FirstTimeRow.event).where(FirstTimeRow.owner == owner, FirstTimeRow.what == what)
        with self._database.reading() as connection:
            known = connection.scalar(mine)
        return (known or self._database.write(lambda writing: self._kept(writing, owner, what, event))) == event

    def _kept(self, connection: Connection, owner: str, what: str, event: str) -> str:
        values = {"owner": owner, "what": what, "event": event, "at": self._clock()}
        connection.execute(self._insert(FirstTimeRow).values(values).on_conflict_do_nothing())
        mine = select(FirstTimeRow.event).where(FirstTimeRow.owner == owner, FirstTimeRow.what == what)
        return str(connection.scalar(mine))


def exported_first_times(connection: Connection, owner: str) -> dict[str, Any]:
    """Return what somebody was told once, as JSON values, oldest first; nothing where there is none."""
    columns = FirstTimeRow.__table__.c
    told = select(*columns).where(FirstTimeRow.owner == owner).order_by(FirstTimeRow.at, FirstTimeRow.what)
    found = [plain(row._mapping) for row in connection.execute(told)]
    return {"told_once": found} if found else {}


def forget_first_times(connection: Connection, owner: str) -> int:
    """Delete what is kept of somebody; return how many rows."""
    return connection.execute(delete(FirstTimeRow).where(FirstTimeRow.owner == owner)).rowcount


def purge_first_times(connection: Connection, before: datetime) -> int:
    """Delete what is older than `before` of those who have no conversation any more; return how many rows."""
    silent = FirstTimeRow.owner.not_in(select(ConversationRow.owner))
    return connection.execute(delete(FirstTimeRow).where(FirstTimeRow.at < before, silent)).rowcount
