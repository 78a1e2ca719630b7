"""Modules of the onboarding path: a few minutes each, with reading, questions and a task. Frozen values, no SQL."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.models import Localized


class Basis(StrEnum):
    """What a module rests on: points of the guide, how Lotse works, or what the team itself says."""

    GUIDE = "guide"
    LOTSE = "lotse"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A short text with the points of the guide that it rests on; none where the module's basis is another."""

    points: tuple[int, ...]
    text: Localized


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer. The id follows from the words and tells nothing about whether it is right."""

    id: str
    text: Localized


@dataclass(frozen=True, slots=True)
class Question:
    """A question whose options stand in an order that does not depend on which is right; `right` is that one's id."""

    id: str
    text: Localized
    options: tuple[Option, ...]
    right: str
    explanation: Paragraph

    def option(self, id_: str) -> Option | None:
        """Return the option, None where there is none of that id."""
        return next((option for option in self.options if option.id == id_), None)


@dataclass(frozen=True, slots=True)
class Module:
    """One part of the path. `topics` are those of the guide that lead deeper."""

    id: str
    minutes: int
    basis: Basis
    title: Localized
    summary: Localized
    reading: tuple[Paragraph, ...]
    questions: tuple[Question, ...]
    task: Localized
    topics: tuple[str, ...]

    def question(self, id_: str) -> Question | None:
        """Return the question, None where there is none of that id."""
        return next((question for question in self.questions if question.id == id_), None)
