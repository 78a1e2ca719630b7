from collections.abc import Mapping

import pytest

from bot.advisor import Region, rate_channels, recommended, region_of
from bot.understanding.brief import Brief, Need, Origin
from bot.understanding.places import Place
from knowledge.library import load_library, shipped_content
from knowledge.models import Channel, Language
from knowledge.place_names import PlaceKind


@pytest.fixture(scope="module")
def channels() -> Mapping[str, Channel]:
    return load_library(shipped_content()).channels


def place(*countries: str) -> tuple[Place, ...]:
    return (Place("Ort", countries, 0, 0, PlaceKind.TOWN),)


def said(*traits: str) -> tuple[Need, ...]:
    return tuple(Need(trait, Origin.SAID, trait) for trait in traits)


def role(*traits: str) -> tuple[Need, ...]:
    return tuple(Need(trait, Origin.ROLE, trait) for trait in traits)


def top(channels: Mapping[str, Channel], brief: Brief, language: Language = Language.DE) -> list[str]:
    return [rating.channel.id for rating in recommended(rate_channels(channels, brief, language), 3)]


def test_the_same_brief_gives_the_same_ranking(channels: Mapping[str, Channel]) -> None:
    brief = Brief(role="Fotografin", needs=role("creative", "visual"))
    reordered = dict(reversed(channels.items()))
    first = [rating.channel.id for rating in rate_channels(channels, brief, Language.DE)]
    assert first == [rating.channel.id for rating in rate_channels(reordered, brief, Language.DE)]


@pytest.mark.parametrize(
    ("countries", "first"),
    [(("CN",), {"wechat", "weibo"}), (("JP",), {"line"}), (("RU",), {"vk"}), (("KZ",), {"vk"}), (("TH",), {"line"})],
)
def test_place_beats_everything(channels: Mapping[str, Channel], countries: tuple[str, ...], first: set[str]) -> None:
    brief = Brief(role="Zocker", places=place(*countries), needs=said("gaming", "young", "creative"))
    assert top(channels, brief)[0] in first


def test_a_channel_of_another_region_is_out(channels: Mapping[str, Channel]) -> None:
    for countries, absent in ((("US",), "xing"), (("JP",), "wechat"), (("CN",), "line"), (("DE",), "vk")):
        ratings = rate_channels(channels, Brief(places=place(*countries)), Language.EN)
        assert next(rating for rating in ratings if rating.channel.id == absent).out, (countries, absent)


def test_without_a_place_no_channel_of_a_far_region_is_recommended(channels: Mapping[str, Channel]) -> None:
    ratings = rate_channels(channels, Brief(role="Verkäufer"), Language.DE)
    assert {r.channel.id for r in ratings if r.out} == {"wechat", "weibo", "line", "vk"}


def test_chinese_speakers_are_reached_on_wechat_anywhere(channels: Mapping[str, Channel]) -> None:
    assert top(channels, Brief(needs=said("chinese-speaking")))[0] == "wechat"


@pytest.mark.parametrize(
    ("trait", "channel"),
    [
        ("privacy", "telegram"),
        ("personal-contact", "whatsapp"),
        ("women", "pinterest"),
        ("events", "meetup"),
        ("gaming", "twitch"),
        ("opinion", "x"),
        ("executive", "linkedin"),
        ("broad", "facebook"),
    ],
)
def test_what_was_said_decides_against_what_the_job_carries(
    channels: Mapping[str, Channel], trait: str, channel: str
) -> None:
    needs = (*said(trait), Need("professional", Origin.ROLE, "Entwickler"))
    assert top(channels, Brief(role="Entwickler", needs=needs))[0] == channel


def test_executives_are_not_sent_to_the_channels_of_the_young(channels: Mapping[str, Channel]) -> None:
    best = top(channels, Brief(role="CFO", places=place("US"), needs=role("executive")), Language.EN)
    assert best[0] == "linkedin"
    assert not {"snapchat", "tiktok", "xing"} & set(best)


def test_the_young_are_reached_on_the_channels_of_the_young(channels: Mapping[str, Channel]) -> None:
    brief = Brief(level="apprentice", places=place("DE"), needs=(Need("young", Origin.GUESS, "apprentice"),))
    assert {"snapchat", "tiktok"} & set(top(channels, brief))


def test_home_networks_lead_in_the_german_speaking_countries(channels: Mapping[str, Channel]) -> None:
    brief = Brief(role="Bauleiter", places=place("CH"), needs=role("professional"))
    assert set(top(channels, brief)[:2]) == {"linkedin", "xing"}


def test_excluded_channels_are_never_recommended(channels: Mapping[str, Channel]) -> None:
    brief = Brief(needs=said("young", "creative"), excluded=frozenset({"instagram", "tiktok"}))
    assert not {"instagram", "tiktok"} & set(top(channels, brief))


def test_fit_is_a_share(channels: Mapping[str, Channel]) -> None:
    for rating in rate_channels(channels, Brief(needs=said("gaming", "young")), Language.EN):
        assert 0 <= rating.fit <= 1


def test_hong_kong_is_reached_like_china(channels: Mapping[str, Channel]) -> None:
    assert region_of(channels["wechat"], place("HK")) is Region.HERE
