"""The wordings of job posts: the same keys and values in both languages, none lacking, none left over."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import bot.jobs
from bot.jobs.desk import Gap, gap_text, hints
from bot.jobs.editing import asked_for, differing
from bot.jobs.models import Aspect, Employment, FieldError, JobField, JobState, PayPeriod, Remote, Rule
from bot.jobs.words import load_job_words
from knowledge.models import Language
from tests.fakes.jobs import POST, make_post

FOLDER = Path(bot.jobs.__file__).parent
ADAPTERS = FOLDER.parents[1] / "adapters"
CODE = [*FOLDER.glob("*.py"), *ADAPTERS.rglob("*.py")]
FILLERS = {*Aspect, *Employment, *JobField, *JobState, *PayPeriod, *Remote, *Rule, "salary", "apply"}
FILLERS |= {f"{aspect}_one" for aspect in Aspect}


def texts(language: Language) -> dict[str, str]:
    read = tomllib.loads((FOLDER / "wording" / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{group}.{key}": text for group, keys in read.items() for key, text in keys.items()}


GERMAN, ENGLISH = texts(Language.DE), texts(Language.EN)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def keys_in(file: Path) -> Iterator[str]:
    """Yield what could be a key: strings, and patterns filled with other strings of the file or the choices' values."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    strings = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    yield from strings
    yield from (f"{string}_one" for string in strings)
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
            yield from ("".join(filler if p is None else str(p) for p in parts) for filler in strings | FILLERS)


def test_both_languages_have_the_same_keys_and_values() -> None:
    assert GERMAN.keys() == ENGLISH.keys()
    for key, text in GERMAN.items():
        assert placeholders(text) == placeholders(ENGLISH[key]), key


def test_no_wording_is_empty_padded_or_the_same_by_oversight() -> None:
    for key, text in (*GERMAN.items(), *ENGLISH.items()):
        assert text, key
        assert text == text.strip(), key
    long = {key for key, text in GERMAN.items() if text == ENGLISH[key] and len(text.split()) > 3}
    assert not long


def test_every_wording_is_used() -> None:
    used = {key for file in CODE for key in keys_in(file)}
    assert sorted(GERMAN.keys() - used - {f"{key}_one" for key in used}) == []


def test_every_key_that_the_code_says_exists() -> None:
    for file in FOLDER.glob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "say":
                asked = {node.value for node in ast.walk(call) if isinstance(node, ast.Constant)}
                keys = {key for key in asked if re.fullmatch(r"[a-z_]+\.[a-z_-]*[a-z]", str(key))}
                assert keys <= GERMAN.keys(), file.name


@pytest.mark.parametrize("language", list(Language))
def test_every_choice_has_words(language: Language) -> None:
    words = load_job_words()[language]
    groups = {"employment": Employment, "period": PayPeriod, "remote": Remote, "state": JobState, "aspect": Aspect}
    for group, choices in groups.items():
        assert all(words.say(f"{group}.{choice}") for choice in choices)
    for rule in Rule:
        assert "{" not in words.mistake(FieldError(JobField.TITLE, rule, "v", "e"))


@pytest.mark.parametrize("aspect", [aspect for aspect in Aspect if aspect is not Aspect.OTHER])
@pytest.mark.parametrize("questions", [1, 12])
def test_every_gap_has_words(aspect: Aspect, questions: int) -> None:
    for words in load_job_words().values():
        text = gap_text(Gap(aspect, questions, JobField.DESCRIPTION), words)
        assert "{" not in text
        assert ("12" in text) is (questions == 12)


def test_hints_name_what_candidates_will_miss() -> None:
    words = load_job_words()[Language.EN]
    assert hints(POST, words) == ()
    assert len(hints(make_post(salary=None, remote=None, deadline=None, contact=""), words)) == 4


def test_beside_a_field_a_rule_names_neither_the_field_nor_codes() -> None:
    for words in load_job_words().values():
        for rule in Rule:
            said = words.rule(FieldError(JobField.PERIOD, rule, "x", "hour, day"))
            assert said[0].isupper() or said[0] in "„“x"
            assert words.field(JobField.PERIOD) not in said
            assert "hour" not in said or rule not in (Rule.PERIOD_NEEDED, Rule.UNKNOWN_CHOICE)


def test_where_two_posts_differ_is_told_in_words() -> None:
    words = load_job_words()[Language.DE]
    theirs = make_post(remote=Remote.FULLY, employment=(Employment.MINI_JOB, Employment.FREELANCE), salary=None)
    assert differing(POST, POST, words) == {}
    assert differing(POST, theirs, words) == {
        JobField.REMOTE: "ganz aus der Ferne",
        JobField.EMPLOYMENT: "Minijob, freie Mitarbeit",
        JobField.SALARY_MIN: "",
        JobField.SALARY_MAX: "",
        JobField.CURRENCY: "",
        JobField.PERIOD: "",
    }
    assert differing(theirs, POST, words)[JobField.PERIOD] == "pro Jahr"


def test_what_was_asked_for_stands_by_field_without_anybodys_words() -> None:
    words = load_job_words()[Language.EN]
    gaps = (
        Gap(Aspect.SALARY, 12, JobField.SALARY_MIN),
        *(Gap(one, 1, JobField.DESCRIPTION) for one in (Aspect.START,)),
    )
    assert asked_for(gaps, words) == {
        JobField.SALARY_MIN: ("12 asked about the salary: add it.",),
        JobField.DESCRIPTION: (gap_text(gaps[1], words),),
    }
