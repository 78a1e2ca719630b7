"""The shape of `onboarding/*.yaml`: one file is one module of the onboarding path."""

import hashlib
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from knowledge.modules import Basis, Module, Option, Paragraph, Question
from knowledge.schema import Id, NameShape, Point, Shape, TextShape, distinct

OPTION_ID_BYTES = 4

OwnPoints = Annotated[tuple[Point, ...], AfterValidator(distinct)]
"""Points of the guide; none where a module rests on something else."""


def _between(fewest: int, most: int) -> AfterValidator:
    def check(values: tuple[object, ...]) -> tuple[object, ...]:
        if not fewest <= len(values) <= most:
            raise ValueError(f"must have {fewest} to {most} entries")
        return values

    return AfterValidator(check)


class ParagraphShape(Shape):
    """What to read, or why an answer is right."""

    points: OwnPoints = ()
    text: TextShape

    def value(self) -> Paragraph:
        """Return the model."""
        return Paragraph(self.points, self.text.value())


class QuestionShape(Shape):
    """A question with the one right answer and two or three wrong ones."""

    id: Id
    question: TextShape
    right: TextShape
    wrong: Annotated[tuple[TextShape, ...], _between(2, 3)]
    explanation: ParagraphShape

    @model_validator(mode="after")
    def _different(self) -> Self:
        for language in ("de", "en"):
            texts = [getattr(one, language) for one in (self.right, *self.wrong)]
            if len(set(texts)) < len(texts):
                raise ValueError("must offer each answer only once")
        return self

    def value(self, module: str) -> Question:
        """Return the model: the options by their ids, which is as good as shuffled and the same for everybody."""
        right, *wrong = (self._option(module, one) for one in (self.right, *self.wrong))
        options = tuple(sorted((right, *wrong), key=lambda option: option.id))
        return Question(self.id, self.question.value(), options, right.id, self.explanation.value())

    def _option(self, module: str, text: TextShape) -> Option:
        words = "\n".join((module, self.id, text.de, text.en)).encode()
        return Option(hashlib.blake2b(words, digest_size=OPTION_ID_BYTES).hexdigest(), text.value())


class ModuleFile(Shape):
    """One module."""

    id: Id
    minutes: Annotated[int, Field(ge=1, le=30, strict=True)]
    basis: Basis = Basis.GUIDE
    title: NameShape
    summary: TextShape
    reading: Annotated[tuple[ParagraphShape, ...], _between(1, 12)]
    questions: Annotated[tuple[QuestionShape, ...], _between(2, 4)]
    task: TextShape
    topics: Annotated[tuple[Id, ...], AfterValidator(distinct)] = ()

    def value(self) -> Module:
        """Return the model."""
        return Module(
            id=self.id,
            minutes=self.minutes,
            basis=self.basis,
            title=self.title.value(),
            summary=self.summary.value(),
            reading=tuple(shape.value() for shape in self.reading),
            questions=tuple(shape.value(self.id) for shape in self.questions),
            task=self.task.value(),
            topics=self.topics,
        )
