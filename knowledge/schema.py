"""The shapes of the content files, as editors write them; `value()` turns a shape into its model."""

import re
from collections.abc import Hashable
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from knowledge.models import Audience, Item, ListKind, Localized, Statement, Terms, Topic

POINTS = 97
"""The guide's last point."""

H = TypeVar("H", bound=Hashable)


def _identifier(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+([-:][a-z0-9]+)*", value):
        raise ValueError("must be small letters and digits, joined by - or :")
    return value


def distinct(values: tuple[H, ...]) -> tuple[H, ...]:
    """Return the values. Raises ValueError where one stands twice."""
    if len(set(values)) < len(values):
        raise ValueError("must name each only once")
    return values


def _some(values: tuple[H, ...]) -> tuple[H, ...]:
    if not values:
        raise ValueError("needs at least one entry")
    return values


Some = AfterValidator(_some)
"""At least one. Checked last: pydantic's min_length would call a list empty whose only entry is wrong."""
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Id = Annotated[str, AfterValidator(_identifier)]
Point = Annotated[int, Field(ge=1, le=POINTS, strict=True)]
Points = Annotated[tuple[Point, ...], Some, AfterValidator(distinct)]
Audiences = Annotated[tuple[Audience, ...], Some, AfterValidator(distinct)]


class Shape(BaseModel):
    """A mapping without unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class TextShape(Shape):
    """A sentence or two in both languages."""

    de: Text
    en: Text

    def value(self) -> Localized:
        """Return the model."""
        return Localized(self.de, self.en)


class NameShape(Shape):
    """A name or title in both languages."""

    de: Name
    en: Name

    def value(self) -> Localized:
        """Return the model."""
        return Localized(self.de, self.en)


class TermsShape(Shape):
    """Words by language."""

    de: tuple[Word, ...] = ()
    en: tuple[Word, ...] = ()

    def value(self) -> Terms:
        """Return the model."""
        return Terms(self.de, self.en)


class StatementShape(Shape):
    """One thought with its points."""

    id: Id
    points: Points
    text: TextShape

    def value(self) -> Statement:
        """Return the model."""
        return Statement(self.id, self.points, self.text.value())


class ItemShape(Shape):
    """One entry or step."""

    id: Id
    points: Points
    title: NameShape
    text: TextShape
    topic: Id | None = None

    def value(self) -> Item:
        """Return the model."""
        return Item(self.id, self.points, self.title.value(), self.text.value(), self.topic)


class TopicShape(Shape):
    """One topic."""

    id: Id
    parent: Id | None = None
    audiences: Audiences
    source: Id
    title: NameShape
    question: NameShape
    passages: Annotated[tuple[StatementShape, ...], Some]
    caveats: tuple[StatementShape, ...] = ()
    list: ListKind | None = None
    items: tuple[ItemShape, ...] = ()
    related: tuple[Id, ...] = ()

    def value(self) -> Topic:
        """Return the model."""
        return Topic(
            id=self.id,
            title=self.title.value(),
            question=self.question.value(),
            audiences=self.audiences,
            source=self.source,
            statements=tuple(shape.value() for shape in self.passages),
            caveats=tuple(shape.value() for shape in self.caveats),
            list_kind=self.list,
            items=tuple(shape.value() for shape in self.items),
            related=self.related,
            parent=self.parent,
        )


class TopicsFile(Shape):
    """`topics/*.yaml`."""

    topics: tuple[TopicShape, ...]
