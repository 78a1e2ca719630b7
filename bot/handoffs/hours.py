"""Working hours: whether somebody is there, and when so many of them have passed. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST = 366
"""Days that are looked ahead."""


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """From `start` to `end` on `days` (0 is Monday), by the clocks of `zone` (IANA). Raises ValueError for none."""

    days: tuple[int, ...]
    start: time
    end: time
    zone: str

    def __post_init__(self) -> None:
        """Check that there are any."""
        if not self.days or self.start >= self.end:
            raise ValueError(f"no working hours: days {self.days}, {self.start} to {self.end}")

    def is_open(self, now: datetime) -> bool:
        """Whether `now` lies within them."""
        local = now.astimezone(ZoneInfo(self.zone))
        return local.weekday() in self.days and self.start <= local.time() < self.end

    def after(self, now: datetime, work: timedelta) -> datetime:
        """Return when so much working time has passed since `now`, in UTC."""
        zone = ZoneInfo(self.zone)
        day, left = now.astimezone(zone).date(), work
        for _ in range(LONGEST):
            if day.weekday() in self.days:
                opens, closes = (datetime.combine(day, at, zone).astimezone(UTC) for at in (self.start, self.end))
                begins = max(opens, now.astimezone(UTC))
                if left <= closes - begins:
                    return begins + left
                left -= max(closes - begins, timedelta())
            day += timedelta(days=1)
        return now.astimezone(UTC) + work
