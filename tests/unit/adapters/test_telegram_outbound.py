"""Answers as Telegram messages: whatever the answer, Telegram takes it, nothing is lost, nothing becomes markup."""

from dataclasses import fields
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.display import blank
from adapters.telegram.markup import Line, Run, lines, packed, shortened, units
from adapters.telegram.outbound import Message, passages, render
from adapters.telegram.sending import _markup
from adapters.telegram.wording import load_wording
from bot.models import (
    Answer,
    Citation,
    Heading,
    Language,
    Outcome,
    Text,
)
from tests.fakes.answer_texts import squeezed, texts_of
from tests.fakes.assistant import rich_answer
from tests.fakes.telegram_markup import keyboard_problems, message_problem, parse, shown
from tests.fakes.values import PLAIN, values_of

WORDS = load_wording()
EXCHANGE = "e" * 32
NASTY = st.one_of(
    st.sampled_from(
        [
            "<b>fett</b> <a href='x'>y</a> </blockquote>",
            "a & b &lt; c > d &amp;lt; &#60;b&#62; &unknown;",
            "@all #tag /forget https://evil.example",
            "\u202eevil\u202c \ud800 \x00 \x07",
            "   ",
            "\u200b",
            "😀" * 3_000,
            "Ein sehr langer Satz über Recruiting. " * 200,
            "x" * 9_000,
            "<" * 5_000,
            " " * 9_000 + "x",
            "zwei\nZeilen\r\n\n\nund drei",
            "",
        ]
    ),
    st.text(st.characters(), max_size=40),
)


@cache
def strategy(annotation: Any) -> st.SearchStrategy[Any]:
    """Any value of the type whose texts are nasty."""
    plain = PLAIN[str]
    PLAIN[str] = NASTY
    try:
        return values_of(annotation)
    finally:
        PLAIN[str] = plain


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    answer = draw(strategy(Answer))
    more = draw(st.lists(st.sampled_from(answer.blocks), max_size=40)) if answer.blocks else []
    values = {field.name: getattr(answer, field.name) for field in fields(answer)}
    return Answer(**{**values, "blocks": (*answer.blocks, *more)})


def faults(messages: tuple[Message, ...]) -> list[str]:
    found = [message_problem(message.html, "HTML") for message in messages]
    for message in messages:
        markup = _markup(message.keyboard)
        found += keyboard_problems(markup.to_dict()) if markup else []
    return [fault for fault in found if fault]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(answers(), NASTY)
def test_telegram_takes_any_answer(answer: Answer, question: str) -> None:
    messages = render(answer, EXCHANGE, question, WORDS)
    assert messages
    assert faults(messages) == []
    assert all(not message.keyboard for message in messages[:-1])


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(answers())
def test_nothing_is_lost(answer: Answer) -> None:
    seen = squeezed("".join(shown(message.html) for message in render(answer, EXCHANGE, "", WORDS)))
    labels = [button.text for row in render(answer, EXCHANGE, "", WORDS)[-1].keyboard for button in row]
    said = [*texts_of(answer.blocks), *texts_of(answer.citations), *answer.suggestions]
    shown_somewhere = seen + squeezed("".join(labels))
    missing = [text for text in said if not blank(text) and squeezed(text) not in shown_somewhere]
    assert missing == [], missing[0][:50]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(strategy(Citation), max_size=60).map(tuple), answers())
def test_telegram_takes_any_sources(citations: tuple[Citation, ...], answer: Answer) -> None:
    assert faults(passages(citations, answer, WORDS)) == []


def test_a_rich_answer_reads_well() -> None:
    messages = render(rich_answer(), EXCHANGE, "Bauleiter?", WORDS)
    assert faults(messages) == []
    text = "\n".join(shown(message.html) for message in messages)
    assert text.startswith("Frage: Bauleiter?\n\nVerstanden: Stelle: Bauleiter · Ort: Köln")
    assert "Merkmal: Fachkräfte (angenommen)" in text
    assert "1. Xing" in text
    assert "✗ Einschränkung:" in text
    assert "Quellen: Leitfaden Social Recruiting, Punkte 42, 63; Handbuch.pdf, Reisekosten" in text
    assert "<b>1. Xing</b>" in "".join(message.html for message in messages)


def test_a_heading_never_ends_a_message() -> None:
    blocks = tuple(block for n in range(80) for block in (Heading(f"Titel {n}"), Text("Wort " * 200)))
    messages = render(Answer(Outcome.ANSWERED, Language.DE, blocks), EXCHANGE, "", WORDS)
    assert len(messages) > 10
    assert all(not shown(message.html).splitlines()[-1].startswith("Titel") for message in messages)


def test_quotes_are_whole_in_every_message() -> None:
    found = packed([one for n in range(30) for one in lines((Run(f"{n} " + "Wort " * 100),), quote=True)])
    assert len(found) > 2
    for message in found:
        assert message.startswith("<blockquote>")
        assert message.endswith("</blockquote>")
        assert parse(message, "HTML").entities == 1


@pytest.mark.parametrize("limit", [1, 2, 5, 11])
def test_shortened_by_utf16_units(limit: int) -> None:
    short = shortened("😀😀 abc 😀😀", limit)
    assert units(short) <= limit
    assert short.endswith("…")
    assert shortened("abc", 3) == "abc"


def test_nothing_visible_is_no_message() -> None:
    assert packed([Line((Run("\u200b \n"),))]) == ()
