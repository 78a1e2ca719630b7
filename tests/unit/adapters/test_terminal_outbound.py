import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from adapters.terminal.look import Look, printable
from adapters.terminal.outbound import render
from bot.models import (
    Answer,
    Block,
    Checklist,
    Citation,
    Comparison,
    Entry,
    Heading,
    Language,
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
from tests.fakes.assistant import rich_answer

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def shown(answer: Answer, width: int = 80, encoding: str = "utf-8", colours: bool = False) -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    console = Console(
        file=stream,
        width=width,
        force_terminal=colours,
        color_system="standard" if colours else None,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    console.print(render(answer, Look(width, encoding)))
    stream.flush()
    return raw.getvalue().decode(encoding)


def an_answer(*blocks: Block, language: Language = Language.DE) -> Answer:
    return Answer(Outcome.ANSWERED, language, blocks)


ESSENTIAL = {
    80: """\
verstanden: Bauleiter · Köln (Deutschland) · ohne: Facebook · ≈ Merkmal:
Fachkräfte (angenommen)

Diese Kanäle passen am besten
1 Xing      █████████░ Passung
  + Berufstätige im deutschsprachigen Raum sind dort erreichbar. [42, 63]
  ≈ angenommen: Ein Bauleiter ist meist berufserfahren. [11-14]
  – Einschränkung: Die Nutzung unterscheidet sich je nach Branche. [59]

2 LinkedIn  █████░░░░░ Passung
  + Fach- und Führungskräfte. [41]

✗ Warum nicht TikTok? Dort sind vor allem junge Leute. [55]

ℹ Die Zahlen sind grobe Schätzungen. [83]

⚠ Anzeigen nicht nach Alter aussteuern.

So sprichst du die Leute dort an
☐  1 Schritt 1: Etwas Sinnvolles tun. [71]
☐  2 Schritt 2: Etwas Sinnvolles tun. [72]
☐  3 Schritt 3: Etwas Sinnvolles tun. [73]
☐  4 Schritt 4: Etwas Sinnvolles tun. [74]
☐  5 Schritt 5: Etwas Sinnvolles tun. [75]
☐  6 Schritt 6: Etwas Sinnvolles tun. [76]
☐  7 Schritt 7: Etwas Sinnvolles tun. [77]
☐  8 Schritt 8: Etwas Sinnvolles tun. [78]
☐  9 Schritt 9: Etwas Sinnvolles tun. [79]
☐ 10 Schritt 10: Etwas Sinnvolles tun. [80]

• Reichweite: Viele Menschen auf einmal. [21]
• Nur Titel

             Xing                                    LinkedIn
────────────────────────────────────────────────────────────────────────────────
Was es ist   Berufsnetzwerk für den                  Berufsnetzwerk, weltweit
             deutschsprachigen Raum
Gebiet       D, A, CH                                keine Einschränkung genannt
""",
    200: """\
verstanden: Bauleiter · Köln (Deutschland) · ohne: Facebook · ≈ Merkmal: Fachkräfte (angenommen)

Diese Kanäle passen am besten
1 Xing      █████████░ Passung
  + Berufstätige im deutschsprachigen Raum sind dort erreichbar. [42, 63]
""",
}


@pytest.mark.parametrize("colours", [False, True], ids=["plain", "colours"])
@pytest.mark.parametrize("width", [80, 200])
def test_the_whole_answer(width: int, colours: bool) -> None:
    output = ANSI.sub("", shown(rich_answer(), width, colours=colours))
    lines = [line.rstrip() for line in output.splitlines()]
    expected = ESSENTIAL[width].splitlines()
    assert lines[: len(expected)] == expected
    assert lines[-7:] == [
        "",
        "Quellen: Leitfaden Social Recruiting, Punkte 42, 63",
        "         Handbuch.pdf, Reisekosten",
        "",
        "Weiterfragen:",
        "  1 Und für die Schweiz?",
        "  2 Warum nicht TikTok?",
    ]


def test_colours_stand_only_where_they_are_wanted() -> None:
    assert "\x1b[" not in shown(rich_answer())
    assert "\x1b[32m" in shown(rich_answer(), colours=True)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "ascii"])
@pytest.mark.parametrize("width", [30, 40, 80, 110, 200, 400])
def test_no_line_is_wider_than_the_terminal_nor_prose_than_is_pleasant(width: int, encoding: str) -> None:
    long_word = an_answer(Text("Donaudampfschifffahrtsgesellschaft" * 20), Heading("漢字" * 60), *rich_answer().blocks)
    widest = max(cell_len(line) for line in shown(long_word, width, encoding).splitlines())
    assert widest <= min(width, 110)


def test_ascii_terminals_get_letters_and_signs_they_have() -> None:
    output = shown(rich_answer(), encoding="ascii")
    assert "verstanden: Bauleiter | Koeln (Deutschland) | ohne: Facebook | ~ Merkmal:" in output
    assert "1 Xing      #########. Passung" in output
    assert "(x) Warum nicht TikTok?" in output
    assert "[ ]  1 Schritt 1" in output
    assert "Einschraenkung" in output
    assert "Koeln" not in shown(rich_answer(), encoding="latin-1")


def test_narrow_terminals_get_a_comparison_as_a_list() -> None:
    output = shown(rich_answer(), 40)
    assert (
        "Was es ist\n• Xing: Berufsnetzwerk für den\n  deutschsprachigen Raum\n• LinkedIn: Berufsnetzwerk"
        in output.replace(" \n", "\n")
    )


def test_english_answers_have_english_words() -> None:
    fit = Recommendation("xing", "Xing", 1, (Reasoning("Reason.", (1,), inferred=True),), (Reasoning("Limit.", (2,)),))
    output = shown(
        Answer(
            Outcome.ANSWERED,
            Language.EN,
            (Understood((Tag("role", "role", "Nurse", inferred=True),)), Recommendations((fit,))),
            citations=(Citation("p", "t", (7,), "Guide", ""),),
            suggestions=("Why not Xing?",),
        )
    )
    assert [line.rstrip() for line in output.splitlines()] == [
        "understood: ≈ Nurse (assumed)",
        "",
        "1 Xing  ██████████ fit",
        "  ≈ assumed: Reason. [1]",
        "  – limitation: Limit. [2]",
        "",
        "Sources: Guide, point 7",
        "",
        "Ask next:",
        "  1 Why not Xing?",
    ]


@pytest.mark.parametrize(
    ("fit", "bar"), [(-1, "░" * 10), (0, "░" * 10), (0.44, "████░░░░░░"), (1, "█" * 10), (7, "█" * 10)]
)
def test_the_bar_stays_within_its_ten_cells(fit: float, bar: str) -> None:
    assert f"1 Xing  {bar} Passung" in shown(an_answer(Recommendations((Recommendation("xing", "Xing", fit, ()),))))


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_kind_of_notice_has_its_sign(kind: NoticeKind) -> None:
    sign = {"caveat": "ℹ", "caution": "⚠", "objection": "✗", "question": "?"}[kind.value]
    assert shown(an_answer(Notice(kind, "So.", (3,)))).rstrip() == f"{sign} So. [3]"


def test_a_line_that_wraps_stands_under_its_first() -> None:
    entry = Entry("a", "Titel", "Wort " * 40, (5,))
    lines = shown(an_answer(Checklist("c", "", (entry,)))).splitlines()
    assert lines[0].startswith("☐ 1 Titel: Wort")
    assert all(line.startswith("    Wort") for line in lines[1:-1])
    assert lines[-1].endswith("[5]")


@pytest.mark.parametrize(
    "text", ["[red]x", "[/]", "[bold]a[/bold]", ":smile:", "[link=http://x]y[/link]", "[@click=x]"]
)
def test_markup_is_shown_as_it_was_written(text: str) -> None:
    answer = Answer(
        Outcome.ANSWERED,
        Language.DE,
        (
            Understood((Tag("role", "Stelle", text),)),
            Heading(text),
            Text(text),
            Notice(NoticeKind.CAVEAT, text),
            Recommendations((Recommendation("x", text, 0.5, (Reasoning(text, ()),)),)),
            Checklist("c", text, (Entry("e", text, text + ".", ()),)),
            Comparison((text, "b"), ((text, (text, text)),)),
        ),
        citations=(Citation("p", text, (), text, text),),
        suggestions=(text,),
    )
    assert shown(answer, 110).count(text) == 16


def test_control_and_direction_characters_are_taken_out() -> None:
    evil = "a\x1b[31mb\x07\x9bc\u202ed\u2066e\x00f\x7f\ud800g\th\r\ni"
    assert printable(evil) == "a[31mbcdef\ufffdg h\ni"
    assert "\x1b" not in shown(an_answer(Text(evil), Heading(evil)), colours=False)
    assert "\n" not in shown(an_answer(Heading("one\ntwo"))).rstrip("\n")


@given(st.text(max_size=200), st.sampled_from(["utf-8", "ascii", "latin-1", "cp1252"]), st.integers(20, 120))
def test_any_text_can_be_shown(text: str, encoding: str, width: int) -> None:
    blocks = (Text(text, (1,)), Heading(text), Comparison((text, text), ((text, (text, text)),)))
    output = shown(an_answer(*blocks), width, encoding)
    assert all(cell_len(line) <= width for line in output.splitlines())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", output)


def test_an_answer_without_blocks_is_no_error() -> None:
    assert shown(an_answer()).strip() == ""
