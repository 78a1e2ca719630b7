"""What is done with the delivery from outside, by commands: whether it runs or not, in this process or another one.

While a process serves on SQLite no other may write. It is asked then, by a file in a folder that it looks into.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import make_url

from adapters.delivery.database import DeliveryDatabase
from adapters.delivery.errors import BusyError, DeliveryError
from adapters.delivery.ledger import Ledger
from adapters.delivery.models import Counts, Event, Failure
from adapters.mailbox import MailboxError, ask, attend

REQUESTS = "requests"
PATIENCE_SECONDS = 30.0
"""How long a serving process is waited for, which looks every two seconds."""
_RESEND, _FORGET = "resend", "forget"


@dataclass(frozen=True, slots=True)
class Report:
    """How the delivery stands; the failures with the latest first."""

    counts: Counts
    failures: tuple[Failure, ...]


def look(url: str) -> Report:
    """Return how the delivery stands, all zero where there was none yet. Raises DeliveryError."""
    with _opened(url, read_only=True) as ledger:
        return Report(ledger.counts(), ledger.failed()) if ledger else Report(Counts(0, 0, 0), ())


def resend(url: str, *keys: str) -> int:
    """Have failed events tried again, at once or at the next start; return how many of the keys name a failed one.

    Raises DeliveryError.
    """
    return _done(url, _RESEND, keys)


def forget(url: str, platform: str, user: str) -> int:
    """Remove what is kept of a user's events that are done with; return how many. Raises DeliveryError."""
    return _done(url, _FORGET, (platform, user))


def events(url: str, platform: str, user: str) -> tuple[Event, ...]:
    """Return all that is kept of a user's events, the oldest first. Raises DeliveryError."""
    with _opened(url, read_only=True) as ledger:
        return ledger.events(platform, user) if ledger else ()


def users(url: str, name: str) -> frozenset[tuple[str, str]]:
    """Return the platform and the name of the users of whom something is kept and whose name is, or ends in, `name`.

    A name ends in whole parts, which colons set apart. Raises DeliveryError.
    """
    with _opened(url, read_only=True) as ledger:
        return ledger.users(name) if ledger else frozenset()


def requests_folder(url: str) -> Path:
    """Return the folder in which a serving process on SQLite is asked."""
    return Path(make_url(url).database or "").parent / REQUESTS


def fulfil(folder: Path, ledger: Ledger) -> None:
    """Do what was asked, each once: one look, by the process that serves."""
    attend(folder, lambda request: str(_do(ledger, **json.loads(request))))


def _done(url: str, what: str, values: Sequence[str]) -> int:
    try:
        with _opened(url, read_only=False) as ledger:
            return _do(ledger, what, values) if ledger else 0
    except BusyError:
        return _asked(url, what, values)


def _asked(url: str, what: str, values: Sequence[str]) -> int:
    request = json.dumps({"what": what, "values": values})
    try:
        return int(ask(requests_folder(url), request, PATIENCE_SECONDS))
    except MailboxError as error:
        raise DeliveryError(str(error)) from None


def _do(ledger: Ledger, what: str, values: Sequence[str]) -> int:
    if what == _FORGET:
        platform, user = values
        return ledger.forget(platform, user)
    return sum(ledger.resend(key) for key in values)


@contextmanager
def _opened(url: str, *, read_only: bool) -> Iterator[Ledger | None]:
    """None where nothing was ever delivered: looking makes nothing."""
    if url.startswith("sqlite") and not Path(make_url(url).database or "").exists():
        yield None
        return
    database = DeliveryDatabase(url, read_only=read_only)
    try:
        if not inspect(database.engine).has_table(database.declined.name, schema=database.schema):
            yield None
            return
        ledger = Ledger(database)
        yield ledger
        ledger.close()
    finally:
        database.close()
