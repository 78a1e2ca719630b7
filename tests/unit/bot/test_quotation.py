"""Quotations are verbatim, and say where they stand and how old they are."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Notice, Text
from bot.phrases import Phrases
from bot.skills.quotation import GAP, WHOLE, Quoter, best_sentences
from bot.skills.request import Knowledge
from knowledge.models import Language
from knowledge.team import document_card, team_passages
from retrieval.models import Hit
from tests.fakes.requests import make_request
from tests.fakes.team import make_document, make_excerpt

SENTENCES = (
    "Die Niederlassung in Rostock beschäftigt achtzig Menschen.",
    "Geleitet wird sie von Frau Dr. Wulf.",
    "Dort werden Pumpen für große Schiffe gebaut, die in alle Welt gehen.",
    "Im Sommer gibt es ein Fest für alle, die dort arbeiten, und für ihre Familien.",
    "Bewerbungsgespräche finden nur dienstags und mittwochs statt.",
    "Wer kommt, meldet sich beim Pförtner an und bekommt dort einen Ausweis für den Tag.",
)
TEXT = " ".join(SENTENCES)


def test_the_nearest_sentence_comes_with_the_one_after_it() -> None:
    assert len(TEXT) > WHOLE
    assert best_sentences(TEXT, "Wer leitet Rostock?", SENTENCES[0]) == f"{SENTENCES[0]} {SENTENCES[1]}"


def test_the_sentence_with_the_words_of_the_question_is_added_and_the_gap_marked() -> None:
    quote = best_sentences(TEXT, "An welchen Tagen finden Bewerbungsgespräche statt?", SENTENCES[0])
    assert quote == f"{SENTENCES[0]} {SENTENCES[1]} {GAP} {SENTENCES[4]}"


def test_where_the_title_is_nearest_the_words_decide() -> None:
    assert best_sentences(TEXT, "Wo melde ich mich beim Pförtner?", "Ein Titel") == SENTENCES[5]


def test_a_short_passage_is_quoted_whole() -> None:
    assert best_sentences("- Stadt: Köln;\n  Räume: 12", "Räume?", "x") == "Stadt: Köln; Räume: 12"


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12), st.sampled_from((*SENTENCES, "Ausweis Tag", "")))
def test_every_piece_stands_in_the_text_as_it_is(sentences: list[str], question: str) -> None:
    text = "\n".join(sentences)
    for piece in best_sentences(text, question, sentences[-1]).split(GAP):
        assert piece.strip()
        assert piece.strip() in " ".join(text.split())


@pytest.mark.parametrize(
    ("language", "review_on", "expected"),
    [
        (
            Language.DE,
            date(2026, 9, 1),
            "Dieses Dokument ist seit dem 1. September 2026 zur Prüfung fällig; "
            "bitte bei HR nachfragen, ob es noch gilt.",
        ),
        (
            Language.EN,
            date(2026, 11, 2),
            "This document has been due for review since 2 November 2026; please ask HR whether it still holds.",
        ),
        (Language.EN, date(2026, 11, 3), None),
        (Language.EN, None, None),
    ],
)
def test_owner_age_and_review_are_told_in_the_questions_language(
    knowledge: Knowledge, phrases: Phrases, language: Language, review_on: date | None, expected: str | None
) -> None:
    document = make_document(owner="HR", review_on=review_on, excerpts=(make_excerpt("Kurz."),))
    (passage,) = team_passages([document])
    quoter = Quoter([document_card(document)], phrases, lambda: date(2026, 11, 2))
    request = make_request(knowledge, language=language)
    blocks = list(quoter.blocks(Hit(passage, 1, 1, "Kurz."), request))
    standing = {
        Language.DE: "Verantwortlich: HR; aufgenommen am 2. März 2026 (vor 8 Monaten).",
        Language.EN: "Owner: HR; added on 2 March 2026 (8 months ago).",
    }
    assert Text(standing[language]) in blocks
    assert [block.text for block in blocks if isinstance(block, Notice)] == ([expected] if expected else [])
    citation = quoter.citation(passage, Language.DE)
    assert citation.title == "Urlaub, Seite 3"
    assert citation.source == "Handbuch, verantwortlich: HR, aufgenommen am 2. März 2026"
    assert citation.text == "Kurz."


def test_what_is_not_known_is_left_out(knowledge: Knowledge, phrases: Phrases) -> None:
    document = make_document(
        owner="", excerpts=(make_excerpt("Kurz.", section=(), page=None),), review_on=date(2026, 1, 1)
    )
    (passage,) = team_passages([document])
    quoter = Quoter([document_card(document)], phrases, lambda: date(2026, 3, 2))
    texts = [block.text for block in quoter.blocks(Hit(passage, 1, 1, "Kurz."), make_request(knowledge))]
    assert texts[0] == "Im Dokument „Handbuch“ steht:"
    assert texts[2] == "Aufgenommen am 2. März 2026."
    assert texts[3].endswith("Es kann überholt sein.")
    assert quoter.citation(passage, Language.DE).title == "Handbuch"
