"""A clock for what is kept with a time and read in that order."""

from datetime import datetime, timedelta


class TickingClock:
    """Goes on by a second with each look, from the moment that it is given."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the time."""
        self.now += timedelta(seconds=1)
        return self.now
