from collections.abc import Callable

import pytest

from bot.understanding.ages import find_age
from bot.understanding.brief_reader import BriefReader
from bot.understanding.reading import Reader

Read = Callable[[str], tuple[int, int] | None]


@pytest.fixture(scope="module")
def age_of(reader: Reader, briefs: BriefReader) -> Read:
    return lambda text: briefs.read(reader.read(text), {}).age


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("elektroniker azubi, 17 j", (17, 17)),
        ("ein 17-jähriger Azubi", (17, 17)),
        ("mit 17 Jahren", (17, 17)),
        ("16 yr olds", (16, 16)),
        ("16-year-old apprentices", (16, 16)),
        ("apprentice plumbers 17ish", (17, 17)),
        ("they are 16-20ish", (16, 20)),
        ("aged 19", (19, 19)),
        ("Alter: 22", (22, 22)),
        ("bewerber um die 22", (22, 22)),
        ("grafikerin anfang 20", (20, 23)),
        ("Anfang zwanzig", (20, 23)),
        ("mitte 30, köln", (34, 36)),
        ("Mittdreißiger", (34, 36)),
        ("Endzwanziger", (27, 29)),
        ("Ende der 40er", (47, 49)),
        ("early 20s", (20, 23)),
        ("in their mid-thirties", (34, 36)),
        ("early twenties", (20, 23)),
        ("late 50s", (57, 59)),
        ("in their 20s", (20, 29)),
        ("in den 30ern", (30, 39)),
        ("people in their thirties", (30, 39)),
        ("20-somethings", (20, 29)),
        ("leute unter 30", (13, 29)),
        ("unter dreißig", (13, 29)),
        ("U25", (13, 24)),
        ("U25 Azubis", (13, 24)),
        ("jünger als 25", (13, 24)),
        ("younger than 25", (13, 24)),
        ("bis 25 Jahre", (13, 25)),
        ("bis zu 25 Jahren", (13, 25)),
        ("maximal 30 Jahre alt", (13, 30)),
        ("up to 25 years old", (13, 25)),
        ("nicht älter als 30", (13, 30)),
        ("dreischicht, von 18 bis 63 alles dabei", (18, 63)),
        ("all sorts, from 19 to 60", (19, 60)),
        ("care assistants, 20 to 64, whole county", (20, 64)),
        ("no older than 30", (13, 30)),
        ("people over 50", (50, 99)),
        ("over-50s", (50, 99)),
        ("Ü50", (50, 99)),
        ("ü-50 Fahrer", (50, 99)),
        ("50 plus", (50, 99)),
        ("16+, enthusiastic", (16, 99)),
        ("älter als 50", (50, 99)),
        ("ab 18 Jahren", (18, 99)),
        ("mindestens 18 Jahre alt", (18, 99)),
        ("18 or older", (18, 99)),
        ("17 jahre aufwärts", (17, 99)),
        ("18-25 jahre", (18, 25)),
        ("20- bis 30-Jährige", (20, 30)),
        ("18 to 25 year olds", (18, 25)),
        ("zwischen 20 und 30", (20, 30)),
        ("zwischen 20 und 30 Jahren", (20, 30)),
        ("care assistants anywhere between 20 and 60", (20, 60)),
        ("im Alter von 20 bis 30", (20, 30)),
        ("aged 18 to 24", (18, 24)),
        ("zielgruppe 18-25", (18, 25)),
        ("18-25", (18, 25)),
        ("16-jährige", (16, 16)),
    ],
)
def test_ages(text: str, ages: tuple[int, int]) -> None:
    assert find_age(text) == ages


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Azubis 16 bis 19 für Friseure", (16, 19)),
        ("azubis friseurhandwerk 16 bis 19", (16, 19)),
        ("students 19-25 for a summer film crew", (19, 25)),
        ("und für Leute ab 50?", (50, 99)),
        ("Leute bis 30", (13, 30)),
        ("Fahrer über 50", (50, 99)),
        ("drivers over 50 in Leeds", (50, 99)),
        ("Köche zwischen 20 und 30 in Graz", (20, 30)),
        ("Köche ab 50 in Graz", (50, 99)),
        ("nurses between 20 and 30 wanted", (20, 30)),
    ],
)
def test_a_number_behind_people_may_be_their_age(age_of: Read, text: str, ages: tuple[int, int] | None) -> None:
    assert age_of(text) == ages


@pytest.mark.parametrize(
    "text",
    [
        "20er Team",
        "für unser 20er-team ein koch",
        "ein Koch für ein 30er Team in Graz",
        "über 50 Bewerber",
        "über 50 neue Bewerber im Monat",
        "we had over 50 applicants",
        "over 30 new drivers needed",
        "über 40 Fahrer gesucht",
        "unter 20 Bewerbungen",
        "20 bis 30 Leute",
        "wir brauchen 20 bis 30 Leute in Köln",
        "20-30 people",
        "zwischen 20 und 30 Köche",
        "zwischen 20 und 30 Mitarbeiter",
        "between 20 and 30 nurses",
        "we need between 20 and 30 good welders",
        "um die 20 Pflegekräfte",
        "Firma mit über 50 Mitarbeitern",
        "company with over 50 employees",
        "40 parcel drivers",
        "bis 12 uhr",
        "Schicht von 14 bis 22",
        "von 20 bis 30 Stunden",
        "von 20 bis 35 Euro",
        "zwischen 20 und 22 Uhr",
        "zwischen 20 und 30 Stunden",
        "20-30 Stunden die Woche",
        "Köche 20-30 Std",
        "between 20 and 30 hours",
        "over 40 hours",
        "unter 30 Minuten von Köln",
        "über 20 km",
        "über 50%",
        "über 50k",
        "über 50.000 Euro",
        "unter 20 €",
        "über 40 Tonnen",
        "Verkäufer bis 25. Mai",
        "bis 31.12. gesucht",
        "Verkäufer bis 25 Mai gesucht",
        "seit 20 Jahren am Markt",
        "for 20 years",
        "seit über 30 Jahren",
        "20 Jahre Erfahrung",
        "mindestens 20 Jahre Berufserfahrung",
        "15-20 years of experience",
        "15 bis 20 Jahre Berufserfahrung",
        "15 to 45 years of experience",
        "15 bis 45 Jahre Berufserfahrung",
        "20 years' experience",
        "mit 20 jahren im vorstand",
        "über 20 Jahre Erfahrung als Koch",
        "in den letzten 20 Jahren",
        "bauleiter köln",
        "Köche ab 15 Euro die Stunde",
        "Team von 20 bis 30",
        "Koch, 10 bis 15, bundesweit",
        "24/7",
        "zwischen 20 und 30 Anzeigen",
        "über 20 Filialen",
        "90 stellen",
    ],
)
def test_what_is_counted_or_measured_is_no_age(age_of: Read, text: str) -> None:
    assert age_of(text) is None
