"""What goes on from a recommendation."""

from collections.abc import Mapping

import pytest

from bot.understanding.brief import Brief, Origin
from bot.understanding.followup import FollowUps, for_vacancy
from bot.understanding.labels import AUDIENCE, PLATFORM
from bot.understanding.models import Understanding
from knowledge.models import Intent, Language
from tests.fakes.understanding import Eye, after_advice, after_topic, make_place, make_understanding, needs

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


@pytest.mark.parametrize(
    ("text", "labels", "goes_on"),
    [
        ("die sollen jedenfalls ganz schön kreativ sein", {"definition": 0.4}, True),
        ("die sollen jedenfalls ganz schön kreativ sein", {PLATFORM: 0.8}, True),
        ("die sollen jedenfalls ganz schön kreativ sein", {"definition": 0.6}, False),
        ("sollen die jedenfalls ganz schön kreativ sein?", {"definition": 0.4}, False),
        ("wie findet man jedenfalls ganz schön kreative", {"definition": 0.4}, False),
        ("die sollen jedenfalls ganz schön schnell sein", {"definition": 0.4}, False),
    ],
)
def test_a_trait_that_is_told_and_not_asked_for_goes_on(
    see: Eye, text: str, labels: Mapping[str, float], goes_on: bool
) -> None:
    following = follow(see, text, labels)
    assert (following is not None) is goes_on
    if following:
        assert following.brief.role == "Koch"
        assert "creative" in {need.trait for need in following.brief.needs}


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


@pytest.mark.parametrize("text", ["und für Kellner?", "ok, und für Kellner?"])
def test_a_job_alone_after_a_question_in_between_keeps_the_place(see: Eye, text: str) -> None:
    understanding = FOLLOWUPS.follow(see(text, {FOLLOWUP: 0.5}), after_topic("definition"), LAST)
    assert understanding is not None
    assert (understanding.intent, understanding.brief.role, understanding.brief.countries) == (
        ADVICE,
        "Kellner",
        ("DE",),
    )


def test_a_channel_ruled_out_after_a_question_in_between_is_ruled_out_for_the_vacancy(see: Eye) -> None:
    understanding = FOLLOWUPS.follow(see("bitte kein xing", {FOLLOWUP: 0.5}), after_topic("definition"), LAST)
    assert understanding is not None
    assert (understanding.brief.role, understanding.brief.excluded) == ("Koch", {"xing"})


def test_whether_people_are_on_the_channel_just_talked_about_changes_no_vacancy(see: Eye) -> None:
    sighting = see("und Kellner?", {FOLLOWUP: 0.2, AUDIENCE: 0.6})
    understanding = FOLLOWUPS.follow(sighting, after_topic("audience:xing"), LAST)
    assert understanding is not None
    assert (understanding.intent, understanding.topics) == (None, ("audience:xing",))


@pytest.mark.parametrize(
    "text", ["ok what about tiktok now", "alles klar, und wie ist tiktok", "super, danke, und tiktok so"]
)
def test_words_that_say_nothing_may_stand_before_what_goes_on(see: Eye, text: str) -> None:
    understanding = follow(see, text, {AUDIENCE: 0.5})
    assert understanding is not None
    assert (understanding.intent, understanding.channels) == (WHY_NOT, ("tiktok",))


def test_the_same_for_another_job_goes_on_however_outside_it_looks(see: Eye) -> None:
    understanding = follow(see, "gleiches für Kellner", {Intent.OUTSIDE: 0.8, ADVICE: 0.2})
    assert understanding is not None
    assert (understanding.brief.role, understanding.brief.countries) == ("Kellner", ("DE",))


# Channels weighed without a vacancy of their own


@pytest.mark.parametrize("intent", [COMPARE, WHY_NOT])
def test_channels_are_weighed_for_the_vacancy_of_the_conversation(intent: Intent) -> None:
    understanding = for_vacancy(make_understanding(intent=intent, channels=("xing", "vk")), LAST)
    assert (understanding.brief, understanding.channels) == (COOK, ("xing", "vk"))


@pytest.mark.parametrize(
    "understanding",
    [
        make_understanding(intent=COMPARE, brief=Brief(role="Kellner")),
        make_understanding(intent=ADVICE),
        make_understanding(topics=("definition",)),
    ],
)
def test_what_names_a_vacancy_or_weighs_nothing_stays_as_it_is(understanding: Understanding) -> None:
    assert for_vacancy(understanding, LAST) is understanding
    assert for_vacancy(understanding, None) is understanding


def test_what_a_question_about_a_channel_sounds_like_is_no_news_of_the_vacancy() -> None:
    sounds = Brief(needs=needs(Origin.DESCRIBED, "gaming"), excluded=frozenset({"vk"}))
    understanding = for_vacancy(make_understanding(intent=WHY_NOT, channels=("xing",), brief=sounds), LAST)
    assert (understanding.brief.needs, understanding.brief.excluded) == (COOK.needs, {"vk"})


@pytest.mark.parametrize(
    ("text", "labels", "goes_on"),
    [
        ("what's tumblr", {PLATFORM: 0.95}, False),
        ("was ist tumblr", {PLATFORM: 0.95}, False),
        ("was ist tumblr", {PLATFORM: 0.6}, True),
        ("tumblr?", {PLATFORM: 0.95}, True),
        ("what about tumblr", {PLATFORM: 0.95}, True),
    ],
)
def test_what_a_channel_is_is_no_question_of_its_rank(
    see: Eye, text: str, labels: Mapping[str, float], goes_on: bool
) -> None:
    assert (follow(see, text, labels) is not None) is goes_on


def test_for_whom_channels_are_compared_may_be_told_afterwards(see: Eye) -> None:
    compared = after_advice(Brief(), "xing", "linkedin", intent=COMPARE)
    understanding = follow(see, "for a cook in Leeds", {Intent.OUTSIDE: 0.9}, last=compared)
    assert understanding is not None
    assert (understanding.intent, understanding.channels) == (COMPARE, ("xing", "linkedin"))
    assert follow(see, "salary of a cook in Leeds", {Intent.OUTSIDE: 0.9}, last=compared) is None


@pytest.mark.parametrize("text", ["so um die 17", "über 50", "dann so um die 17 bitte"])
def test_an_age_alone_goes_on_however_like_judging_it_sounds(see: Eye, text: str) -> None:
    understanding = follow(see, text, {Intent.JUDGE_PERSON: 0.9})
    assert understanding is not None
    assert understanding.brief.age


@pytest.mark.parametrize(
    "text", ["was sonst?", "die anderen?", "wer sonst", "who else?", "the others?", "what's left", "und sonst?"]
)
def test_ways_to_ask_for_others(see: Eye, text: str) -> None:
    understanding = follow(see, text, {Intent.INJECTION: 0.6, FOLLOWUP: 0.2})
    assert understanding is not None
    assert understanding.brief.given == {"facebook", "xing"}


def test_material_at_hand_is_a_detail_rather_than_a_topic(see: Eye) -> None:
    understanding = follow(see, "mit video", {"trends": 0.6})
    assert understanding is not None
    assert (understanding.intent, understanding.brief.content) == (ADVICE, ("video",))


@pytest.mark.parametrize("text", ["ok back to Vienna", "zurück nach Wien bitte"])
def test_one_can_go_back(see: Eye, text: str) -> None:
    understanding = follow(see, text, {Intent.OUTSIDE: 0.9})
    assert understanding is not None
    assert (understanding.brief.role, understanding.brief.countries) == ("Koch", ("AT",))
