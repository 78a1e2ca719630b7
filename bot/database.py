"""Opens the database of conversations, brought up to date."""

from pathlib import Path

from bot.transactions import Database as Database


def open_database(data_dir: Path, url: str | None = None) -> Database:
    """Open the PostgreSQL database at `url`; without one, SQLite in `data_dir`, which is held until closed.

    Raises:
        StoreError: it cannot be opened, is in use by another process (SQLite), or was written by a newer version. The
            text says how to mend it and never holds the password.
    """
    if url:
        from bot.postgresql import PostgresqlDatabase  # noqa: PLC0415 - each loads its own driver only

        return PostgresqlDatabase(url)
    from bot.sqlite import SqliteDatabase  # noqa: PLC0415

    return SqliteDatabase(data_dir)
