"""The goals of advice for candidates, on questions that nothing was trained on."""

import json
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.models import Answer, Audience, Message, Outcome

RIGHT, WRONGLY = 0.90, 0.03


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[tuple[dict[str, str | None], Answer]]:
    lines = Path(__file__).with_name("advice.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [(row, assistant.reply(Message(row["q"], Audience.CANDIDATE, f"advice-{row['id']}"))) for row in rows]


def test_candidates_get_the_advice_they_ask_for(answers: list[tuple[dict[str, str | None], Answer]]) -> None:
    asked = [(row, answer) for row, answer in answers if row["topic"]]
    missed = [(row["q"], row["topic"], answer.topic) for row, answer in asked if answer.topic != row["topic"]]
    assert len(asked) > 120
    assert 1 - len(missed) / len(asked) >= RIGHT, missed


@pytest.mark.parametrize("topic", ["applying", "video-interview", "fraud", "data"])
def test_no_advice_is_left_behind(answers: list[tuple[dict[str, str | None], Answer]], topic: str) -> None:
    asked = [answer.topic for row, answer in answers if row["topic"] == f"advice:{topic}"]
    assert asked.count(f"advice:{topic}") / len(asked) >= RIGHT - 0.1


def test_other_questions_get_none(answers: list[tuple[dict[str, str | None], Answer]]) -> None:
    others = [(row, answer) for row, answer in answers if not row["topic"]]
    wrongly = [(row["q"], answer.topic) for row, answer in others if answer.topic]
    assert len(others) >= 120
    assert len(wrongly) / len(others) <= WRONGLY, wrongly


def test_advice_is_given_in_the_language_of_the_question(
    answers: list[tuple[dict[str, str | None], Answer]],
) -> None:
    advised = [(row, answer) for row, answer in answers if answer.topic]
    strange = [row["q"] for row, answer in advised if answer.language != row["lang"]]
    assert len(strange) / len(advised) <= 0.05, strange


def test_advice_is_cited_with_its_own_source(answers: list[tuple[dict[str, str | None], Answer]]) -> None:
    advised = [answer for _, answer in answers if answer.outcome is Outcome.ANSWERED and answer.topic]
    for answer in advised:
        assert answer.citations
        assert all(one.passage.startswith(f"{answer.topic}#") and one.points == () for one in answer.citations)
        assert len(answer.suggestions) == 3
