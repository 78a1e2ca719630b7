import pytest

from bot.understanding.positions import find_position


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
