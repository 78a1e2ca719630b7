"""Slack's words are the same in both languages and none is without a use; the manifest fits the code."""

import json
import re
import string
from pathlib import Path

from adapters.slack.app import COMMAND, SHORTCUT
from adapters.slack.fetching import REASONS
from adapters.slack.wording import load_wording
from bot.chat_state import Mode
from bot.models import Language, NoticeKind
from bot.onboarding.models import ModuleState

FOLDER = Path(__file__).parents[3] / "adapters" / "slack"
WORDS = load_wording()
BUILT = {f"notice.{kind.value}" for kind in NoticeKind} | {f"settings.{mode}" for mode in Mode}
BUILT |= {f"learn.state_{state}" for state in ModuleState}
BUILT |= {f"job.{key}" for key in ("no_remote", "no_period", *(f"in_{language}" for language in Language))}
BUILT |= {f"prompt.{number}" for number in range(1, 5)}
TABLES = {"home.": "views.py", "person.": "reactions.py", "feedback.": "views.py", "settings.": "views.py"}
BUILT |= {f"files.problem_{reason}" for reason in REASONS}
BUILT |= {f"files.{choice}" for choice in ("internal", "public", "nobody")}
TABLES |= {
    "files.": "filing.py",
    "candidate.": "candidates.py",
    "learn.": "learning_views.py learning_forms.py learning.py tutoring.py",
}
TABLES |= {"job.": "job_form.py job_views.py"}


def blanks(text: str) -> set[str | None]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def test_both_languages_say_the_same_things() -> None:
    assert WORDS.keys(Language.DE) == WORDS.keys(Language.EN)
    for key in WORDS.keys(Language.DE):
        german, english = (WORDS._texts[language][key] for language in Language)
        assert blanks(german) == blanks(english), key
        assert german.strip(), key


def test_every_word_is_used() -> None:
    code = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py")}
    whole = "\n".join(code.values())
    for key in WORDS.keys(Language.DE) - BUILT:
        table, _, name = key.partition(".")
        where = "".join(code.get(file, "") for file in TABLES.get(f"{table}.", "").split())
        built = f'"{name}"' in where or f"'{name}'" in where or name.startswith("can_")
        assert re.search(rf"""["']{re.escape(key)}["']""", whole) or built, key


def test_titles_of_modals_are_short_enough() -> None:
    for language in Language:
        for key in (
            "feedback.title",
            "settings.title",
            "sources.title",
            "learn.title",
            "learn.settings",
            "learn.ask",
            "learn.question",
            "job.title",
            "job.publish_change",
        ):
            assert len(WORDS.say(key, language)) <= 24


def test_the_manifest_fits_the_code() -> None:
    manifest = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    features = manifest["features"]
    assert "assistant_view" not in features
    assert len(features["agent_view"]["suggested_prompts"]) <= 4
    assert [one["command"] for one in features["slash_commands"]] == [COMMAND]
    assert [one["callback_id"] for one in features["shortcuts"]] == [SHORTCUT]
    assert len(manifest["display_information"]["description"]) <= 140
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    assert scopes == sorted(scopes)
    described = (FOLDER.parents[1] / "docs" / "slack.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z_]+(?::[a-z]+)?)` \|", described, re.M)) >= set(scopes)
