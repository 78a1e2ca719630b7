"""Finds places in a message."""

from dataclasses import dataclass
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.understanding.lexicon import Token, by_first_letter, closest
from knowledge.gazetteer import PROMINENT_POPULATION, Gazetteer
from knowledge.models import Language
from knowledge.place_names import PlaceKind, PlaceName, place_key

MIN_CORRECTED = 6
"""Letters of a word. Shorter ones are right as they are: "create" is not Crete."""
MIN_TWICE_WRONG = 10
"""From this length on two typing errors are forgiven anywhere ("phillipines"), below behind words such as "in"."""
_INFLECTED = ("ing", "ed", "er", "ers", "en", "es", "ly", "te", "ten", "tes", "ung", "lich", "isch")
LETTERS_AN_ERROR = 4
"""One letter in so many may be wrong in a name for which others are offered."""


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
        self._prominent = gazetteer.prominent(PROMINENT_POPULATION)
        self._fuzzy = by_first_letter(gazetteer.correctable)
        self._fuzzy_anywhere = by_first_letter(name for name, anywhere in gazetteer.correctable.items() if anywhere)

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
            place = self._at(tokens, position, taken, announced)
            if not place and position not in taken and tokens[position].folded not in known:
                place = self._corrected(tokens[position], position, announced=position in announced)
            if place:
                places.append(place)
            position = place.last + 1 if place else position + 1
        return tuple(places)

    def country_name(self, code: str, language: Language) -> str:
        """Return the country's name, or the code where it has none."""
        name = self._gazetteer.countries.get(code)
        return name.within(language) if name else code

    def shown_name(self, place: Place, language: Language) -> str:
        """Return how the place is shown: a town with its country."""
        countries = [self.country_name(code, language) for code in place.countries]
        if len(countries) == 1 and countries[0].casefold() != place.name.casefold():
            return f"{place.name} ({countries[0]})"
        return place.name

    def near(self, typed: str, number: int) -> tuple[str, ...]:
        """Return up to `number` names of well-known places spelt like `typed`: the nearest first, then the largest."""
        wanted = place_key(typed)
        most = len(wanted) // LETTERS_AN_ERROR
        found = process.extract(wanted, self._prominent, scorer=OSA.distance, score_cutoff=most, limit=None)
        nearest: dict[PlaceName, str] = {}
        for name, _, _ in found:
            nearest.setdefault(self._gazetteer.names[name], name)
        towns = (name for place, name in nearest.items() if place.kind is not PlaceKind.ADJECTIVE)
        return tuple(self._gazetteer.spelling(name) for name in islice(towns, number))

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

    def _corrected(self, token: Token, position: int, *, announced: bool) -> Place | None:
        word = token.folded
        if len(word) < MIN_CORRECTED or not word.isalpha():
            return None
        names = self._fuzzy if announced or not word.endswith(_INFLECTED) else self._fuzzy_anywhere
        name = closest(word, names, errors=2 if announced or len(word) >= MIN_TWICE_WRONG else 1)
        if name is None:
            return None
        entry = self._gazetteer.names[name]
        return Place(self._gazetteer.spelling(name), entry.countries, position, position, entry.kind, exact=False)


def _display(span: tuple[Token, ...]) -> str:
    return " ".join(token.text if token.text != token.text.lower() else token.text.capitalize() for token in span)
