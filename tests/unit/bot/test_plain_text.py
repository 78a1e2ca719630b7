import pytest

from bot.models import (
    Answer,
    Block,
    Checklist,
    Comparison,
    Entry,
    Heading,
    Language,
    Listing,
    Notice,
    NoticeKind,
    Outcome,
    Reasoning,
    Recommendation,
    Recommendations,
    Tag,
    Text,
    Understood,
)
from bot.plain_text import plain_text, with_points

ENTRIES = (Entry("a", "Reichweite", "Viele Menschen.", (27, 28)), Entry("b", "Nur ein Titel", "", ()))
XING = Recommendation(
    "xing",
    "XING",
    0.9,
    reasons=(Reasoning("Passt.", (55, 76)), Reasoning("Vermutlich jung.", (66,), inferred=True)),
    limits=(Reasoning("Nur hier.", (76,)),),
)


def said(*blocks: Block) -> str:
    return plain_text(Answer(Outcome.ANSWERED, Language.DE, blocks))


@pytest.mark.parametrize(
    ("block", "text"),
    [
        (Text("Ein Satz.", (7, 8)), "Ein Satz. [7, 8]"),
        (Text("Ein Satz."), "Ein Satz."),
        (Heading("Titel"), "Titel"),
        (Notice(NoticeKind.CAVEAT, "Grob geschätzt.", (83,)), "Grob geschätzt. [83]"),
        (Notice(NoticeKind.QUESTION, "Wo?"), "Wo?"),
        (
            Understood((Tag("role", "Stelle", "Koch"), Tag("trait", "Merkmal", "jung", inferred=True))),
            "Stelle: Koch · Merkmal: jung (?)",
        ),
        (Understood(()), ""),
        (Listing(ENTRIES), "- Reichweite: Viele Menschen. [27, 28]\n- Nur ein Titel"),
        (Listing(()), ""),
        (Checklist("id", "Schritte", ENTRIES), "Schritte\n1. Reichweite: Viele Menschen. [27, 28]\n2. Nur ein Titel"),
        (
            Recommendations((XING, Recommendation("vk", "VK", 0.1, reasons=()))),
            "1. XING\n   + Passt. [55, 76]\n   + Vermutlich jung. [66]\n   - Nur hier. [76]\n2. VK",
        ),
        (
            Comparison(("XING", "VK"), (("Alter", ("18–34", "nicht genannt")), ("Gebiet", ("DACH", "Russland")))),
            "Alter:\n- XING: 18–34\n- VK: nicht genannt\nGebiet:\n- XING: DACH\n- VK: Russland",
        ),
    ],
)
def test_every_block_has_a_plain_form(block: Block, text: str) -> None:
    assert said(block) == text


def test_blocks_are_paragraphs_and_empty_ones_leave_no_gap() -> None:
    assert said(Heading("Titel"), Understood(()), Text("Satz.")) == "Titel\n\nSatz."


def test_an_answer_without_blocks_is_empty() -> None:
    assert said() == ""


def test_a_comparison_needs_a_cell_for_each_channel() -> None:
    with pytest.raises(ValueError, match="zip"):
        said(Comparison(("XING", "VK"), (("Alter", ("18–34",)),)))


def test_points_stand_in_brackets() -> None:
    assert with_points("Satz.", (1,)) == "Satz. [1]"
    assert with_points("Satz.", ()) == "Satz."
