"""A draft of a module: the document's words and no others, and not shown before what is open was written."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.onboarding.drafting import LONGEST_PARAGRAPH, MOST_PARAGRAPHS, MOST_WORDS, draft_of, write_draft
from bot.onboarding.errors import DraftError
from knowledge.models import Language
from knowledge.onboarding import load_curriculum
from tests.fakes.team import VACATION, make_document, make_excerpt

SHIPPED = 14


def excerpts(*texts: str, **values: object) -> dict[str, object]:
    return {"excerpts": tuple(make_excerpt(text, **values) for text in texts)}


def words(text: str) -> list[str]:
    return text.split()


def test_the_documents_words_stand_there_and_the_rest_is_open() -> None:
    draft = draft_of(make_document(title="Urlaub & Überstunden: so geht's"))
    module = yaml.safe_load(draft)
    assert module["id"] == "team-urlaub-ueberstunden-so-geht-s"
    assert module["title"] == {"de": "Urlaub & Überstunden: so geht's", "en": ""}
    assert module["reading"] == [{"text": {"de": VACATION, "en": ""}}]
    assert "# Urlaub\n" in draft
    assert (module["basis"], module["minutes"], module["topics"]) == ("team", 3, [])
    empty = {"de": "", "en": ""}
    assert [(one["question"], one["right"], one["wrong"]) for one in module["questions"]] == [
        (empty, empty, [empty, empty])
    ] * 2
    assert module["summary"] == module["task"] == empty


def test_it_is_not_shown_until_everything_open_was_written(tmp_path: Path) -> None:
    file = write_draft(tmp_path, make_document())
    found = load_curriculum(tmp_path, None)
    assert len(found.modules) == SHIPPED
    assert {mistake.file for mistake in found.mistakes} == {"onboarding/team-handbuch.yaml"}
    opened = [number for number, line in enumerate(file.read_text("utf-8").splitlines(), 1) if '""' in line]
    assert {mistake.line for mistake in found.mistakes} == set(opened)
    numbers = iter(range(1000))
    text = file.read_text("utf-8").replace('# Write what stands open, ""', "# Write")
    written = re.sub('""', lambda _: f'"Text {next(numbers)}"', text)
    one_left = written.replace('"Text 7"', '""')
    file.write_text(one_left, "utf-8")
    assert len(load_curriculum(tmp_path, None).modules) == SHIPPED
    file.write_text(written, "utf-8")
    found = load_curriculum(tmp_path, None)
    assert found.mistakes == ()
    assert found.modules[-1].reading[0].text.de == VACATION


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    file = write_draft(tmp_path, make_document())
    file.write_text("mine", "utf-8")
    with pytest.raises(DraftError, match="is there already"):
        write_draft(tmp_path, make_document())
    assert file.read_text("utf-8") == "mine"


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "onboarding").write_text("a file", "utf-8")
    with pytest.raises(DraftError, match="cannot be written"):
        write_draft(tmp_path, make_document())


def test_a_document_without_text_makes_no_draft() -> None:
    with pytest.raises(DraftError, match="no text"):
        draft_of(make_document(excerpts=()))


def test_of_a_long_document_a_few_minutes_are_taken_and_the_rest_is_counted() -> None:
    sentences = [f"Satz {number} hat genau sieben Wörter hier." for number in range(400)]
    draft = draft_of(make_document(**excerpts(*(" ".join(sentences[at : at + 20]) for at in range(0, 400, 20)))))
    module = yaml.safe_load(draft)
    reading = [one["text"]["de"] for one in module["reading"]]
    taken = sum(len(words(text)) for text in reading)
    assert 0 < len(reading) <= MOST_PARAGRAPHS
    assert taken <= MOST_WORDS
    assert "paragraphs of the document are not in here" in draft
    assert module["minutes"] <= 6
    assert " ".join(reading) == " ".join(sentences)[: len(" ".join(reading))]


def test_the_language_is_the_documents_and_what_is_in_another_is_left_out() -> None:
    english = (
        make_excerpt("Expenses are paid.", language=Language.EN),
        make_excerpt("So it is.", language=Language.EN),
    )
    module = yaml.safe_load(draft_of(make_document(title="Expenses", excerpts=(*english, make_excerpt("Kurz.")))))
    assert [one["text"] for one in module["reading"]] == [
        {"de": "", "en": "Expenses are paid."},
        {"de": "", "en": "So it is."},
    ]
    assert module["title"] == {"de": "", "en": "Expenses"}


def test_a_title_without_letters_is_named_by_its_id() -> None:
    document = make_document(title="★★★")
    assert yaml.safe_load(draft_of(document))["id"] == f"team-{document.id}"


TEXTS = st.lists(
    st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=900), min_size=1, max_size=4
)


@given(TEXTS)
def test_no_word_is_added_and_every_paragraph_fits(texts: list[str]) -> None:
    texts = [text for text in texts if text.strip()] or ["x"]
    module = yaml.safe_load(draft_of(make_document(**excerpts(*texts))))
    reading = [one["text"]["de"] for one in module["reading"]]
    assert all(0 < len(text) <= LONGEST_PARAGRAPH for text in reading)
    everything = "".join("".join(texts).split())
    assert everything.startswith("".join("".join(reading).split()))
