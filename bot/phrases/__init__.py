"""Fixed wordings, German and English side by side in `de.toml` and `en.toml`."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from knowledge.models import Language


class Phrases:
    """Looks wordings up by key and fills in values."""

    def __init__(self, texts: Mapping[Language, Mapping[str, str]]) -> None:
        self._texts = texts

    def say(self, key: str, language: Language, /, **values: object) -> str:
        """Return the wording. Raises KeyError for an unknown key, which is a programming error."""
        return self._texts[language][key].format(**values)

    def has(self, key: str, language: Language) -> bool:
        """Whether there is such a wording."""
        return key in self._texts[language]

    def keys(self, language: Language) -> frozenset[str]:
        """Return all keys of a language."""
        return frozenset(self._texts[language])


def load_phrases(package: str = __name__) -> Phrases:
    """Read the wordings shipped in `package`, the assistant's own unless another is named."""
    return Phrases({language: _read(package, language) for language in Language})


def _read(package: str, language: Language) -> Mapping[str, str]:
    text = files(package).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return {f"{group}.{key}": value for group, keys in tomllib.loads(text).items() for key, value in keys.items()}
