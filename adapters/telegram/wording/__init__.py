"""Telegram's own words, German and English side by side in `de.toml` and `en.toml`."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files

from bot.models import Language
from bot.phrases import Phrases


def load_wording() -> Phrases:
    """Read the shipped words; keys are `table.key`."""
    return Phrases({language: dict(_read(language)) for language in Language})


def _read(language: Language) -> Iterator[tuple[str, str]]:
    text = files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    for table, entries in tomllib.loads(text).items():
        yield from ((f"{table}.{key}", value) for key, value in entries.items())
