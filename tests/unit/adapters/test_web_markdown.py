import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from adapters.web.markdown import markdown
from bot.models import Answer, Checklist, Entry, Language, Listing, Outcome, Text, Understood
from tests.fakes.assistant import rich_answer
from tests.fakes.web import echo

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
NASTY = (
    "[a](http://x.y)", "<b>x</b>", "![i](j)", "`code`", "**x**", "_x_", "~~x~~", "# x", "> x", "- x", "1. x", "1) x",
    "+ x", "===", "---", "***", "```", "    code", "|a|b|", "a\\|b", "&amp;", "&#60;", "[x]: http://y", "http://x.y",
    "https://x.y", "HTTP://x", "www.x.y", "WWW.x.y", "a@b.de", "mailto:a@b.de", "ftp://x", "<http://x.y>", "<a@b.de>",
    "\\", "\\\\", "x\\", "\n\n# x", "\r\n- x", "\u2028# x", "\x0b> x", "$x$", "[^1]", "<!--", "]]>", "[ ] x", "2024-05",
    "123.", ".5", "* * *", "a  \nb", "\t x", "://", "x://", "@", "{{7*7}}", "<script>alert(1)</script>",
)  # fmt: skip
PIECES = st.lists(st.sampled_from(NASTY) | st.text(max_size=8), min_size=1, max_size=4).map("".join)
# Texts that are made of marks or blanks only say nothing; no answer has any.
SAYING = PIECES.map(lambda text: f"x{text}x") | PIECES.filter(lambda text: any(map(str.isalnum, text.strip()[-1:])))
STARTING = PIECES.map(lambda text: f"{text}x")


def tokens(text: str) -> list[Token]:
    return [inner for token in READER.parse(text) for inner in (token, *(token.children or ()))]


def structure(text: str) -> list[str]:
    return [token.type for token in tokens(text) if token.type not in ("text", "softbreak")]


def words(text: str) -> list[str]:
    """The text of every line of a document, as a reader sees it."""
    inline = [token for token in READER.parse(text) if token.type == "inline"]
    return ["".join(child.content for child in token.children or () if child.type == "text") for token in inline]


def said(text: str, points: tuple[int, ...] = ()) -> str:
    return markdown("", Answer(Outcome.ANSWERED, Language.DE, (Text(text, points),)), "Quellen")


@settings(deadline=None)
@given(STARTING)
@example("1. x")
@example("- x")
@example("2024-05 x")
def test_a_paragraph_says_exactly_its_text(text: str) -> None:
    seen = text.replace("\x00", "\ufffd")
    assert words(said(text)) == [" ".join(seen.split())]
    assert structure(said(text)) == ["paragraph_open", "inline", "paragraph_close"]


@settings(deadline=None)
@given(SAYING)
@example("x|\\|x")
def test_no_text_in_any_block_becomes_markup(text: str) -> None:
    harmless = markdown("ask", echo("harmless"), "Quellen")
    assert structure(markdown(text, echo(text), text)) == structure(harmless)


@settings(deadline=None)
@given(SAYING)
def test_no_text_becomes_a_link_by_itself(text: str) -> None:
    written = markdown(text, echo(text), "Quellen")
    assert "://" not in written
    assert not re.search(r"www\.", written, re.IGNORECASE)
    assert not re.search(r"(?<!\\)@", written)


@pytest.mark.parametrize("text", NASTY)
def test_known_tricks_stay_text(text: str) -> None:
    assert words(said(f"{text}.")) == [" ".join(f"{text}.".split())]
    assert {token.type for token in tokens(said(text))} <= {"paragraph_open", "inline", "text", "paragraph_close"}


def test_a_rich_answer_reads_well_elsewhere() -> None:
    written = markdown("Bauleiter in Köln?", rich_answer(), "Quellen")
    lines = written.splitlines()
    assert lines[0] == "> Bauleiter in Köln?"
    assert "*Stelle: Bauleiter · Ort: Köln \\(Deutschland\\) · ohne: Facebook · Merkmal: Fachkräfte*" in lines
    assert "## Diese Kanäle passen am besten" in lines
    assert "1. **Xing** (92 %)" in lines
    assert "   - Berufstätige im deutschsprachigen Raum sind dort erreichbar. \\(42, 63\\)" in lines
    assert "> Die Zahlen sind grobe Schätzungen. \\(83\\)" in lines
    assert "- [ ] **Schritt 1**: Etwas Sinnvolles tun. \\(71\\)" in lines
    assert "- Nur Titel" in lines
    assert "|  | Xing | LinkedIn |" in lines
    assert "- Xing \\(42\\), Leitfaden Social Recruiting" in lines
    assert "- Reisekosten, Handbuch.pdf" in lines
    assert written.endswith("\n")
    assert not written.endswith("\n\n")


def test_parts_that_say_nothing_are_left_out() -> None:
    blocks = (Understood(()), Listing((Entry("e", "", "Nur Text", (1,)),)), Checklist("c", "Liste", ()))
    answer = replace(rich_answer(), blocks=blocks, citations=())
    assert markdown("", answer, "Quellen") == "- Nur Text \\(1\\)\n\n### Liste\n\n"
