from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.sentences import MAX_CHARACTERS, MAX_WORDS, passage_sentences, split_sentences
from tests.fakes.passages import make_passage
from tests.timing import growth


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Am 3. Oktober 1990 war es so weit. Dann nicht.", ("Am 3. Oktober 1990 war es so weit.", "Dann nicht.")),
        (
            "Dr. Müller kam. Er sprach z. B. mit J. F. Kennedy.",
            ("Dr. Müller kam.", "Er sprach z. B. mit J. F. Kennedy."),
        ),
        ("Das war 1990. Danach ging er.", ("Das war 1990.", "Danach ging er.")),
        ("Die 2. Bundesliga ist da.", ("Die 2. Bundesliga ist da.",)),
        ("Es gibt bzw. gab viele, d.h. mehrere. So ist es.", ("Es gibt bzw. gab viele, d.h. mehrere.", "So ist es.")),
        ("„Nein.“ Er kam! Wirklich? Ja …", ("„Nein.“", "Er kam!", "Wirklich?", "Ja …")),
        ("U.S. Steel rose 3.5 percent. He left.", ("U.S. Steel rose 3.5 percent.", "He left.")),
        (
            "Mr. Smith met Mrs. Jones, e.g. at work. They talked.",
            ("Mr. Smith met Mrs. Jones, e.g. at work.", "They talked."),
        ),
        (
            "# Ziele\n\nErst das Ziel.\n- ein Punkt\n- noch einer",
            ("# Ziele", "Erst das Ziel.", "- ein Punkt", "- noch einer"),
        ),
        ("ohne Punkt", ("ohne Punkt",)),
        ("", ()),
        (" \n\t ", ()),
    ],
)
def test_splits_where_a_reader_would(text: str, expected: tuple[str, ...]) -> None:
    assert split_sentences(text) == expected


@given(st.text(max_size=400))
def test_no_word_is_lost_or_invented(text: str) -> None:
    sentences = split_sentences(text)

    assert " ".join(sentences).split() == text.split()
    assert all(sentence == sentence.strip() and sentence for sentence in sentences)


def test_a_long_sentence_comes_in_windows_that_overlap() -> None:
    words = [str(number) for number in range(3 * MAX_WORDS)]

    windows = [window.split() for window in split_sentences(" ".join(words))]

    assert len(windows) > 3
    assert all(len(window) <= MAX_WORDS for window in windows)
    assert {word for window in windows for word in window} == set(words)
    assert all(set(first) & set(second) for first, second in pairwise(windows))


@pytest.mark.parametrize("unit", ["a", ". ", "\n", "1.", "a. ", '."', "\n \n", "- ", "Wort "])
def test_takes_time_in_proportion_to_the_text(unit: str) -> None:
    text = unit * (80_000 // len(unit))

    assert growth(split_sentences, text) < 3
    assert all(len(sentence) <= MAX_CHARACTERS for sentence in split_sentences(text))


def test_a_passage_always_has_something_to_search() -> None:
    assert passage_sentences(make_passage("a", "One. Two.", title="Title")) == ("Title", "One.", "Two.")
    assert passage_sentences(make_passage("a", "One. Two.")) == ("One.", "Two.")
    assert passage_sentences(make_passage("a", "")) == ("",)


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("scan-0001", False),
        ("2026-11-27", False),
        ("A 4711", False),
        ("  ", False),
        ("HR", True),
        ("Reisekosten 2026", True),
        ("IMG_2031 → Spesen", True),
    ],
)
def test_a_number_is_no_title_to_compare_in_meaning(title: str, says: bool) -> None:
    found = passage_sentences(make_passage("a", "One.", title=title))
    assert found == ((title, "One.") if says else ("One.",))
