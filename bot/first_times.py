"""What somebody is told only once. The Protocol stands here; `bot/first_times_store.py` fulfils it in SQL."""

from typing import Protocol


class FirstTimes(Protocol):
    """Called from worker threads. What is kept of a person is exported and forgotten with the rest (`PersonalData`)."""

    def is_first(self, owner: str, what: str, event: str) -> bool:
        """Note that an event was the first of its kind for somebody, and return whether it is.

        For the first event it is True each time, so that what is computed anew after a crash is the same; for all
        others False. The time is kept. Raises StoreError.
        """
        ...
