import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

import pytest

import bot
from bot.phrases import Phrases
from knowledge.models import Intent, Language, Library

ROOT = Path(bot.__file__).parent
JOBS = frozenset((ROOT / "jobs").rglob("*.py"))
"""Job posts have wordings of their own: see test_job_words.py."""
CODE = (
    *(file for file in ROOT.rglob("*.py") if file not in JOBS),
    *(ROOT.parent / "adapters" / "terminal").rglob("*.py"),
)


def texts(language: Language) -> dict[str, str]:
    read = tomllib.loads((ROOT / "phrases" / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{group}.{key}": text for group, keys in read.items() for key, text in keys.items()}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module")
def german() -> Mapping[str, str]:
    return texts(Language.DE)


@pytest.fixture(scope="module")
def english() -> Mapping[str, str]:
    return texts(Language.EN)


def test_both_languages_have_the_same_keys(
    phrases: Phrases, german: Mapping[str, str], english: Mapping[str, str]
) -> None:
    assert phrases.keys(Language.DE) == phrases.keys(Language.EN) == german.keys() == english.keys()


def test_both_languages_fill_in_the_same_values(german: Mapping[str, str], english: Mapping[str, str]) -> None:
    for key, text in german.items():
        assert placeholders(text) == placeholders(english[key]), key


def test_no_wording_is_empty_padded_or_the_same_in_both_by_oversight(
    german: Mapping[str, str], english: Mapping[str, str]
) -> None:
    for texts_ in (german, english):
        for key, text in texts_.items():
            assert text.strip() == text, key
            assert text, key
    same = {key for key, text in german.items() if text == english[key] and len(placeholders(text) or text.split()) > 3}
    assert not same


def test_a_wording_is_filled_in(phrases: Phrases) -> None:
    said = phrases.say("why_not.ranked", Language.DE, channel="XING", rank=4, total=16)
    assert said == "XING steht hier auf Platz 4 von 16."


def test_an_unknown_key_and_a_missing_value_are_programming_errors(phrases: Phrases) -> None:
    with pytest.raises(KeyError):
        phrases.say("no.such.key", Language.DE)
    with pytest.raises(KeyError):
        phrases.say("why_not.ranked", Language.DE, channel="XING")


# Which keys the code asks for: those that stand in it, and those that it puts together.


def used_keys(file: Path, known: frozenset[str], fillers: frozenset[str]) -> Iterator[str]:
    """Yield what could be a key: strings of the file, and patterns filled with strings of the file or `fillers`."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    strings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    groups = {key.partition(".")[0] for key in known}
    yield from (string for string in strings if re.fullmatch(rf"(?:{'|'.join(groups)})\.[\w-]+", string))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            pattern = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
            if isinstance(pattern[0], str) and pattern[0].partition(".")[0] in groups and "." in pattern[0]:
                yield from ("".join(p if p is not None else f for p in pattern) for f in strings | fillers)
            elif pattern == [None, "_unset"]:
                yield from (f"{key}_unset" for key in known)


@pytest.fixture(scope="module")
def fillers(library: Library) -> frozenset[str]:
    return frozenset({*map(str, Intent), *(cue.partition("-")[2] for cue in library.cues)})


def test_every_key_that_stands_in_the_code_exists(german: Mapping[str, str]) -> None:
    known = frozenset(german)
    for file in CODE:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        asked = {
            argument.value
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "say"
            for argument in ast.walk(call)
            if isinstance(argument, ast.Constant) and re.fullmatch(r"[a-z_]+\.[a-z_-]*[a-z]", str(argument.value))
        }
        assert asked <= known, file.name


def test_every_kind_of_channel_that_can_be_asked_for_has_a_name(german: Mapping[str, str], library: Library) -> None:
    kinds = {cue.removeprefix("kind-") for cue in library.cues if cue.startswith("kind-")}
    assert {f"kind.{kind}" for kind in kinds} <= german.keys()
    assert kinds <= {channel.kind for channel in library.channels.values()}


def test_every_wording_is_used(german: Mapping[str, str], fillers: frozenset[str]) -> None:
    known = frozenset(german)
    used = {key for file in CODE for key in used_keys(file, known, fillers)}
    assert sorted(known - used) == []
