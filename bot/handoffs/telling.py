"""Working hours and moments in words, in either language. Pure."""

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_time, get_day_names

from bot.handoffs.hours import WorkingHours
from knowledge.models import Language

_LOCALES = {Language.DE: "de_DE", Language.EN: "en_GB"}
_MOMENTS = {Language.DE: "EEEE, d. MMMM, HH:mm 'Uhr'", Language.EN: "EEEE d MMMM, HH:mm"}


def moment_in_words(moment: datetime, zone: str, language: Language) -> str:
    """Return a moment by the clocks of `zone`, to the minute."""
    return format_datetime(moment.astimezone(ZoneInfo(zone)), _MOMENTS[language], locale=_LOCALES[language])


def hours_in_words(hours: WorkingHours, language: Language) -> str:
    """Return the days and the times, e.g. "Montag–Freitag, 09:00–17:00 Uhr"."""
    names = get_day_names("wide", locale=_LOCALES[language])
    days = ", ".join(
        names[first] if first == last else f"{names[first]}–{names[last]}" for first, last in _runs(hours.days)
    )
    times = "–".join(format_time(at, "HH:mm", locale=_LOCALES[language]) for at in (hours.start, hours.end))
    return f"{days}, {times} Uhr" if language is Language.DE else f"{days}, {times}"


def _runs(days: tuple[int, ...]) -> list[tuple[int, int]]:
    """Days that follow each other as (first, last)."""
    ordered = sorted(set(days))
    breaks = [index for index, (one, other) in enumerate(pairwise(ordered), 1) if other - one > 1]
    bounds = [0, *breaks, len(ordered)]
    return [(ordered[start], ordered[end - 1]) for start, end in pairwise(bounds)]
