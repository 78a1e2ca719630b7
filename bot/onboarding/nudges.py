"""When somebody who wants to be reminded is to be reminded. Pure."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.onboarding.models import Wish

SATURDAY = 5


def workday(now: datetime, zone: str) -> date | None:
    """Return the day that it is by the clocks of `zone` (IANA), None on Saturdays and Sundays."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return today if today.weekday() < SATURDAY else None


def due_day(wish: Wish, now: datetime, zone: str) -> date | None:
    """Return the day of the reminder that is due at `now`.

    None on weekends, before the hour, and where the hour was over when it was wished.
    """
    today = workday(now, zone)
    if today is None:
        return None
    moment = datetime.combine(today, time(wish.hour), ZoneInfo(zone))
    return today if wish.since <= moment <= now else None
