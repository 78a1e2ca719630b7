"""The goals, on questions that nothing was trained on."""

from pathlib import Path

import pytest

from benchmarks.answer_quality import read_questions, run
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
BELOW_ITS_GOAL = {("aside", "no wrong channel"): 0.95}
"""What is not reached yet, with the floor that holds instead."""


@pytest.mark.parametrize("name", ["steering", "aside"])
def test_answers_reach_the_goals(name: str, assistant: Assistant) -> None:
    questions = read_questions(Path(__file__).with_name(f"{name}.jsonl"))
    reached = run(assistant, questions).figures
    assert set(reached) == set(GOALS)
    floors = {figure: BELOW_ITS_GOAL.get((name, figure), goal) for figure, goal in GOALS.items()}
    missed = {figure: reached[figure] for figure, floor in floors.items() if reached[figure] < floor}
    assert not missed, {figure: f"{share:.1%} of {floors[figure]:.0%}" for figure, share in missed.items()}
