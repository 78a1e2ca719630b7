"""Answers as Slack messages: whatever the answer, Slack takes it, nothing is lost and nothing becomes active."""

import json
from dataclasses import fields
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock

from adapters.slack import checklists
from adapters.slack.blocks import blank
from adapters.slack.outbound import Frame, Reply, headline, render
from adapters.slack.received import Ref
from adapters.slack.views import sources_view
from adapters.slack.wording import load_wording
from bot.models import (
    Answer,
    Checklist,
    Citation,
    Entry,
    Heading,
    Language,
    Notice,
    NoticeKind,
    Outcome,
    Recommendations,
    Tag,
    Text,
    Understood,
)
from tests.fakes.answer_texts import squeezed, texts_of
from tests.fakes.assistant import rich_answer
from tests.fakes.slack_blocks import Allowed, check_message, check_view, shown_text
from tests.fakes.values import PLAIN, values_of

WORDS = load_wording()
ABOUT = Ref("e" * 32, "U1", "slack:T1:C1:1700000000.000100")
OTHERS = (("tiktok", "TikTok"), ("xing", "XING"), ("evil", "<!channel> & <@U2>"), ("long", "x" * 200), ("blank", " "))
NASTY = st.one_of(
    st.sampled_from(
        [
            "<!channel> <!here> <!everyone>",
            "<@U123> <#C1|general> <https://evil.example|click>",
            "https://evil.example/?a=1|2 mailto:a@b.example",
            "a & b &lt; c > d",
            "@channel @here #general",
            "*bold* _italic_ ~gone~ `code` ```pre```",
            "\u202eevil\u202c \ud800 \x00 \x07",
            "   ",
            "\u200b",
            '"\\"' * 700,
            "Ein sehr langer Satz über Recruiting. " * 200,
            "x" * 7_000,
            "zwei\nZeilen\r\nund drei",
            "> Zitat",
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
    more = draw(st.lists(st.sampled_from(answer.blocks), max_size=12)) if answer.blocks else []
    values = {field.name: getattr(answer, field.name) for field in fields(answer)}
    return Answer(**{**values, "blocks": (*answer.blocks, *more)})


FRAMES = st.builds(
    Frame,
    st.just(ABOUT),
    NASTY,
    st.just(OTHERS),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "1700000000.000100"]),
    st.booleans(),
)


def rendered(answer: Answer, **frame: Any) -> Reply:
    return render(answer, Frame(ABOUT, others=OTHERS, **frame), "slack:T1:U1", WORDS)


def faults(reply: Reply) -> list[str]:
    payloads = [{"text": one.text, "blocks": list(one.blocks), "parse": "none"} for one in reply.messages]
    return [fault for payload in payloads for fault in check_message(payload, Allowed())]


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(answers(), FRAMES)
def test_slack_takes_any_answer(answer: Answer, frame: Frame) -> None:
    reply = render(answer, frame, "slack:T1:U1", WORDS)
    assert faults(reply) == []
    for message in reply.messages:
        SdkBlock.parse_all(list(message.blocks))
        json.dumps(message.blocks, ensure_ascii=False).encode()


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(answers())
def test_nothing_is_lost(answer: Answer) -> None:
    shown = squeezed("".join(shown_text(list(one.blocks)) for one in rendered(answer).messages))
    said = [*texts_of(answer.blocks), *texts_of(answer.citations), *answer.suggestions]
    missing = [text for text in said if not blank(text) and squeezed(text) not in shown]
    assert missing == [], (missing[0][:50], [type(b) for b in answer.blocks])


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(strategy(Citation), max_size=60).map(tuple), st.sampled_from(Language))
def test_slack_takes_any_sources(citations: tuple[Citation, ...], language: Language) -> None:
    assert list(check_view(sources_view(citations, language, WORDS), Allowed())) == []


def test_a_rich_answer_reads_well() -> None:
    reply = rendered(rich_answer(), person=True)
    assert faults(reply) == []
    kinds = [block["type"] for message in reply.messages for block in message.blocks]
    assert kinds[0] == "context"
    assert "table" in kinds
    shown = shown_text([list(message.blocks) for message in reply.messages])
    assert "Verstanden: Stelle: Bauleiter · Ort: Köln" in shown
    assert "Merkmal: Fachkräfte (angenommen)" in shown
    assert "1. Xing" in shown
    assert "Passung 92 %" in shown
    assert "[42, 63]" in shown
    assert "✗ Einschränkung:" in shown
    assert "Quellen: Leitfaden Social Recruiting, Punkte 42, 63; Handbuch.pdf, Reisekosten" in shown
    assert reply.messages[0].text == "Diese Kanäle passen am besten"
    assert [message.checklist for message in reply.messages] == [None, 0]


def test_buttons_come_once_and_last() -> None:
    reply = rendered(rich_answer(), person=True)
    main = [message for message in reply.messages if message.checklist is None]
    ids = [one.get("action_id") for block in main[-1].blocks for one in block.get("elements", ()) if "action_id" in one]
    assert ids == ["ask:0", "ask:1", "why_not", "sources", "person", "feedback"]
    select = next(
        one for block in main[-1].blocks for one in block.get("elements", ()) if one["type"] == "static_select"
    )
    assert [option["value"] for option in select["options"]] == [
        "Warum nicht TikTok?",
        "Warum nicht <!channel> & <@U2>?",
    ]


def test_a_long_answer_is_split_with_sources_and_buttons_kept() -> None:
    base = rich_answer()
    blocks = tuple(Text(f"Absatz {n}. " + "Wort " * 300) for n in range(40))
    answer = Answer(base.outcome, base.language, blocks, citations=base.citations, suggestions=base.suggestions)
    reply = rendered(answer)
    assert len(reply.messages) > 3
    assert faults(reply) == []
    shown = [shown_text(list(message.blocks)) for message in reply.messages]
    assert all(any(f"Absatz {n}." in text for text in shown) for n in range(40))
    assert "Quellen:" in shown[-1]
    assert "Und für die Schweiz?" in shown[-1]
    assert reply.messages[1].text.endswith(f"(2/{len(reply.messages)})")


def test_a_heading_never_ends_a_message() -> None:
    blocks = tuple(block for n in range(80) for block in (Heading(f"Titel {n}"), Text("Wort " * 200)))
    reply = rendered(Answer(Outcome.ANSWERED, Language.DE, blocks))
    assert all(message.blocks[-1]["type"] != "header" for message in reply.messages)


@pytest.mark.parametrize("number", [1, 9, 10, 11, 20, 21, 35])
def test_boxes_are_grouped_by_ten(number: int) -> None:
    steps = tuple(Entry(f"s{n}", f"Schritt {n}", "", ()) for n in range(number))
    reply = rendered(Answer(Outcome.ANSWERED, Language.EN, (Checklist("c", "Titel", steps),)))
    assert faults(reply) == []
    boxes = [
        element
        for message in reply.messages
        for block in message.blocks
        for element in block.get("elements", ())
        if element.get("type") == "checkboxes"
    ]
    assert [len(element["options"]) for element in boxes] == [10] * (number // 10) + [number % 10] * (number % 10 > 0)
    assert len({value["value"] for element in boxes for value in element["options"]}) == number


def test_a_private_answer_has_no_boxes_but_can_be_shared() -> None:
    reply = rendered(rich_answer(), private=True, thread="1700000000.000100")
    assert reply.checklists == ()
    shown = shown_text([list(message.blocks) for message in reply.messages])
    assert "Mit dem Kanal teilen" in shown
    assert "10. Schritt 10: Etwas Sinnvolles tun." in shown


def test_an_answer_without_blocks_says_so() -> None:
    reply = rendered(Answer(Outcome.UNKNOWN, Language.EN, ()))
    assert "I have nothing on this." in shown_text(list(reply.messages[0].blocks))


def test_the_headline_skips_what_was_understood() -> None:
    answer = Answer(Outcome.ANSWERED, Language.DE, (Understood((Tag("a", "b", "c"),)), Text("  \n Erste\nZweite")))
    assert headline(answer).strip() == "Erste"
    assert headline(Answer(Outcome.ANSWERED, Language.DE, (Recommendations(()),))) == ""


def test_notices_are_set_apart() -> None:
    reply = rendered(Answer(Outcome.ANSWERED, Language.DE, (Notice(NoticeKind.CAUTION, "Nicht nach Alter.", (3,)),)))
    part = reply.messages[0].blocks[0]["elements"][0]
    assert part["type"] == "rich_text_quote"
    assert shown_text(part) == "Achtung: Nicht nach Alter. [3]"


def test_every_group_of_a_full_checklist_fits_with_all_ticked() -> None:
    from datetime import UTC, datetime

    from bot.chat_state import Done

    steps = tuple(Entry(f"s{n}", '"' * 70, '"' * 70, ()) for n in range(60))
    answer = Answer(Outcome.ANSWERED, Language.DE, (Checklist("c", "T" * 300, steps),))
    living = rendered(answer).checklists[0]
    done = [Done(n, "U" + "9" * 12, datetime.now(UTC)) for n in range(60)]
    messages = checklists.messages(living, done, WORDS)
    found = [
        fault
        for one in messages
        for fault in check_message({"text": one.text, "blocks": list(one.blocks)}, Allowed({"U" + "9" * 12}))
    ]
    assert found == []


def test_a_step_that_a_forgotten_person_ticked_is_done_by_nobody() -> None:
    from datetime import UTC, datetime

    from bot.chat_state import NOBODY, Done

    answer = Answer(Outcome.ANSWERED, Language.DE, (Checklist("c", "Liste", (Entry("s", "Eins", "", ()),)),))
    living = rendered(answer).checklists[0]
    done = Done(0, NOBODY, datetime(2026, 3, 2, 8, 30, tzinfo=UTC))
    (message,) = checklists.messages(living, [done], WORDS)
    assert list(check_message({"text": message.text, "blocks": list(message.blocks)}, Allowed(set()))) == []
    assert [part["type"] for part in message.blocks[-1]["elements"][0]["elements"]] == ["text", "date"]
