"""Advice for candidates: what is read, what is refused, and that the guide knows nothing of it."""

import re
import shutil
from pathlib import Path

import pytest

from knowledge.advice import (
    OTHER,
    Advice,
    dump_advice,
    load_advice,
    load_candidates_phrasings,
    parse_advice,
)
from knowledge.errors import CompiledContentError, ContentError
from knowledge.library import shipped_content
from knowledge.models import Audience, Language, Library
from knowledge.passages import library_passages
from knowledge.phrasings import load_phrasings

TOPICS = ["advice:applying", "advice:video-interview", "advice:fraud", "advice:data"]
ENOUGH = 60
"""Phrasings of each advice in each language."""


@pytest.fixture(scope="module")
def advice() -> Advice:
    return load_advice(shipped_content())


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(shipped_content() / "candidates", tmp_path / "content" / "candidates")
    return tmp_path / "content"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def mistakes_of(content: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load_candidates_phrasings(content, load_advice(content))
    return [str(mistake) for mistake in caught.value.mistakes]


def test_each_advice_is_there_and_seen_by_candidates_only(advice: Advice) -> None:
    assert list(advice.topics) == TOPICS
    assert all(topic.audiences == (Audience.CANDIDATE,) for topic in advice.topics.values())
    assert {topic.source for topic in advice.topics.values()} == set(advice.sources) == {"advice"}


def test_each_advice_leads_to_every_other(advice: Advice) -> None:
    for id_, topic in advice.topics.items():
        assert {*topic.related, id_} == set(TOPICS)


def test_nothing_claims_to_rest_on_the_guide(advice: Advice) -> None:
    assert all(part.points == () for topic in advice.topics.values() for part in topic.parts())


def test_the_guide_is_read_without_it(advice: Advice, shipped: Library) -> None:
    assert not set(shipped.topics) & set(advice.topics)
    assert not set(shipped.sources) & set(advice.sources)


def test_beside_the_guide_each_keeps_its_readers(advice: Advice, shipped: Library) -> None:
    both = library_passages(advice.beside(shipped))
    theirs = [passage for passage in both if Audience.CANDIDATE in passage.audiences]
    assert [passage for passage in both if passage not in theirs] == [*library_passages(shipped)]
    assert {passage.topic for passage in theirs} == set(TOPICS)


def test_candidates_are_addressed_with_sie(advice: Advice) -> None:
    texts = [part.text.de for topic in advice.topics.values() for part in topic.parts()]
    assert [text for text in texts if re.search(r"\b(du|dir|dich|dein\w*)\b", text, re.IGNORECASE)] == []


def test_what_is_said_of_the_data_agrees_with_the_commands_and_asks_for_nothing(advice: Advice) -> None:
    for language in Language:
        told = " ".join(part.text.within(language) for part in advice.topics["advice:data"].parts())
        assert all(command in told for command in ("/mydata", "/forget", "/privacy", "/person", "/alerts"))


def test_candidates_ask_in_many_ways(advice: Advice) -> None:
    asked = load_candidates_phrasings(shipped_content(), advice)
    for label in (*TOPICS, OTHER):
        for language in Language:
            texts = {one.text.casefold() for one in asked if (one.label, one.language) == (label, language)}
            assert len(texts) >= ENOUGH, (label, language)


def test_no_question_for_advice_is_the_teams_too(advice: Advice, shipped: Library) -> None:
    """What teaches that it is something else must not be what is asked for."""
    asked = load_candidates_phrasings(shipped_content(), advice)
    team = {one.text.casefold() for one in load_phrasings(shipped_content() / "phrasings", shipped.topics)}
    assert [one.text for one in asked if one.label != OTHER and one.text.casefold() in team] == []


def test_it_is_kept_as_json(advice: Advice) -> None:
    assert parse_advice(dump_advice(advice)) == advice
    with pytest.raises(CompiledContentError):
        parse_advice(b"{")


def test_where_there_is_none_there_is_none(tmp_path: Path, shipped: Library) -> None:
    nothing = load_advice(tmp_path)
    assert nothing == Advice()
    assert load_candidates_phrasings(tmp_path, nothing) == ()
    assert nothing.beside(shipped) == shipped


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("id: advice:fraud", "id: fraud", "topics.2.id: must begin with advice:, but it is 'fraud'"),
        ("  - id: advice:data", "  - id: advice:fraud", "the id 'advice:fraud' is taken: candidates/advice.yaml:"),
        ("related: [advice:video", "related: [advice:vidio", "unknown topic 'advice:vidio-interview'"),
        ("      - id: read\n", "      - id: lead\n", "the id 'lead' stands twice"),
        ("    question: {de:", "    points: [1]\n    question: {de:", "topics.0.points: unknown key"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(content: Path, old: str, new: str, mistake: str) -> None:
    edit(content / "candidates" / "advice.yaml", old, new)
    assert any(re.match(r"candidates/advice\.yaml:\d+: ", one) and mistake in one for one in mistakes_of(content))


def test_a_missing_file_is_named(content: Path) -> None:
    (content / "candidates" / "advice.yaml").unlink()
    assert mistakes_of(content) == ["candidates/advice.yaml:1: no such file, but one is needed"]


def test_mistakes_in_phrasings_are_named_as_the_folder_has_them(content: Path) -> None:
    folder = content / "candidates" / "phrasings"
    (folder / "other.de.txt").unlink()
    assert mistakes_of(content) == [
        "candidates/phrasings/other.de.txt:1: no phrasings; every topic and intent needs some in both languages"
    ]
    (folder / "other.de.txt").write_text("Woran erkenne ich ein betrügerisches Jobangebot?\n", encoding="utf-8")
    (folder / "greeting.de.txt").write_text("hallo\n", encoding="utf-8")
    unknown, twice = mistakes_of(content)
    assert unknown == "candidates/phrasings/greeting.de.txt:1: unknown topic or intent 'greeting'"
    assert twice == (
        "candidates/phrasings/other.de.txt:1: 'Woran erkenne ich ein betrügerisches Jobangebot?' "
        "stands under 'advice:fraud' too (candidates/phrasings/advice/fraud.de.txt:2)"
    )
