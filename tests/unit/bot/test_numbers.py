import pytest

from bot.understanding.numbers import find_age, find_headcount, find_position


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("elektroniker azubi, 17 j", (17, 17)),
        ("grafikerin anfang 20", (20, 23)),
        ("mitte 30, köln", (34, 36)),
        ("leute unter 30", (13, 29)),
        ("people over 50", (50, 99)),
        ("18-25 jahre", (18, 25)),
        ("in their 20s", (20, 29)),
        ("16-jährige", (16, 16)),
        ("aged 19", (19, 19)),
        ("bauleiter köln", None),
        ("40 parcel drivers", None),
        ("bis 12 uhr", None),
    ],
)
def test_ages(text: str, ages: tuple[int, int] | None) -> None:
    assert find_age(text) == ages


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("hgv drivers x12", 12),
        ("12 x pflegekraft", 12),
        ("40 parcel drivers", 40),
        ("bauleiter", None),
        ("aged 19", None),
    ],
)
def test_headcounts(text: str, number: int | None) -> None:
    assert find_headcount(text) == number


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("punkt 3 der strategie", 3),
        ("was heißt schritt 8", 8),
        ("last of the strategy steps?", -1),
        ("und der zweite?", 2),
        ("the third one", 3),
        ("zwei kanäle", None),
        ("vorteile", None),
    ],
)
def test_positions(text: str, position: int | None) -> None:
    assert find_position(text) == position
