"""The web pages' own words, German and English side by side in `*.de.toml` and `*.en.toml`."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files

from bot.models import Language
from bot.phrases import Phrases


def load_wording() -> Phrases:
    """Read the shipped words of all pages; keys are `table.key`."""
    return Phrases({language: dict(_read(language)) for language in Language})


def _read(language: Language) -> Iterator[tuple[str, str]]:
    for file in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(f".{language}.toml"):
            for table, entries in tomllib.loads(file.read_text(encoding="utf-8")).items():
                yield from ((f"{table}.{key}", text) for key, text in entries.items())
