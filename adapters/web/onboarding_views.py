"""Modules and answers → what the templates show, in one language. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.models import Language
from bot.onboarding.models import Basis, Due, ModuleProgress, ModuleState, Paragraph, Question


@dataclass(frozen=True, slots=True)
class TextView:
    """A paragraph with the points it rests on."""

    text: str
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OptionView:
    """A way to answer. `chosen` and `right` are told only once an answer is shown."""

    id: str
    text: str
    chosen: bool
    right: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question: to be answered (`answered` is False), or explained. `due` says that it has come back."""

    id: str
    number: int
    text: str
    options: tuple[OptionView, ...]
    answered: bool
    right: bool
    due: bool
    explanation: TextView | None
    comes_back: datetime | None


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A module as the page shows it."""

    id: str
    title: str
    summary: str
    minutes: int
    basis: Basis
    reading: tuple[TextView, ...]
    questions: tuple[QuestionView, ...]
    task: str
    state: ModuleState
    finished_at: datetime | None


def module_view(progress: ModuleProgress, due: Iterable[Due], again: str, language: Language) -> ModuleView:
    """Return the module; questions that are due, and the one that is wanted `again`, are to be answered."""
    module = progress.module
    returned = {one.question.id for one in due if one.module.id == module.id}
    return ModuleView(
        id=module.id,
        title=module.title.within(language),
        summary=module.summary.within(language),
        minutes=module.minutes,
        basis=module.basis,
        reading=tuple(_text(paragraph, language) for paragraph in module.reading),
        questions=tuple(
            question_view(progress, one, again=one.id == again, due=one.id in returned, language=language)
            for one in module.questions
        ),
        task=module.task.within(language),
        state=progress.state,
        finished_at=progress.finished_at,
    )


def question_view(
    progress: ModuleProgress, question: Question, *, again: bool, due: bool, language: Language
) -> QuestionView:
    """Return a question, explained where it was answered and is not to be answered once more."""
    last = progress.answers.get(question.id)
    shown = None if again or due else last
    return QuestionView(
        id=question.id,
        number=progress.module.questions.index(question) + 1,
        text=question.text.within(language),
        options=tuple(
            OptionView(
                option.id,
                option.text.within(language),
                chosen=shown is not None and option.id == shown.option,
                right=shown is not None and option.id == question.right,
            )
            for option in question.options
        ),
        answered=shown is not None,
        right=shown is not None and shown.right,
        due=due,
        explanation=_text(question.explanation, language) if shown else None,
        comes_back=shown.repetition.due_at if shown and shown.repetition else None,
    )


def _text(paragraph: Paragraph, language: Language) -> TextView:
    return TextView(paragraph.text.within(language), paragraph.points)
