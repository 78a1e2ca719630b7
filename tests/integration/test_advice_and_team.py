"""Advice for candidates never reaches the team: each answer to it is the same, byte by byte, as where there is none."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.assembly import assemble_assistant, load_meaning
from bot.assistant import Assistant
from bot.bootstrap.shared import built_snapshot
from bot.codec import Codec
from bot.gaps.shelf import AnswerShelf
from bot.models import Audience, Message, Outcome
from bot.served import ADVICE_PART, LIBRARY_PART, load_served_library
from bot.skills.request import visible
from bot.understanding.models import Conversation
from config.settings import Settings
from knowledge.models import Language
from knowledge.passages import library_passages

QUALITY = Path(__file__).parents[1] / "quality"
EVERY = 6
"""One in so many questions of the team is asked."""


def lines(name: str) -> list[str]:
    return [json.loads(line)["q"] for line in (QUALITY / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def without(assistant: Assistant, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The same generation without its part of advice, and without a word of it in what is served."""
    whole = built_snapshot(settings)
    parts = tuple(part for part in whole.manifest.parts if part.name != ADVICE_PART)
    assert len(parts) == len(whole.manifest.parts) - 1
    snapshot = replace(whole, manifest=replace(whole.manifest, parts=parts))
    library = load_served_library(snapshot.part(LIBRARY_PART))
    passages = {passage.id: passage for passage in library_passages(library)}
    seen = {audience: visible(library, passages, audience) for audience in Audience}
    meaning = load_meaning(snapshot)
    guide = (topic.question.within(language) for topic in library.topics.values() for language in Language)
    shelf = AnswerShelf(tmp_path_factory.mktemp("none") / "answers.json", meaning, guide)
    return assemble_assistant(snapshot, library, seen, Language.DE, "", meaning, shelf)


def answer_of(assistant: Assistant, text: str, audience: Audience) -> str:
    return Codec().encode_answer(assistant.respond(Message(text, audience, "c"), Conversation("c")).answer)


def test_the_team_gets_the_same_answers(assistant: Assistant, without: Assistant) -> None:
    asked = [*lines("steering.jsonl")[::EVERY], *lines("advice.jsonl")[::EVERY]]
    assert len(asked) > 90
    changed = [
        text
        for text in asked
        if answer_of(assistant, text, Audience.RECRUITER) != answer_of(without, text, Audience.RECRUITER)
    ]
    assert changed == []


@pytest.mark.parametrize("text", ["Ist das Betrug?", "Is this a scam?"])
def test_only_candidates_get_advice(assistant: Assistant, without: Assistant, text: str) -> None:
    def reply(asked: Assistant, audience: Audience) -> tuple[Outcome, str | None]:
        answer = asked.respond(Message(text, audience, "c"), Conversation("c")).answer
        return answer.outcome, answer.topic

    assert reply(assistant, Audience.CANDIDATE) == (Outcome.ANSWERED, "advice:fraud")
    assert reply(assistant, Audience.RECRUITER)[0] is Outcome.UNKNOWN
    assert reply(without, Audience.CANDIDATE)[0] is not Outcome.ANSWERED
