"""Phrasings are filed under topics and intents, each under one, in both languages."""

from collections import Counter
from pathlib import Path

import pytest

from knowledge.errors import ContentError
from knowledge.library import shipped_content
from knowledge.models import ELSEWHERE, Attitude, Intent, Language, Phrasing
from knowledge.phrasings import load_phrasings

TOPICS = ("definition", "trend:ai")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two phrasings for every label."""
    path = tmp_path / "phrasings"
    for subfolder in ("trend", "attitude"):
        (path / subfolder).mkdir(parents=True)
    for label in (*TOPICS, *Intent, *Attitude, ELSEWHERE):
        for language in Language:
            file = path / f"{label.replace(':', '/')}.{language}.txt"
            file.write_text(f"# how people ask\n\n{label} {language} eins\n  {label} {language} zwei  \n")
    return path


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load_phrasings(folder, TOPICS)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_a_files_name_gives_label_and_language(folder):
    loaded = load_phrasings(folder, TOPICS)
    assert Phrasing("definition", Language.DE, "definition de eins") in loaded
    assert Phrasing("channel-advice", Language.EN, "channel-advice en zwei") in loaded
    assert len(loaded) == 2 * 2 * (len(TOPICS) + len(Intent) + len(Attitude) + 1)


def test_a_folder_stands_for_the_colon_in_a_label(folder):
    assert {p.text for p in load_phrasings(folder, TOPICS) if p.label == "trend:ai" and p.language is Language.EN} == {
        "trend:ai en eins",
        "trend:ai en zwei",
    }


def test_notes_and_empty_lines_are_no_phrasings(folder):
    (folder / "definition.de.txt").write_text("# a note\n\n   \nwas ist #socialrecruiting\n", encoding="utf-8")
    texts = [p.text for p in load_phrasings(folder, TOPICS) if (p.label, p.language) == ("definition", Language.DE)]
    assert texts == ["was ist #socialrecruiting"]


def test_a_byte_order_mark_is_no_part_of_the_first_phrasing(folder):
    (folder / "definition.de.txt").write_bytes(b"\xef\xbb\xbfwas ist das\r\nund das\r\n")
    texts = [p.text for p in load_phrasings(folder, TOPICS) if (p.label, p.language) == ("definition", Language.DE)]
    assert texts == ["was ist das", "und das"]


def test_odd_line_separators_do_not_shift_line_numbers(folder):
    (folder / "definition.de.txt").write_text("eins\u2028zwei\x0bdrei\n" + "x" * 601 + "\n", encoding="utf-8")
    assert mistakes(folder) == ["phrasings/definition.de.txt:2: a phrasing has at most 600 characters, not 601"]


def test_a_phrasing_under_two_labels_names_both_places(folder):
    (folder / "greeting.de.txt").write_text("Hallo\nmoin\n", encoding="utf-8")
    (folder / "thanks.de.txt").write_text("# note\ndanke\nMOIN\n", encoding="utf-8")
    assert mistakes(folder) == [
        "phrasings/thanks.de.txt:3: 'MOIN' stands under 'greeting' too (phrasings/greeting.de.txt:2)"
    ]


def test_a_phrasing_may_stand_in_both_languages_and_twice_under_its_label(folder):
    for language in Language:
        (folder / f"greeting.{language}.txt").write_text("hi\nHi\n", encoding="utf-8")
    assert Counter(p.text for p in load_phrasings(folder, TOPICS) if p.label == "greeting") == {"hi": 2, "Hi": 2}


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("salaries.de.txt", "unknown topic or intent 'salaries'"),
        ("trend/blockchain.en.txt", "unknown topic or intent 'trend:blockchain'"),
        ("definition.fr.txt", "the file's name must end in .de.txt or .en.txt"),
        ("definition.txt", "the file's name must end in .de.txt or .en.txt"),
        ("definition.de.md", "the file's name must end in .de.txt or .en.txt"),
        (".de.txt~", None),
    ],
)
def test_a_files_name_must_fit(folder, name, rule):
    (folder / name).write_text("wie auch immer\n", encoding="utf-8")
    if rule is None:
        assert load_phrasings(folder, TOPICS)
    else:
        assert mistakes(folder) == [f"phrasings/{name}:1: {rule}"]


def test_a_file_that_is_not_utf_8_is_reported_with_its_line(folder):
    (folder / "definition.de.txt").write_bytes("ok\nüber\n".encode("latin-1"))
    assert mistakes(folder) == ["phrasings/definition.de.txt:2: the file must be UTF-8"]


def test_a_label_without_phrasings_in_a_language_is_reported(folder):
    (folder / "trend/ai.en.txt").unlink()
    (folder / "human.de.txt").write_text("# none yet\n")
    rule = "no phrasings; every topic and intent needs some in both languages"
    assert mistakes(folder) == [f"phrasings/human.de.txt:1: {rule}", f"phrasings/trend/ai.en.txt:1: {rule}"]


def test_mistakes_in_several_files_are_reported_at_once(folder):
    (folder / "definition.fr.txt").write_text("quoi\n")
    (folder / "thanks.de.txt").write_text("merci\n" + "x" * 700)
    (folder / "goodbye.de.txt").write_text("Merci\n")
    assert [mistake.split(": ")[0] for mistake in mistakes(folder)] == [
        "phrasings/definition.fr.txt:1",
        "phrasings/thanks.de.txt:1",
        "phrasings/thanks.de.txt:2",
    ]


def test_a_missing_folder_is_one_mistake(tmp_path):
    assert mistakes(tmp_path / "phrasings") == [f"{tmp_path / 'phrasings'}:1: no such folder"]


def test_the_shipped_phrasings_cover_every_topic_and_intent(shipped):
    loaded = load_phrasings(shipped_content() / "phrasings", shipped.topics)
    counts = Counter((phrasing.label, phrasing.language) for phrasing in loaded)
    assert set(counts) == {
        (label, language) for label in (*shipped.topics, *Intent, *Attitude, ELSEWHERE) for language in Language
    }
    assert min(counts.values()) >= 20
    assert len(loaded) >= 8_000
