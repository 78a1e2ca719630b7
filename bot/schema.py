"""Brings a database to the schema that this version of Lotse knows, by the migrations in `bot/migrations`.

A new migration is a file beside the others whose `down_revision` is the newest one's `revision`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, select

from bot.store_errors import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "conversations_version"
"""Named after what it versions, because other rooms, and other programs, may keep tables in the same database."""

BEGIN = "begin"
"""The execution option that says how SQLite begins: IMMEDIATE locks at once what would else fail half-way."""

_ADVISORY_KEY = 0x6C6F747365
"""Any number that no other program is likely to lock: "lotse" in ASCII."""


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema, all or nothing; who comes second waits and finds it done.

    Raises:
        StoreError: the database is of a newer version.
        SQLAlchemyError: what the database refuses.
    """
    with migrating(engine) as config:
        script = ScriptDirectory.from_config(config)
        revision = current_revision(config.attributes["connection"])
        if revision is not None and revision not in {known.revision for known in script.walk_revisions()}:
            raise StoreError(
                f"the conversations were written by a newer version of Lotse (schema {revision}). Mend: update Lotse"
            )
        if revision != script.get_current_head():
            command.upgrade(config, "head")


@contextmanager
def migrating(engine: Engine) -> Iterator[Config]:
    """Give alembic's configuration on a locked transaction: kept at the end, undone where the body raises."""
    writers = engine.execution_options(**{BEGIN: "IMMEDIATE"})
    with writers.connect() as connection, _unchecked(connection), connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_ADVISORY_KEY)))
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        yield config


def current_revision(connection: Connection) -> str | None:
    """Return the schema's revision, None for a database without one."""
    return MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()


@contextmanager
def _unchecked(connection: Connection) -> Iterator[None]:
    """A table that SQLite cannot alter is made anew, and dropping the old one would delete what refers to it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.cursor()
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
        driver.close()
