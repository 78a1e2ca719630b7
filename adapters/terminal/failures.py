"""What goes wrong → a line for the person. Here is the terminal's only broad `except`."""

import secrets
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TypeVar

import structlog

from adapters.errors import AdapterError
from adapters.terminal.wording import Wording
from bot.errors import BotError
from config.settings import ConfigError

T = TypeVar("T")

SHORTEST_WITHHELD = 4
"""Letters. A shorter message tells nothing, and taking it out everywhere would spoil the traceback."""


class Status(IntEnum):
    """Exit statuses, as `lotse --help` states them."""

    FINE = 0
    SOME_FAILED = 1
    CANNOT_RUN = 2


@dataclass(frozen=True, slots=True)
class Failure:
    """What to tell the person."""

    message: str


def attempt(action: Callable[[], T], apologise: Callable[[Exception], str]) -> T | Failure:
    """Return what `action` returns, or the Failure that its error amounts to.

    An expected error speaks for itself, for an unexpected one `apologise` finds the words. A closed pipe is the
    caller's to handle.
    """
    try:
        return action()
    except BrokenPipeError:
        raise
    except (ConfigError, AdapterError, BotError) as error:
        return Failure(str(error))
    except Exception as error:  # noqa: BLE001 - the edge of the terminal: nobody else would tell the person
        return Failure(apologise(error))


def apology(error: Exception, words: Wording, log: Path | None, withheld: Sequence[str] = ()) -> str:
    """Log an unexpected error under a reference number and return the apology that names it.

    `withheld`, the texts of messages, are kept out of the log. `log` is None where there is no log yet.
    """
    reference = secrets.token_hex(4).upper()
    if log is None:
        return words.apology_without_log.format(reference=reference, kind=type(error).__name__)
    structlog.get_logger("lotse.terminal").error(
        "unexpected failure",
        reference=reference,
        kind=type(error).__name__,
        exception=_withhold("".join(traceback.format_exception(error)), withheld),
    )
    return words.apology.format(reference=reference, log=log)


def _withhold(text: str, withheld: Sequence[str]) -> str:
    for message in withheld:
        for form in (message, repr(message)[1:-1]):
            if len(form) >= SHORTEST_WITHHELD:
                text = text.replace(form, "[message]")
    return text
