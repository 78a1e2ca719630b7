"""What is kept of people, reached from a command: in the store, or through the process that holds it.

On SQLite one process may use the store. Where that is a serving one, it is asked by files, see `adapters/mailbox.py`.
"""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from adapters.mailbox import ask, own_or_asked
from bot.people import Removed

REQUESTS = "requests"
PATIENCE_SECONDS = 30.0
_OWNERS, _EXPORT, _FORGET = "owners", "export", "forget"


class People(Protocol):
    """What commands ask of the store; `bot.people.PersonalData` says more. Everything may raise StoreError."""

    def owners(self, name: str) -> tuple[str, ...]:
        """Return the owners of whom something is kept and whose name is `name` or ends in it, after a colon."""
        ...

    def export(self, owner: str) -> dict[str, Any]:
        """Return everything that is kept of somebody as JSON values."""
        ...

    def forget(self, owner: str) -> Removed:
        """Delete what somebody said and was answered."""
        ...


class AskedPeople:
    """Fulfils `People` through the process that holds the data folder. Everything may raise MailboxError."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = requests_folder(data_dir)

    def owners(self, name: str) -> tuple[str, ...]:
        """Return the owners whose name is `name` or ends in it."""
        return tuple(self._asked(_OWNERS, name))

    def export(self, owner: str) -> dict[str, Any]:
        """Return everything that is kept of somebody as JSON values."""
        return dict(self._asked(_EXPORT, owner))

    def forget(self, owner: str) -> Removed:
        """Delete what somebody said and was answered."""
        return Removed(**self._asked(_FORGET, owner))

    def _asked(self, what: str, whom: str) -> Any:
        return json.loads(ask(self._folder, json.dumps({"what": what, "whom": whom}), PATIENCE_SECONDS))


def reached(
    data_dir: Path, open_people: Callable[[], AbstractContextManager[People]]
) -> AbstractContextManager[People]:
    """Give what opens, or, where another process holds the folder, what that process does. Raises StoreError."""
    return own_or_asked(open_people, lambda: AskedPeople(data_dir))


def requests_folder(data_dir: Path) -> Path:
    """Return the folder in which the process that holds the store is asked."""
    return data_dir / REQUESTS


def answered(people: People, request: str) -> str:
    """Do what a command asks for, on the side of the process that holds the store. Raises StoreError."""
    asked = json.loads(request)
    what, whom = asked["what"], asked["whom"]
    if what == _OWNERS:
        return json.dumps(people.owners(whom))
    if what == _EXPORT:
        return json.dumps(people.export(whom))
    if what == _FORGET:
        return json.dumps(asdict(people.forget(whom)))
    raise ValueError(f"{what} is no request")
