"""The shape of `candidates/advice.yaml`: topics for candidates, which rest on no points of the guide."""

from typing import Annotated

from pydantic import AfterValidator

from knowledge.models import Audience, Item, ListKind, Statement, Topic
from knowledge.schema import Id, NameShape, Shape, Some, TextShape
from knowledge.vocabulary_schema import SourceShape

PREFIX = "advice:"
"""Begins the id of every topic of advice, and of none of the guide."""


def _of_advice(value: str) -> str:
    if not value.startswith(PREFIX):
        raise ValueError(f"must begin with {PREFIX}")
    return value


class AdviceStatementShape(Shape):
    """One thought."""

    id: Id
    text: TextShape

    def value(self) -> Statement:
        """Return the model."""
        return Statement(self.id, (), self.text.value())


class AdviceItemShape(Shape):
    """One entry or step."""

    id: Id
    title: NameShape
    text: TextShape

    def value(self) -> Item:
        """Return the model."""
        return Item(self.id, (), self.title.value(), self.text.value())


class AdviceShape(Shape):
    """One topic of advice."""

    id: Annotated[Id, AfterValidator(_of_advice)]
    title: NameShape
    question: NameShape
    passages: Annotated[tuple[AdviceStatementShape, ...], Some]
    caveats: tuple[AdviceStatementShape, ...] = ()
    list: ListKind | None = None
    items: tuple[AdviceItemShape, ...] = ()
    related: tuple[Id, ...] = ()

    def value(self, source: str) -> Topic:
        """Return the model, which only candidates see."""
        return Topic(
            id=self.id,
            title=self.title.value(),
            question=self.question.value(),
            audiences=(Audience.CANDIDATE,),
            source=source,
            statements=tuple(shape.value() for shape in self.passages),
            caveats=tuple(shape.value() for shape in self.caveats),
            list_kind=self.list,
            items=tuple(shape.value() for shape in self.items),
            related=self.related,
        )


class AdviceFile(Shape):
    """`candidates/advice.yaml`."""

    source: SourceShape
    topics: Annotated[tuple[AdviceShape, ...], Some]
