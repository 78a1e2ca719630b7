"""Reading → the places of work, apart from where the employer sits or comes from."""

from bot.understanding.places import Place
from bot.understanding.reading import Reading
from bot.understanding.vocabulary import Kind
from knowledge.place_names import PlaceKind

_OVERSEAS_NAMESAKES = frozenset({"US", "CA"})
"""Countries whose towns are named after others and told apart by their state: "Cambridge, Massachusetts"."""


def work_places(reading: Reading) -> tuple[Place, ...]:
    """Return the places of work: real places before adjectives, and never the employer's seat.

    Where the employer is counts as the place of work as long as no other is named.
    """
    wanted = wanted_places(reading)
    real = [place for place in wanted if place.kind is not PlaceKind.ADJECTIVE]
    places = real or wanted
    seats, sites = _named_behind(reading, "seat-before"), _named_behind(reading, "site-before")
    possible = [place for place in places if place.first not in seats]
    chosen = [p for p in possible if p.first not in sites and not of_employer(reading, p.last)] or possible
    exact = [place for place in chosen if place.exact]
    return _narrowest(_without_namesakes(exact or chosen))


def wanted_places(reading: Reading) -> list[Place]:
    """All but what an adjective says of the employer ("Chinese restaurant in Berlin"), where a place is named too."""
    if all(place.kind is PlaceKind.ADJECTIVE for place in reading.places):
        return list(reading.places)
    return [p for p in reading.places if p.kind is not PlaceKind.ADJECTIVE or not of_employer(reading, p.last)]


def of_employer(reading: Reading, last: int) -> bool:
    """Whether what ends at the token `last` says where an employer is from: "Chinese (EV) maker", "Stuttgart firm"."""
    known = {p for m in reading.mentions if m.id != "seat-filler" for p in range(m.first, m.last + 1)}
    employers = _first_positions(reading, "employer")
    following = last + 1 if last + 1 in employers or last + 1 in known else last + 2
    return following in employers and reading.unbroken(last, following)


def _named_behind(reading: Reading, cue: str) -> frozenset[int]:
    """Where a place is named behind a cue: right behind "reports to", or behind "HQ" and words such as "is in"."""
    fillers = {p for m in reading.of(Kind.CUE) if m.id == "seat-filler" for p in range(m.first, m.last + 1)}
    # Cues such as "in Japan" cover the filler that they begin with.
    starts = {place.first for place in reading.places}
    fillers |= {p for m in reading.of(Kind.CUE) if m.last in starts for p in range(m.first, m.last)}
    named = set()
    for mention in (one for one in reading.of(Kind.CUE) if one.id == cue):
        position = mention.last + 1
        while position in fillers:
            position += 1
        named.add(position)
    return frozenset(named)


def _first_positions(reading: Reading, cue: str) -> frozenset[int]:
    return frozenset(mention.first for mention in reading.of(Kind.CUE) if mention.id == cue)


def _without_namesakes(places: list[Place]) -> list[Place]:
    """ "St. Petersburg, Florida" is one place, and its state tells where."""
    states = {p.first: p for p in places if p.kind is PlaceKind.AREA and set(p.countries) <= _OVERSEAS_NAMESAKES}
    return [p for p in places if p.kind is not PlaceKind.TOWN or p.last + 1 not in states]


def _narrowest(places: list[Place]) -> tuple[Place, ...]:
    """ "Lyon, Europe" is in France: of two places of which one holds the other, the smaller is meant."""
    return tuple(p for p in places if not any(set(other.countries) < set(p.countries) for other in places))
