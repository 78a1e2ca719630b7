"""What both databases have in common, and how their errors are told.

What SQLAlchemy or a driver raises leaves this room as StoreError, without statements, values or passwords.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.exc import DataError, SQLAlchemyError, StatementError

from bot.store_errors import StoreError

T = TypeVar("T")


class Database(ABC):
    """An open, current database, for any number of threads; a context manager that closes it.

    Everything raises StoreError where the database refuses or is closed.
    """

    def __init__(self, engine: Engine, readers: Engine) -> None:
        self._engine = engine
        self._readers = readers
        self._closed = False
        event.listen(engine, "do_connect", self._refuse)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state throughout."""
        with self._translated(), self._readers.begin() as connection:
            yield connection

    @abstractmethod
    def write(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` returns, once its changes are kept; none of them are where it raises.

        `work` may be run again after having been undone, and by another thread.
        """

    @abstractmethod
    def wipe(self) -> None:
        """See to it that nothing of what was deleted can be read from the files any more."""

    def close(self) -> None:
        """Close every connection; once more does nothing."""
        self._closed = True
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _translated(self) -> AbstractContextManager[None]:
        return translated(self._engine.url)

    def _refuse(self, *_: object) -> None:
        """Asked before each new connection; closing leaves none but those that are in use."""
        if self._closed:
            raise StoreError("the conversations are closed")


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Turn SQLAlchemy's errors into StoreError. They are not chained, for their text holds statements and values."""
    try:
        yield
    except SQLAlchemyError as error:
        sqlite = url.get_backend_name() == "sqlite"
        place = url.database if sqlite else f"PostgreSQL on {url.host or 'this machine'}"
        raise StoreError(f"{place}: {_cleared(_reason(error), url)}") from None


def _reason(error: SQLAlchemyError) -> str:
    """A driver's further lines, and what it says of data, may quote values."""
    cause = error.orig if isinstance(error, StatementError) else None
    if cause is None or isinstance(error, DataError):
        return type(error).__name__
    return (str(cause).strip() or type(cause).__name__).splitlines()[0]


def _cleared(text: str, url: URL) -> str:
    for secret in (url.password, url.query.get("password")):
        if isinstance(secret, str) and secret:
            text = text.replace(secret, "***")
    return text
