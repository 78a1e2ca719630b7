from collections.abc import Callable, Mapping

import pytest

from bot.understanding.brief import Brief, Origin
from bot.understanding.brief_reader import BriefReader
from bot.understanding.reading import Reader

Read = Callable[..., Brief]


@pytest.fixture(scope="module")
def read(reader: Reader, briefs: BriefReader) -> Read:
    def read_text(text: str, described: Mapping[str, float] | None = None) -> Brief:
        return briefs.read(reader.read(text), described or {})

    return read_text


def origins(brief: Brief) -> dict[str, Origin]:
    return {need.trait: need.origin for need in brief.needs}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("bauleiter in Köln", "Bauleiter"),
        ("Bauleiter:in gesucht", "Bauleiterin"),
        ("Köche und Kellnerinnen für Wien", "Köche, Kellnerinnen"),
        ("line cook in Leeds", "Line cook"),
        ("wen erreiche ich dort", None),
    ],
)
def test_the_role_is_shown_as_it_was_typed(read: Read, text: str, role: str | None) -> None:
    assert read(text).role == role


def test_a_named_job_makes_the_general_words_for_people_superfluous(read: Read) -> None:
    brief = read("wir suchen Leute: Köche für Ulm")
    assert brief.role == "Köche"
    assert "generic" not in brief.occupations


def test_people_without_a_named_job_are_no_role(read: Read) -> None:
    brief = read("wo finde ich Leute in Wien?")
    assert (brief.role, brief.occupations, brief.needs) == (None, ("generic",), ())


def test_a_misspelt_job_counts_only_where_none_is_spelt_right(read: Read) -> None:
    assert read("Krankenpflger in Ulm").role == "Krankenpflger"
    assert read("Buchhalter Krankenpflger").role == "Buchhalter"


def test_the_jobs_traits_are_needs_of_the_role(read: Read, briefs: BriefReader) -> None:
    brief = read("Grafikerin in Berlin")
    assert origins(brief) == {"creative": Origin.ROLE, "visual": Origin.ROLE}
    assert {need.evidence for need in brief.needs} == {"Grafikerin"}


def test_what_is_said_of_the_people_beats_what_the_job_carries(read: Read) -> None:
    assert origins(read("kreative Grafikerin gesucht"))["creative"] is Origin.SAID


@pytest.mark.parametrize(
    ("text", "young"),
    [
        ("Elektroniker, 17 Jahre", True),
        ("people aged 19", True),
        ("18-25 Jahre", True),
        ("grafikerin mitte 30", True),
        ("Ende 30, Köln", False),
        ("45-jährige Buchhalter", False),
        ("Leute über 50", False),
        ("ab 18, Fahrer", False),
    ],
)
def test_an_age_makes_an_audience_young_up_to_the_guides_oldest(read: Read, text: str, young: bool) -> None:
    assert ("young" in origins(read(text))) is young


@pytest.mark.parametrize(
    ("text", "broad"),
    [("Leute von 18 bis 63", True), ("people, 20-64", True), ("Leute von 30 bis 45 Jahren", False), ("ab 20", False)],
)
def test_ages_far_apart_make_an_audience_broad(read: Read, text: str, broad: bool) -> None:
    assert any(need.trait == "broad" and need.origin is Origin.AGE for need in read(text).needs) is broad


@pytest.mark.parametrize(
    ("text", "gaming"),
    [
        ("Finanzvorstand, muss kein Gamer sein", False),
        ("no gamers please, nurses", False),
        ("nicht nur Gamer", True),
        ("Gamer, aber kein Chaot", True),
    ],
)
def test_a_trait_that_is_denied_is_not_said(read: Read, text: str, gaming: bool) -> None:
    assert any(need.trait == "gaming" for need in read(text).needs) is gaming


def test_a_need_from_an_age_shows_the_age(read: Read) -> None:
    brief = read("18-25 Jahre, Verkauf")
    assert brief.age == (18, 25)
    assert [need.evidence for need in brief.needs if need.origin is Origin.AGE] == ["18–25"]
    assert [need.evidence for need in read("Verkauf, 17 Jahre").needs if need.origin is Origin.AGE] == ["17"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Leiter Ausbildung in Kassel", "lead"),
        ("Junior Entwickler", "entry"),
        ("CEO für Graz", "executive"),
        ("Azubi Koch Graz", "apprentice"),
        ("Praktikum oder Werkstudent im Marketing", "student"),
        ("Senior Entwicklerin", "senior"),
        ("Buchhalter", None),
    ],
)
def test_levels(read: Read, text: str, level: str | None) -> None:
    assert read(text).level == level


def test_the_highest_level_wins_and_no_guess_is_made_of_the_lower(read: Read) -> None:
    brief = read("Geschäftsführer mit Verantwortung für Azubis")
    assert brief.level == "executive"
    assert Origin.GUESS not in origins(brief).values()


def test_a_trainee_level_wins_over_a_senior_one(read: Read) -> None:
    assert read("Azubi für einen erfahrenen Meisterbetrieb, Schreiner").level == "apprentice"


def test_what_a_level_suggests_is_a_guess_that_names_the_level(read: Read) -> None:
    (need,) = (need for need in read("Junior Entwickler in Ulm").needs if need.trait == "young")
    assert (need.origin, need.evidence, need.inferred) == (Origin.GUESS, "entry", True)


@pytest.mark.parametrize("text", ["Azubi Mechatroniker in Ulm", "Lehrling Elektriker Wien", "apprentice welder Leeds"])
def test_that_an_apprentice_is_young_is_an_inference(read: Read, text: str) -> None:
    assert origins(read(text))["young"] is Origin.GUESS


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Firma aus Stuttgart sucht Koch in Linz", ["Linz"]),
        ("headquartered in London, role in Vienna", ["Vienna"]),
        ("Wir sitzen in Hamburg und suchen in Rostock", ["Rostock"]),
        ("chinesische Köche in München", ["München"]),
        ("Entwickler in Köln und Graz", ["Köln", "Graz"]),
        ("Bauleiter Köln oder Müncehn", ["Köln"]),
        ("chinesische Köche", ["Chinesische"]),
    ],
)
def test_the_place_of_work_counts_not_the_employers_seat_nor_an_adjective(
    read: Read, text: str, places: list[str]
) -> None:
    assert [place.name for place in read(text).places] == places


@pytest.mark.parametrize(
    "text",
    [
        "Firma aus China sucht Bauleiter",
        "Unternehmen mit Hauptsitz in Tokio sucht Köche",
        "company based in Japan is hiring nurses",
        "headquartered in London, looking for cooks",
    ],
)
def test_a_seat_alone_is_no_place_of_work(read: Read, text: str) -> None:
    assert read(text).places == ()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("wir sind in Fulda und brauchen Köche", ["Fulda"]),
        ("we are in Leeds and need cooks", ["Leeds"]),
        ("Firma in Köln sucht Bauleiter", ["Köln"]),
        ("Firma in Köln sucht Bauleiter für Bonn", ["Bonn"]),
        ("we're based in Leeds, cooks for Dublin", ["Dublin"]),
    ],
)
def test_where_the_employer_is_counts_until_another_place_is_named(read: Read, text: str, places: list[str]) -> None:
    assert [place.name for place in read(text).places] == places


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("chinesische Köche in München", True),
        ("chinese-speaking sales rep, Leeds", True),
        ("taiwanesische Ingenieure", True),
        ("japanischer Koch", False),
        ("Bauleiter in Shanghai", False),
    ],
)
def test_a_chinese_adjective_asks_for_chinese_speakers(read: Read, text: str, speakers: bool) -> None:
    assert ("chinese-speaking" in origins(read(text))) is speakers


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Entwickler remote", "remote", "remote"),
        ("Entwickler im Home Office", "remote", "Home Office"),
        ("Vertrieb weltweit", "worldwide", "weltweit"),
        ("sales abroad", "worldwide", "abroad"),
        ("12 Pflegekräfte", "headcount", 12),
        ("per Messenger Köche suchen", "kinds", ("messenger",)),
        ("Köche mit einem Video ansprechen", "content", ("video",)),
        ("Anzeige schalten für Köche", "wishes", ("ads",)),
        ("Köche, aber kein Facebook", "excluded", frozenset({"facebook"})),
    ],
)
def test_cues_fill_the_rest_of_the_brief(read: Read, text: str, field: str, value: object) -> None:
    assert getattr(read(text), field) == value


@pytest.mark.parametrize(
    "text",
    [
        "Bauleiter in Köln bis 31.12. gesucht",
        "Verkäufer bis 25. Mai",
        "Pfleger, max 20 Stunden pro Woche",
        "Werksleiter, 20 Jahre Erfahrung",
        "Vertriebsleiter ab 15. Januar in Graz",
        "Nachtschicht ab 18 Uhr",
        "Firma mit über 50 Mitarbeitern sucht Koch",
        "manager, 20 years of experience",
    ],
)
def test_dates_hours_and_experience_are_no_ages(read: Read, text: str) -> None:
    brief = read(text)
    assert brief.age is None
    assert "young" not in origins(brief)


@pytest.mark.parametrize("text", ["17 jährige Azubis", "18 Jahre alte Verkäufer", "2 Monate Praktikum"])
def test_an_age_or_a_duration_is_no_number_of_people(read: Read, text: str) -> None:
    assert read(text).headcount is None


def test_a_description_gives_the_clearest_traits_of_the_channel_it_sounds_like(read: Read) -> None:
    brief = read("Leute, die den ganzen Tag am Rechner hocken", {"twitch": 0.6, "xing": 0.1})
    assert origins(brief) == {"gaming": Origin.DESCRIBED, "live": Origin.DESCRIBED}
    assert {need.evidence for need in brief.needs} == {"twitch"}


@pytest.mark.parametrize("described", [{"twitch": 0.44}, {}, {"vk": 0.9}])
def test_a_vague_or_regional_description_gives_nothing(read: Read, described: Mapping[str, float]) -> None:
    assert read("Leute, die den ganzen Tag am Rechner hocken", described).needs == ()


@pytest.mark.parametrize("text", ["insta nein danke", "not tiktok", "aber kein Twitch"])
def test_a_refusal_describes_nobody(read: Read, text: str) -> None:
    assert read(text, {"twitch": 0.9}).needs == ()


def test_a_description_counts_for_nothing_where_a_trait_was_said(read: Read) -> None:
    assert origins(read("kreative Leute", {"twitch": 0.9})) == {"creative": Origin.SAID}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Controller für Warschau, HQ ist in Essen", ["Warschau"]),
        ("lab technicians for our site in Wuxi, HQ is Basel", ["Wuxi"]),
        ("our Stuttgart company needs a buyer in Toledo", ["Toledo"]),
        ("Basel based pharma company, chemist for Wuxi", ["Wuxi"]),
        ("controller for our Lyon subsidiary, HQ in Vienna", ["Lyon"]),
        ("lawyer Brussels, EU", ["Brussels"]),
        ("engineer in St. Petersburg, Florida", ["Florida"]),
        ("Köche für Wien und Graz", ["Wien", "Graz"]),
    ],
)
def test_of_several_places_the_one_meant_counts(read: Read, text: str, places: list[str]) -> None:
    assert [place.name for place in read(text).places] == places


def test_an_employer_from_china_looks_for_no_chinese_speakers(read: Read) -> None:
    assert "chinese-speaking" not in {need.trait for need in read("chinese EV maker, engineers for Munich").needs}
    assert "chinese-speaking" in {need.trait for need in read("Chinesische Zielgruppe, Hotel am Bodensee").needs}
