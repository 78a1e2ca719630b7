"""What reaches the recruiters, for candidates who ask for a person."""

from datetime import timedelta
from typing import TYPE_CHECKING

from config.rules import WEEK
from config.settings import Settings

if TYPE_CHECKING:
    from bot.handoffs.desk import HandoffDesk
    from bot.stores import Stores


def build_handoff_desk(settings: Settings, stores: "Stores") -> "HandoffDesk":
    """Return what both sides of a hand-off use, by the hours that are set."""
    from bot.handoffs.desk import HandoffDesk, Promise  # noqa: PLC0415 - only servers need it
    from bot.handoffs.hours import WorkingHours  # noqa: PLC0415

    chosen = settings.handoff
    days = tuple(WEEK.index(day) for day in chosen.days)
    hours = WorkingHours(days, chosen.opens, chosen.closes, chosen.zone)
    usual, patience = timedelta(hours=chosen.answer_hours), timedelta(hours=chosen.escalate_hours)
    return HandoffDesk(stores.handoffs, Promise(hours, usual, patience), takes_new=chosen.offered)
