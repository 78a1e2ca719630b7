from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.cleaning import clean


def test_control_characters_and_direction_overrides_fall_out() -> None:
    assert clean("wo\u202e posten\x00\x07?\u200b") == "wo posten?"


def test_white_space_collapses() -> None:
    assert clean("  a\n\tb\r\n  c ") == "a b c"


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
