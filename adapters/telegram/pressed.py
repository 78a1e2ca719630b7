"""What a button carries: Telegram gives it 64 bytes, so it names things instead of holding them. Pure."""

import re

from adapters.telegram.received import (
    AlertChosen,
    ForgetDecided,
    JobWanted,
    LanguageChosen,
    Outdated,
    Rated,
    SourcesWanted,
    Suggested,
    What,
)
from bot.models import Language

_DATA = re.compile(r"(?P<kind>[a-z]+)(:(?P<name>[0-9A-Za-z_-]{1,40}))?(:(?P<number>\d{1,3}))?")
ALERT_CHOICES = frozenset({"stop", "daily", "once"})
_EXCHANGE = re.compile(r"[0-9a-f]{32}")


def suggestion(exchange: str, number: int) -> str:
    """Return the data of a suggestion."""
    return f"ask:{exchange}:{number}"


def sources(exchange: str) -> str:
    """Return the data of the button that shows sources."""
    return f"src:{exchange}"


def rating(exchange: str, *, helpful: bool) -> str:
    """Return the data of a thumb."""
    return f"rate:{exchange}:{int(helpful)}"


def language(chosen: Language) -> str:
    """Return the data of a language."""
    return f"lang:{chosen.value}"


def job(token: str) -> str:
    """Return the data of a button that shows a post."""
    return f"job:{token}"


def alert(choice: str, token: str) -> str:
    """Return the data of what is to become of a subscription: "stop", "daily" or "once"."""
    return f"{choice}:{token}"


def forgetting(*, sure: bool) -> str:
    """Return the data of yes or no to deleting everything."""
    return f"forget:all:{int(sure)}"


def read(data: str, query: str, message: int) -> What:
    """Return what was pressed; what nobody here has made is Outdated."""
    found = _DATA.fullmatch(data)
    if found is None:
        return Outdated(query)
    name, figure = found["name"] or "", int(found["number"] or 0)
    if _EXCHANGE.fullmatch(name):
        return _about_an_answer(found["kind"], name, figure, query)
    if found["kind"] == "job" and name:
        return JobWanted(query, name)
    if found["kind"] in ALERT_CHOICES and name:
        return AlertChosen(query, name, found["kind"], message)
    if found["kind"] == "lang" and name in frozenset(Language):
        return LanguageChosen(query, name, message)
    if found["kind"] == "forget" and name == "all" and figure in (0, 1):
        return ForgetDecided(query, bool(figure), message)
    return Outdated(query)


def _about_an_answer(kind: str, exchange: str, figure: int, query: str) -> What:
    match kind:
        case "ask":
            return Suggested(query, exchange, figure)
        case "src":
            return SourcesWanted(query, exchange)
        case "rate" if figure in (0, 1):
            return Rated(query, exchange, bool(figure))
    return Outdated(query)
