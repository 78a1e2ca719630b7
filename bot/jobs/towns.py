"""Towns by any of their names: "Wien" and "Vienna" are one."""

from bot.understanding.lexicon import tokenize
from bot.understanding.places import PlaceFinder
from knowledge.gazetteer import Gazetteer
from knowledge.place_names import PlaceKind, PlaceName, place_key

_TOWNS = frozenset({PlaceKind.TOWN, PlaceKind.EVERYDAY})


class Towns:
    """Names a town by country and population, which all its names share."""

    def __init__(self, gazetteer: Gazetteer, finder: PlaceFinder) -> None:
        self._gazetteer = gazetteer
        self._finder = finder

    def town(self, name: str) -> str | None:
        """Return the town's own name for all its names; None where `name` is no town's."""
        key = place_key(name)
        place = self._gazetteer.names.get(key)
        return _identity(place) if place and place.kind in _TOWNS else None

    def of_post(self, place: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the towns and the countries that a post's place of work names."""
        tokens = tokenize(place)
        found = self._finder.find(tokens, frozenset(), frozenset(range(len(tokens))), frozenset())
        towns = frozenset(town for one in found if (town := self.town(one.name)))
        return towns, frozenset(country for one in found for country in one.countries)


def _identity(place: PlaceName) -> str:
    return f"{place.countries[0]}-{place.population}"
