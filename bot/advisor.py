"""Ranks the channels for a brief, by the facts of the channels' files alone: the same brief gives the same ranking.

A channel scores what its reasons weigh for the needs of the brief. Place beats everything: a channel whose region is
elsewhere is out, one whose region it is comes first. What the guidance does not support never counts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.understanding.brief import SPEAKERS, Brief, Need, Origin
from bot.understanding.places import Place
from knowledge.models import Channel, Language, Limit, Reason

NEED_WEIGHT: Mapping[Origin, float] = {
    Origin.SAID: 3.0,
    Origin.AGE: 3.0,
    Origin.ROLE: 2.0,
    Origin.LEVEL: 2.0,
    Origin.GUESS: 2.0,
    Origin.DESCRIBED: 1.5,
}
"""What was said counts more than what follows from the job. Chosen so that one stated trait of strength 3 beats
two of the job's of strength 2; tests/unit/bot/test_advisor.py states the orders that must hold."""

HOME_REGION_SCORE = 4.0
"""A channel of the German-speaking countries, for a place there: beside LinkedIn the most important (point 3)."""
FAR_REGION_SCORE = 100.0
"""A channel of another region, for a place there: above anything that traits can give."""
WIDER_REGION_SCORE = 60.0
"""For a place in the wider region that the guide names in passing ("other Asian countries", point 72)."""
KIND_SCORE = 3.0
SPECIFIC_SCORE = 1.5
"""More where the guide names hardly another channel for what is needed."""
FEW_CHANNELS = 2
LIMIT_PENALTY = 1.0
STANDING: Mapping[str, float] = {"linkedin": 1.5, "xing": 1.2, "facebook": 1.4, "youtube": 0.4, "instagram": 0.5}
"""Without any need: the networks that the guide calls most important (point 3), then those of broad reach."""

HOME = frozenset({"DE", "AT", "CH"})
GROUPS: Mapping[str, frozenset[str]] = {
    "CIS": frozenset({"AM", "AZ", "BY", "KZ", "KG", "MD", "RU", "TJ", "TM", "UZ"}),
    "ASIA": frozenset(
        {
            "JP",
            "KR",
            "TW",
            "TH",
            "ID",
            "MY",
            "SG",
            "VN",
            "PH",
            "KH",
            "LA",
            "MM",
            "BN",
            "MN",
            "IN",
            "BD",
            "LK",
            "NP",
            "PK",
        }
    ),
}
MOST = 0.5
GREATER_CHINA: Mapping[str, str] = {"HK": "CN", "MO": "CN"}
CLEAR = 3
"""The strength of a reason that the guide names itself."""
FULL_FIT = 9.0
"""The score of one stated need of strength 3: the bar is full."""


class Region(StrEnum):
    """How a channel's region relates to the places of a brief."""

    NONE = "none"
    UNKNOWN = "unknown"
    HERE = "here"
    PARTLY = "partly"
    WIDER = "wider"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Argument:
    """A reason of a channel and the need it answers."""

    reason: Reason
    need: Need
    weight: float


@dataclass(frozen=True, slots=True)
class Rating:
    """A channel rated for a brief. `fit` is between 0 and 1; a channel that is `out` is not recommended."""

    channel: Channel
    score: float
    region: Region
    arguments: tuple[Argument, ...]
    limits: tuple[Limit, ...]
    out: bool

    @property
    def fit(self) -> float:
        """The share of a full fit."""
        return max(0.0, min(1.0, self.score / FULL_FIT))


def rate_channels(channels: Mapping[str, Channel], brief: Brief, language: Language) -> tuple[Rating, ...]:
    """Return every channel's rating, best first, those that are out last; ties by id."""
    specific = _specific_traits(channels)
    ratings = [_rate(channel, brief, language, specific) for channel in channels.values()]
    return tuple(sorted(ratings, key=lambda rating: (rating.out, -rating.score, rating.channel.id)))


def recommended(ratings: tuple[Rating, ...], number: int) -> tuple[Rating, ...]:
    """Return the best that can be recommended."""
    return tuple(rating for rating in ratings if not rating.out and rating.score > 0)[:number]


def region_of(channel: Channel, places: Iterable[Place]) -> Region:
    """Return how the channel's region relates to the places; of several the nearest counts."""
    if not channel.regions:
        return Region.NONE
    found = {relation(channel, place) for place in places}
    if not found:
        return Region.UNKNOWN
    return next(region for region in (Region.HERE, Region.WIDER, Region.PARTLY, Region.ELSEWHERE) if region in found)


def relation(channel: Channel, place: Place) -> Region:
    """Return how the channel's region relates to one place.

    A place that is many countries ("Europa") is a channel's region only where most of them are.
    """
    countries = {GREATER_CHINA.get(country, country) for country in place.countries}
    here = len(countries & set(channel.regions)) / len(countries)
    # China has channels of its own, so a wider region does not reach there.
    groups = frozenset[str]().union(*(GROUPS.get(region, frozenset()) for region in channel.regions))
    wider = len(countries & groups) / len(countries)
    if here >= MOST:
        return Region.HERE
    if wider >= MOST:
        return Region.WIDER
    return Region.PARTLY if here or wider else Region.ELSEWHERE


def _specific_traits(channels: Mapping[str, Channel]) -> frozenset[str]:
    clear = Counter(r.trait for channel in channels.values() for r in channel.reasons if r.strength == CLEAR)
    return frozenset(trait for trait, number in clear.items() if number <= FEW_CHANNELS)


def _rate(channel: Channel, brief: Brief, language: Language, specific: frozenset[str]) -> Rating:
    region = region_of(channel, brief.places)
    arguments = tuple(sorted(_arguments(channel, brief, specific), key=lambda a: (-a.weight, a.reason.trait)))
    limits = tuple(_limits(channel, brief, region))
    known = frozenset(need.trait for need in brief.needs if not need.inferred)
    penalty = LIMIT_PENALTY * sum(limit.when in known for limit in limits)
    score = (
        sum(argument.weight for argument in arguments)
        + _region_score(channel, region)
        + (KIND_SCORE if channel.kind in brief.kinds else 0.0)
        + STANDING.get(channel.id, 0.0)
        - penalty
    )
    return Rating(channel, score, region, arguments, limits, _is_out(channel, brief, region, arguments, language))


def _is_out(
    channel: Channel, brief: Brief, region: Region, arguments: tuple[Argument, ...], language: Language
) -> bool:
    if channel.id in brief.excluded | brief.given:
        return True
    if any(argument.reason.trait == SPEAKERS for argument in arguments):
        # Its people are asked for, wherever they work.
        return False
    # Who names no place and asks in German means a place at home; in English nothing says so.
    at_home = bool(HOME & set(channel.regions)) and language is Language.DE and brief.worldwide is None
    return region is Region.ELSEWHERE or (region is Region.UNKNOWN and not at_home)


def _arguments(channel: Channel, brief: Brief, specific: frozenset[str]) -> Iterator[Argument]:
    for need in brief.needs:
        for reason in channel.reasons:
            if reason.trait == need.trait:
                more = SPECIFIC_SCORE if reason.strength == CLEAR and reason.trait in specific else 0.0
                yield Argument(reason, need, NEED_WEIGHT[need.origin] * reason.strength + more)


def _limits(channel: Channel, brief: Brief, region: Region) -> Iterator[Limit]:
    wanted = _wanted(brief)
    supported = {reason.trait for reason in channel.reasons}
    for limit in channel.limits:
        if (limit.when == "region" and region is Region.ELSEWHERE) or (
            limit.when in wanted and limit.when not in supported
        ):
            yield limit
    yield from (limit for limit in channel.limits if limit.when == "always")


def _region_score(channel: Channel, region: Region) -> float:
    home = bool(HOME & set(channel.regions))
    match region:
        case Region.HERE:
            return HOME_REGION_SCORE if home else FAR_REGION_SCORE
        case Region.WIDER:
            return WIDER_REGION_SCORE
        case _:
            return 0.0


def _wanted(brief: Brief) -> frozenset[str]:
    return frozenset(need.trait for need in brief.needs)
