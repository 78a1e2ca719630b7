from collections.abc import Callable

import pytest

from bot.understanding.brief_reader import BriefReader
from bot.understanding.headcounts import find_headcount
from bot.understanding.reading import Reader

Read = Callable[[str], int | None]


@pytest.fixture(scope="module")
def number_of(reader: Reader, briefs: BriefReader) -> Read:
    return lambda text: briefs.read(reader.read(text), {}).headcount


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("hgv drivers x12", 12),
        ("12 x pflegekraft", 12),
        ("Lageristen kurzfristig 15 stk", 15),
        ("40 parcel drivers", 40),
        ("12 Unbekanntberufler für Graz", 12),
        ("laden macht auf, 90 stellen", 90),
        ("3 open positions", 3),
    ],
)
def test_headcounts(text: str, number: int) -> None:
    assert find_headcount(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("wir brauchen 20 bis 30 Leute in Köln", 30),
        ("20-30 people for our warehouse", 30),
        ("zwischen 20 und 30 Köche", 30),
        ("we need between 20 and 30 nurses", 30),
        ("rund 20 Pflegekräfte", 20),
        ("um die 20 Pflegekräfte gesucht", 20),
        ("about 15 good welders in Leeds", 15),
        ("über 40 Fahrer gesucht", 40),
        ("ich suche zwei Bauleiter in Köln", 2),
        ("we are looking for three nurses", 3),
        ("Graz, zwölf neue Elektriker", 12),
        ("mein chef will 3 monteure für wärmepumpen", 3),
        ("taxi fleet needs 25 drivers", 25),
        ("flugbegleiter basis stuttgart 60 leute", 60),
        ("housekeeping 12 personen, zillertal", 12),
        ("retourenbearbeitung 20 aushilfen", 20),
        ("50 weihnachtsaushilfen", 50),
    ],
)
def test_people_who_are_counted_are_looked_for(number_of: Read, text: str, number: int) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "bauleiter",
        "aged 19",
        "Teamleiter für ein Team von 20 Entwicklern",
        "Firma mit 50 Mitarbeitern sucht Koch",
        "company with 50 employees needs a cook",
        "wir haben 20 Entwickler und suchen einen Koch",
        "20er Team sucht Koch",
        "über 50 Bewerber hatten wir",
        "50 Bewerbungen, kein Koch",
        "30 Stunden Koch",
        "30 km um Köln Koch",
        "3 Gründe für Xing",
        "2 channels for nurses",
        "17 jährige Azubis",
        "Leute über 50",
        "Köche zwischen 20 und 30",
        "U25 Azubis",
        "18-34 is that insta?",
        "0.6 fte nurse in York",
        "15 tolle Fotos, Bäcker gesucht",
        "wir sind 25 Leute im Handwerk",
        "1c developer minsk",
    ],
)
def test_other_numbers_are_no_number_of_people_looked_for(number_of: Read, text: str) -> None:
    assert number_of(text) is None
