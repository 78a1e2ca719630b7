"""What is kept of people's progress. The Protocol stands here; `bot/onboarding/store.py` fulfils it in SQL."""

from datetime import datetime
from typing import Protocol

from bot.onboarding.models import Answered, Choices, Joining, Record, SharedRecord, Wish


class Progress(Protocol):
    """Called from worker threads. Every method may raise StoreError, and may be repeated with the same values.

    `owner` is who, as the archive names people. What is kept of a person is exported and forgotten with the rest
    (`PersonalData`).
    """

    def record(self, owner: str) -> Record:
        """Return all that is kept of somebody."""
        ...

    def keep_answer(self, owner: str, answered: Answered) -> None:
        """Keep the last answer to a question; it replaces the one before."""
        ...

    def finish(self, owner: str, module: str, at: datetime) -> None:
        """Note that a module is finished; the first time counts."""
        ...

    def choose(self, owner: str, choices: Choices, at: datetime) -> None:
        """Keep what somebody has chosen."""
        ...

    def join(self, owner: str, digest: str, at: datetime) -> Joining:
        """Keep somebody's progress with that of whoever was offered the code, from now on.

        A module was finished when it first was, the later answer counts, and settings are those of whoever offered the
        code, with the name and the buddy where they have none. The code is worth nothing any more.
        """
        ...

    def leave(self, owner: str) -> None:
        """Begin anew under a name that was joined; what was joined stays where it is kept."""
        ...

    def shared(self) -> tuple[SharedRecord, ...]:
        """Return the finished modules of those who share them, by name."""
        ...


class KeptProgress(Progress, Protocol):
    """What beside it only the process asks for that holds the store. Every method may raise StoreError."""

    def offer(self, owner: str, digest: str, until: datetime, at: datetime) -> None:
        """Let whoever enters the code with this digest before `until` join somebody; their last code goes."""
        ...

    def wishes(self, scope: str) -> tuple[Wish, ...]:
        """Return who wants to be reminded and does not pause, of those whose names begin with `scope` and a colon."""
        ...
