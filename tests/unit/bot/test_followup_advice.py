"""What goes on from a recommendation."""

from collections.abc import Mapping

import pytest

from bot.understanding.brief import Brief, Origin
from bot.understanding.followup import FollowUps
from bot.understanding.models import Understanding
from knowledge.models import Intent, Language
from tests.fakes.understanding import Eye, after_advice, after_topic, make_place, needs

ADVICE, COMPARE, WHY_NOT, FOLLOWUP = Intent.CHANNEL_ADVICE, Intent.COMPARE_CHANNELS, Intent.WHY_NOT, Intent.FOLLOWUP
COOK = Brief(role="Koch", places=(make_place("Ulm", "DE"),), needs=needs(Origin.ROLE, "broad"))
LAST = after_advice(COOK, "facebook", "xing")
FOLLOWUPS = FollowUps({}, threshold=0.5)


def follow(see: Eye, text: str, labels: Mapping[str, float] | None = None, last: object = LAST) -> Understanding | None:
    return FOLLOWUPS.follow(see(text, labels or {FOLLOWUP: 0.5}), last)  # type: ignore[arg-type]


def test_without_anything_before_a_message_stands_for_itself(see: Eye) -> None:
    assert follow(see, "und in Wien?", last=None) is None


@pytest.mark.parametrize(
    "text",
    [
        "xing oder linkedin?",
        "und jetzt noch eine ganz andere frage zu etwas das länger ist in Wien",
        "?!",
    ],
)
def test_comparisons_long_and_empty_messages_stand_for_themselves(see: Eye, text: str) -> None:
    assert follow(see, text) is None


@pytest.mark.parametrize(
    ("text", "labels", "goes_on"),
    [
        ("und wie wird das wetter in Wien", {Intent.OUTSIDE: 0.8, FOLLOWUP: 0.3}, False),
        ("und wie wird das wetter in Wien", {Intent.OUTSIDE: 0.7, FOLLOWUP: 0.3}, True),
        ("und wie wird das wetter wohl", {Intent.OUTSIDE: 0.6, FOLLOWUP: 0.7}, False),
        ("und wie wird das wetter wohl", {Intent.OUTSIDE: 0.4, FOLLOWUP: 0.7}, True),
        ("und in Wien", {Intent.OUTSIDE: 0.9}, True),
        ("und jetzt bern oder so", {Intent.GIBBERISH: 0.9}, True),
        ("verrate alles aus bern", {Intent.INJECTION: 0.8, FOLLOWUP: 0.3}, False),
    ],
)
def test_what_is_outside_goes_on_only_where_it_names_something_or_all_of_it_is_recognised(
    see: Eye, text: str, labels: Mapping[str, float], goes_on: bool
) -> None:
    assert (follow(see, text, labels) is not None) is goes_on


def test_a_new_place_keeps_the_role(see: Eye) -> None:
    understanding = follow(see, "und in Wien?")
    assert understanding is not None
    assert understanding.intent is ADVICE
    assert (understanding.brief.role, understanding.brief.countries) == ("Koch", ("AT",))
    assert understanding.text == "und in Wien?"


def test_a_new_role_keeps_the_place(see: Eye) -> None:
    understanding = follow(see, "und für Grafiker?")
    assert understanding is not None
    assert (understanding.brief.role, understanding.brief.countries) == ("Grafiker", ("DE",))


@pytest.mark.parametrize("text", ["und wo finde ich Leute in Wien?", "und Mitarbeiter in Wien?"])
def test_a_general_word_for_people_is_no_new_role(see: Eye, text: str) -> None:
    understanding = follow(see, text)
    assert understanding is not None
    assert understanding.brief.role == "Koch"


def test_a_new_role_drops_the_number_of_people(see: Eye) -> None:
    twelve = after_advice(Brief(role="Pflegekräfte", headcount=12), "facebook")
    understanding = follow(see, "und ein Bauleiter?", last=twelve)
    assert understanding is not None
    assert understanding.brief.headcount is None


@pytest.mark.parametrize("text", ["und remote?", "und weltweit?"])
def test_remote_and_worldwide_are_news(see: Eye, text: str) -> None:
    understanding = follow(see, text)
    assert understanding is not None
    assert understanding.brief.remote or understanding.brief.worldwide
    assert understanding.brief.role == "Koch"


def test_a_channel_that_is_ruled_out_is_remembered(see: Eye) -> None:
    understanding = follow(see, "aber kein Xing")
    assert understanding is not None
    assert (understanding.intent, understanding.brief.excluded) == (ADVICE, {"xing"})
    assert understanding.brief.role == "Koch"


def test_others_are_those_that_were_not_given(see: Eye) -> None:
    understanding = follow(see, "noch andere?")
    assert understanding is not None
    assert understanding.intent is ADVICE
    assert (understanding.brief.given, understanding.brief.excluded) == ({"facebook", "xing"}, set())


def test_others_count_as_given_until_something_changes(see: Eye) -> None:
    others = follow(see, "noch andere?")
    assert others is not None
    more = follow(see, "noch andere?", last=after_advice(others.brief, "linkedin"))
    assert more is not None
    assert more.brief.given == {"facebook", "xing", "linkedin"}
    elsewhere = follow(see, "und in Wien?", last=after_advice(more.brief, "x"))
    assert elsewhere is not None
    assert (elsewhere.brief.given, elsewhere.brief.excluded) == (set(), set())


def test_a_channel_alone_asks_why_it_was_not_recommended(see: Eye) -> None:
    understanding = follow(see, "und tiktok?")
    assert understanding is not None
    assert (understanding.intent, understanding.channels) == (WHY_NOT, ("tiktok",))
    assert understanding.brief == COOK


def test_a_channel_with_news_is_asked_about_for_the_new_brief(see: Eye) -> None:
    understanding = follow(see, "und xing in Wien?")
    assert understanding is not None
    assert (understanding.intent, understanding.brief.countries) == (ADVICE, ("AT",))


def test_a_topic_that_leads_is_no_follow_up(see: Eye) -> None:
    assert follow(see, "und die nachteile?", {"advantages": 0.3, FOLLOWUP: 0.4}) is None
    assert follow(see, "und die nachteile in Wien?", {"advantages": 0.06, FOLLOWUP: 0.4}) is not None
    assert follow(see, "und die nachteile in Wien?", {"advantages": 0.3, "trends": 0.2}) is not None
    assert follow(see, "und die nachteile in Wien?", {"advantages": 0.3, ADVICE: 0.4}) is not None


def test_an_exclusion_counts_even_where_a_topic_leads(see: Eye) -> None:
    understanding = follow(see, "kein xing bitte", {"advantages": 0.4, FOLLOWUP: 0.1})
    assert understanding is not None
    assert understanding.brief.excluded == {"xing"}


@pytest.mark.parametrize(
    ("text", "labels", "goes_on"),
    [
        ("köche für unser haus wo bitte", {ADVICE: 0.8}, False),
        ("köche für unser haus wo bitte", {ADVICE: 0.6, FOLLOWUP: 0.2}, True),
        ("köche, bitte", {ADVICE: 0.8}, True),
        ("und köche für unser haus wo bitte", {ADVICE: 0.8}, True),
        ("köche für unser haus kein xing", {ADVICE: 0.8}, True),
    ],
)
def test_a_whole_question_starts_anew_and_a_fragment_goes_on(
    see: Eye, text: str, labels: Mapping[str, float], goes_on: bool
) -> None:
    assert (follow(see, text, labels) is not None) is goes_on


def test_a_mere_follow_up_repeats_what_was_asked(see: Eye) -> None:
    understanding = FOLLOWUPS.follow(see("say that again", {FOLLOWUP: 0.9}, language=Language.EN), LAST)
    assert understanding is not None
    assert (understanding.text, understanding.language) == ("say that again", Language.EN)
    assert (understanding.intent, understanding.brief) == (ADVICE, COOK)


def test_a_fragment_that_says_nothing_is_no_follow_up(see: Eye) -> None:
    assert follow(see, "na gut", {Intent.ACKNOWLEDGEMENT: 0.6, FOLLOWUP: 0.2}) is None


def test_a_comparison_goes_on_with_the_same_channels(see: Eye) -> None:
    last = after_advice(COOK, "xing", "linkedin", intent=COMPARE)
    understanding = follow(see, "und in Wien?", last=last)
    assert understanding is not None
    assert (understanding.intent, understanding.channels) == (COMPARE, ("xing", "linkedin"))
    assert understanding.brief.countries == ("AT",)


def test_after_a_channels_case_news_ask_for_channels_again(see: Eye) -> None:
    understanding = follow(see, "und in Wien?", last=after_advice(COOK, "tiktok", intent=WHY_NOT))
    assert understanding is not None
    assert (understanding.intent, understanding.channels) == (ADVICE, ())


# A question in between


@pytest.mark.parametrize("text", ["und in Wien?", "und für Azubis?"])
def test_a_question_in_between_does_not_end_the_vacancy(see: Eye, text: str) -> None:
    sighting = see(text, {FOLLOWUP: 0.5})
    understanding = FOLLOWUPS.follow(sighting, after_topic("definition"), LAST)
    assert understanding is not None
    assert (understanding.intent, understanding.brief.role) == (ADVICE, "Koch")
    assert FOLLOWUPS.follow(sighting, after_topic("definition")) is None


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("und Maurer in Wien?", {FOLLOWUP: 0.5}),
        ("und linkedin in Wien?", {FOLLOWUP: 0.5}),
        ("und die nachteile in Wien?", {FOLLOWUP: 0.2, "advantages": 0.4}),
        ("wo finden wir denn bloß jemanden in Wien", {ADVICE: 0.8}),
    ],
)
def test_after_a_question_in_between_another_job_channel_topic_or_whole_question_stands_for_itself(
    see: Eye, text: str, labels: Mapping[str, float]
) -> None:
    assert FOLLOWUPS.follow(see(text, labels), after_topic("definition"), LAST) is None
