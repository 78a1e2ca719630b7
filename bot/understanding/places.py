"""Finds places in a message."""

from dataclasses import dataclass

from bot.understanding.lexicon import Token, by_first_letter, closest
from knowledge.gazetteer import Gazetteer, PlaceKind
from knowledge.models import Language

CORRECTABLE_POPULATION = 100_000
"""Smaller towns are recognised as written only: there are too many for guesses."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a message: its name as typed, its countries (ISO 3166-1), its token positions, both included."""

    name: str
    countries: tuple[str, ...]
    first: int
    last: int
    kind: PlaceKind
    exact: bool = True


class PlaceFinder:
    """Looks names up in the gazetteer, longest first, and forgives typing errors in well-known ones."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._longest = min(gazetteer.longest, 4)
        self._fuzzy = by_first_letter(name for name in gazetteer.prominent(CORRECTABLE_POPULATION) if " " not in name)

    def find(
        self, tokens: tuple[Token, ...], taken: frozenset[int], announced: frozenset[int], known: frozenset[str]
    ) -> tuple[Place, ...]:
        """Return the places in reading order.

        `taken` are positions of other terms, `announced` those behind words such as "in", at which an everyday word
        may be a town; `known` words are not corrected.
        """
        places: list[Place] = []
        position = 0
        while position < len(tokens):
            place = self._at(tokens, position, taken, announced) or self._corrected(tokens, position, taken, known)
            if place:
                places.append(place)
            position = place.last + 1 if place else position + 1
        return tuple(places)

    def country_name(self, code: str, language: Language) -> str:
        """Return the country's name, or the code where it has none."""
        name = self._gazetteer.countries.get(code)
        return name.within(language) if name else code

    def _at(
        self, tokens: tuple[Token, ...], position: int, taken: frozenset[int], announced: frozenset[int]
    ) -> Place | None:
        for length in range(min(self._longest, len(tokens) - position), 0, -1):
            span = tokens[position : position + length]
            entry = self._gazetteer.names.get(" ".join(token.folded for token in span))
            meant = entry and (entry.kind is not PlaceKind.EVERYDAY or position in announced)
            if entry and meant and not (length == 1 and position in taken):
                last = position + length - 1
                return Place(_display(span), entry.countries, position, last, entry.kind)
        return None

    def _corrected(
        self, tokens: tuple[Token, ...], position: int, taken: frozenset[int], known: frozenset[str]
    ) -> Place | None:
        word = tokens[position].folded
        if position in taken or word in known or len(word) < 6 or not word.isalpha():
            return None
        name = closest(word, self._fuzzy)
        if name is None:
            return None
        entry = self._gazetteer.names[name]
        return Place(name.capitalize(), entry.countries, position, position, entry.kind, exact=False)


def _display(span: tuple[Token, ...]) -> str:
    return " ".join(token.text if token.text != token.text.lower() else token.text.capitalize() for token in span)
