"""What a change of the content makes the next build build anew. Reads the content; builds nothing."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import bot.understanding
from bot.index import snapshot_parts
from knowledge.errors import ContentError
from knowledge.library import shipped_content
from retrieval.errors import EmbeddingError
from retrieval.model_source import DEFAULT_MODEL

Changed = Callable[[], set[str]]


def fingerprints(content: Path) -> dict[str, str]:
    return {part.name: part.fingerprint for part in snapshot_parts(content, DEFAULT_MODEL)}


@pytest.fixture(scope="module")
def before() -> dict[str, str]:
    return fingerprints(shipped_content())


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped_content(), tmp_path / "content"))


@pytest.fixture
def changed(content: Path, before: dict[str, str]) -> Changed:
    """Which parts differ from those of the shipped content."""

    def compare() -> set[str]:
        after = fingerprints(content)
        assert after.keys() == before.keys()
        return {name for name, fingerprint in after.items() if fingerprint != before[name]}

    return compare


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_parts_come_after_what_they_are_built_from(before: dict[str, str]) -> None:
    names = list(before)
    assert names == [
        "library", "model", "index-recruiter", "index-candidate", "phrasings", "understanding", "advice",
    ]  # fmt: skip


def test_the_same_content_elsewhere_changes_nothing(changed: Changed) -> None:
    assert changed() == set()


def test_a_new_phrasing_is_embedded_and_learned(content: Path, changed: Changed) -> None:
    with (content / "phrasings" / "trends.de.txt").open("a", encoding="utf-8") as file:
        file.write("und was ist da gerade so angesagt beim recruiting\n")
    assert changed() == {"phrasings", "understanding", "advice"}


def test_a_phrasing_under_another_label_is_learned_anew(content: Path, changed: Changed) -> None:
    source, target = content / "phrasings" / "trends.de.txt", content / "phrasings" / "challenges.de.txt"
    *lines, moved = source.read_text(encoding="utf-8").splitlines()
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with target.open("a", encoding="utf-8") as file:
        file.write(f"{moved}\n")
    assert "understanding" in changed()
    assert changed() <= {"phrasings", "understanding", "advice"}


def test_notes_change_nothing(content: Path, changed: Changed) -> None:
    with (content / "phrasings" / "trends.de.txt").open("a", encoding="utf-8") as file:
        file.write("# a note\n\n")
    edit(content / "sources.yaml", "sources:", "# a note\nsources:")
    assert changed() == set()


def test_another_wording_of_a_topic_is_indexed_for_those_who_may_see_it(content: Path, changed: Changed) -> None:
    edit(content / "channels" / "xing.yaml", "XING ist ein professionelles Netzwerk", "XING ist ein Berufsnetzwerk")
    assert changed() == {"library", "index-recruiter", "understanding", "advice"}


def test_a_topic_for_candidates_changes_their_index(content: Path, changed: Changed) -> None:
    file = content / "topics" / "trends.yaml"
    edit(file, "audiences: [recruiter]", "audiences: [recruiter, candidate]")
    assert changed() == {"library", "index-recruiter", "index-candidate", "understanding", "advice"}


def test_advice_for_candidates_changes_nothing_that_answers_the_team(
    content: Path, before: dict[str, str], changed: Changed
) -> None:
    edit(content / "candidates" / "advice.yaml", "In diesem Chat selbst", "Hier selbst")
    assert changed() == {"advice", "index-candidate"}
    with (content / "candidates" / "phrasings" / "advice" / "fraud.de.txt").open("a", encoding="utf-8") as file:
        file.write("die sache stinkt doch zum himmel, oder\n")
    assert changed() == {"advice", "index-candidate"}
    shutil.rmtree(content / "candidates")
    without = fingerprints(content)
    assert before.keys() - without.keys() == {"advice"}
    assert {name for name in without if without[name] != before[name]} == {"index-candidate"}


@pytest.mark.parametrize("name", ["cues.yaml", "places.yaml", "occupations/0-military.yaml", "seniorities.yaml"])
def test_the_vocabulary_is_served_and_learned_with_but_not_searched(content: Path, changed: Changed, name: str) -> None:
    edit(content / name, "de: [", "de: [probewort, ")
    assert changed() == {"library", "understanding", "advice"}


def test_other_code_of_the_understanding_trains_anew(
    tmp_path: Path, changed: Changed, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = shutil.copytree(bot.understanding.__path__[0], tmp_path / "code")
    edit(Path(code) / "features.py", "CHARACTERS = (2, 5)", "CHARACTERS = (2, 6)")
    monkeypatch.setattr(bot.understanding, "__path__", [code])
    assert changed() == {"understanding", "advice"}


def test_a_mistake_is_reported_with_file_and_line(content: Path) -> None:
    edit(content / "phrasings" / "trends.de.txt", "\n", f"\n{'x' * 700}\n")
    with pytest.raises(ContentError, match=r"phrasings/trends\.de\.txt:2: "):
        snapshot_parts(content, DEFAULT_MODEL)


def test_a_model_that_is_not_there_is_named(content: Path) -> None:
    with pytest.raises(EmbeddingError, match="/no/such/model"):
        snapshot_parts(content, "/no/such/model")
