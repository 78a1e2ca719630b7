"""The shapes of the content files, as editors write them; `value()` turns a shape into its model."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from knowledge.models import Audience, Item, ListKind, Localized, Statement, Terms, Topic

POINTS = 97
"""The guide's last point."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-:][a-z0-9]+)*$")]
Point = Annotated[int, Field(ge=1, le=POINTS, strict=True)]
Points = Annotated[tuple[Point, ...], Field(min_length=1)]
Audiences = Annotated[tuple[Audience, ...], Field(min_length=1)]


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
    passages: Annotated[tuple[StatementShape, ...], Field(min_length=1)]
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
