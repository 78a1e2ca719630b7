from collections.abc import Mapping
from typing import get_args

import pytest

from bot.guide import (
    KINDS,
    REGIONS,
    ChannelProfile,
    Guide,
    GuidePassage,
    channel_profile,
    channel_profiles,
    guide_checklists,
    mentions,
)
from bot.phrases import load_phrases
from bot.skills.request import Knowledge, Voice, visible
from knowledge.channel_schema import ChannelFile
from knowledge.models import Audience, Language, Library, Passage


@pytest.fixture(scope="module")
def guide(library: Library, passages: Mapping[str, Passage]) -> Guide:
    return Guide({audience: visible(library, passages, audience) for audience in Audience}, load_phrases())


@pytest.fixture(scope="module")
def german(knowledge: Knowledge) -> tuple[ChannelProfile, ...]:
    return channel_profiles(knowledge, Voice(load_phrases(), Language.DE))


def named(profiles: tuple[ChannelProfile, ...], id_: str) -> ChannelProfile:
    return next(profile for profile in profiles if profile.id == id_)


def found(profiles: tuple[ChannelProfile, ...], text: str) -> set[str]:
    return {profile.id for profile in profiles if mentions(profile, text)}


def test_a_channel_carries_what_the_guide_says_of_it(german: tuple[ChannelProfile, ...]) -> None:
    tiktok = named(german, "tiktok")
    assert (tiktok.name, tiktok.kind, tiktok.kind_label) == ("TikTok", "video", "Videoplattform")
    assert tiktok.age == (13, 34)
    assert tiktok.regions == ()
    assert tiktok.platform.points == (46,)
    assert tiktok.audience.points == (67,)
    assert tiktok.audience.source == "Leitfaden Social Recruiting"
    assert tiktok.questions == ("Wen erreiche ich auf TikTok?", "Was ist TikTok?")


def test_a_trait_fits_with_its_strength_reason_and_passages(german: tuple[ChannelProfile, ...]) -> None:
    young = named(german, "tiktok").fit("young")
    assert young is not None
    assert (young.label, young.strength, young.points) == ("junge Zielgruppe", 3, (67,))
    assert young.evidence == (named(german, "tiktok").audience,)
    assert named(german, "instagram").strength("young") == 2
    assert named(german, "linkedin").strength("young") == 0
    assert named(german, "linkedin").fit("young") is None


def test_the_strongest_reasons_come_first(german: tuple[ChannelProfile, ...]) -> None:
    for profile in german:
        strengths = [fit.strength for fit in profile.fits]
        assert strengths == sorted(strengths, reverse=True), profile.id


def test_a_limit_names_the_trait_it_is_for(german: tuple[ChannelProfile, ...]) -> None:
    limits = {limit.when: limit for limit in named(german, "xing").limits}
    assert limits["executive"].label == "Führungskräfte"
    assert limits["region"].label == limits["always"].label == ""
    assert {passage.points for passage in limits["executive"].evidence} == {(63,), (76,)}


def test_every_point_shown_has_its_passage(knowledge: Knowledge) -> None:
    for language in Language:
        for profile in channel_profiles(knowledge, Voice(load_phrases(), language)):
            for statement in (*profile.fits, *profile.limits):
                cited = {point for passage in statement.evidence for point in passage.points}
                assert set(statement.points) <= cited, (profile.id, statement)


def test_regions_are_named_and_each_channel_of_one_region_has_one(german: tuple[ChannelProfile, ...]) -> None:
    homes = {profile.id: [region.label for region in profile.regions] for profile in german if profile.regions}
    assert homes == {
        "xing": ["Deutschland, Österreich, Schweiz"],
        "vk": ["Russland und GUS-Staaten"],
        "line": ["Japan und übriges Asien"],
        "wechat": ["China"],
        "weibo": ["China"],
    }


def test_every_kind_and_every_region_of_the_content_has_a_name(library: Library) -> None:
    assert set(KINDS) == set(get_args(ChannelFile.model_fields["kind"].annotation))
    named_codes = frozenset[str]().union(*(codes for codes, _ in REGIONS.values()))
    assert {code for channel in library.channels.values() for code in channel.regions} <= named_codes


def test_channels_come_by_kind_then_by_name(german: tuple[ChannelProfile, ...]) -> None:
    assert [profile.id for profile in german[:4]] == ["linkedin", "xing", "facebook", "vk"]
    kinds = list(KINDS)
    assert [kinds.index(p.kind) for p in german] == sorted(kinds.index(p.kind) for p in german)


def test_english_is_english_and_has_the_same_channels(knowledge: Knowledge, german: tuple[ChannelProfile, ...]) -> None:
    english = channel_profiles(knowledge, Voice(load_phrases(), Language.EN))
    assert {profile.id for profile in english} == {profile.id for profile in german}
    vk = named(english, "vk")
    assert vk.regions[0].label == "Russia and CIS states"
    assert vk.kind_label == "Social network"
    assert isinstance(vk.platform, GuidePassage)
    assert vk.platform.source == "Guide to social recruiting"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", None),
        ("insta", {"instagram"}),
        ("Führungskräfte", {"linkedin"}),
        ("fuehrungskraefte", {"linkedin"}),
        ("KREATIVE berufe", {"instagram", "snapchat", "tiktok", "tumblr"}),
        ("gus", {"vk"}),
        ("line", {"line"}),
        ("Strickkreis", set()),
    ],
)
def test_words_are_found_in_what_speaks_for_a_channel(
    german: tuple[ChannelProfile, ...], text: str, ids: set[str] | None
) -> None:
    everything = {profile.id for profile in german}
    assert found(german, text) == (everything if ids is None else ids)


def test_a_short_word_is_found_at_the_beginning_of_words_only(german: tuple[ChannelProfile, ...]) -> None:
    assert "x" in found(german, "x")
    assert "tumblr" not in found(german, "x")


def test_checklists_are_the_topics_with_steps(knowledge: Knowledge) -> None:
    lists = guide_checklists(knowledge, Voice(load_phrases(), Language.DE))
    assert [found.topic for found in lists] == ["address-audiences-checklist", "strategy-checklist"]
    strategy = lists[1]
    assert strategy.question == "Wie baue ich eine Social-Media-Recruiting-Strategie auf?"
    assert len(strategy.steps) == 8
    assert strategy.steps[0].title == "Zielgruppenanalyse"
    assert strategy.steps[0].points == (81, 85)
    assert {step.source for step in strategy.steps} == {strategy.source} == {"Leitfaden Social Recruiting"}


def test_candidates_see_nothing_of_it(guide: Guide, nothing: Knowledge) -> None:
    for language in Language:
        assert guide.channels(Audience.CANDIDATE, language) == ()
        assert guide.channel("tiktok", Audience.CANDIDATE, language) is None
        assert guide.checklists(Audience.CANDIDATE, language) == ()
        assert guide.checklist("strategy-checklist", Audience.CANDIDATE, language) is None
    assert channel_profile(nothing, "tiktok", Voice(load_phrases(), Language.DE)) is None


def test_the_guide_finds_by_id(guide: Guide, german: tuple[ChannelProfile, ...]) -> None:
    assert guide.channels(Audience.RECRUITER, Language.DE) == german
    assert guide.channel("vk", Audience.RECRUITER, Language.DE) == named(german, "vk")
    assert guide.channel("myspace", Audience.RECRUITER, Language.DE) is None
    found = guide.checklist("strategy-checklist", Audience.RECRUITER, Language.EN)
    assert found is not None
    assert found.source == "Guide to social recruiting"
    assert guide.checklist("definition", Audience.RECRUITER, Language.DE) is None
