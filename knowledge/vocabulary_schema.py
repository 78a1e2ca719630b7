"""The shapes of the vocabularies: sources, traits, occupations, seniorities, places."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from knowledge.models import Cue, Occupation, PlaceGroup, Seniority, Source, Terms, Trait
from knowledge.schema import Id, NameShape, Shape, Some, TermsShape, TextShape, Word


def _country_code(value: str) -> str:
    if not (len(value) == 2 and value.isascii() and value.isupper()):
        raise ValueError("must be a country's code of two capital letters (ISO 3166-1)")
    return value


CountryCode = Annotated[str, AfterValidator(_country_code)]


class SourceShape(Shape):
    """One source."""

    id: Id
    title: NameShape
    note: TextShape

    def value(self) -> Source:
        """Return the model."""
        return Source(self.id, self.title.value(), self.note.value())


class SourcesFile(Shape):
    """`sources.yaml`."""

    sources: tuple[SourceShape, ...]


class TraitShape(Shape):
    """One trait."""

    id: Id
    name: NameShape
    cues: TermsShape = TermsShape()

    def value(self) -> Trait:
        """Return the model."""
        return Trait(self.id, self.name.value(), self.cues.value())


class TraitsFile(Shape):
    """`traits.yaml`."""

    traits: tuple[TraitShape, ...]


class AreaShape(Shape):
    """An area of the classification (KldB 2010, one digit)."""

    kldb: str
    title: NameShape


class OccupationShape(Shape):
    """One occupation group."""

    id: Id
    kldb: tuple[str, ...]
    isco: tuple[str, ...]
    title: NameShape
    traits: tuple[Id, ...] = ()
    de: tuple[Word, ...]
    en: tuple[Word, ...]
    heads: tuple[Annotated[str, StringConstraints(min_length=4)], ...] = ()
    abbreviations: tuple[Word, ...] = ()

    def value(self) -> Occupation:
        """Return the model."""
        return Occupation(
            id=self.id,
            title=self.title.value(),
            titles=Terms(self.de, self.en),
            heads=self.heads,
            abbreviations=self.abbreviations,
            traits=self.traits,
            kldb=self.kldb,
            isco=self.isco,
        )


class OccupationsFile(Shape):
    """`occupations/*.yaml`."""

    area: AreaShape
    groups: tuple[OccupationShape, ...]


class SeniorityShape(Shape):
    """One career level."""

    id: Id
    title: NameShape
    cues: TermsShape
    traits: tuple[Id, ...] = ()
    inferred: tuple[Id, ...] = ()
    overrides: tuple[Id, ...] = ()

    def value(self) -> Seniority:
        """Return the model."""
        return Seniority(self.id, self.title.value(), self.cues.value(), self.traits, self.inferred, self.overrides)


class SenioritiesFile(Shape):
    """`seniorities.yaml`."""

    seniorities: tuple[SeniorityShape, ...]


class PlaceGroupShape(Shape):
    """A group of countries, or a nickname of a place."""

    id: Id
    title: NameShape
    names: TermsShape
    countries: Annotated[tuple[CountryCode, ...], Some]

    def value(self) -> PlaceGroup:
        """Return the model."""
        return PlaceGroup(self.id, self.title.value(), self.names.value(), self.countries)


class PlacesFile(Shape):
    """`places.yaml`. The everyday words are names of towns too, the last ones never meant so."""

    groups: tuple[PlaceGroupShape, ...]
    everyday_words: TermsShape = TermsShape()
    never_towns: TermsShape = TermsShape()


class CueShape(Shape):
    """One cue."""

    id: Id
    de: tuple[Word, ...] = ()
    en: tuple[Word, ...] = ()

    def value(self) -> Cue:
        """Return the model."""
        return Cue(self.id, Terms(self.de, self.en))


class CuesFile(Shape):
    """`cues.yaml`."""

    cues: tuple[CueShape, ...]
