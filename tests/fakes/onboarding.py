"""What tests of onboarding share."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.bootstrap import make_onboarding_desk, open_store
from bot.onboarding.desk import OnboardingDesk
from config.settings import Settings
from knowledge.models import Localized
from knowledge.modules import Question

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OWN = """\
id: our-approval
minutes: 4
basis: team
title: {de: "Freigabe", en: "Approval"}
summary: {de: "Wer freigibt.", en: "Who approves."}
reading:
  - text: {de: "Die Leitung gibt frei.", en: "The head approves."}
questions:
  - id: who
    question: {de: "Wer gibt frei?", en: "Who approves?"}
    right: {de: "Die Leitung", en: "The head"}
    wrong:
      - {de: "Niemand", en: "Nobody"}
      - {de: "Alle", en: "Everybody"}
    explanation: {text: {de: "So ist es geregelt.", en: "That is the rule."}}
  - id: when
    question: {de: "Wann?", en: "When?"}
    right: {de: "Vorher", en: "Before"}
    wrong:
      - {de: "Danach", en: "After"}
      - {de: "Nie", en: "Never"}
    explanation: {text: {de: "Erst die Freigabe.", en: "Approval comes first."}}
task: {de: "Frag nach.", en: "Ask about it."}
topics: [challenges]
"""


@dataclass
class Clock:
    """Stands until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def learning(folder: Path, clock: Clock, topics: Mapping[str, Localized] | None = None) -> Iterator[OnboardingDesk]:
    """Give the desk on a store in `folder`; without `topics` there is no index."""
    settings = Settings(data_dir=folder)
    with open_store(settings) as stores:
        yield make_onboarding_desk(settings, stores.progress, lambda: topics, clock)


def written(folder: Path, text: str, name: str = "own.yaml") -> Path:
    """Put a module of the team's own into a data folder, and return the folder."""
    (folder / "onboarding").mkdir(parents=True, exist_ok=True)
    (folder / "onboarding" / name).write_text(text, encoding="utf-8")
    return folder


def wrong(question: Question) -> str:
    """Return the id of a wrong option."""
    return next(option.id for option in question.options if option.id != question.right)
