"""What comes in, what goes out, what failed, and how patient the delivery is. Platform-neutral."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Inbound:
    """An event as accepted.

    `key` is the platform's own for the event, the same each time it is delivered. What belongs to one `conversation`
    is answered in the order in which it was accepted. `payload` is text that only the platform understands.
    What asks for no answer, as a tick or a thumb, comes faster than questions: `is_question` tells them apart, and is
    not kept.
    """

    key: str
    platform: str
    conversation: str
    user: str
    payload: str
    is_question: bool = True


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One part to send. Delivery itself sets `id`, the same each time the part is tried: put it into the message."""

    id: str
    conversation: str
    payload: str


@dataclass(frozen=True, slots=True)
class Failure:
    """An event that was not answered in full. `reason` holds nothing that somebody said; `failed_at` is in UTC."""

    key: str
    platform: str
    conversation: str
    user: str
    reason: str
    failed_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Event:
    """All that is kept of an event: what came in, what is sent for it, and whether nothing more is done with it."""

    key: str
    platform: str
    conversation: str
    user: str
    is_done: bool
    accepted_at: datetime
    payload: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many events wait, are being answered, and failed for good within what is kept."""

    waiting: int
    running: int
    failed: int


@dataclass(frozen=True, slots=True)
class Policy:
    """How patient the delivery is.

    tries: how often a part is sent at most, before its event counts as failed.
    first_wait_seconds, longest_wait_seconds: the pause after the first try, which doubles up to the longest and is
        shortened at random by up to a half. A longer Retry-After is obeyed.
    send_seconds: how long one sending or one look may take before nobody knows whether it arrived.
    answer_seconds: how long an answer may take before the event counts as poisoned.
    running_at_once: events answered at the same time, by one worker.
    running_at_first: the same in the first `careful_seconds` after a start. Each kill costs every event that was begun
        one of its `starts`, so that few are begun where one kill follows another.
    answering_at_once: threads that compute answers.
    per_minute: questions of one user that are answered within a minute; what exceeds it is declined once.
    gestures_per_minute: the same for what is no question.
    starts: how often an event is begun at most. One that kills the process is begun anew after each start.
    kept: for how long keys are known after their event was answered.
    poll_seconds: how often the queue is looked at; half of it is added to an answer's time on average.
    resting_poll_seconds: the same after a minute without events; the first one after it may wait so long.
    """

    tries: int = 12
    first_wait_seconds: float = 0.5
    longest_wait_seconds: float = 60.0
    send_seconds: float = 15.0
    answer_seconds: float = 60.0
    running_at_once: int = 64
    running_at_first: int = 8
    careful_seconds: float = 10.0
    answering_at_once: int = 4
    per_minute: int = 20
    gestures_per_minute: int = 120
    starts: int = 100
    kept: timedelta = timedelta(days=7)
    poll_seconds: float = 0.05
    resting_poll_seconds: float = 0.5


def part_id(key: str, number: int) -> str:
    """Return the id of a part of an event's answer, counted from 0."""
    return f"{key}/{number}"
