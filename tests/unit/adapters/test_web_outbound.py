from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from adapters.web.outbound import (
    ADDABLE,
    CORRECTABLE,
    checklist_view,
    exchange_view,
    percent,
    points_label,
    ticked,
    transcript_views,
)
from adapters.web.wording import load_wording
from bot.archive import Exchange, Feedback, Summary, Tick, Transcript
from bot.models import (
    Answer,
    Audience,
    Block,
    Checklist,
    Correction,
    Entry,
    Heading,
    Language,
    Outcome,
    Recommendation,
    Text,
)
from bot.understanding.models import Conversation
from tests.fakes.assistant import rich_answer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
EXCHANGE = Exchange("e" * 24, "Bauleiter?", rich_answer(), NOW, 6.5)
NAMES = {"tiktok": "TikTok", "xing": "Xing", "linkedin": "LinkedIn", "about": "about.me"}


def kinds(*blocks: Block) -> tuple[str, ...]:
    answer = replace(rich_answer(), blocks=blocks)
    return tuple(view.kind for view in exchange_view(replace(EXCHANGE, answer=answer), "c", {}).blocks)


def test_every_kind_of_block_has_a_macro_of_its_own() -> None:
    first = {type(block): block for block in (*rich_answer().blocks,)}
    assert set(first) == set(get_args(Block))
    names = {kind.__name__: kinds(block)[0] for kind, block in first.items()}
    assert names == {name: name.lower() for name in names}


def test_blocks_keep_their_order_and_are_not_changed() -> None:
    view = exchange_view(EXCHANGE, "c", NAMES)
    assert tuple(one.block for one in view.blocks) == rich_answer().blocks


def test_a_view_holds_what_the_exchange_holds() -> None:
    changed = (Correction("place", "Köln", "Bonn"),)
    view = exchange_view(replace(EXCHANGE, corrections=changed, feedback=Feedback(True, "gut")), "c1", NAMES)
    assert (view.id, view.conversation, view.question, view.asked_at) == ("e" * 24, "c1", "Bauleiter?", NOW)
    assert (view.language, view.outcome) == (Language.DE, Outcome.ANSWERED)
    assert (view.citations, view.suggestions) == (rich_answer().citations, rich_answer().suggestions)
    assert (view.corrections, view.feedback) == (changed, Feedback(True, "gut"))


def test_other_channels_are_offered_by_name_where_channels_were_recommended() -> None:
    assert exchange_view(EXCHANGE, "c", NAMES).others == (("about", "about.me"), ("tiktok", "TikTok"))
    plain = replace(EXCHANGE, answer=Answer(Outcome.ANSWERED, Language.DE, (Text("Nein."),)))
    assert exchange_view(plain, "c", NAMES).others == ()


@pytest.mark.parametrize(
    ("blocks", "headline"),
    [((), ""), ((Text("a"), Heading("b")), "a"), (rich_answer().blocks, rich_answer().blocks[1])],
)
def test_the_headline_is_what_is_said_first(blocks: tuple[Block, ...], headline: str | Heading) -> None:
    view = exchange_view(replace(EXCHANGE, answer=replace(rich_answer(), blocks=blocks)), "c", {})
    assert view.headline == (headline.text if isinstance(headline, Heading) else headline)


def test_a_checklist_knows_what_is_done_of_it_and_only_of_it() -> None:
    steps = (Entry("s1", "Eins", "", (7,)), Entry("s2", "Zwei", "Ausführlich.", ()))
    done = ticked((Tick("list", "s2", "ada", NOW), Tick("other", "s1", "ada", NOW)))
    view = checklist_view(Checklist("list", "Liste", steps), done)
    assert view.steps == (("s1", "Eins", "", (7,), False), ("s2", "Zwei", "Ausführlich.", (), True))
    assert (view.done, view.explained) == (1, True)


def test_a_checklist_of_titles_only_is_not_explained() -> None:
    steps = (Entry("s1", "Eins", "", ()), Entry("s2", "Zwei", "Zwei", ()))
    assert not checklist_view(Checklist("list", "Liste", steps), frozenset()).explained


@pytest.mark.parametrize(
    ("fit", "width"), [(0.0, 0), (0.5, 50), (0.919, 92), (1.0, 100), (-0.2, 0), (7.0, 100), (float("inf"), 100)]
)
def test_a_bar_is_never_longer_than_its_box(fit: float, width: int) -> None:
    assert percent(Recommendation("x", "X", fit, ())) == width


def test_points_are_named_on_one_line() -> None:
    assert points_label((42, 63)) == "42, 63"
    assert points_label(()) == ""


def test_a_transcript_is_shown_oldest_first() -> None:
    later = replace(EXCHANGE, id="f" * 24)
    summary = Summary("c", "Bauleiter?", Audience.RECRUITER, Language.DE, NOW, 2)
    views = transcript_views(Transcript(summary, (EXCHANGE, later), (), Conversation("c")), NAMES)
    assert [(view.id, view.conversation) for view in views] == [("e" * 24, "c"), ("f" * 24, "c")]


@pytest.mark.parametrize("language", list(Language))
def test_every_tag_that_can_be_changed_has_a_name(language: Language) -> None:
    assert {f"tag.{kind}" for kind in CORRECTABLE} <= load_wording().keys(language)
    assert set(ADDABLE) <= CORRECTABLE


def test_both_languages_have_the_same_words() -> None:
    assert load_wording().keys(Language.DE) == load_wording().keys(Language.EN)
