"""The twenty channels say what the guide says of them, and nothing else."""

import re

import pytest

from knowledge.models import AgeRange, Channel, Language, Library

POINTS = {
    "facebook": (39, 60), "instagram": (40, 61), "x": (41, 62), "linkedin": (42, 63), "youtube": (43, 64),
    "pinterest": (44, 65), "snapchat": (45, 66), "tiktok": (46, 67), "reddit": (47, 68), "tumblr": (48, 69),
    "whatsapp": (49, 70), "wechat": (50, 71), "line": (51, 72), "telegram": (52, 73), "vk": (53, 74),
    "weibo": (54, 75), "xing": (55, 76), "meetup": (56, 77), "twitch": (57, 78), "discord": (58, 79),
}  # fmt: skip
AGES = {"instagram": (18, 34), "snapchat": (13, 34), "tiktok": (13, 34), "tumblr": (18, 34)}
REGIONS = {
    "wechat": ("CN",), "line": ("JP", "ASIA"), "vk": ("RU", "CIS"), "weibo": ("CN",), "xing": ("DE", "AT", "CH"),
}  # fmt: skip
KINDS = {
    "facebook": "social-network", "vk": "social-network", "instagram": "visual-network", "pinterest": "visual-network",
    "x": "microblog", "weibo": "microblog", "linkedin": "professional-network", "xing": "professional-network",
    "youtube": "video", "tiktok": "video", "snapchat": "messenger", "whatsapp": "messenger", "wechat": "messenger",
    "line": "messenger", "telegram": "messenger", "reddit": "community", "discord": "community",
    "tumblr": "blog-network", "meetup": "events", "twitch": "live-streaming",
}  # fmt: skip
AGE = re.compile(r"\b(1[3-9]|[2-9]\d)\b|\b[Jj]ahre|\byears?\b|-jährig|[Gg]eneration|[Gg]en ?[ZYX]\b")


def texts(library: Library, channel: Channel) -> list[str]:
    """Everything that is said about the channel, in both languages."""
    topics = (library.topics[f"platform:{channel.id}"], library.topics[f"audience:{channel.id}"])
    parts = [part.text for topic in topics for part in topic.parts()]
    argued = [argument.text for argument in (*channel.reasons, *channel.limits)]
    return [text.within(language) for text in (*parts, *argued, channel.short) for language in Language]


@pytest.mark.parametrize("channel_id", POINTS)
def test_a_channel_rests_on_its_two_points(shipped, channel_id):
    what, whom = POINTS[channel_id]
    assert shipped.topics[f"platform:{channel_id}"].statements[0].points == (what,)
    assert shipped.topics[f"audience:{channel_id}"].statements[0].points == (whom,)


@pytest.mark.parametrize("channel_id", POINTS)
def test_what_speaks_for_a_channel_rests_on_its_own_points(shipped, channel_id):
    used = {point for reason in shipped.channels[channel_id].reasons for point in reason.points}
    assert used <= set(POINTS[channel_id])


@pytest.mark.parametrize("channel_id", POINTS)
def test_what_speaks_against_a_channel_rests_on_a_point_of_its_own_too(shipped, channel_id):
    for limit in shipped.channels[channel_id].limits:
        assert set(limit.points) & set(POINTS[channel_id])


@pytest.mark.parametrize("channel_id", POINTS)
def test_every_channel_has_a_general_limit(shipped, channel_id):
    assert "always" in {limit.when for limit in shipped.channels[channel_id].limits}


@pytest.mark.parametrize("channel_id", POINTS)
def test_no_channel_has_a_limit_for_what_speaks_for_it(shipped, channel_id):
    channel = shipped.channels[channel_id]
    assert not {reason.trait for reason in channel.reasons} & {limit.when for limit in channel.limits}


def test_only_channels_whose_age_the_guide_gives_have_one(shipped):
    ages = {channel.id: channel.age for channel in shipped.channels.values() if channel.age}
    assert ages == {channel: AgeRange(*age) for channel, age in AGES.items()}


@pytest.mark.parametrize("channel_id", sorted(set(POINTS) - set(AGES)))
def test_no_text_gives_an_age_where_the_guide_gives_none(shipped, channel_id):
    assert [text for text in texts(shipped, shipped.channels[channel_id]) if AGE.search(text)] == []


@pytest.mark.parametrize("channel_id", AGES)
def test_every_age_in_a_text_is_the_guides(shipped, channel_id):
    numbers = {int(n) for text in texts(shipped, shipped.channels[channel_id]) for n in re.findall(r"\d+", text)}
    assert numbers == set(AGES[channel_id])


def test_only_channels_whose_region_the_guide_gives_have_one(shipped):
    assert {channel.id: channel.regions for channel in shipped.channels.values() if channel.regions} == REGIONS


def test_every_channel_is_of_the_guides_kind(shipped):
    assert {channel.id: channel.kind for channel in shipped.channels.values()} == KINDS


def test_only_linkedin_is_for_executives(shipped):
    bearers = {c.id for c in shipped.channels.values() for reason in c.reasons if reason.trait == "executive"}
    assert bearers == {"linkedin"}


def test_every_trait_bears_on_a_channel(shipped):
    used = {reason.trait for channel in shipped.channels.values() for reason in channel.reasons}
    assert set(shipped.traits) == used


def test_no_name_of_a_channel_is_anothers(shipped):
    owners = [
        (name.casefold(), channel.id)
        for channel in shipped.channels.values()
        for name in {channel.name, channel.id, *channel.aliases, *channel.ambiguous}
    ]
    assert len({name for name, _ in set(owners)}) == len(set(owners))


def test_a_topic_of_a_channel_leads_to_the_other_and_to_the_overview(shipped):
    for channel in POINTS:
        assert shipped.topics[f"platform:{channel}"].related == (f"audience:{channel}", "platforms-overview")
        assert shipped.topics[f"audience:{channel}"].related == (f"platform:{channel}", "audiences")
