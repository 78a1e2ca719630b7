"""What a setting's value must be like, by rule, and the types of settings that stand for these rules."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode


def _http_address(value: str) -> str:
    if not re.match(r"https?://[^\s/]+\S*$", value):
        raise ValueError("must be an address that starts with http:// or https://")
    return value


def _slack_ids(value: object, kinds: str, rule: str) -> tuple[str, ...]:
    given = value.split(",") if isinstance(value, str) else value
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
        raise ValueError(rule)
    ids = tuple(dict.fromkeys(one.strip() for one in given if one.strip()))
    if not all(re.fullmatch(f"[{kinds}][A-Z0-9]{{1,20}}", one) for one in ids):
        raise ValueError(rule)
    return ids


def _slack_people(value: object) -> tuple[str, ...]:
    rule = "must be Slack's ids of users (U… or W…) or user groups (S…), in capitals, with commas between"
    return _slack_ids(value, "UWS", rule)


def _slack_users(value: object) -> tuple[str, ...]:
    return _slack_ids(value, "UW", "must be Slack's ids of users (U… or W…), in capitals, with commas between")


def _slack_channel(value: str) -> str:
    if not re.fullmatch(r"[CG][A-Z0-9]{1,20}", value):
        raise ValueError("must be the id of a channel in Slack (C… or G…), in capitals")
    return value


WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _weekdays(value: object) -> object:
    if not isinstance(value, str):
        value = ",".join(map(str, value)) if isinstance(value, list | tuple) else ""
    named = {day for part in value.lower().split(",") for day in _days_of(part.strip())}
    return tuple(day for day in WEEK if day in named)


def _days_of(part: str) -> Iterator[str]:
    first, _, last = (one.strip() for one in part.partition("-"))
    if first not in WEEK or (last or first) not in WEEK:
        raise ValueError(_WEEKDAYS_RULE)
    start, end = WEEK.index(first), WEEK.index(last or first)
    if start > end:
        raise ValueError(_WEEKDAYS_RULE)
    yield from WEEK[start : end + 1]


_WEEKDAYS_RULE = "must be days of the week from mon to sun, e.g. mon-fri or mon-thu,sat"


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, LookupError):
        raise ValueError("must be a time zone, e.g. Europe/Berlin") from None
    return value


_WATCH_RULE = (
    "must be folders with who may get answers from them, as internal:FOLDER or public:FOLDER, with commas between; "
    "folders as absolute paths or with ~, none twice or within another; after a folder may stand ;owner=WHO and "
    ";review_days=DAYS, a whole number from 1 to 36500"
)
_LONGEST_REVIEW = 36_500


@dataclass(frozen=True, slots=True)
class WatchedEntry:
    """A folder to follow; of each of its documents, who may get answers from it and who answers for it.

    `review_days` after a document was read, its review is due; never where that is None.
    """

    audience: str
    folder: Path
    owner: str = ""
    review_days: int | None = None


def _watched(value: object) -> tuple[str, ...]:
    given = value.split(",") if isinstance(value, str) else value
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
        raise ValueError(_WATCH_RULE)
    entries = tuple(one.strip() for one in given if one.strip())
    folders = [watched_folder(one).folder for one in entries]
    nested = any(one in (other, *other.parents) for place, one in enumerate(folders) for other in folders[place + 1 :])
    if nested or any(one in other.parents for place, one in enumerate(folders) for other in folders[:place]):
        raise ValueError(_WATCH_RULE)
    return entries


def watched_folder(entry: str) -> WatchedEntry:
    """Read one entry of `WatchedFolders`. Raises ValueError with the rule."""
    place, *given = entry.split(";")
    audience, _, name = place.partition(":")
    try:
        folder = Path(os.path.normpath(Path(name.strip()).expanduser()))
    except RuntimeError:
        raise ValueError(_WATCH_RULE) from None
    if audience not in ("internal", "public") or not folder.is_absolute():
        raise ValueError(_WATCH_RULE)
    details = dict(_detail(one) for one in given)
    if len(details) < len(given):
        raise ValueError(_WATCH_RULE)
    days = details.get("review_days")
    return WatchedEntry(audience, folder, details.get("owner", ""), int(days) if days else None)


def _detail(given: str) -> tuple[str, str]:
    name, _, value = (one.strip() for one in given.partition("="))
    number = bool(re.fullmatch("[1-9][0-9]{0,4}", value)) and int(value) <= _LONGEST_REVIEW
    if not value or not (name == "owner" or (name == "review_days" and number)):
        raise ValueError(_WATCH_RULE)
    return name, value


LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

HttpAddress = Annotated[str, AfterValidator(_http_address)]
"""Kept as text, since pydantic's own type would add a slash at its end."""

SlackPeople = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_slack_people)]
"""In a variable with commas between, and not as JSON."""

SlackChannel = Annotated[str, AfterValidator(_slack_channel)]
Weekdays = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_weekdays)]
"""Names of `WEEK`, in its order. In a variable as mon-fri."""
Zone = Annotated[str, AfterValidator(_zone)]
SlackUsers = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_slack_users)]
WatchedFolders = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_watched)]
"""Each as `WatchedEntry` is written: `public:FOLDER;owner=WHO;review_days=90`. In a variable with commas between."""
