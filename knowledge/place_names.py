"""What a name of a place stands for, and how it is filed."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.text import fold, words

NEAR_COUNTRIES = frozenset({"DE", "AT", "CH", "LI"})
"""Where most who ask look for people: smaller towns count, and typing errors are forgiven sooner."""


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

    @property
    def near(self) -> bool:
        """Whether it lies in the near countries and nowhere else."""
        return NEAR_COUNTRIES.issuperset(self.countries)


def place_key(name: str) -> str:
    """Return the form under which a name is filed."""
    return " ".join(words(fold(name)))
