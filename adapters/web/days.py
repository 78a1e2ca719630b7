"""How a day is written in the web pages, in the reader's language."""

from datetime import date, datetime

from babel.dates import format_date

from bot.models import Language

_LOCALES = {Language.DE: "de", Language.EN: "en_GB"}


def shown_day(moment: datetime | date | None, language: Language) -> str:
    """Return a day as readers write it, "" for none."""
    return format_date(moment, "medium", locale=_LOCALES[language]) if moment else ""


def short_day(day: date, language: Language) -> str:
    """Return day and month, as they stand below a drawing."""
    return format_date(day, "d.M." if language is Language.DE else "d MMM", locale=_LOCALES[language])
