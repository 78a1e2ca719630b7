"""The arithmetic of the ranking, on channels made by hand."""

from collections.abc import Mapping

import pytest

from bot.advisor import (
    FAR_REGION_SCORE,
    HOME_REGION_SCORE,
    KIND_SCORE,
    LIMIT_PENALTY,
    NEED_WEIGHT,
    SPECIFIC_SCORE,
    WIDER_REGION_SCORE,
    Rating,
    Region,
    rate_channels,
    recommended,
    region_of,
)
from bot.understanding.brief import SPEAKERS, Brief, Origin
from knowledge.models import Audience, Channel, Language, Library, Limit, Localized, Reason
from tests.fakes.understanding import make_place, needs

TEXT = Localized("de", "en")
SPAIN = (make_place("Madrid", "ES"),)


def channel(
    id_: str, reasons: Mapping[str, int], limits: tuple[str, ...] = (), regions: tuple[str, ...] = ()
) -> Channel:
    return Channel(
        id=id_,
        name=id_.title(),
        aliases=(),
        ambiguous=(),
        kind="messenger",
        audiences=(Audience.RECRUITER,),
        source="guide",
        short=TEXT,
        reasons=tuple(Reason(trait, strength, (1,), TEXT) for trait, strength in reasons.items()),
        limits=tuple(Limit(when, (1,), TEXT) for when in limits),
        regions=regions,
    )


def rate(one: Channel, brief: Brief, language: Language = Language.DE) -> Rating:
    (rating,) = rate_channels({one.id: one}, brief, language)
    return rating


@pytest.mark.parametrize("origin", list(Origin))
@pytest.mark.parametrize("strength", [1, 2, 3])
def test_a_reason_counts_by_its_strength_and_by_where_the_need_comes_from(origin: Origin, strength: int) -> None:
    channels = {id_: channel(id_, {"young": strength, "video": 3}) for id_ in "abc"}
    for rating in rate_channels(channels, Brief(needs=needs(origin, "young")), Language.DE):
        assert rating.score == NEED_WEIGHT[origin] * strength
        assert [argument.reason.trait for argument in rating.arguments] == ["young"]


@pytest.mark.parametrize(("number", "more"), [(1, SPECIFIC_SCORE), (2, SPECIFIC_SCORE), (3, 0)])
def test_a_reason_that_hardly_another_channel_has_counts_more(number: int, more: float) -> None:
    named = {f"a{n}": channel(f"a{n}", {"young": 3}) for n in range(number)}
    vague = {f"b{n}": channel(f"b{n}", {"young": 2}) for n in range(4)}
    ratings = rate_channels({**named, **vague}, Brief(needs=needs(Origin.ROLE, "young")), Language.DE)
    scores = {rating.channel.id: rating.score for rating in ratings}
    assert {scores[id_] for id_ in named} == {2.0 * 3 + more}
    assert {scores[id_] for id_ in vague} == {2.0 * 2}


def test_what_was_said_weighs_more_than_any_guess() -> None:
    said = min(NEED_WEIGHT[Origin.SAID], NEED_WEIGHT[Origin.AGE])
    assert said > max(weight for origin, weight in NEED_WEIGHT.items() if origin not in (Origin.SAID, Origin.AGE))
    assert NEED_WEIGHT[Origin.DESCRIBED] == min(NEED_WEIGHT.values())


def test_the_weightiest_argument_stands_first() -> None:
    brief = Brief(needs=(*needs(Origin.DESCRIBED, "video"), *needs(Origin.SAID, "young"), *needs(Origin.ROLE, "broad")))
    rating = rate(channel("a", {"broad": 1, "video": 2, "young": 2}), brief)
    assert [argument.reason.trait for argument in rating.arguments] == ["young", "video", "broad"]


def test_a_limit_costs_where_its_trait_is_wanted_and_is_shown() -> None:
    one = channel("a", {"video": 2}, limits=("executive", "young", "always"))
    rating = rate(one, Brief(needs=needs(Origin.SAID, "video", "executive")))
    assert rating.score == 3 * 2 - LIMIT_PENALTY
    assert [limit.when for limit in rating.limits] == ["executive", "always"]


def test_each_limit_costs() -> None:
    one = channel("a", {}, limits=("executive", "young"))
    assert rate(one, Brief(needs=needs(Origin.ROLE, "executive", "young"))).score == -2 * LIMIT_PENALTY


@pytest.mark.parametrize("origin", [Origin.GUESS, Origin.DESCRIBED])
def test_a_limit_is_shown_for_a_guess_and_costs_nothing(origin: Origin) -> None:
    rating = rate(channel("a", {}, limits=("young",)), Brief(needs=needs(origin, "young")))
    assert [limit.when for limit in rating.limits] == ["young"]
    assert rating.score == 0


def test_a_trait_that_the_channel_supports_is_no_limit() -> None:
    rating = rate(channel("a", {"young": 1}, limits=("young",)), Brief(needs=needs(Origin.SAID, "young")))
    assert (rating.limits, rating.score) == ((), 3)


def test_what_always_limits_a_channel_is_shown_last_and_costs_nothing() -> None:
    rating = rate(channel("a", {}, limits=("always", "young")), Brief(needs=needs(Origin.SAID, "young")))
    assert [limit.when for limit in rating.limits] == ["young", "always"]
    assert rate(channel("a", {}, limits=("always",)), Brief()).score == 0


def test_the_limit_of_the_region_is_shown_elsewhere_only_and_costs_nothing() -> None:
    one = channel("a", {}, limits=("region",), regions=("JP",))
    assert [limit.when for limit in rate(one, Brief(places=SPAIN)).limits] == ["region"]
    assert rate(one, Brief(places=SPAIN)).score == 0
    assert rate(one, Brief(places=(make_place("Tokio", "JP"),))).limits == ()
    assert rate(one, Brief()).limits == ()


def test_a_kind_of_channel_that_is_asked_for_counts() -> None:
    assert rate(channel("a", {}), Brief(kinds=("video", "messenger"))).score == KIND_SCORE
    assert rate(channel("a", {}), Brief(kinds=("video",))).score == 0


def test_without_any_need_the_guides_most_important_networks_lead(library: Library) -> None:
    best = recommended(rate_channels(library.channels, Brief(), Language.DE), 3)
    assert [rating.channel.id for rating in best] == ["linkedin", "facebook", "xing"]


DACH, JAPAN, RUSSIA, CHINA = ("DE", "AT", "CH"), ("JP", "ASIA"), ("RU", "CIS"), ("CN",)


@pytest.mark.parametrize(
    ("regions", "places", "region", "score"),
    [
        ((), (("DE",),), Region.NONE, 0),
        (DACH, (), Region.UNKNOWN, 0),
        (DACH, (("AT",),), Region.HERE, HOME_REGION_SCORE),
        (DACH, (("FR",),), Region.ELSEWHERE, 0),
        (DACH, (("DE", "AT", "CH"),), Region.HERE, HOME_REGION_SCORE),
        (DACH, (("DE", "FR"),), Region.HERE, HOME_REGION_SCORE),
        (DACH, (("DE", "FR", "ES"),), Region.PARTLY, 0),
        (DACH, (("FR",), ("DE",)), Region.HERE, HOME_REGION_SCORE),
        (JAPAN, (("JP",),), Region.HERE, FAR_REGION_SCORE),
        (JAPAN, (("TH",),), Region.WIDER, WIDER_REGION_SCORE),
        (JAPAN, (("JP", "TH", "VN"),), Region.WIDER, WIDER_REGION_SCORE),
        (JAPAN, (("TH", "CN", "FR"),), Region.PARTLY, 0),
        (JAPAN, (("CN",),), Region.ELSEWHERE, 0),
        (RUSSIA, (("KZ",),), Region.WIDER, WIDER_REGION_SCORE),
        (RUSSIA, (("UA",),), Region.ELSEWHERE, 0),
        (CHINA, (("HK",),), Region.HERE, FAR_REGION_SCORE),
        (CHINA, (("MO",),), Region.HERE, FAR_REGION_SCORE),
        (CHINA, (("TW",),), Region.ELSEWHERE, 0),
        (CHINA, (("FR",), ("CN",)), Region.HERE, FAR_REGION_SCORE),
    ],
)
def test_regions(regions: tuple[str, ...], places: tuple[tuple[str, ...], ...], region: Region, score: float) -> None:
    one = channel("a", {}, regions=regions)
    brief = Brief(places=tuple(make_place("Ort", *countries) for countries in places))
    rating = rate(one, brief)
    assert region_of(one, brief.places) is rating.region is region
    assert rating.score == score
    assert rating.out is (region is Region.ELSEWHERE)


@pytest.mark.parametrize(
    ("regions", "language", "worldwide", "out"),
    [
        (("DE",), Language.DE, None, False),
        (("DE",), Language.EN, None, True),
        (("DE",), Language.DE, "weltweit", True),
        (("JP",), Language.DE, None, True),
        (("JP",), Language.EN, None, True),
        ((), Language.EN, "abroad", False),
    ],
)
def test_without_a_place_only_who_asks_in_german_means_home(
    regions: tuple[str, ...], language: Language, worldwide: str | None, out: bool
) -> None:
    assert rate(channel("a", {}, regions=regions), Brief(worldwide=worldwide), language).out is out


def test_speakers_are_reached_elsewhere_unless_the_channel_is_ruled_out() -> None:
    one = channel("a", {SPEAKERS: 3}, regions=("CN",))
    brief = Brief(places=SPAIN, needs=needs(Origin.SAID, SPEAKERS))
    assert not rate(one, brief).out
    assert rate(one, Brief(places=SPAIN, needs=brief.needs, excluded=frozenset({"a"}))).out
    assert rate(channel("a", {}, regions=("CN",)), brief).out


def test_an_excluded_channel_is_out_wherever_it_is() -> None:
    assert rate(channel("a", {"young": 3}), Brief(excluded=frozenset({"a"}))).out


def test_a_channel_that_was_given_before_is_out_where_others_are_asked_for() -> None:
    assert rate(channel("a", {"young": 3}), Brief(given=frozenset({"a"}))).out


def test_channels_are_ranked_by_score_then_id_and_those_that_are_out_last() -> None:
    channels = {
        one.id: one
        for one in (channel("c", {"young": 3}), channel("b", {}), channel("a", {}), channel("d", {"young": 1}))
    }
    brief = Brief(needs=needs(Origin.SAID, "young"), excluded=frozenset({"c"}))
    assert [rating.channel.id for rating in rate_channels(channels, brief, Language.DE)] == ["d", "a", "b", "c"]


def test_only_what_something_speaks_for_is_recommended() -> None:
    channels = {one.id: one for one in (channel("a", {"young": 1}), channel("b", {}), channel("c", {"young": 2}))}
    ratings = rate_channels(channels, Brief(needs=needs(Origin.SAID, "young")), Language.DE)
    assert [rating.channel.id for rating in recommended(ratings, 3)] == ["c", "a"]
    assert [rating.channel.id for rating in recommended(ratings, 1)] == ["c"]
    assert recommended(rate_channels(channels, Brief(excluded=frozenset("abc")), Language.DE), 3) == ()


@pytest.mark.parametrize(
    ("one", "fit"),
    [
        (channel("a", {"young": 3}), 1),
        (channel("a", {"young": 1}), 1 / 3),
        (channel("a", {}), 0),
        (channel("a", {}, limits=("young",)), 0),
        (channel("a", {}, regions=("ES",)), 1),
    ],
)
def test_one_stated_need_that_the_guide_names_is_a_full_fit(one: Channel, fit: float) -> None:
    assert rate(one, Brief(places=SPAIN, needs=needs(Origin.SAID, "young"))).fit == pytest.approx(fit)


@pytest.mark.parametrize("group", ["europe", "emea", "eastern-europe"])
def test_a_channel_of_one_country_does_not_lead_for_a_whole_continent(library: Library, group: str) -> None:
    continent = (make_place("Europa", *library.place_groups[group].countries),)
    brief = Brief(role="Vertriebler", places=continent, needs=needs(Origin.ROLE, "professional"))
    best = recommended(rate_channels(library.channels, brief, Language.DE), 3)
    assert best[0].channel.id == "linkedin"
