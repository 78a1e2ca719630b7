from dataclasses import replace

import pytest

from bot.understanding.reading import Reader
from bot.understanding.vocabulary import Kind
from knowledge.models import Attitude


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("kein Facebook", ("facebook",)),
        ("kein Instagram, kein TikTok", ("instagram", "tiktok")),
        ("weder Instagram noch TikTok", ("instagram", "tiktok")),
        ("ohne Instagram und Facebook, Grafiker in Berlin", ("instagram", "facebook")),
        ("von Snapchat halten wir nichts", ("snapchat",)),
        ("WhatsApp haben wir hier leider gesperrt", ("whatsapp",)),
        ("Facebook, Insta und TikTok sind tabu", ("facebook", "instagram", "tiktok")),
        ("auf Xing haben wir schon gepostet, was noch?", ("xing",)),
        ("neben LinkedIn noch was?", ("linkedin",)),
        ("alles außer Xing", ("xing",)),
        ("no facebook or instagram please", ("facebook", "instagram")),
        ("anything but linkedin", ("linkedin",)),
        ("insta is banned here", ("instagram",)),
        ("I don't want to use Facebook", ("facebook",)),
        ("we already use LinkedIn, what else?", ("linkedin",)),
        ("Xing ist super", ()),
        ("wen erreiche ich auf Facebook", ()),
        ("who is on tiktok", ()),
    ],
)
def test_channels_are_ruled_out_by_words_beside_them(reader: Reader, text: str, excluded: tuple[str, ...]) -> None:
    assert reader.read(text).excluded == excluded


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("nicht auf Xing, sondern auf LinkedIn", ("linkedin",)),
        ("Xing ist gesperrt, LinkedIn geht", ("linkedin",)),
        ("nein, kein Problem. Xing?", ("xing",)),
        ("Snapchat? Davon halten wir nichts", ("snapchat",)),
        ("kein Geld: Facebook", ("facebook",)),
        ("lieber Facebook als Instagram", ("facebook", "instagram")),
        ("no budget; facebook", ("facebook",)),
    ],
)
def test_the_end_of_a_sentence_ends_what_a_cue_rules_out(reader: Reader, text: str, asked: tuple[str, ...]) -> None:
    assert reader.read(text).channels == asked


@pytest.mark.parametrize("text", ["kein Instagram, TikTok und Snapchat", "no instagram, tiktok or snapchat please"])
def test_a_cue_rules_out_all_of_an_enumeration(reader: Reader, text: str) -> None:
    assert reader.read(text).excluded == ("instagram", "tiktok", "snapchat")


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("Xing geht, LinkedIn ist gesperrt", "xing", "linkedin"),
        ("not Facebook but Instagram", "instagram", "facebook"),
        ("statt LinkedIn lieber Xing", "xing", "linkedin"),
        ("instead of LinkedIn rather Xing", "xing", "linkedin"),
    ],
)
def test_the_channel_that_is_wanted_instead_is_not_ruled_out(
    reader: Reader, text: str, wanted: str, unwanted: str
) -> None:
    reading = reader.read(text)
    assert (reading.channels, reading.excluded) == ((wanted,), (unwanted,))


@pytest.mark.parametrize(
    "text",
    [
        "ich weiß nicht ob Xing passt",
        "Koch in Ulm, kein Problem mit Facebook",
        "Keine Erfahrung mit TikTok, geht das für Azubis",
        "no budget for LinkedIn, nurses in Leeds",
        "not sure if xing works for nurses",
        "nicht jeder nutzt Facebook",
        "ist Xing nicht besser als LinkedIn",
    ],
)
def test_a_negation_of_something_else_rules_no_channel_out(reader: Reader, text: str) -> None:
    assert reader.read(text).excluded == ()


def test_gender_marks_do_not_shift_where_a_sentence_ends(reader: Reader) -> None:
    reading = reader.read("Erzieher:innen, Pfleger:innen auf Facebook. Verboten ist uns nichts")
    assert reading.excluded == ()
    for token in reading.tokens:
        assert reading.text[token.start : token.end] == token.text


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("kein Facebook. Instagram?", ("facebook",)),
        ("kein Facebook! LinkedIn geht", ("facebook",)),
        ("Xing? LinkedIn ist gesperrt", ("linkedin",)),
    ],
)
def test_an_enumeration_ends_with_its_sentence(reader: Reader, text: str, excluded: tuple[str, ...]) -> None:
    assert reader.read(text).excluded == excluded


@pytest.mark.parametrize("text", ["kein Xing, LinkedIn ist ok", "no xing, linkedin is fine"])
def test_an_enumeration_ends_with_its_clause(reader: Reader, text: str) -> None:
    assert reader.read(text).excluded == ("xing",)


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("nicht auf diesem verdammten Facebook", "facebook"),
        ("not on that awful Facebook", "facebook"),
        ("keine Lust auf das olle Xing", "xing"),
    ],
)
def test_an_adjective_between_exclusion_and_channel_changes_nothing(reader: Reader, text: str, channel: str) -> None:
    assert reader.read(text).excluded == (channel,)


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("line", "line"),
        ("x", "x"),
        ("Snap Zielgruppe", "snapchat"),
        ("wen erreiche ich auf line", "line"),
        ("was ist x", "x"),
        ("xing oder x", "x"),
        ("kennt ihr Line schon lange genug", "line"),
        ("we might try X this year again", "x"),
        ("line: was bringt das", "line"),
        ("line? nie gehört, echt nicht", "line"),
        ("is line popular in japan", "line"),
    ],
)
def test_everyday_words_are_channels_where_something_says_so(reader: Reader, text: str, channel: str) -> None:
    assert channel in reader.read(text).channels


@pytest.mark.parametrize(
    "text",
    [
        "line cook wanted in Tokyo",
        "snap fitter in Leeds wanted now",
        "the line manager looks after the team",
        "Line managers look after the team",
        "we need x more people this year",
        "in a snap we hired ten people",
    ],
)
def test_everyday_words_stay_everyday_words_elsewhere(reader: Reader, text: str) -> None:
    assert reader.read(text).channels == ()


def test_an_adjective_before_a_channel_asks_for_another_one(reader: Reader) -> None:
    reading = reader.read("wie heißt das russische Facebook")
    assert reading.channels == ()
    assert [place.countries for place in reading.places] == [("RU",)]
    assert reader.read("russische Köche auf Facebook").channels == ("facebook",)


def test_an_attitude_that_is_settled_beats_the_cues(reader: Reader) -> None:
    reading = reader.read("kein Facebook")
    assert replace(reading, attitude=Attitude.WANTED).excluded == ()
    assert replace(reading, attitude=Attitude.WANTED).channels == ("facebook",)
    reading = reader.read("Facebook kann in der Schublade bleiben")
    assert reading.excluded == ()
    assert replace(reading, attitude=Attitude.UNWANTED).excluded == ("facebook",)
    assert replace(reading, attitude=Attitude.UNWANTED).channels == ()


def test_each_channel_stands_once_in_the_order_of_the_message(reader: Reader) -> None:
    assert reader.read("Xing oder LinkedIn? XING!").channels == ("xing", "linkedin")


def test_a_channel_within_a_longer_job_title_is_none(reader: Reader) -> None:
    reading = reader.read("Line Cook für Line gesucht")
    assert [mention.id for mention in reading.of(Kind.CHANNEL)] == ["line"]
    assert reading.of(Kind.CHANNEL)[0].first == 3


def test_a_places_name_is_no_misspelt_term(reader: Reader) -> None:
    for text in ("Kochel am See", "Twist", "Pirna", "Bauleiter in Linden"):
        assert all(mention.exact for mention in reader.read(text).mentions), text


def test_words_of_a_mention_stand_as_typed(reader: Reader) -> None:
    reading = reader.read("wir suchen eine Head of Sales")
    (job,) = reading.of(Kind.OCCUPATION)
    assert reading.words_of(job) == "Head of Sales"
    assert reading.has_cue("compare") is False
