"""What goes on from the explanation of a topic."""

from collections.abc import Mapping

import pytest

from bot.understanding.brief import Brief
from bot.understanding.followup import FollowUps
from bot.understanding.labels import AUDIENCE, PLATFORM
from bot.understanding.models import Turn, Understanding
from knowledge.models import Intent
from tests.fakes.understanding import Eye, after_topic, make_place

FOLLOWUP = Intent.FOLLOWUP
FOLLOWUPS = FollowUps({"trends": frozenset({"trend:ai", "trend:diversity"})}, threshold=0.5)
ON_XING, PLATFORM_XING, ADVANTAGES, TRENDS = (
    after_topic(topic) for topic in ("audience:xing", "platform:xing", "advantages", "trends")
)


def follow(
    see: Eye, text: str, last: Turn, labels: Mapping[str, float], channels: Mapping[str, float] | None = None
) -> Understanding | None:
    return FOLLOWUPS.follow(see(text, labels, channels), last)


def topics(see: Eye, text: str, last: Turn, labels: Mapping[str, float]) -> tuple[str, ...] | None:
    understanding = follow(see, text, last, labels)
    return understanding and understanding.topics


@pytest.mark.parametrize(
    ("labels", "part"),
    [
        ({"trend:ai": 0.2}, "trend:ai"),
        ({"trend:ai": 0.06, "definition": 0.3}, "trend:ai"),
        ({"trend:ai": 0.02}, "trend:ai"),
        ({"trend:ai": 0.01}, None),
        ({"trend:ai": 0.2, Intent.CHANNEL_ADVICE: 0.6}, None),
        ({"trend:ai": 0.2, "trend:diversity": 0.15}, None),
    ],
)
def test_a_part_of_the_list_just_shown_is_meant_sooner_than_a_topic(
    see: Eye, labels: Mapping[str, float], part: str | None
) -> None:
    assert topics(see, "wie war das mit dem punkt da", TRENDS, labels) == (part and (part,))


def test_parts_of_another_list_are_not_meant(see: Eye) -> None:
    assert topics(see, "wie war das mit dem punkt da", ADVANTAGES, {"trend:ai": 0.2}) is None


def test_a_vacancy_after_a_topic_stands_for_itself(see: Eye) -> None:
    assert follow(see, "und köche in Wien?", ADVANTAGES, {FOLLOWUP: 0.5}) is None


@pytest.mark.parametrize(
    ("last", "text", "labels", "topic"),
    [
        (ON_XING, "und linkedin?", {PLATFORM: 0.9}, "audience:linkedin"),
        (ON_XING, "und auf linkedin?", {PLATFORM: 0.9}, "audience:linkedin"),
        (ON_XING, "und was ist linkedin so?", {PLATFORM: 0.7}, "platform:linkedin"),
        (ON_XING, "und was ist linkedin so?", {PLATFORM: 0.5}, "audience:linkedin"),
        (PLATFORM_XING, "und linkedin?", {AUDIENCE: 0.9}, "platform:linkedin"),
        (ADVANTAGES, "und linkedin?", {AUDIENCE: 0.4, PLATFORM: 0.2}, "audience:linkedin"),
        (ADVANTAGES, "und linkedin?", {AUDIENCE: 0.2, PLATFORM: 0.4}, "platform:linkedin"),
    ],
)
def test_another_channel_keeps_the_facet_unless_the_message_asks_for_one(
    see: Eye, last: Turn, text: str, labels: Mapping[str, float], topic: str
) -> None:
    understanding = follow(see, text, last, labels)
    assert understanding is not None
    assert (understanding.intent, understanding.topics) == (None, (topic,))
    assert understanding.channels == ("linkedin",)


def test_several_channels_get_the_same_facet(see: Eye) -> None:
    assert topics(see, "und linkedin, vk?", ON_XING, {FOLLOWUP: 0.4}) == ("audience:linkedin", "audience:vk")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("und die vorteile von linkedin", {"advantages": 0.5}),
        ("wie ist das denn mit diesem linkedin", {AUDIENCE: 0.9}),
    ],
)
def test_a_channel_in_a_question_for_a_topic_or_in_a_whole_one_stands_for_itself(
    see: Eye, text: str, labels: Mapping[str, float]
) -> None:
    assert follow(see, text, ON_XING, labels) is None


@pytest.mark.parametrize(
    ("text", "labels", "topic"),
    [
        ("und wer ist da so unterwegs", {AUDIENCE: 0.5}, "audience:xing"),
        ("was ist das überhaupt genau für ein ding", {PLATFORM: 0.5}, "platform:xing"),
        ("wer denn so alles insgesamt", {"audiences": 0.5, AUDIENCE: 0.2}, "audience:xing"),
        ("wer denn so alles insgesamt", {FOLLOWUP: 0.5, AUDIENCE: 0.2}, "audience:xing"),
        ("und wer ist da", {FOLLOWUP: 0.7, Intent.OUTSIDE: 0.11, AUDIENCE: 0.09}, "audience:xing"),
    ],
)
def test_a_facet_without_a_channel_is_that_of_the_channel_just_talked_about(
    see: Eye, text: str, labels: Mapping[str, float], topic: str
) -> None:
    assert topics(see, text, ON_XING, labels) == (topic,)


def test_whether_certain_people_are_there_is_asked_of_the_channel_just_talked_about(see: Eye) -> None:
    text = "sind da auch krankenpfleger dabei oder nicht"
    assert topics(see, text, ON_XING, {AUDIENCE: 0.6}) == ("audience:xing",)
    assert topics(see, text, ON_XING, {AUDIENCE: 0.4}) is None
    assert topics(see, text, ADVANTAGES, {AUDIENCE: 0.6}) is None


def test_a_few_words_describe_a_channel_only_where_that_is_sure(see: Eye) -> None:
    text = "and who is on there"
    few = follow(see, text, PLATFORM_XING, {AUDIENCE: 0.5, FOLLOWUP: 0.3}, {"twitch": 0.45})
    assert few is not None
    assert few.topics == ("audience:xing",)
    assert follow(see, text, PLATFORM_XING, {AUDIENCE: 0.5, FOLLOWUP: 0.3}, {"twitch": 0.8}) is None


def test_going_on_with_a_channels_topics_names_the_channel_once(see: Eye) -> None:
    last = after_topic("platform:xing", "audience:xing")
    understanding = follow(see, "mehr dazu", last, {FOLLOWUP: 0.9})
    assert understanding is not None
    assert understanding.channels == ("xing",)


def test_a_channel_that_is_described_is_not_the_one_just_talked_about(see: Eye) -> None:
    text = "und wer ist da wo bilder verschwinden"
    assert follow(see, text, ON_XING, {AUDIENCE: 0.5}, {"snapchat": 0.5}) is None


def test_after_a_topic_that_is_no_channel_a_facet_stands_for_itself(see: Eye) -> None:
    assert follow(see, "und wer ist da so unterwegs", ADVANTAGES, {AUDIENCE: 0.5}) is None


@pytest.mark.parametrize(
    ("text", "labels"),
    [("und der zweite?", {"definition": 0.1}), ("mehr dazu", {FOLLOWUP: 0.5}), ("und?", {FOLLOWUP: 0.3})],
)
def test_a_position_or_a_mere_follow_up_goes_on_with_the_topic(
    see: Eye, text: str, labels: Mapping[str, float]
) -> None:
    understanding = follow(see, text, after_topic("advantages", "challenges"), labels)
    assert understanding is not None
    assert (understanding.intent, understanding.topics) == (None, ("advantages", "challenges"))
    assert understanding.position == (2 if "zweite" in text else None)


def test_a_position_is_recognised_however_outside_it_looks(see: Eye) -> None:
    assert topics(see, "der zweite?", ADVANTAGES, {Intent.OUTSIDE: 0.7}) == ("advantages",)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("und die trends?", {"trends": 0.4, FOLLOWUP: 0.5}),
        ("na gut", {Intent.ACKNOWLEDGEMENT: 0.5}),
        ("wie viele leute sind das", {Intent.OUTSIDE: 0.6}),
        ("das hätte ich gern genauer", {"definition": 0.1}),
    ],
)
def test_other_topics_small_talk_and_what_is_outside_stand_for_themselves(
    see: Eye, text: str, labels: Mapping[str, float]
) -> None:
    assert follow(see, text, ADVANTAGES, labels) is None


def test_the_brief_of_the_thread_is_kept_while_topics_are_talked_about(see: Eye) -> None:
    brief = Brief(role="Koch", places=(make_place("Ulm", "DE"),))
    understanding = follow(see, "und linkedin?", after_topic("audience:xing", brief=brief), {FOLLOWUP: 0.4})
    assert understanding is not None
    assert understanding.brief == brief


def test_a_turn_without_a_topic_gives_nothing_to_go_on_from(see: Eye) -> None:
    empty = Turn(after_topic("x").understanding, None, ("xing",))
    assert follow(see, "hm ja so ist das nun mal", empty, {"definition": 0.1}) is None
