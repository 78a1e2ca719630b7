"""Telegram's words are the same in both languages, fit Telegram's limits, and none is without a use."""

import re
import string
from pathlib import Path

import pytest

from adapters.telegram.markup import line, packed
from adapters.telegram.running import MENU
from adapters.telegram.wording import load_wording
from bot.models import Language, NoticeKind

FOLDER = Path(__file__).parents[3] / "adapters" / "telegram"
WORDS = load_wording()
BUILT = {f"notice.{kind.value}" for kind in NoticeKind} | {f"menu.{name}" for name in MENU}
BUILT |= {"help.text", "unread.reply", "edited.reply", "forget.yes", "forget.no"}
BUILT |= {f"alerts.{name}" for name in ("is_once", "is_daily", "daily", "once")}
BUILT |= {"job.ask", "job.apply", "job.share"}
PEOPLE = "people."
"""Words of the conversations with recruiters, which are asked for without this."""


def blanks(text: str) -> set[str | None]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def test_both_languages_say_the_same_things() -> None:
    assert WORDS.keys(Language.DE) == WORDS.keys(Language.EN)
    for key in WORDS.keys(Language.DE):
        german, english = (WORDS._texts[language][key] for language in Language)
        assert blanks(german) == blanks(english), key
        assert german.strip(), key
        assert len(packed(line(german))) == len(packed(line(english))) == 1, key


def test_every_word_is_used() -> None:
    whole = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    for key in WORDS.keys(Language.DE) - BUILT:
        name = key.removeprefix(PEOPLE).removesuffix("_prompt") if key.startswith(PEOPLE) else key
        assert any(re.search(rf"""["']{re.escape(one)}["']""", whole) for one in (name, key)), key


@pytest.mark.parametrize("language", list(Language))
def test_the_profile_fits_telegrams_limits(language: Language) -> None:
    assert len(WORDS.say("profile.about", language)) <= 512
    assert len(WORDS.say("profile.short", language)) <= 120
    assert all(len(WORDS.say(f"menu.{name}", language)) <= 256 for name in MENU)
    for key in ("feedback.thanks", "answer.gone", "button.outdated", "alerts.gone", "people.gone"):
        assert len(WORDS.say(key, language)) <= 200
