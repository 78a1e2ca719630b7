from collections.abc import Mapping

import pytest

from bot.understanding.brief import Brief
from bot.understanding.decisions import decide, facet_topics, ranked_topics
from bot.understanding.labels import AUDIENCE, PLATFORM
from bot.understanding.models import Turn, Understanding
from knowledge.models import Intent, Language
from tests.fakes.understanding import Eye, after_advice, after_topic

THRESHOLD = 0.5
ADVICE, COMPARE, WHY_NOT = Intent.CHANNEL_ADVICE, Intent.COMPARE_CHANNELS, Intent.WHY_NOT


def decided(see: Eye, text: str, labels: Mapping[str, float], channels: Mapping[str, float] | None = None) -> Intent:
    return decide(see(text, labels, channels), THRESHOLD).intent


def understood(see: Eye, text: str, labels: Mapping[str, float]) -> Understanding:
    return decide(see(text, labels), THRESHOLD)


# What is declined


@pytest.mark.parametrize("intent", [Intent.OUTSIDE, Intent.GIBBERISH, Intent.INJECTION, Intent.JUDGE_PERSON])
def test_from_the_threshold_on_the_most_probable_way_to_decline_is_taken(see: Eye, intent: Intent) -> None:
    assert decided(see, "was auch immer das ist", {intent: 0.6}) is intent


def test_what_is_declined_must_be_about_as_probable_as_the_best_that_is_not(see: Eye) -> None:
    assert decide(see("danke sehr", {Intent.OUTSIDE: 0.4, Intent.THANKS: 0.5}), 0.3).intent is Intent.THANKS
    assert decide(see("danke sehr", {Intent.OUTSIDE: 0.4, Intent.THANKS: 0.4}), 0.3).intent is Intent.OUTSIDE
    assert decide(see("danke sehr", {Intent.OUTSIDE: 0.4, Intent.FOLLOWUP: 0.5}), 0.3).intent is Intent.OUTSIDE


def test_below_the_threshold_the_best_other_label_is_followed(see: Eye) -> None:
    assert decided(see, "danke sehr", {Intent.OUTSIDE: 0.45, Intent.THANKS: 0.4}) is Intent.THANKS


def test_ways_to_decline_add_up(see: Eye) -> None:
    labels = {Intent.OUTSIDE: 0.3, Intent.INJECTION: 0.25, Intent.THANKS: 0.4}
    assert decided(see, "danke sehr", labels) is Intent.OUTSIDE


def test_a_vacancy_is_declined_only_where_that_is_nearly_sure(see: Eye) -> None:
    unsure = {Intent.OUTSIDE: 0.7, ADVICE: 0.2}
    for vacancy in ("Koch in Ulm, was nun", "Azubi in Ulm, was nun", "kreativer Koch, was nun", "Koch, 17 Jahre alt"):
        assert decided(see, vacancy, unsure) is ADVICE, vacancy
        assert decided(see, vacancy, {Intent.OUTSIDE: 0.8, ADVICE: 0.1}) is Intent.OUTSIDE, vacancy
    assert decided(see, "Firma aus Ulm, Koch, was nun", unsure) is ADVICE
    for part in ("in Ulm, was nun", "Koch, was nun", "kreativ, was nun"):
        assert decided(see, part, unsure) is Intent.OUTSIDE, part


def test_a_place_and_words_that_ask_nothing_may_be_a_vacancy_whose_job_is_not_known(see: Eye) -> None:
    unsure = {Intent.OUTSIDE: 0.5, ADVICE: 0.3}
    assert decided(see, "Klingentaler, halbe Stelle, Ulm", unsure) is ADVICE
    assert decided(see, "Klingentaler, halbe Stelle, Ulm", {Intent.OUTSIDE: 0.65, ADVICE: 0.3}) is Intent.OUTSIDE
    assert decided(see, "Klingentaler, halbe Stelle, Ulm", {Intent.OUTSIDE: 0.5, "definition": 0.3}) is Intent.OUTSIDE
    for other in ("Klingentaler, halbe Stelle", "Klingentaler, halbe Stelle, Ulm?", "welche halbe Stelle in Ulm"):
        assert decided(see, other, unsure) is Intent.OUTSIDE, other


@pytest.mark.parametrize("text", ["for a cook in Leeds", "Koch für Ulm bitte", "so um die 12 Köche in Graz"])
def test_a_vacancy_with_nothing_beside_it_is_never_declined(see: Eye, text: str) -> None:
    assert decided(see, text, {Intent.OUTSIDE: 0.9, ADVICE: 0.1}) is ADVICE
    assert decided(see, f"Gehalt {text}", {Intent.OUTSIDE: 0.9, ADVICE: 0.1}) is Intent.OUTSIDE


def test_a_platform_that_the_guide_does_not_hold_is_outside(see: Eye) -> None:
    assert decided(see, "was ist mastodon", {PLATFORM: 0.9, Intent.OUTSIDE: 0.02}) is Intent.OUTSIDE


def test_an_unknown_platform_is_no_gibberish_and_is_named(see: Eye) -> None:
    decision = understood(see, "und bluesky", {PLATFORM: 0.6, Intent.GIBBERISH: 0.2, Intent.OUTSIDE: 0.1})
    assert (decision.intent, decision.unknown_channel) == (Intent.OUTSIDE, "Bluesky")
    assert understood(see, "und das wetter", {Intent.OUTSIDE: 0.9}).unknown_channel is None


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("mastodon oder xing", {PLATFORM: 0.8}),
        ("auf mastodon haben wir köche gesucht", {AUDIENCE: 0.8}),
        ("mastodon war nix, wo sonst", {ADVICE: 0.8}),
    ],
)
def test_an_unknown_platform_beside_something_known_is_no_reason_to_decline(
    see: Eye, text: str, labels: Mapping[str, float]
) -> None:
    assert decided(see, text, labels) is not Intent.OUTSIDE


# Which intent


@pytest.mark.parametrize(
    "intent", [Intent.GREETING, Intent.HUMAN, Intent.CAPABILITIES, Intent.TARGETING_CAUTION, ADVICE]
)
def test_a_learned_intent_is_followed(see: Eye, intent: Intent) -> None:
    assert decided(see, "ganz was anderes", {intent: 0.8}) is intent


def test_followup_is_never_decided_for_a_message_that_stands_alone(see: Eye) -> None:
    assert decided(see, "und so weiter", {Intent.FOLLOWUP: 0.8, "definition": 0.1}) is None


@pytest.mark.parametrize(
    ("text", "labels", "intent"),
    [
        # a comparison takes two channels
        ("xing linkedin", {COMPARE: 0.8}, COMPARE),
        ("xing oder linkedin", {PLATFORM: 0.8}, COMPARE),
        ("xing vs linkedin für köche", {ADVICE: 0.8}, COMPARE),
        ("xing und linkedin", {PLATFORM: 0.8}, None),
        ("definition von xing oder linkedin", {"definition": 0.8}, None),
        ("xing besser als was", {COMPARE: 0.8}, None),
        ("was ist besser für uns", {COMPARE: 0.8}, ADVICE),
        # why not, of a channel
        ("warum nicht xing", {WHY_NOT: 0.8}, WHY_NOT),
        ("warum denn nicht", {WHY_NOT: 0.8}, ADVICE),
        # facets without a channel
        ("köche, wer ist das", {AUDIENCE: 0.8}, ADVICE),
        ("köche, was ist das", {PLATFORM: 0.8}, ADVICE),
        ("wer nutzt das, kreative", {AUDIENCE: 0.8}, ADVICE),
        ("was ist das, kreative", {PLATFORM: 0.8}, None),
        ("alles außer xing", {PLATFORM: 0.4}, ADVICE),
        ("alles außer xing", {PLATFORM: 0.8}, None),
        ("wer nutzt das", {AUDIENCE: 0.8}, None),
        ("wer nutzt xing, köche", {AUDIENCE: 0.8}, None),
        ("wer nutzt xing, köche", {AUDIENCE: 0.4}, ADVICE),
        ("wer nutzt xing, köche", {AUDIENCE: 0.3, PLATFORM: 0.3}, None),
        ("wer nutzt xing, köche", {AUDIENCE: 0.4, Intent.OUTSIDE: 0.4}, None),
        # advice on a channel that is named needs people
        ("lohnt sich xing", {ADVICE: 0.8}, None),
        ("lohnt sich xing für köche", {ADVICE: 0.8}, ADVICE),
        ("lohnt sich xing für azubis", {ADVICE: 0.8}, ADVICE),
        ("lohnt sich xing für leute über 50", {ADVICE: 0.8}, ADVICE),
        ("lohnt sich xing für kreative", {ADVICE: 0.8}, ADVICE),
        ("lohnt sich xing in ulm", {ADVICE: 0.8}, None),
        # job and place
        ("koch in ulm", {"definition": 0.4}, ADVICE),
        ("koch in ulm", {"definition": 0.6}, None),
        ("koch in ulm auf xing", {"definition": 0.4}, None),
        ("koch", {"definition": 0.4}, None),
        ("koch in ulm", {Intent.THANKS: 0.4}, Intent.THANKS),
    ],
)
def test_structure_adds_to_what_was_learned(
    see: Eye, text: str, labels: Mapping[str, float], intent: Intent | None
) -> None:
    assert decided(see, text, labels) is intent


# Which topics


def test_topics_are_ranked_with_facets_of_the_channels_named(see: Eye) -> None:
    sighting = see("wer ist auf xing und linkedin", {AUDIENCE: 0.5, "definition": 0.3, PLATFORM: 0.1, ADVICE: 0.05})
    assert ranked_topics(sighting)[:5] == (
        "audience:xing",
        "audience:linkedin",
        "definition",
        "platform:xing",
        "platform:linkedin",
    )


def test_no_intent_is_among_the_topics(see: Eye) -> None:
    assert not set(ranked_topics(see("hm", {ADVICE: 0.5}))) & set(Intent)


@pytest.mark.parametrize(
    ("text", "channels", "topics"),
    [
        ("wer ist auf xing", {}, ("audience:xing",)),
        ("kein xing", {}, ("audience:xing",)),
        ("bilder die verschwinden", {"snapchat": 0.4}, ("audience:snapchat",)),
        ("bilder die verschwinden", {"snapchat": 0.3}, ("audiences",)),
    ],
)
def test_a_facet_is_that_of_the_channel_named_or_else_described(
    see: Eye, text: str, channels: Mapping[str, float], topics: tuple[str, ...]
) -> None:
    assert facet_topics(see(text, {}, channels), AUDIENCE) == topics


def test_without_a_channel_the_overview_of_the_facet_is_meant(see: Eye) -> None:
    sighting = see("was es so gibt", {})
    assert facet_topics(sighting, PLATFORM) == ("platforms-overview",)
    assert facet_topics(sighting, AUDIENCE) == ("audiences",)


OVERVIEW = {"platforms-overview": 0.5, AUDIENCE: 0.3, PLATFORM: 0.1}


def test_an_overview_gives_way_to_the_one_channel_that_is_described(see: Eye) -> None:
    decision = decide(see("wo man kurze tweets schreibt", OVERVIEW, {"x": 0.8}), THRESHOLD)
    assert (decision.intent, decision.topics[0]) == (None, "audience:x")


@pytest.mark.parametrize(
    ("labels", "channels"), [(OVERVIEW, {"x": 0.6}), ({"platforms-overview": 0.5, AUDIENCE: 0.2}, {"x": 0.8})]
)
def test_an_overview_stays_where_no_channel_is_surely_described(
    see: Eye, labels: Mapping[str, float], channels: Mapping[str, float]
) -> None:
    decision = decide(see("wo man kurze tweets schreibt", labels, channels), THRESHOLD)
    assert (decision.intent, decision.topics[0]) == (None, "platforms-overview")


def test_people_for_whom_a_channel_is_described_ask_for_advice(see: Eye) -> None:
    assert decided(see, "kreative, wo man kurze tweets schreibt", OVERVIEW, {"x": 0.8}) is ADVICE


def test_a_channel_that_is_named_leads_where_nothing_else_is_sure(see: Eye) -> None:
    unsure = understood(see, "hm xing", {"definition": 0.4, AUDIENCE: 0.2})
    assert unsure.topics[:2] == ("audience:xing", "definition")
    sure = understood(see, "hm xing", {"definition": 0.6, AUDIENCE: 0.2})
    assert sure.topics[0] == "definition"


def test_what_was_understood_carries_everything_a_skill_needs(see: Eye) -> None:
    sighting = see("Schritt 3 für Köche in Ulm auf Xing", {"trends": 0.6, Intent.OUTSIDE: 0.25}, language=Language.EN)
    decision = decide(sighting, THRESHOLD)
    assert (decision.text, decision.language) == ("Schritt 3 für Köche in Ulm auf Xing", Language.EN)
    assert (decision.position, decision.channels, decision.brief) == (3, ("xing",), sighting.brief)
    assert decision.inside == pytest.approx(0.75, abs=0.01)


# Whether a channel that is named is wanted


@pytest.mark.parametrize(
    ("text", "labels", "unwanted", "excluded"),
    [
        ("xing kann in der schublade bleiben, köche", {ADVICE: 0.8}, 0.8, ("xing",)),
        ("xing kann in der schublade bleiben", {ADVICE: 0.8}, 0.8, ("xing",)),
        ("xing kann in der schublade bleiben", {Intent.FOLLOWUP: 0.8}, 0.8, ()),
        ("xing kann in der schublade bleiben, köche", {AUDIENCE: 0.4}, 0.8, ("xing",)),
        ("xing kann in der schublade bleiben, köche", {AUDIENCE: 0.6}, 0.8, ()),
        ("xing kann in der schublade bleiben, köche", {AUDIENCE: 0.3, PLATFORM: 0.3}, 0.8, ()),
        ("xing kann in der schublade bleiben, leute", {AUDIENCE: 0.4}, 0.8, ()),
        ("xing kann in der schublade bleiben", {AUDIENCE: 0.8}, 0.8, ()),
        ("xing kann in der schublade bleiben, köche", {ADVICE: 0.8}, 0.6, ()),
        ("xing und linkedin, köche", {ADVICE: 0.8}, 0.9, ()),
        ("warum nicht xing, köche", {WHY_NOT: 0.8}, 0.9, ()),
        ("kein xing, köche", {ADVICE: 0.8}, 0.05, ()),
        ("kein xing, köche", {ADVICE: 0.8}, 0.2, ("xing",)),
        ("kein xing", {AUDIENCE: 0.8}, 0.05, ("xing",)),
        ("xing kann in der schublade bleiben, köche", {Intent.OUTSIDE: 0.9, ADVICE: 0.05}, 0.8, ("xing",)),
    ],
)
def test_the_classifier_settles_the_attitude_where_it_is_sure(
    see: Eye, text: str, labels: Mapping[str, float], unwanted: float, excluded: tuple[str, ...]
) -> None:
    assert see(text, labels, unwanted=unwanted).reading.excluded == excluded


@pytest.mark.parametrize(
    ("text", "last", "excluded"),
    [
        ("xing kann in der schublade bleiben", after_advice(Brief(), "xing"), ("xing",)),
        ("xing bleibt weg", after_advice(Brief(), "xing"), ()),
        ("xing kann in der schublade bleiben", after_topic("audience:xing"), ()),
    ],
)
def test_what_goes_on_from_a_recommendation_may_rule_a_channel_out(
    see: Eye, text: str, last: Turn, excluded: tuple[str, ...]
) -> None:
    assert see(text, {Intent.FOLLOWUP: 0.8}, unwanted=0.8, last=last).reading.excluded == excluded


@pytest.mark.parametrize("label", [AUDIENCE, PLATFORM, WHY_NOT])
def test_what_is_ruled_out_for_a_vacancy_is_a_request_for_advice(see: Eye, label: str) -> None:
    text = "not Facebook but Instagram, designers in Leeds"
    understanding = understood(see, text, {label: 0.9})
    assert understanding.intent is ADVICE
    assert (understanding.brief.excluded, understanding.brief.role) == ({"facebook"}, "Designers")
    assert understood(see, "not Facebook but Instagram", {label: 0.9}).intent is not ADVICE


def test_a_job_with_nothing_beside_it_is_a_request_for_advice_where_nothing_else_is_likelier(see: Eye) -> None:
    assert decided(see, "what about nurses", {Intent.OUTSIDE: 0.6, ADVICE: 0.2}) is ADVICE
    assert decided(see, "what about nurses", {Intent.OUTSIDE: 0.6, "trends": 0.2}) is Intent.OUTSIDE
    assert decided(see, "salary of nurses", {Intent.OUTSIDE: 0.6, ADVICE: 0.2}) is Intent.OUTSIDE
