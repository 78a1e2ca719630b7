import pytest

from bot.understanding.brief import SPEAKERS, Brief, Need, Origin, merged_needs
from knowledge.place_names import PlaceKind
from tests.fakes.understanding import make_place, needs

COOK_IN_ULM = Brief(
    role="Koch",
    occupations=("kitchen",),
    places=(make_place("Ulm", "DE"),),
    needs=needs(Origin.ROLE, "broad"),
    excluded=frozenset({"xing"}),
)


def test_a_new_role_drops_the_level_the_age_and_what_followed_from_the_old_job() -> None:
    before = Brief(
        role="Koch",
        occupations=("kitchen",),
        level="apprentice",
        age=(16, 19),
        needs=(*needs(Origin.ROLE, "broad"), *needs(Origin.GUESS, "young"), *needs(Origin.DESCRIBED, "gaming")),
    )
    after = before.updated(Brief(role="Grafikerin", occupations=("design",), needs=needs(Origin.ROLE, "creative")))
    assert (after.role, after.occupations, after.level, after.age) == ("Grafikerin", ("design",), None, None)
    assert [need.trait for need in after.needs] == ["creative"]


def test_a_new_role_keeps_what_was_said_of_the_people() -> None:
    before = Brief(role="Koch", needs=(*needs(Origin.SAID, "privacy"), *needs(Origin.ROLE, "broad")))
    after = before.updated(Brief(role="Grafikerin", needs=needs(Origin.ROLE, "creative")))
    assert {(need.trait, need.origin) for need in after.needs} == {
        ("privacy", Origin.SAID),
        ("creative", Origin.ROLE),
    }


def test_a_new_level_keeps_the_role_and_replaces_what_was_guessed() -> None:
    before = Brief(
        role="Koch",
        level="apprentice",
        age=(16, 16),
        needs=(*needs(Origin.GUESS, "young"), *needs(Origin.ROLE, "broad"), *needs(Origin.SAID, "privacy")),
    )
    after = before.updated(Brief(level="executive", needs=needs(Origin.LEVEL, "executive")))
    assert (after.role, after.level, after.age) == ("Koch", "executive", None)
    assert {need.trait for need in after.needs} == {"broad", "privacy", "executive"}


def test_a_new_age_replaces_what_was_concluded_from_the_old_one() -> None:
    before = Brief(role="Koch", age=(16, 19), needs=(*needs(Origin.AGE, "young"), *needs(Origin.ROLE, "broad")))
    after = before.updated(Brief(age=(50, 99)))
    assert (after.role, after.age) == ("Koch", (50, 99))
    assert [need.trait for need in after.needs] == ["broad"]


def test_a_new_place_replaces_the_old_one_and_keeps_the_rest() -> None:
    after = COOK_IN_ULM.updated(Brief(places=(make_place("Bern", "CH"),)))
    assert [place.name for place in after.places] == ["Bern"]
    assert after.countries == ("CH",)
    assert (after.role, after.occupations, after.needs) == (
        COOK_IN_ULM.role,
        COOK_IN_ULM.occupations,
        COOK_IN_ULM.needs,
    )


def test_a_new_place_ends_worldwide() -> None:
    assert Brief(role="Koch", worldwide="weltweit").updated(Brief(places=(make_place("Bern", "CH"),))).worldwide is None
    assert Brief(role="Koch", worldwide="weltweit").updated(Brief(role="Kellner")).worldwide == "weltweit"


def test_a_markets_adjective_gives_way_to_the_place_that_is_named_now() -> None:
    market = (make_place("chinese", "CN", kind=PlaceKind.ADJECTIVE),)
    before = Brief(role="Sales rep", places=market, needs=needs(Origin.SAID, SPEAKERS, "privacy"))
    after = before.updated(Brief(places=(make_place("Vienna", "AT"),)))
    assert [need.trait for need in after.needs] == ["privacy"]
    assert after.countries == ("AT",)


def test_exclusions_add_up() -> None:
    after = COOK_IN_ULM.updated(Brief(excluded=frozenset({"tiktok"}))).updated(Brief(excluded=frozenset({"vk"})))
    assert after.excluded == {"xing", "tiktok", "vk"}
    assert after.role == "Koch"


def test_what_was_given_before_adds_up_while_others_are_asked_for_and_is_forgotten_then() -> None:
    others = COOK_IN_ULM.updated(Brief(given=frozenset({"vk"}))).updated(Brief(given=frozenset({"x"})))
    assert (others.given, others.excluded) == ({"vk", "x"}, {"xing"})
    assert others.updated(Brief(places=(make_place("Bern", "CH"),))).given == set()


def test_a_new_role_drops_the_number_of_people() -> None:
    twelve = Brief(role="Koch", headcount=12)
    assert twelve.updated(Brief(role="Kellner")).headcount is None
    assert twelve.updated(Brief(role="Kellner", headcount=3)).headcount == 3
    assert twelve.updated(Brief(level="lead")).headcount == 12


def test_what_is_said_anew_of_the_people_replaces_what_was_said_before() -> None:
    before = Brief(role="Koch", needs=(*needs(Origin.SAID, "young"), *needs(Origin.ROLE, "broad")))
    after = before.updated(Brief(needs=needs(Origin.SAID, "privacy")))
    assert {need.trait for need in after.needs} == {"privacy", "broad"}


def test_a_follow_up_that_says_nothing_changes_nothing() -> None:
    assert COOK_IN_ULM.updated(Brief()) == COOK_IN_ULM


@pytest.mark.parametrize(
    "news",
    [
        Brief(remote="remote"),
        Brief(worldwide="weltweit"),
        Brief(headcount=12),
        Brief(kinds=("messenger",)),
        Brief(wishes=("ads",)),
        Brief(content=("video",)),
    ],
)
def test_what_was_unknown_is_added(news: Brief) -> None:
    after = COOK_IN_ULM.updated(news)
    field = next(name for name in Brief.__slots__ if getattr(news, name) != getattr(Brief(), name))
    assert getattr(after, field) == getattr(news, field)
    assert after.role == "Koch"


@pytest.mark.parametrize(
    ("brief", "empty"),
    [
        (Brief(), True),
        (Brief(excluded=frozenset({"xing"}), wishes=("ads",), content=("video",), headcount=3), True),
        (Brief(needs=needs(Origin.DESCRIBED, "gaming")), True),
        (Brief(needs=needs(Origin.SAID, "gaming")), False),
        (Brief(role="Koch"), False),
        (Brief(level="lead"), False),
        (Brief(age=(18, 20)), False),
        (Brief(kinds=("messenger",)), False),
        (Brief(places=(make_place("Ulm", "DE"),)), False),
    ],
)
def test_a_brief_is_empty_where_nothing_could_choose_a_channel(brief: Brief, empty: bool) -> None:
    assert brief.empty is empty


def test_countries_stand_once_each_in_the_order_of_the_places() -> None:
    places = (make_place("Bern", "CH"), make_place("DACH", "DE", "AT", "CH"), make_place("Ulm", "DE"))
    assert Brief(places=places).countries == ("CH", "DE", "AT")


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_needs_for_a_trait_what_was_said_stays_in_any_order(order: int) -> None:
    groups = (needs(Origin.GUESS, "young", evidence="apprentice"), needs(Origin.SAID, "young", evidence="junge"))
    assert merged_needs(*groups[::order]) == (Need("young", Origin.SAID, "junge"),)


@pytest.mark.parametrize(
    ("origin", "inferred"),
    [
        (Origin.SAID, False),
        (Origin.ROLE, False),
        (Origin.LEVEL, False),
        (Origin.AGE, False),
        (Origin.GUESS, True),
        (Origin.DESCRIBED, True),
    ],
)
def test_only_guesses_and_descriptions_are_inferences(origin: Origin, inferred: bool) -> None:
    assert Need("young", origin, "…").inferred is inferred
