"""What may stand in a field of choices, read from `wording/choices.toml`."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from typing import TypeVar

from bot.jobs.models import Employment, PayPeriod, Remote
from knowledge.models import Language
from knowledge.text import fold

Choice = TypeVar("Choice", bound=StrEnum)


class Choices:
    """Reads a choice as people and other programs write it."""

    def __init__(self, tables: Mapping[str, Mapping[str, list[str]]]) -> None:
        self._remote = _table(tables["remote"], Remote)
        self._employment = _table(tables["employment"], Employment)
        self._ignored = frozenset(_key(word) for word in tables["employment_other"]["ignored"])
        self._period = _table(tables["period"], PayPeriod)
        self._language = _table(tables["language"], Language)

    def remote(self, text: str) -> Remote | None:
        """Return how far one can work from elsewhere; None where `text` is no such choice."""
        return self._remote.get(_key(text))

    def employment(self, text: str) -> Employment | None:
        """Return the kind of employment; None where `text` is none."""
        return self._employment.get(_key(text))

    def says_nothing(self, text: str) -> bool:
        """Whether `text` is a kind of employment that tells nothing ("other")."""
        return _key(text) in self._ignored

    def period(self, text: str) -> PayPeriod | None:
        """Return what is paid for; None where `text` is no period."""
        return self._period.get(_key(text))

    def language(self, text: str) -> Language | None:
        """Return the language; None where `text` is neither."""
        return self._language.get(_key(text))


def load_choices() -> Choices:
    """Read the shipped choices."""
    return Choices(tomllib.loads(files("bot.jobs.wording").joinpath("choices.toml").read_text(encoding="utf-8")))


def _table(words: Mapping[str, list[str]], kind: type[Choice]) -> dict[str, Choice]:
    table: dict[str, Choice] = {}
    for value, listed in words.items():
        table.update(dict.fromkeys(map(_key, (value, *listed)), kind(value)))
    return table


def _key(text: str) -> str:
    return " ".join(fold(text).replace("_", "-").split())
