"""Modules of the onboarding path: what is shipped, and how a mistake in one is reported."""

import re
from pathlib import Path

import pytest

from knowledge.errors import ContentError
from knowledge.library import shipped_content
from knowledge.models import Language, Library, Localized
from knowledge.modules import Module
from knowledge.onboarding import load_curriculum, load_modules
from tests.fakes.onboarding import OWN, written
from tests.unit.knowledge.test_shipped_wording import LOST_LETTERS, NO_TRANSCRIPTION


@pytest.fixture(scope="module")
def modules(shipped: Library) -> tuple[Module, ...]:
    return load_modules(shipped_content(), shipped.topics)


def texts(module: Module) -> list[Localized]:
    paragraphs = [*module.reading, *(question.explanation for question in module.questions)]
    questions = [text for one in module.questions for text in (one.text, *(option.text for option in one.options))]
    return [module.title, module.summary, module.task, *(one.text for one in paragraphs), *questions]


def test_the_shipped_path_takes_a_recruiter_through_the_guide(modules: tuple[Module, ...]) -> None:
    assert len(modules) >= 10
    assert all(3 <= module.minutes <= 10 for module in modules)
    paragraphs = [one for module in modules for one in module.reading]
    points = {point for one in paragraphs for point in one.points}
    assert {*range(2, 20), *range(39, 59), *range(60, 80), *range(80, 94)} <= points
    channels = {point for module in modules[2:5] for one in module.reading for point in one.points}
    assert {*range(39, 59), *range(60, 80)} <= channels


def test_every_question_has_one_right_answer_that_its_place_does_not_betray(modules: tuple[Module, ...]) -> None:
    questions = [question for module in modules for question in module.questions]
    places = [[option.id for option in one.options].index(one.right) for one in questions]
    assert all(3 <= len(one.options) <= 4 and one.option(one.right) for one in questions)
    assert {0, 1, 2} <= set(places)
    assert max(places.count(place) for place in set(places)) < len(places) / 2


def test_german_is_german_and_english_is_english(modules: tuple[Module, ...]) -> None:
    every = [text for module in modules for text in texts(module)]
    assert not [text.en for text in every if set(text.en) & set("äöüßÄÖÜ„")]
    assert not [text.de for text in every if LOST_LETTERS.search(text.de)]
    betrayed = [
        word
        for text in every
        for word in re.findall(r"\w*(?:ae|oe|ue)\w*", text.de, re.IGNORECASE)
        if re.search("ae|oe|ue", NO_TRANSCRIPTION.sub("", word), re.IGNORECASE)
    ]
    assert betrayed == []
    for language in Language:
        assert all(text.within(language) == " ".join(text.within(language).split()) for text in every)


def test_a_team_adds_its_own_modules_behind_the_shipped_ones(tmp_path: Path, modules: tuple[Module, ...]) -> None:
    curriculum = load_curriculum(written(tmp_path, OWN), {topic for one in modules for topic in one.topics})
    assert [module.id for module in curriculum.modules] == [*(module.id for module in modules), "our-approval"]
    assert curriculum.mistakes == ()
    assert load_curriculum(tmp_path / "none", None).modules == modules


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("minutes: 4", "minutes: 90", "onboarding/own.yaml:2: minutes: must be at most 30, but it is 90"),
        (', en: "Nobody"', "", "onboarding/own.yaml:13: questions.0.wrong.0.en: the translation is missing; every text "
         "stands in German and in English"),
        ("topics: [challenges]", "topics: [challenge]", "onboarding/own.yaml:24: unknown topic 'challenge'"),
        ("  - text: {de: \"Die L", "  - points: [98]\n    text: {de: \"Die L",
         "onboarding/own.yaml:7: reading.0.points.0: must be at most 97, but it is 98"),
        ("      - {de: \"Alle\", en: \"Everybody\"}\n", "",
         "onboarding/own.yaml:12: questions.0.wrong: must have 2 to 3 entries"),
        ("Niemand", "Die Leitung", "onboarding/own.yaml:9: questions.0: must offer each answer only once"),
        ("id: when", "id: who", "onboarding/own.yaml:16: the question 'who' stands twice"),
        ("basis: team", "basis: guide", "onboarding/own.yaml:7: reading.0: needs the points of the guide"),
        ("id: our-approval", "id: trends", "onboarding/own.yaml:1: the id 'trends' is taken by a shipped module"),
        ("task:", "tusk:", "onboarding/own.yaml:23: tusk: unknown key; did you mean 'task'?"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_the_rest_goes_on(
    tmp_path: Path, old: str, new: str, mistake: str, modules: tuple[Module, ...]
) -> None:
    assert OWN.count(old) == 1
    curriculum = load_curriculum(written(tmp_path, OWN.replace(old, new)), {"challenges", *_topics(modules)})
    assert [str(one)[: len(mistake)] for one in curriculum.mistakes if str(one).startswith(mistake)] == [mistake]
    assert curriculum.modules == modules


def _topics(modules: tuple[Module, ...]) -> set[str]:
    return {topic for module in modules for topic in module.topics}


def test_a_file_of_the_wrong_name_and_an_id_that_stands_twice_are_mistakes(tmp_path: Path) -> None:
    written(tmp_path, OWN, "own.yml")
    written(tmp_path, OWN, "one.yaml")
    written(tmp_path, OWN, "two.yaml")
    with pytest.raises(ContentError) as caught:
        load_modules(tmp_path, None)
    assert [str(one) for one in caught.value.mistakes] == [
        "onboarding/own.yml:1: must end in .yaml",
        "onboarding/two.yaml:1: the id 'our-approval' is taken: onboarding/one.yaml:1",
    ]
