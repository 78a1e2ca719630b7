"""How good are the answers? `python -m benchmarks.answer_quality FILE[:HALF]…`, by tests/quality/README.md."""

import argparse
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.assistant import Assistant
from bot.bootstrap import build_assistant
from bot.models import Answer, Audience, Message, Outcome
from bot.plain_text import plain_text
from config.settings import load_settings


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what an expert expects of its answer."""

    id: str
    language: str
    kind: str
    text: str
    context: str | None
    topics: frozenset[str]
    any_of: frozenset[str]
    none_of: frozenset[str]
    words: tuple[str, ...]
    must_abstain: bool


class Half(StrEnum):
    """The half of a set that is looked at while working, and the one that is only counted."""

    STEERING = "steering"
    ASIDE = "aside"


def read_questions(path: Path, half: Half | None = None) -> tuple[Question, ...]:
    """Return the questions of a file, or of a half of it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    questions = (_question(json.loads(line)) for line in lines if line.strip())
    return tuple(question for question in questions if half in (None, half_of(question)))


def half_of(question: Question) -> Half:
    """Return the half to which a question belongs; it depends on the id alone, so that others can come and go."""
    return Half.ASIDE if zlib.crc32(question.id.encode()) % 2 else Half.STEERING


def ask(assistant: Assistant, question: Question) -> Answer:
    """Return the answer to a question, its context asked first."""
    for text in (question.context, question.text):
        if text is not None:
            answer = assistant.reply(Message(text, Audience.RECRUITER, question.id))
    return answer


def judge(question: Question, answer: Answer) -> Iterator[tuple[str, bool]]:
    """Yield each figure that the question counts for, and whether the answer is right there."""
    if question.must_abstain:
        yield "abstained outside", answer.outcome is not Outcome.ANSWERED
        return
    yield "answered inside", answer.outcome is Outcome.ANSWERED
    shown = set(answer.channels[:3])
    followup = question.kind == "followup"
    if question.topics:
        yield "follow-up right" if followup else "topic right", answer.topic in question.topics
    if question.any_of:
        yield "follow-up right" if followup else "a right channel in the first three", bool(shown & question.any_of)
    if question.none_of and shown:
        yield "no wrong channel", not shown & question.none_of
    text = plain_text(answer).casefold()
    for word in question.words:
        yield "expected words shown", word.casefold() in text
    yield "language right", answer.language == question.language


@dataclass(frozen=True, slots=True)
class Result:
    """The share of right answers by figure, and a line for every question that missed something."""

    figures: Mapping[str, float]
    misses: tuple[str, ...]


def run(assistant: Assistant, questions: tuple[Question, ...]) -> Result:
    """Ask every question and judge the answers."""
    misses: list[str] = []
    counted: dict[str, list[bool]] = defaultdict(list)
    for question in questions:
        answer = ask(assistant, question)
        judged = list(judge(question, answer))
        for name, good in judged:
            counted[name].append(good)
        missed = [name for name, good in judged if not good]
        if missed:
            misses.append(_miss(question, answer, missed))
    return Result({name: sum(goods) / len(goods) for name, goods in counted.items()}, tuple(misses))


def main() -> None:
    """Print the figures of each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", help="FILE or FILE:steering or FILE:aside")
    parser.add_argument("--together", action="store_true", help="judge all questions as one set")
    parser.add_argument("--misses", action="store_true", help="print every question that missed something")
    options = parser.parse_args()
    sets = {Path(file).name: _asked(file) for file in options.files}
    if options.together:
        sets = {" and ".join(sets): tuple(question for questions in sets.values() for question in questions)}
    assistant = build_assistant(load_settings())
    for name, questions in sets.items():
        print(f"{name}: {len(questions)} questions")
        result = run(assistant, questions)
        for line in result.misses if options.misses else ():
            print(line)
        for figure, share in result.figures.items():
            print(f"  {figure:36s} {share:6.1%}")


def _asked(file: str) -> tuple[Question, ...]:
    path, _, half = file.partition(":")
    return read_questions(Path(path), Half(half) if half else None)


def _question(row: dict[str, object]) -> Question:
    note = str(row["note"])
    also = re.search(r"also_ok=([^;]+)", note)
    topics = {row["expect_topic"], *(also.group(1).strip().split("|") if also else ())} - {None}
    return Question(
        id=str(row["id"]),
        language=str(row["lang"]),
        kind=str(row["kind"]),
        text=str(row["q"]),
        context=str(row["context"]) if row.get("context") else None,
        topics=frozenset(map(str, topics)),
        any_of=_strings(row["expect_any"]),
        none_of=_strings(row["expect_none"]),
        words=tuple(_strings(row["expect_items"])),
        must_abstain=row["kind"] == "oos" or "must abstain" in note,
    )


def _strings(value: object) -> frozenset[str]:
    return frozenset(map(str, value)) if isinstance(value, list) else frozenset()


def _miss(question: Question, answer: Answer, missed: list[str]) -> str:
    asked = f"{question.context!r} → {question.text!r}" if question.context else repr(question.text)
    got = f"{answer.outcome} {answer.topic} {list(answer.channels[:3])} {answer.language}"
    wanted = f"{sorted(question.topics)} {sorted(question.any_of)} not {sorted(question.none_of)} {question.words}"
    return f"{question.id} {asked} missed {', '.join(missed)} | got {got} | wanted {wanted}"


if __name__ == "__main__":
    main()
