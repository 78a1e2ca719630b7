"""Who asks faster than is answered."""

from collections import deque
from enum import StrEnum

from adapters.delivery.models import Inbound
from adapters.delivery.names import owner

MINUTE = 60.0
MOST_USERS = 10_000
"""Users kept in memory before those who were silent for a minute are forgotten."""


class Verdict(StrEnum):
    """What becomes of an event; kept with it."""

    ANSWER = "answer"
    DECLINE = "decline"
    DROP = "drop"


class FloodGate:
    """Counts each user's events of the last minute, of this process. Not for several threads at once."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._users: dict[str, deque[float]] = {}
        self._told: set[str] = set()

    def judge(self, user: str, now: float) -> Verdict:
        """Count one more event of a user at `now`, in seconds of a steady clock, and return what becomes of it."""
        if len(self._users) >= MOST_USERS and user not in self._users:
            self._forget(now)
        times = self._users.setdefault(user, deque(maxlen=self._per_minute))
        flooding = len(times) == self._per_minute and now - times[0] < MINUTE
        times.append(now)
        if not flooding:
            self._told.discard(user)
            return Verdict.ANSWER
        if user in self._told:
            return Verdict.DROP
        self._told.add(user)
        return Verdict.DECLINE

    def is_told(self, user: str) -> bool:
        """Whether a user was told lately, and went on. For any thread."""
        return user in self._told

    def _forget(self, now: float) -> None:
        self._users = {user: times for user, times in self._users.items() if now - times[-1] < MINUTE}
        self._told &= self._users.keys()


class FloodGates:
    """One gate for questions, one for what is none: a checklist ticked off quickly must not silence its reader."""

    def __init__(self, questions_per_minute: int, gestures_per_minute: int) -> None:
        self._questions = FloodGate(questions_per_minute)
        self._gestures = FloodGate(gestures_per_minute)

    def judge(self, inbound: Inbound, now: float) -> Verdict:
        """Count an event at `now`, in seconds of a steady clock, and return what becomes of it."""
        return self._of(inbound).judge(owner(inbound), now)

    def is_told(self, inbound: Inbound) -> bool:
        """Whether its user was told lately, and went on. For any thread."""
        return self._of(inbound).is_told(owner(inbound))

    def _of(self, inbound: Inbound) -> FloodGate:
        return self._questions if inbound.is_question else self._gestures
