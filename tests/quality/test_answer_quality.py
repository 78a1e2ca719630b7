"""The goals, on questions that nothing was trained on. `aside.jsonl` is the one that counts."""

from pathlib import Path

import pytest

from benchmarks.answer_quality import figures, read_questions
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


@pytest.mark.parametrize("name", ["steering", "aside"])
def test_answers_reach_the_goals(name: str, assistant: Assistant) -> None:
    questions = read_questions(Path(__file__).with_name(f"{name}.jsonl"))
    reached = figures(assistant, questions)
    assert set(reached) == set(GOALS)
    missed = {figure: reached[figure] for figure, goal in GOALS.items() if reached[figure] < goal}
    assert not missed, {figure: f"{share:.1%} of {GOALS[figure]:.0%}" for figure, share in missed.items()}
