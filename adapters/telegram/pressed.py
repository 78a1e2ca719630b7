"""What a button carries: Telegram gives it 64 bytes, so it names things instead of holding them. Pure."""

import re

from adapters.telegram.received import (
    AlertChosen,
    ForgetDecided,
    HandoffChosen,
    JobWanted,
    LanguageChosen,
    Outdated,
    PersonWanted,
    Rated,
    SentOn,
    SourcesWanted,
    Suggested,
    What,
)
from bot.models import Language

_DATA = re.compile(r"(?P<kind>[a-z]+)(:(?P<name>[0-9A-Za-z_-]{1,40}))?(:(?P<number>\d{1,3}))?")
ALERT_CHOICES = frozenset({"stop", "daily", "once"})
HANDOFF_CHOICES = frozenset({"agree", "keep", "write", "end"})
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


def person(exchange: str) -> str:
    """Return the data of the button that asks for a person to be asked."""
    return f"person:{exchange}"


def sent_on(exchange: str) -> str:
    """Return the data of the button that sends a question on to the recruiters."""
    return f"send:{exchange}"


def handoff(choice: str, token: str) -> str:
    """Return the data of what is to become of a conversation: "agree", "keep", "write" or "end"."""
    return f"{choice}:{token}"


def forgetting(*, sure: bool) -> str:
    """Return the data of yes or no to deleting everything."""
    return f"forget:all:{int(sure)}"


def read(data: str, query: str, message: int, name: str) -> What:
    """Return what was pressed, with the first `name` only where a person is asked for; of nobody's making: Outdated."""
    found = _DATA.fullmatch(data)
    if found is None:
        return Outdated(query)
    token, figure = found["name"] or "", int(found["number"] or 0)
    if _EXCHANGE.fullmatch(token) and found["kind"] not in HANDOFF_CHOICES:
        return _about_an_answer(found["kind"], token, figure, query, name)
    return _about_a_thing(found["kind"], token, query, message) or _about_all(
        found["kind"], token, figure, query, message
    )


def _about_a_thing(kind: str, token: str, query: str, message: int) -> What | None:
    """What a random token names."""
    if kind == "job" and token:
        return JobWanted(query, token)
    if kind in ALERT_CHOICES and token:
        return AlertChosen(query, token, kind, message)
    if kind in HANDOFF_CHOICES and token:
        return HandoffChosen(query, token, kind, message)
    return None


def _about_all(kind: str, token: str, figure: int, query: str, message: int) -> What:
    if kind == "lang" and token in frozenset(Language):
        return LanguageChosen(query, token, message)
    if kind == "forget" and token == "all" and figure in (0, 1):
        return ForgetDecided(query, bool(figure), message)
    return Outdated(query)


def _about_an_answer(kind: str, exchange: str, figure: int, query: str, name: str) -> What:
    match kind:
        case "ask":
            return Suggested(query, exchange, figure)
        case "src":
            return SourcesWanted(query, exchange)
        case "person":
            return PersonWanted(query, exchange, name)
        case "send":
            return SentOn(query, exchange)
        case "rate" if figure in (0, 1):
            return Rated(query, exchange, bool(figure))
    return Outdated(query)
