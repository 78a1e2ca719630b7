"""Every kind of tag removed, changed and added, on the shipped vocabulary; and what cannot be read as the kind."""

from collections.abc import Callable, Mapping

import pytest

from bot.models import Correction, Tag, TagKind
from bot.phrases import Phrases
from bot.skills.channel_words import ChannelWords, entry_names
from bot.skills.request import Knowledge
from bot.understanding.brief import Brief, Need, Origin
from bot.understanding.brief_reader import BriefReader
from bot.understanding.corrections import MAX_AT_ONCE, MAX_TYPED, Corrector, Misread, Obstacle, shown_vacancy
from bot.understanding.models import Conversation
from bot.understanding.places import PlaceFinder
from bot.understanding.reading import Reader
from knowledge.models import Intent, Language, Library
from knowledge.place_names import PlaceKind
from knowledge.text import fold
from tests.fakes.requests import make_request
from tests.fakes.understanding import after_advice, make_place, needs

DE, EN = Language.DE, Language.EN
KOELN, BONN, WIEN = make_place("Köln", "DE"), make_place("Bonn", "DE"), make_place("Wien", "AT")
Read = Callable[[str], Brief]
Change = Callable[..., Brief]


@pytest.fixture
def read(reader: Reader, briefs: BriefReader) -> Read:
    """Reads a message as the understanding does."""
    return lambda text: briefs.read(reader.read(text), {})


@pytest.fixture
def change(corrector: Corrector) -> Change:
    """Corrects a brief: `change(brief, kind, value, becomes)`, or several such triples."""

    def corrected(brief: Brief, *words: str) -> Brief:
        triples = [Correction(*words[i : i + 3]) for i in range(0, len(words), 3)]
        result = corrector.correct(brief, triples, DE)
        assert isinstance(result, Brief), result
        return result

    return corrected


@pytest.fixture(scope="module")
def words(phrases: Phrases, finder: PlaceFinder) -> ChannelWords:
    return ChannelWords(phrases, finder)


def traits(brief: Brief) -> dict[str, str]:
    return {need.trait: need.origin.value for need in brief.needs}


def places(brief: Brief) -> list[str]:
    return [place.name for place in brief.places]


def test_what_was_read_anew_is_what_a_message_would_have_given(read: Read, change: Change) -> None:
    corrected = change(
        read("Azubi Koch in Köln"), "level", "Ausbildung", "Senior", "place", "Köln (Deutschland)", "Wien"
    )
    message = read("Senior Koch in Wien")
    assert (corrected.role, corrected.level, corrected.countries) == (message.role, message.level, message.countries)
    assert traits(corrected) == traits(message)


# Role


def test_a_role_takes_its_level_and_traits_with_it(read: Read, change: Change) -> None:
    brief = read("3 junge Grafikdesigner Azubis in Köln, kein Xing")
    corrected = change(brief, "role", brief.role or "", "Senior Bauleiterin")
    assert corrected.role == "Bauleiterin"
    assert corrected.occupations == read("Bauleiterin").occupations
    assert corrected.level == read("Senior Bauleiterin").level
    assert "creative" not in traits(corrected)
    assert traits(corrected)["young"] == "said", "what was said of the people does not come from the job"
    assert (places(corrected), corrected.headcount, corrected.excluded) == (["Köln"], 3, {"xing"})


def test_a_role_that_is_not_known_is_shown_and_nothing_is_guessed_from_it(read: Read, change: Change) -> None:
    corrected = change(read("Azubi Grafikdesigner in Köln"), "role", "Grafikdesigner", "zwörgelbatzige Plömpse")
    assert (corrected.role, corrected.occupations, corrected.level) == ("Zwörgelbatzige Plömpse", (), None)
    assert corrected.needs == ()


def test_a_removed_role_takes_what_came_from_it(read: Read, change: Change) -> None:
    brief = read("sportliche Azubi Grafikdesigner in Köln, 18 bis 25 Jahre")
    corrected = change(brief, "role", "Grafikdesigner", "")
    assert (corrected.role, corrected.occupations, corrected.level) == (None, (), None)
    assert {need.origin for need in corrected.needs} <= {Origin.SAID, Origin.AGE}
    assert corrected.age == (18, 25)


def test_of_what_is_typed_for_a_role_only_the_role_counts(change: Change) -> None:
    corrected = change(Brief(places=(KOELN,)), "role", "", "junge Köche in Wien, 30 Jahre, kein Xing")
    assert (corrected.role, places(corrected), corrected.age, corrected.excluded) == (
        "Köche",
        ["Köln"],
        None,
        frozenset(),
    )
    assert traits(corrected)["young"] == "role"
    assert "young" not in traits(change(corrected, "role", "Köche", "Kellner")), "it was said of the cooks"


def test_the_same_role_changes_nothing(read: Read, change: Change) -> None:
    brief = read("Senior Koch in Köln")
    assert change(brief, "role", "Koch", "koch") == brief


def test_words_that_name_no_job_are_a_role_all_the_same(change: Change) -> None:
    assert change(Brief(), "role", "", "Leute").role == "Leute"
    azubi = change(Brief(), "role", "", "azubi")
    assert (azubi.role, azubi.level, traits(azubi)) == ("Azubi", "apprentice", {"young": "guess"})


# Level


def test_a_level_changes_what_is_concluded_from_it(read: Read, change: Change) -> None:
    cook = read("Koch in Köln")
    apprentice = change(cook, "level", "", "Azubi")
    assert (apprentice.level, traits(apprentice)["young"]) == ("apprentice", "guess")
    assert "professional" not in traits(apprentice), "an apprentice is no professional yet"
    assert change(apprentice, "level", "Ausbildung", "") == cook


@pytest.mark.parametrize("typed", ["Ausbildung", "apprenticeship", "Lehrling", "Auszubildender Koch", "Ausbilding"])
def test_a_level_is_known_by_its_name_in_either_language_and_by_its_words(change: Change, typed: str) -> None:
    assert change(Brief(), "level", "", typed) == change(Brief(), "level", "", "Azubi")


# Places


def test_only_the_place_named_changes_and_where_it_stands(change: Change) -> None:
    brief = Brief(places=(KOELN, BONN))
    assert places(change(brief, "place", "Köln (Deutschland)", "Hamburg")) == ["Hamburg", "Bonn"]
    assert places(change(brief, "place", "Bonn (Germany)", "")) == ["Köln"]
    assert places(change(brief, "place", "", "Wien")) == ["Köln", "Bonn", "Wien"]
    assert places(change(brief, "place", "Köln (Deutschland)", "Ulm und Wien")) == ["Ulm", "Wien", "Bonn"]


def test_a_place_that_is_there_already_is_not_shown_twice(change: Change) -> None:
    brief = Brief(places=(KOELN, BONN))
    assert places(change(brief, "place", "", "bonn")) == ["Köln", "Bonn"]
    assert places(change(brief, "place", "Köln (Deutschland)", "Bonn")) == ["Bonn"]


@pytest.mark.parametrize(
    ("typed", "countries"),
    [
        ("Essen", ("DE",)),
        ("Reading", ("GB",)),
        ("schweiz", ("CH",)),
        ("DACH", ("DE", "AT", "CH")),
        ("Paris", ("FR",)),
        ("Paris (USA)", ("US",)),
        ("Köln (Innenstadt)", ("DE",)),
        ("Köln (DACH)", ("DE",)),
    ],
)
def test_everyday_words_are_towns_where_a_place_is_asked_for(
    change: Change, typed: str, countries: tuple[str, ...]
) -> None:
    assert change(Brief(), "place", "", typed).countries == countries


def test_the_country_left_behind_the_old_town_is_not_the_new_towns(change: Change) -> None:
    corrected = change(Brief(places=(KOELN,)), "place", "Köln (Deutschland)", "Wien (Deutschland)")
    assert corrected.countries == ("AT",)


def test_the_place_as_it_was_changes_nothing(change: Change) -> None:
    texas = Brief(places=(make_place("Paris", "US"),))
    value = "Paris (Vereinigte Staaten)"
    assert change(texas, "place", value, value) == texas


@pytest.mark.parametrize("value", ["weltweit", "worldwide"])
def test_worldwide_is_a_place(change: Change, value: str) -> None:
    everywhere = change(Brief(places=(KOELN,)), "place", "", value)
    assert (everywhere.worldwide, places(everywhere)) == (value, ["Köln"])
    assert change(everywhere, "place", value, "") == Brief(places=(KOELN,))
    moved = change(everywhere, "place", "weltweit", "Wien")
    assert (moved.worldwide, places(moved)) == (None, ["Köln", "Wien"])


def test_remote_and_a_town_change_into_each_other(change: Change) -> None:
    remote = change(Brief(places=(KOELN,)), "place", "Köln (Deutschland)", "Homeoffice")
    assert (remote.remote, remote.places) == ("Homeoffice", ())
    town = change(remote, "remote", "ortsunabhängig", "Wien")
    assert (town.remote, places(town)) == (None, ["Wien"])
    assert change(Brief(remote="remote"), "remote", "remote", "") == Brief()
    assert change(Brief(), "remote", "", "ortsunabhängig").remote == "ortsunabhängig"


def test_a_market_goes_with_the_place_that_named_it(read: Read, change: Change) -> None:
    chinese = read("chinesischer Vertriebler")
    assert "chinese-speaking" in traits(chinese)
    value = f"{chinese.places[0].name} (China)"
    assert "chinese-speaking" not in traits(change(chinese, "place", value, "Köln"))
    assert "chinese-speaking" in traits(change(chinese, "place", "", "Köln"))


# Age and number


@pytest.mark.parametrize(
    ("typed", "age"),
    [
        ("25", (25, 25)),
        ("18-25", (18, 25)),
        ("18 bis 25", (18, 25)),
        ("18 to 25", (18, 25)),
        ("unter 30", (13, 29)),
        ("in their 20s", (20, 29)),
        ("20 bis 99", (20, 99)),
    ],
)
def test_bare_numbers_are_ages_where_an_age_is_asked_for(change: Change, typed: str, age: tuple[int, int]) -> None:
    corrected = change(Brief(age=(50, 55)), "age", "50 bis 55", typed)
    assert corrected.age == age


def test_young_follows_from_the_age(read: Read, change: Change) -> None:
    cook = read("Koch in Köln")
    young = change(cook, "age", "", "18 bis 25")
    assert traits(young)["young"] == "age"
    assert change(young, "age", "18 bis 25", "") == cook
    assert "young" not in traits(change(young, "age", "18 bis 25", "50"))


def test_what_the_age_hid_is_concluded_again_without_it(read: Read, change: Change) -> None:
    brief = read("Azubi Koch, 18 bis 20 Jahre")
    assert traits(brief)["young"] == "age"
    assert traits(change(brief, "age", "18 bis 20", ""))["young"] == "guess"


@pytest.mark.parametrize(("typed", "number"), [("3", 3), ("3 Köche", 3), ("x5", 5), ("ca. 12", 12), ("1200", 1200)])
def test_bare_numbers_are_people_where_their_number_is_asked_for(change: Change, typed: str, number: int) -> None:
    corrected = change(Brief(role="Koch"), "headcount", "", typed)
    assert corrected == Brief(role="Koch", headcount=number)
    assert change(corrected, "headcount", str(number), "") == Brief(role="Koch")


# Traits


def test_a_removed_guess_does_not_come_back(read: Read, change: Change) -> None:
    brief = change(read("Azubi Koch in Köln"), "trait", "junge Zielgruppe", "")
    assert "young" not in traits(brief)
    for again in (
        ("place", "", "Wien"),
        ("headcount", "", "3"),
        ("level", "Ausbildung", "Werkstudent"),
        ("age", "", "18"),
        ("role", "Koch", "Azubi Kellner"),
    ):
        assert "young" not in traits(change(brief, *again)), again
    assert traits(change(brief, "trait", "", "junge Leute"))["young"] == "said"


def test_a_removed_trait_of_the_job_does_not_come_back(read: Read, change: Change) -> None:
    brief = change(read("Grafikdesigner in Köln"), "trait", "creative occupations", "")
    assert "creative" not in traits(brief)
    assert "creative" not in traits(change(brief, "level", "", "Senior"))
    assert "creative" not in traits(brief.updated(read("und für die Schweiz?")))


def test_what_was_described_can_be_removed(change: Change) -> None:
    brief = Brief(needs=(Need("gaming", Origin.DESCRIBED, "twitch"), *needs(Origin.SAID, "young")))
    assert traits(change(brief, "trait", "Videospiele und E-Sport", "")) == {"young": "said"}


@pytest.mark.parametrize("value", ["junge Zielgruppe", "young audience"])
def test_a_guess_typed_as_it_is_shown_is_confirmed(read: Read, change: Change, value: str) -> None:
    assert traits(change(read("Azubi Koch"), "trait", value, value))["young"] == "said"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kreativ", {"creative"}),
        ("kreative Berufe", {"creative"}),
        ("creative occupations", {"creative"}),
        ("jung und kreativ", {"young", "creative"}),
        ("Azubis", {"young"}),
        ("Designer", {"creative"}),
        ("chinesisch", {"chinese-speaking"}),
    ],
)
def test_traits_are_known_by_name_and_by_their_words(change: Change, typed: str, found: set[str]) -> None:
    corrected = change(Brief(needs=needs(Origin.SAID, "gaming")), "trait", "Videospiele und E-Sport", typed)
    assert traits(corrected) == dict.fromkeys(found, "said")
    assert (corrected.role, corrected.level, corrected.places) == (None, None, ())


# Channels, their kinds, plans, material


def test_a_channel_is_let_in_again(change: Change) -> None:
    brief = Brief(excluded=frozenset({"xing", "x"}))
    assert change(brief, "excluded", "X (Twitter)", "").excluded == {"xing"}
    assert change(brief, "excluded", "XING", "kein Insta").excluded == {"x", "instagram"}
    assert change(brief, "excluded", "", "Line und fb").excluded == {"xing", "x", "line", "facebook"}


def test_kinds_of_channels(change: Change) -> None:
    brief = Brief(kinds=("messenger", "video"))
    assert change(brief, "kind", "Messenger", "").kinds == ("video",)
    assert change(brief, "kind", "messenger", "Forum").kinds == ("community", "video")
    assert change(brief, "kind", "", "live streaming").kinds == ("messenger", "video", "live-streaming")


def test_plans(change: Change) -> None:
    brief = Brief(wishes=("ads", "active-sourcing"))
    assert change(brief, "wish", "Active Sourcing", "").wishes == ("ads",)
    assert change(brief, "wish", "active sourcing", "employer branding").wishes == ("ads", "brand")


def test_material(change: Change) -> None:
    brief = change(Brief(), "content", "", "Blogartikel")
    assert brief == Brief(content=("text",))
    assert change(brief, "content", "Text", "") == Brief()


@pytest.mark.parametrize(("kind", "typed"), [("wish", "Messe"), ("content", "Videos"), ("content", "Fotos")])
def test_plans_and_material_that_choose_channels_are_traits(change: Change, kind: str, typed: str) -> None:
    corrected = change(Brief(), kind, "", typed)
    assert len(corrected.needs) == 1
    assert (corrected.wishes, corrected.content) == ((), ())


# What holds for all


def test_corrections_are_made_one_after_the_other(change: Change) -> None:
    brief = change(Brief(), "place", "", "Wien", "place", "Wien (Österreich)", "Ulm", "role", "", "Koch")
    assert (places(brief), brief.role) == (["Ulm"], "Koch")


def test_after_a_correction_all_channels_stand_open_again(change: Change) -> None:
    assert change(Brief(role="Koch", given=frozenset({"xing"})), "headcount", "", "3").given == frozenset()


@pytest.mark.parametrize("kind", list(TagKind))
def test_what_is_not_there_is_removed_already(read: Read, change: Change, kind: str) -> None:
    brief = Brief(places=(KOELN,), needs=needs(Origin.SAID, "young"), excluded=frozenset({"xing"}))
    assert change(brief, kind, "Atlantis", "") == brief
    assert change(brief, kind, "", "") == brief


def test_what_has_gone_and_is_changed_is_added(change: Change) -> None:
    assert places(change(Brief(places=(BONN,)), "place", "Köln (Deutschland)", "Wien")) == ["Bonn", "Wien"]


def test_what_is_typed_is_cleaned(change: Change) -> None:
    brief = Brief(places=(KOELN,))
    assert places(change(brief, "place", " Köln\u200b (Deutschland)", "\u202e Wien \x00")) == ["Wien"]
    assert change(brief, "place", "Köln (Deutschland)", " \u200b\n") == Brief(), "nothing visible removes"


@pytest.mark.parametrize(
    ("kind", "typed", "near"),
    [
        ("role", "???", ()),
        ("level", "Qwxyz", ()),
        ("place", "Qwxyz", ()),
        ("place", "ja", ()),
        ("place", "Kölm", ("Köln",)),
        ("remote", "Qwxyz", ()),
        ("age", "abc", ()),
        ("age", "40-20", ()),
        ("age", "7", ()),
        ("age", "120", ()),
        ("headcount", "viele", ()),
        ("headcount", "0", ()),
        ("headcount", "12345", ()),
        ("headcount", "3 bis 5", ()),
        ("trait", "Qwxyz", ()),
        ("trait", "Unterhaltung", ("unterhaltsame Inhalte",)),
        ("trait", "dies und das", ()),
        ("wish", "sourcing", ("Active Sourcing",)),
        ("wish", "Anzeige", ()),
        ("content", "Podcast", ()),
        ("kind", "Berufsnetz", ("Berufsnetzwerk",)),
        ("excluded", "Mastodon", ()),
        ("excluded", "Feisbook", ("Facebook",)),
    ],
)
def test_what_cannot_be_read_is_named_with_what_is_near(
    corrector: Corrector, kind: str, typed: str, near: tuple[str, ...]
) -> None:
    result = corrector.correct(Brief(role="Koch"), [Correction(kind, "", f" {typed}")], DE)
    assert isinstance(result, Misread)
    assert (result.obstacle, result.kind, result.typed) == (Obstacle.UNREAD, kind, typed)
    assert result.near[: len(near)] == near if near else result.near == ()
    assert len(result.near) <= 2


def test_names_that_are_near_are_said_in_the_language_of_the_answer(corrector: Corrector) -> None:
    result = corrector.correct(Brief(), [Correction("trait", "", "contents")], EN)
    assert isinstance(result, Misread)
    assert "visual content" in result.near


def test_one_correction_that_cannot_be_made_stops_all(corrector: Corrector) -> None:
    corrections = [Correction("headcount", "", "3"), Correction("place", "", "Qwxyz"), Correction("age", "", "abc")]
    result = corrector.correct(Brief(), corrections, DE)
    assert isinstance(result, Misread)
    assert result.typed == "Qwxyz"


def test_what_is_too_long_or_too_much_is_declined(corrector: Corrector) -> None:
    def obstacle(*corrections: Correction) -> Obstacle | None:
        result = corrector.correct(Brief(), corrections, DE)
        return result.obstacle if isinstance(result, Misread) else None

    assert obstacle(Correction("role", "", "x" * MAX_TYPED)) is None
    assert obstacle(Correction("role", "", "x" * (MAX_TYPED + 1))) is Obstacle.TOO_LONG
    assert obstacle(Correction("role", "", "Koch" + " " * MAX_TYPED)) is None, "counted as it is read"
    assert obstacle(Correction("role", "", " " * 10_000_000)) is Obstacle.TOO_LONG
    assert obstacle(Correction("role", "x" * 10_000_000, "Koch")) is None
    assert obstacle(*[Correction("role", "", "Koch")] * MAX_AT_ONCE) is None
    assert obstacle(*[Correction("role", "", "Koch")] * (MAX_AT_ONCE + 1)) is Obstacle.TOO_MANY


def test_another_kind_is_a_programming_error(corrector: Corrector) -> None:
    with pytest.raises(ValueError, match="colour"):
        corrector.correct(Brief(), [Correction("colour", "", "red")], DE)


def test_a_brief_of_other_content_can_still_be_corrected(change: Change) -> None:
    old = Brief(role="Alchemist", occupations=("alchemy",), level="retired", needs=needs(Origin.ROLE, "gone"))
    assert change(old, "level", "retired", "").level is None
    assert change(old, "age", "", "20").age == (20, 20)
    assert change(old, "role", "Alchemist", "Koch").role == "Koch"


# Every tag that is shown can be found again


def every_tag(words: ChannelWords, knowledge: Knowledge, brief: Brief, language: Language) -> tuple[Tag, ...]:
    return words.understood(brief, make_request(knowledge, brief=brief, language=language)).tags


@pytest.fixture(scope="module")
def full(library: Library, phrases: Phrases) -> Brief:
    """A brief with every entry that can be shown."""
    names = entry_names(library, phrases)
    market = make_place("Chinesisch", "CN", kind=PlaceKind.ADJECTIVE)
    return Brief(
        role="Koch, Kellner",
        level="apprentice",
        places=(KOELN, BONN, make_place("Deutschland", "DE"), make_place("DACH", "DE", "AT", "CH"), market),
        remote="remote",
        worldwide="global",
        age=(18, 25),
        headcount=3,
        needs=needs(Origin.SAID, *library.traits),
        kinds=tuple(names["kind"]),
        wishes=tuple(names["wish"]),
        content=tuple(names["content"]),
        excluded=frozenset(library.channels),
    )


@pytest.mark.parametrize("language", list(Language))
def test_every_tag_can_be_removed_by_its_shown_value(
    words: ChannelWords, knowledge: Knowledge, full: Brief, change: Change, language: Language
) -> None:
    shown = every_tag(words, knowledge, full, language)
    assert {tag.kind for tag in shown} == set(TagKind)
    for tag in shown:
        left = every_tag(words, knowledge, change(full, tag.kind, tag.value, ""), language)
        others = {t for t in shown if t != tag and not (tag.kind == "role" and t.kind == "level")}
        assert set(left) == others, tag


@pytest.mark.parametrize("language", list(Language))
def test_every_tag_can_be_typed_as_it_is_shown(
    words: ChannelWords, knowledge: Knowledge, full: Brief, change: Change, language: Language
) -> None:
    for tag in every_tag(words, knowledge, full, language):
        if tag.value.partition(" ")[0] in ("Chinesisch", "DACH"):
            continue
        added = every_tag(words, knowledge, change(Brief(), tag.kind, "", tag.value), language)
        assert (tag.kind, tag.value) in {(t.kind, t.value) for t in added}, tag


def test_no_two_entries_of_a_kind_are_called_the_same(library: Library, phrases: Phrases) -> None:
    for kind, entries in entry_names(library, phrases).items():
        named: Mapping[str, set[str]] = {}
        for id_, name in entries.items():
            for language in Language:
                named = {**named, fold(name.within(language)): {*named.get(fold(name.within(language)), ()), id_}}
        assert [ids for ids in named.values() if len(ids) > 1] == [], kind


# Which vacancy


def test_the_vacancy_shown_last_is_corrected() -> None:
    advice = after_advice(Brief(role="Koch"), "xing")
    compared = after_advice(Brief(role="Kellner"), "xing", "linkedin", intent=Intent.COMPARE_CHANNELS)
    nobody = after_advice(Brief(), "xing", "linkedin", intent=Intent.COMPARE_CHANNELS)
    assert shown_vacancy(Conversation("c")) is None
    assert shown_vacancy(Conversation("c", advice, vacancy=advice)) is advice
    assert shown_vacancy(Conversation("c", compared)) is compared
    assert shown_vacancy(Conversation("c", compared, vacancy=advice)) is compared
    assert shown_vacancy(Conversation("c", nobody, vacancy=advice)) is advice
