"""A look into a store's tables, past the store."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select, update

from bot.database import Database
from bot.tables import Base


def counts(database: Database) -> dict[str, int]:
    """Return how many rows each table has."""
    with database.reading() as connection:
        tables = Base.metadata.sorted_tables
        return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def filled(database: Database) -> dict[str, int]:
    """Return how many rows each table has that has any."""
    return {table: count for table, count in counts(database).items() if count}


def rows(database: Database, table: type[Base]) -> Sequence[dict[str, Any]]:
    """Return all rows of a table."""
    with database.reading() as connection:
        return [dict(row) for row in connection.execute(select(*table.__table__.c)).mappings()]


def overwrite(database: Database, table: type[Base], **values: Any) -> None:
    """Put values into every row of a table, as a later version or a damage would."""
    database.write(lambda connection: connection.execute(update(table).values(**values)))


def add(database: Database, table: type[Base], **values: Any) -> None:
    """Add a row."""
    database.write(lambda connection: connection.execute(insert(table), values))
