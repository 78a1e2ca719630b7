"""Reads what Slack sends: ids that are none are as good as absent, and its markup becomes plain text. Pure."""

import re

from adapters.foreign_json import Raw as Raw
from adapters.foreign_json import items as items
from adapters.foreign_json import table as table
from adapters.foreign_json import text as text

_TS = re.compile(r"\d{1,12}\.\d{1,9}")
_TEAM = re.compile(r"[TE][A-Z0-9]{1,20}")
_CHANNEL = re.compile(r"[CDG][A-Z0-9]{1,20}")
_FILE = re.compile(r"F[A-Z0-9]{1,20}")
_USER = re.compile(r"[UW][A-Z0-9]{1,20}")
_TOKEN = re.compile(r"<((?:[@#!]|[A-Za-z][A-Za-z0-9+.-]*:)[^<>]*)>")
_SPACES = re.compile(r"[ \t]+")


def team_of(raw: object, *keys: str) -> str:
    """Return a workspace's id or ""."""
    return _matching(_TEAM, text(raw, *keys))


def channel_of(raw: object, *keys: str) -> str:
    """Return a channel's id or ""."""
    return _matching(_CHANNEL, text(raw, *keys))


def user_of(raw: object, *keys: str) -> str:
    """Return a user's id or ""."""
    return _matching(_USER, text(raw, *keys))


def file_of(raw: object, *keys: str) -> str:
    """Return a file's id or ""."""
    return _matching(_FILE, text(raw, *keys))


def ts_of(raw: object, *keys: str) -> str:
    """Return a message's ts or ""."""
    return _matching(_TS, text(raw, *keys))


def mentioned(said: str) -> tuple[str, ...]:
    """Return the ids of the users that a message addresses, in order."""
    found = (token.partition("|")[0] for token in _TOKEN.findall(said) if token.startswith("@"))
    return tuple(token[1:] for token in found)


def calls_people(said: str) -> bool:
    """Whether a message mentions somebody, a group or everybody."""
    return any(token.startswith(("@", "!")) and not token.startswith("!date") for token in _TOKEN.findall(said))


def plain(said: str) -> str:
    """Return what somebody wrote without Slack's markup: mentions go, links and channels leave their names."""
    shown = _TOKEN.sub(lambda match: _shown(match[1]), said)
    lines = (_SPACES.sub(" ", line).strip() for line in shown.splitlines())
    unescaped = "\n".join(lines).strip()
    for escaped, meant in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        unescaped = unescaped.replace(escaped, meant)
    return unescaped


def _shown(token: str) -> str:
    target, _, label = token.partition("|")
    if target.startswith("@"):
        return " "
    if target.startswith(("!", "#")):
        return label or " "
    return label or target.removeprefix("mailto:")


def _matching(pattern: re.Pattern[str], found: str) -> str:
    return found if pattern.fullmatch(found) else ""
