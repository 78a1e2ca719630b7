"""Progress in onboarding, reached from a command: in the store, or through the process that holds it.

A command opens the store for each step only: somebody may read a module for an hour, and on SQLite nobody else could
open it meanwhile. Where a serving process holds it, that one is asked by files, see `adapters/mailbox.py`.
"""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from adapters.mailbox import ask, own_or_asked
from adapters.people import PATIENCE_SECONDS, requests_folder
from bot.onboarding.models import Answered, Choices, Joining, Record, SharedRecord
from bot.onboarding.progress import Progress

PREFIX = "onboarding."
"""Begins the names of these requests."""
_RECORD, _ANSWER, _FINISH, _CHOOSE, _SHARED, _JOIN, _LEAVE = (
    f"{PREFIX}{name}" for name in ("record", "answer", "finish", "choose", "shared", "join", "leave")
)
_RECORDS, _ANSWERED, _CHOICES = TypeAdapter(Record), TypeAdapter(Answered), TypeAdapter(Choices)
_LISTED, _MOMENT = TypeAdapter(tuple[SharedRecord, ...]), TypeAdapter(datetime)


class AskedProgress:
    """Fulfils `Progress` through the process that holds the data folder. Everything may raise MailboxError."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = requests_folder(data_dir)

    def record(self, owner: str) -> Record:
        """Return all that is kept of somebody."""
        return _RECORDS.validate_json(self._asked(_RECORD, owner=owner))

    def keep_answer(self, owner: str, answered: Answered) -> None:
        """Keep the last answer to a question."""
        self._asked(_ANSWER, owner=owner, answered=_ANSWERED.dump_python(answered, mode="json"))

    def finish(self, owner: str, module: str, at: datetime) -> None:
        """Note that a module is finished."""
        self._asked(_FINISH, owner=owner, module=module, at=at.isoformat())

    def choose(self, owner: str, choices: Choices, at: datetime) -> None:
        """Keep what somebody has chosen."""
        chosen = _CHOICES.dump_python(choices, mode="json")
        self._asked(_CHOOSE, owner=owner, choices=chosen, at=at.isoformat())

    def join(self, owner: str, digest: str, at: datetime) -> Joining:
        """Keep somebody's progress with that of whoever was offered the code."""
        return Joining(self._asked(_JOIN, owner=owner, digest=digest, at=at.isoformat()))

    def leave(self, owner: str) -> None:
        """Begin anew under a name that was joined."""
        self._asked(_LEAVE, owner=owner)

    def shared(self) -> tuple[SharedRecord, ...]:
        """Return the finished modules of those who share them."""
        return _LISTED.validate_json(self._asked(_SHARED))

    def _asked(self, what: str, **values: Any) -> str:
        return ask(self._folder, json.dumps({"what": what, **values}), PATIENCE_SECONDS)


class BriefProgress:
    """Fulfils `Progress` by opening the store for each call. Everything may raise StoreError, MailboxError."""

    def __init__(self, data_dir: Path, open_progress: Callable[[], AbstractContextManager[Progress]]) -> None:
        self._data_dir = data_dir
        self._open = open_progress

    def record(self, owner: str) -> Record:
        """Return all that is kept of somebody."""
        with self._reached() as progress:
            return progress.record(owner)

    def keep_answer(self, owner: str, answered: Answered) -> None:
        """Keep the last answer to a question."""
        with self._reached() as progress:
            progress.keep_answer(owner, answered)

    def finish(self, owner: str, module: str, at: datetime) -> None:
        """Note that a module is finished."""
        with self._reached() as progress:
            progress.finish(owner, module, at)

    def choose(self, owner: str, choices: Choices, at: datetime) -> None:
        """Keep what somebody has chosen."""
        with self._reached() as progress:
            progress.choose(owner, choices, at)

    def join(self, owner: str, digest: str, at: datetime) -> Joining:
        """Keep somebody's progress with that of whoever was offered the code."""
        with self._reached() as progress:
            return progress.join(owner, digest, at)

    def leave(self, owner: str) -> None:
        """Begin anew under a name that was joined."""
        with self._reached() as progress:
            progress.leave(owner)

    def shared(self) -> tuple[SharedRecord, ...]:
        """Return the finished modules of those who share them."""
        with self._reached() as progress:
            return progress.shared()

    def _reached(self) -> AbstractContextManager[Progress]:
        return own_or_asked(self._open, lambda: AskedProgress(self._data_dir))


def answered(progress: Progress, request: str) -> str:
    """Do what a command asks for, on the side of the process that holds the store. Raises StoreError."""
    asked = json.loads(request)
    what, owner = asked["what"], asked.get("owner", "")
    if what == _RECORD:
        return _RECORDS.dump_json(progress.record(owner)).decode()
    if what == _SHARED:
        return _LISTED.dump_json(progress.shared()).decode()
    if what == _JOIN:
        return progress.join(owner, asked["digest"], _MOMENT.validate_python(asked["at"])).value
    if what == _ANSWER:
        progress.keep_answer(owner, _ANSWERED.validate_python(asked["answered"]))
    elif what == _FINISH:
        progress.finish(owner, asked["module"], _MOMENT.validate_python(asked["at"]))
    elif what == _CHOOSE:
        progress.choose(owner, _CHOICES.validate_python(asked["choices"]), _MOMENT.validate_python(asked["at"]))
    elif what == _LEAVE:
        progress.leave(owner)
    else:
        raise ValueError(f"{what} is no request")
    return ""
