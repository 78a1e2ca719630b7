"""What is known of a vacancy and of the people looked for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.understanding.places import Place

SPEAKERS = "chinese-speaking"
"""The one trait that a place's adjective gives."""


class Origin(StrEnum):
    """Where a need comes from. Only what was said, or what the job itself carries, is no inference."""

    SAID = "said"
    ROLE = "role"
    LEVEL = "level"
    AGE = "age"
    GUESS = "guess"
    DESCRIBED = "described"


@dataclass(frozen=True, slots=True)
class Need:
    """A trait of the people looked for, or of the content at hand, and the words it was concluded from."""

    trait: str
    origin: Origin
    evidence: str

    @property
    def inferred(self) -> bool:
        """Whether the trait was guessed rather than said."""
        return self.origin in (Origin.GUESS, Origin.DESCRIBED)


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that bears on the choice of channels. Empty fields are unknown.

    `excluded` channels were ruled out; `given` ones were recommended before, where others are asked for.
    """

    role: str | None = None
    occupations: tuple[str, ...] = ()
    level: str | None = None
    places: tuple[Place, ...] = ()
    remote: str | None = None
    worldwide: str | None = None
    age: tuple[int, int] | None = None
    headcount: int | None = None
    needs: tuple[Need, ...] = ()
    kinds: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    excluded: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether nothing is known that could choose a channel."""
        said = any(need.origin is not Origin.DESCRIBED for need in self.needs)
        return not (self.role or self.level or self.places or said or self.kinds or self.age)

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries of the places of work, each once."""
        return tuple(dict.fromkeys(country for place in self.places for country in place.countries))

    def updated(self, news: "Brief") -> "Brief":
        """Return this brief with what a follow-up says anew; a new job takes its level and traits with it."""
        kept = self.needs
        if news.places:
            # A market ("chinese sales rep") gives way to the place that is named now.
            kept = tuple(need for need in kept if need.trait != SPEAKERS)
        if news.role:
            kept = tuple(need for need in kept if need.origin is Origin.SAID)
        elif news.level or news.age:
            kept = tuple(need for need in kept if need.origin in (Origin.SAID, Origin.ROLE))
        elif news.needs:
            kept = tuple(need for need in kept if need.origin is not Origin.SAID)
        return replace(
            self,
            role=news.role or self.role,
            occupations=news.occupations or self.occupations,
            level=news.level or (None if news.role else self.level),
            places=news.places or self.places,
            remote=news.remote or self.remote,
            worldwide=news.worldwide or (None if news.places else self.worldwide),
            age=news.age or (None if news.role or news.level else self.age),
            headcount=news.headcount or (None if news.role else self.headcount),
            needs=merged_needs(kept, news.needs),
            kinds=news.kinds or self.kinds,
            wishes=news.wishes or self.wishes,
            content=news.content or self.content,
            excluded=self.excluded | news.excluded,
            given=self.given | news.given if news.given else frozenset(),
        )


def merged_needs(*groups: Iterable[Need]) -> tuple[Need, ...]:
    """Return the needs with each trait once; what was said beats what was guessed."""
    best: dict[str, Need] = {}
    for need in (need for group in groups for need in group):
        known = best.get(need.trait)
        if known is None or list(Origin).index(need.origin) < list(Origin).index(known.origin):
            best[need.trait] = need
    return tuple(best.values())
