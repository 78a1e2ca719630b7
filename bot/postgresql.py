"""PostgreSQL by its URL, for any number of processes."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.schema import upgrade
from bot.store_errors import StoreError
from bot.transactions import Database

T = TypeVar("T")

SCHEMES = ("postgres", "postgresql", "postgresql+psycopg")
CONNECT_SECONDS = 10
_TRIED_AGAIN = ("23505", "40001", "40P01")
"""The same key at the same moment, or a deadlock: SQLSTATE, PostgreSQL's appendix A."""
_FORM = "Mend: postgresql://user:password@host:port/database, special characters percent-encoded"


class PostgresqlDatabase(Database):
    """Connects to the database at a URL.

    Raises:
        StoreError: no such URL, no such server, or a database of a newer version. The text never holds the password.
    """

    def __init__(self, url: str) -> None:
        engine = _engine(parsed_url(url))
        super().__init__(engine, readers=engine.execution_options(isolation_level="REPEATABLE READ"))
        try:
            with self._translated():
                upgrade(self._engine)
        except BaseException:
            self.close()
            raise

    def write(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` returns, once its changes are kept; tried twice where another process came between.

        Raises StoreError.
        """
        with self._translated():
            try:
                return self._once(work)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in _TRIED_AGAIN:
                    raise
            return self._once(work)

    def wipe(self) -> None:
        """Nothing: the server's vacuum gives the place of deleted rows to others."""

    def _once(self, work: Callable[[Connection], T]) -> T:
        with self._engine.begin() as connection:
            return work(connection)


def parsed_url(text: str) -> URL:
    """Return the URL. Raises StoreError, which names the scheme at most: the password may be anywhere in the rest."""
    scheme, separator, rest = text.strip().partition("://")
    if not separator:
        raise StoreError(f"the database's URL has no scheme. {_FORM}")
    if scheme not in SCHEMES:
        raise StoreError(f"the database's URL begins with {scheme}://, and Lotse knows only PostgreSQL's. {_FORM}")
    try:
        url = make_url(f"postgresql+psycopg://{rest}")
    except (ArgumentError, ValueError):
        raise StoreError(f"the database's URL cannot be read. {_FORM}") from None
    if "@" in (url.host or ""):
        raise StoreError(f"the database's URL has an @ too many. {_FORM}")
    return url


def _engine(url: URL) -> Engine:
    return create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,  # a server that was restarted is noticed before a question is lost
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "lotse"},
    )
