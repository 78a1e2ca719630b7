import pytest

from bot.understanding.places import PlaceFinder
from bot.understanding.reading import Reader
from knowledge.models import Language
from knowledge.place_names import PlaceKind, place_key


def found(reader: Reader, text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(place.name, place.countries) for place in reader.read(text).places]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Köln", "DE"),
        ("koeln", "DE"),
        ("KOLN", "DE"),
        ("Cologne", "DE"),
        ("München", "DE"),
        ("Munich", "DE"),
        ("Wien", "AT"),
        ("Vienna", "AT"),
        ("Zürich", "CH"),
        ("zurich", "CH"),
        ("Genf", "CH"),
        ("Geneva", "CH"),
        ("Mailand", "IT"),
        ("Milan", "IT"),
        ("Nowosibirsk", "RU"),
        ("Novosibirsk", "RU"),
        ("Peking", "CN"),
        ("Beijing", "CN"),
        ("New York", "US"),
        ("Tokio", "JP"),
        ("Hongkong", "HK"),
        ("Hong Kong", "HK"),
        ("Österreich", "AT"),
        ("Austria", "AT"),
        ("Türkei", "TR"),
        ("Turkey", "TR"),
        ("UK", "GB"),
        ("Bayern", "DE"),
        ("Ruhrgebiet", "DE"),
        ("Tirol", "AT"),
        ("Kanton Zürich", "CH"),
        ("Bad Tölz", "DE"),
        ("St. Gallen", "CH"),
        ("Frankfurt am Main", "DE"),
    ],
)
def test_places_are_known_in_either_language(reader: Reader, text: str, country: str) -> None:
    ((_, countries),) = found(reader, f"Koch für {text} gesucht")
    assert countries == (country,)


def test_groups_of_countries_are_places(reader: Reader) -> None:
    assert found(reader, "Vertrieb DACH")[0][1] == ("DE", "AT", "CH")
    assert {"RU", "KZ"} <= set(found(reader, "Vertrieb GUS-Staaten")[0][1])


@pytest.mark.parametrize(("typed", "country"), [("Colonge", "DE"), ("Hambrug", "DE"), ("Müncehn", "DE")])
def test_typing_errors_in_well_known_names_are_forgiven(reader: Reader, typed: str, country: str) -> None:
    (place,) = reader.read(f"Koch in {typed}").places
    assert (place.countries, place.exact) == ((country,), False)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Müncehn", "München"),
        ("Munihc", "Munich"),
        ("Zürihc", "Zürich"),
        ("zuerihc", "Zürich"),
        ("Berlinn", "Berlin"),
        ("Hannovre", "Hannover"),
        ("Dussledorf", "Düsseldorf"),
        ("nuernberrg", "Nürnberg"),
        ("Österreihc", "Österreich"),
        ("Schwitzerland", "Switzerland"),
        ("Viennna", "Vienna"),
        ("Ruhrgebeit", "Ruhrgebiet"),
    ],
)
def test_a_corrected_place_is_shown_by_its_name(reader: Reader, typed: str, shown: str) -> None:
    assert [place.name for place in reader.read(f"Koch in {typed}").places] == [shown]


@pytest.mark.parametrize("text", ["Koch", "Bremn", "kochen lernen", "die Mitarbeiter", "pflegekraft gesucht"])
def test_short_small_and_ordinary_words_are_not_corrected_to_places(reader: Reader, text: str) -> None:
    assert reader.read(text).places == ()


def test_a_job_title_is_no_town(reader: Reader) -> None:
    assert reader.read("Koch, Jäger und Förster").places == ()


@pytest.mark.parametrize(
    ("text", "country"), [("Koch in Essen", "DE"), ("nurse in Reading", "GB"), ("Koch aus Essen", "DE")]
)
def test_a_town_called_like_an_everyday_word_counts_behind_a_preposition(
    reader: Reader, text: str, country: str
) -> None:
    (place,) = reader.read(text).places
    assert (place.kind, place.countries) == (PlaceKind.EVERYDAY, (country,))


@pytest.mark.parametrize("text", ["Essen bestellen", "good reading for recruiters", "Essen", "weil das so ist"])
def test_a_town_called_like_an_everyday_word_counts_nowhere_else(reader: Reader, text: str) -> None:
    assert reader.read(text).places == ()


def test_the_longest_name_wins(reader: Reader) -> None:
    assert found(reader, "Koch in Weil am Rhein") == [("Weil Am Rhein", ("DE",))]
    assert found(reader, "Koch in New York") == [("New York", ("US",))]


@pytest.mark.parametrize(
    ("text", "country"), [("chinesische Köche", "CN"), ("a Japanese cook", "JP"), ("russischsprachige Köche", "RU")]
)
def test_adjectives_are_told_from_places(reader: Reader, text: str, country: str) -> None:
    (place,) = reader.read(text).places
    assert (place.kind, place.countries) == (PlaceKind.ADJECTIVE, (country,))


def test_small_letters_are_shown_as_a_name(reader: Reader) -> None:
    assert [name for name, _ in found(reader, "koch in bad tölz oder LINZ")] == ["Bad Tölz", "LINZ"]


def test_places_know_where_they_stand(reader: Reader) -> None:
    (first, second) = reader.read("von Bad Tölz nach Graz").places
    assert (first.first, first.last, second.first, second.last) == (1, 2, 4, 4)


def test_countries_are_named_in_both_languages_and_unknown_codes_as_they_are(finder: PlaceFinder) -> None:
    assert finder.country_name("AT", Language.DE) == "Österreich"
    assert finder.country_name("AT", Language.EN) == "Austria"
    assert finder.country_name("QQ", Language.DE) == "QQ"


@pytest.mark.parametrize(
    "text",
    ["Erzieher in Kita", "sales rep in enterprise software", "sizing up a welder", "bei ner Firma", "schönen Gruß"],
)
def test_everyday_words_are_no_towns_abroad(reader: Reader, text: str) -> None:
    assert found(reader, text) == []


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("nurse phillipines", "PH"),
        ("koch bangkock", "TH"),
        ("Arzt in Greifswald", "DE"),
        ("Pfleger in Murnau", "DE"),
        ("Lehrer in St. Augustin", "DE"),
        ("warden in Kendal", "GB"),
        ("waiter in Cancún", "MX"),
    ],
)
def test_towns_are_known_as_people_type_them(reader: Reader, text: str, country: str) -> None:
    assert [countries for _, countries in found(reader, text)] == [(country,)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Kölm", "koln"),
        ("Stuttgat", "stuttgart"),
        ("Österreeich", "osterreich"),
        ("Frankfurt am Mian", "frankfurt am main"),
    ],
)
def test_names_that_are_spelt_alike_are_near_the_largest_town_first(
    finder: PlaceFinder, typed: str, first: str
) -> None:
    assert place_key(finder.near(typed, 2)[0]) == first


@pytest.mark.parametrize("typed", ["", "?!", "ja", "abc", "Qwxyz", "x" * 200, "chinesich"])
def test_nothing_is_near_what_no_place_is_called(finder: PlaceFinder, typed: str) -> None:
    assert finder.near(typed, 2) == ()


def test_no_more_names_are_near_than_are_asked_for(finder: PlaceFinder) -> None:
    assert [len(finder.near("Kölm", number)) for number in (0, 1, 2)] == [0, 1, 2]
