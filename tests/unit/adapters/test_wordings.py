"""The platforms' own words: the same keys and the same blanks in both languages, and none without a use."""

import re
import string
from pathlib import Path

import pytest

from adapters.web.wording import load_wording
from bot.models import Language
from bot.phrases import Phrases

ROOT = Path(__file__).parents[3] / "adapters"
BUILT = (
    "error.", "tag.", "site.theme_", "map.", "profile.", "print.", "inbox.kind_", "inbox.menu", "inbox.lead", "gaps.",
    "report.", "jobs.menu", "jobs.lead", "jobs.show_", "jobs.done_", "jobs.in_",
    "onboarding.menu", "onboarding.state_", "onboarding.basis_",
    "documents.menu", "documents.lead", "documents.wrong_", "documents.audience_",
)  # fmt: skip
"""Keys that templates put together."""


@pytest.fixture(scope="module")
def words() -> Phrases:
    return load_wording()


def blanks(text: str) -> set[str | None]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def text(words: Phrases, key: str, language: Language) -> str:
    return words._texts[language][key]


def test_both_languages_say_the_same_things(words: Phrases) -> None:
    assert words.keys(Language.DE) == words.keys(Language.EN)
    assert len(words.keys(Language.DE)) > 100
    for key in words.keys(Language.DE):
        assert blanks(text(words, key, Language.DE)) == blanks(text(words, key, Language.EN)), key
        assert text(words, key, Language.DE).strip(), key


def test_every_word_is_used(words: Phrases) -> None:
    files = [*ROOT.glob("web/**/*.html"), *ROOT.glob("web/**/*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    used = set(re.findall(r"""["']([a-z_]+\.[a-z0-9_-]+)["']""", code))
    unused = {key for key in words.keys(Language.DE) if key not in used and not key.startswith(BUILT)}
    assert unused == set()


def test_every_word_that_is_asked_for_exists(words: Phrases) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("web/**/*.html"))
    asked = set(re.findall(r"""\bt\("([a-z_]+\.[a-z0-9_-]*[a-z0-9])\"""", code)) | set(
        re.findall(r"""\bsay\(l, "([a-z_]+\.[a-z0-9_-]*[a-z0-9])\"""", code)
    )
    assert len(asked) > 60
    assert asked - words.keys(Language.EN) == set()
