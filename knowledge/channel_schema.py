"""The shape of `channels/<id>.yaml`: one file is a channel and the two topics about it."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from knowledge.models import AgeRange, Channel, Item, Limit, Localized, Reason, Statement, Topic
from knowledge.schema import Audiences, Id, Name, NameShape, Points, Shape, Some, TextShape, Word


class FacetShape(Shape):
    """What a channel is, or whom it reaches."""

    points: Points
    question: NameShape
    text: TextShape


class AgeShape(Shape):
    """From and to, in years."""

    first: Annotated[int, Field(alias="from", ge=13, le=99, strict=True)]
    last: Annotated[int, Field(alias="to", ge=13, le=99, strict=True)]

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if self.first > self.last:
            raise ValueError("must run from the lower age to the higher")
        return self


class ReasonShape(Shape):
    """What speaks for a channel."""

    trait: Id
    strength: Annotated[int, Field(ge=1, le=3, strict=True)]
    points: Points
    text: TextShape


class LimitShape(Shape):
    """What speaks against a channel."""

    when: Id
    points: Points
    text: TextShape


class ChannelFile(Shape):
    """One channel."""

    id: Id
    name: Name
    aliases: tuple[Word, ...] = ()
    ambiguous: tuple[Word, ...] = ()
    kind: Literal[
        "social-network", "visual-network", "microblog", "professional-network", "video",
        "messenger", "community", "blog-network", "events", "live-streaming",
    ]  # fmt: skip
    audiences: Audiences
    source: Id
    short: NameShape
    platform: FacetShape
    audience: FacetShape
    age: AgeShape | None = None
    regions: tuple[str, ...] = ()
    reasons: Annotated[tuple[ReasonShape, ...], Some]
    limits: Annotated[tuple[LimitShape, ...], Some]

    def value(self) -> Channel:
        """Return the channel."""
        return Channel(
            id=self.id,
            name=self.name,
            aliases=self.aliases,
            ambiguous=self.ambiguous,
            kind=self.kind,
            audiences=self.audiences,
            source=self.source,
            short=self.short.value(),
            reasons=tuple(Reason(r.trait, r.strength, r.points, r.text.value()) for r in self.reasons),
            limits=tuple(Limit(limit.when, limit.points, limit.text.value()) for limit in self.limits),
            age=AgeRange(self.age.first, self.age.last) if self.age else None,
            regions=self.regions,
        )

    def topics(self) -> tuple[Topic, Topic]:
        """Return the topics `platform:<id>` and `audience:<id>`, which lead to each other."""
        platform_id, audience_id = f"platform:{self.id}", f"audience:{self.id}"
        reached = Localized(f"{self.name}: wen der Kanal erreicht", f"{self.name}: whom it reaches")
        return (
            self._topic(platform_id, "platforms-overview", Localized(self.name, self.name), self.platform, audience_id),
            self._topic(audience_id, "audiences", reached, self.audience, platform_id),
        )

    def item(self, facet: FacetShape, topic: str) -> Item:
        """Return the channel as an entry of an overview."""
        return Item(self.id, facet.points, Localized(self.name, self.name), facet.text.value(), topic)

    def _topic(self, topic_id: str, parent: str, title: Localized, facet: FacetShape, other: str) -> Topic:
        return Topic(
            id=topic_id,
            title=title,
            question=facet.question.value(),
            audiences=self.audiences,
            source=self.source,
            statements=(Statement("lead", facet.points, facet.text.value()),),
            related=(other, parent),
            parent=parent,
        )
