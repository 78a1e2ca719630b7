"""Hand-offs, with whatever does not matter filled in."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.handoffs.desk import Promise
from bot.handoffs.hours import WorkingHours
from bot.handoffs.models import Handoff, Handoffs, Shared
from bot.models import Language

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
"""Ten o'clock in Berlin, within the working hours below."""
OFFICE = WorkingHours((0, 1, 2, 3, 4), time(9), time(17), "Europe/Berlin")
PROMISE = Promise(OFFICE, usual=timedelta(hours=8), patience=timedelta(hours=16))
ALWAYS = Promise(
    WorkingHours(tuple(range(7)), time(0), time(23, 59, 59, 999_999), "UTC"), timedelta(hours=1), timedelta()
)
"""Whoever waits waits too long at once."""
ANNA = "telegram:4001"
SHARED = Shared("Gibt es ein Diensthandy?", "Anna", "j" * 32, "Bauleiter Hochbau (m/w/d)")


def opened(store: Handoffs, key: str = "k1", owner: str = ANNA, **values: Any) -> Handoff:
    """Return a conversation that a candidate agreed to."""
    chosen = {"shared": SHARED, "language": Language.DE, "due": MONDAY + timedelta(days=2), **values}
    draft = store.draft(
        f"{key}:draft", owner, f"telegram:7:{owner.partition(':')[2]}", chosen["shared"], chosen["language"]
    )
    handoff = store.open(key, draft.token, owner, chosen["due"])
    assert handoff
    return handoff
