"""What people may ask of what is kept of them. The Protocol stands here; `bot/people_store.py` fulfils it in SQL."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Removed:
    """How much was deleted: conversations, states of threads, and rows of what a team's chat needs beside them.

    Rows of which only a name, or what a follow-up goes on from, was taken out count among the last.
    """

    conversations: int
    threads: int
    traces: int

    @property
    def anything(self) -> bool:
        """Whether there was something."""
        return bool(self.conversations or self.threads or self.traces)


class PersonalData(Protocol):
    """Reaches conversations, threads and the chat's state alike, each time in one transaction.

    `owner` is who a conversation belongs to: "session:…" or "user:…" in the web chat, "slack:TEAM:USER" in Slack.
    """

    def owners(self, name: str) -> tuple[str, ...]:
        """Return the owners of whom something is kept and who are called so, or end so after a colon.

        Raises StoreError.
        """
        ...

    def export(self, owner: str) -> dict[str, Any]:
        """Return everything that is kept of somebody as JSON values, oldest first. Raises StoreError."""
        ...

    def forget(self, owner: str) -> Removed:
        """Delete what somebody said and was answered, and take their name out of what others share. Raises StoreError.

        That it was asked for is noted, with numbers only, even where there was nothing.
        """
        ...

    def purge(self, before: datetime) -> Removed:
        """Delete what was silent since `before`. Raises StoreError."""
        ...
