"""The goals, on questions that nothing was trained on."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from benchmarks.answer_quality import Half, read_questions, run
from bot.assistant import Assistant

GOALS = {
    "answered inside": 0.95,
    "topic right": 0.92,
    "a right channel in the first three": 0.95,
    "no wrong channel": 0.98,
    "expected words shown": 0.92,
    "abstained outside": 0.92,
    "follow-up right": 0.85,
    "language right": 0.97,
}
BELOW_ITS_GOAL = {
    ("aside", "no wrong channel"): 0.95,
    ("vacancies", "follow-up right"): 0.80,
    ("vacancies", "language right"): 0.96,
}
"""What is not reached yet, with the floor that holds instead."""


@pytest.mark.parametrize("name", ["steering", "aside"])
def test_answers_reach_the_goals(name: str, assistant: Assistant) -> None:
    reached = run(assistant, read_questions(_file(name))).figures
    assert set(reached) == set(GOALS)
    _assert_reached(name, reached)


def test_vacancies_reach_the_goals(assistant: Assistant) -> None:
    reached = run(assistant, read_questions(_file("vacancies"), Half.ASIDE)).figures
    assert {"a right channel in the first three", "no wrong channel", "follow-up right"} <= set(reached) <= set(GOALS)
    _assert_reached("vacancies", reached)


def _assert_reached(name: str, reached: Mapping[str, float]) -> None:
    floors = {figure: BELOW_ITS_GOAL.get((name, figure), GOALS[figure]) for figure in reached}
    missed = {figure: reached[figure] for figure, floor in floors.items() if reached[figure] < floor}
    assert not missed, {figure: f"{share:.1%} of {floors[figure]:.0%}" for figure, share in missed.items()}


def _file(name: str) -> Path:
    return Path(__file__).with_name(f"{name}.jsonl")
