import pytest

from bot.advisor import rate_channels
from bot.models import Recommendation, Tag
from bot.phrases import Phrases
from bot.skills.channel_words import ChannelWords, general_reason
from bot.skills.request import Knowledge
from bot.understanding.brief import Brief, Need, Origin
from bot.understanding.places import PlaceFinder
from knowledge.models import Language
from knowledge.place_names import PlaceKind
from tests.fakes.requests import make_request
from tests.fakes.understanding import make_place, needs

ULM = make_place("Ulm", "DE")


@pytest.fixture(scope="module")
def words(phrases: Phrases, finder: PlaceFinder) -> ChannelWords:
    return ChannelWords(phrases, finder)


def recommend(
    words: ChannelWords, knowledge: Knowledge, channel: str, brief: Brief, language: Language = Language.DE
) -> Recommendation:
    ratings = rate_channels(knowledge.channels, brief, language)
    rating = next(rating for rating in ratings if rating.channel.id == channel)
    return words.recommendation(rating, make_request(knowledge, brief=brief, language=language))


def tags(
    words: ChannelWords, knowledge: Knowledge, brief: Brief, language: Language = Language.DE
) -> list[tuple[str, str]]:
    understood = words.understood(brief, make_request(knowledge, brief=brief, language=language))
    return [(tag.kind, tag.value) for tag in understood.tags]


def test_a_reason_is_the_channels_own(words: ChannelWords, knowledge: Knowledge) -> None:
    item = recommend(words, knowledge, "instagram", Brief(needs=needs(Origin.ROLE, "creative")), Language.EN)
    reason = next(reason for reason in knowledge.channels["instagram"].reasons if reason.trait == "creative")
    assert [(shown.text, shown.points, shown.inferred) for shown in item.reasons] == [
        (reason.text.en, reason.points, False)
    ]


def test_two_reasons_at_most(words: ChannelWords, knowledge: Knowledge) -> None:
    brief = Brief(needs=needs(Origin.SAID, "young", "creative", "visual", "video"))
    assert len(recommend(words, knowledge, "instagram", brief).reasons) == 2


def test_without_a_reason_for_the_brief_whom_it_reaches_speaks_for_it(
    words: ChannelWords, knowledge: Knowledge
) -> None:
    (reason,) = recommend(words, knowledge, "facebook", Brief(places=(ULM,))).reasons
    assert reason == general_reason(knowledge.channels["facebook"], make_request(knowledge))
    assert reason.text == knowledge.topics["audience:facebook"].statements[0].text.de


def test_the_region_stands_first_and_is_not_said_twice(words: ChannelWords, knowledge: Knowledge) -> None:
    brief = Brief(places=(make_place("Tokio", "JP"),), needs=needs(Origin.SAID, "personal-contact"))
    (reason,) = recommend(words, knowledge, "line", brief).reasons
    assert reason.text.startswith("Tokio liegt im Gebiet dieses Kanals: ")
    assert reason.points == (72,)
    brief = Brief(places=(make_place("Peking", "CN"),), needs=needs(Origin.SAID, "versatile"))
    assert [reason.points for reason in recommend(words, knowledge, "wechat", brief).reasons] == [(71,), (50,)]
    brief = Brief(places=(make_place("Peking", "CN"),), needs=needs(Origin.SAID, "chinese-speaking"))
    assert [reason.points for reason in recommend(words, knowledge, "wechat", brief).reasons] == [(71,)]


def test_only_places_of_the_region_are_said_to_lie_in_it(words: ChannelWords, knowledge: Knowledge) -> None:
    brief = Brief(places=(make_place("Köln", "DE"), make_place("Shanghai", "CN")))
    assert "Köln" not in recommend(words, knowledge, "wechat", brief).reasons[0].text
    assert "Shanghai" not in recommend(words, knowledge, "xing", brief).reasons[0].text


def test_a_continent_does_not_lie_in_a_region_of_three_countries(words: ChannelWords, knowledge: Knowledge) -> None:
    brief = Brief(places=(make_place("Europa", *knowledge.library.place_groups["europe"].countries),))
    assert "liegt im Gebiet" not in recommend(words, knowledge, "xing", brief).reasons[0].text


@pytest.mark.parametrize(
    ("language", "start"),
    [
        (Language.DE, "Angenommen, Ausbildung heißt hier junge Leute: "),
        (Language.EN, "Assuming that Apprenticeship means young people here: "),
    ],
)
def test_a_guess_is_named_as_such_with_what_it_rests_on(
    words: ChannelWords, knowledge: Knowledge, language: Language, start: str
) -> None:
    brief = Brief(level="apprentice", needs=(Need("young", Origin.GUESS, "apprentice"),))
    (reason,) = recommend(words, knowledge, "snapchat", brief, language).reasons
    assert reason.inferred
    assert reason.text.startswith(start)
    assert reason.points == (66,)


def test_a_description_is_named_as_such(words: ChannelWords, knowledge: Knowledge) -> None:
    brief = Brief(needs=(Need("gaming", Origin.DESCRIBED, "twitch"),))
    (reason,) = recommend(words, knowledge, "twitch", brief).reasons
    name = knowledge.library.traits["gaming"].name.de
    assert reason.inferred
    assert reason.text.startswith(f"Deine Beschreibung klingt nach „{name}“: ")


def test_what_speaks_against_a_channel_for_this_brief_is_shown_and_its_general_limit_is_not(
    words: ChannelWords, knowledge: Knowledge
) -> None:
    item = recommend(words, knowledge, "linkedin", Brief(needs=needs(Origin.SAID, "young", "creative")))
    limits = knowledge.channels["linkedin"].limits
    assert [limit.text for limit in item.limits] == [limits[0].text.de]
    assert recommend(words, knowledge, "linkedin", Brief(needs=needs(Origin.SAID, "executive"))).limits == ()


@pytest.mark.parametrize(
    ("brief", "shown"),
    [
        (Brief(), []),
        (Brief(role="Koch", level="apprentice"), [("role", "Koch"), ("level", "Ausbildung")]),
        (Brief(places=(ULM,)), [("place", "Ulm (Deutschland)")]),
        (Brief(places=(make_place("Deutschland", "DE"),)), [("place", "Deutschland")]),
        (Brief(places=(make_place("DACH", "DE", "AT", "CH"),)), [("place", "DACH")]),
        (Brief(remote="home office"), [("remote", "ortsunabhängig")]),
        (Brief(worldwide="global"), [("place", "weltweit")]),
        (Brief(age=(18, 25)), [("age", "18 bis 25")]),
        (Brief(age=(17, 17)), [("age", "17")]),
        (Brief(headcount=12), [("headcount", "12")]),
        (Brief(wishes=("ads", "event", "active-sourcing")), [("wish", "Active Sourcing")]),
        (Brief(content=("video", "pictures", "text")), [("content", "Text")]),
        (Brief(kinds=("messenger", "video")), [("kind", "Messenger"), ("kind", "Videoplattform")]),
        (Brief(excluded=frozenset({"xing", "vk", "mastodon"})), [("excluded", "VKontakte (VK)"), ("excluded", "XING")]),
    ],
)
def test_what_was_understood_is_shown(
    words: ChannelWords, knowledge: Knowledge, brief: Brief, shown: list[tuple[str, str]]
) -> None:
    assert tags(words, knowledge, brief) == shown


def test_tags_are_worded_in_the_language_of_the_answer(words: ChannelWords, knowledge: Knowledge) -> None:
    brief = Brief(level="executive", places=(make_place("Vienna", "AT"),), age=(20, 29), remote="remote")
    assert tags(words, knowledge, brief, Language.EN) == [
        ("level", "Executive"),
        ("place", "Vienna (Austria)"),
        ("remote", "remote"),
        ("age", "20 to 29"),
    ]
    understood = words.understood(brief, make_request(knowledge, brief=brief, language=Language.EN))
    assert [tag.label for tag in understood.tags] == ["level", "place", "workplace", "age"]


@pytest.mark.parametrize(
    ("need", "shown"),
    [
        (Need("young", Origin.SAID, "junge"), [("junge Zielgruppe", False)]),
        (Need("young", Origin.GUESS, "apprentice"), [("junge Zielgruppe", True)]),
        (Need("creative", Origin.ROLE, "Grafiker"), [("kreative Berufe", False)]),
        (Need("professional", Origin.ROLE, "Koch"), []),
        (Need("broad", Origin.ROLE, "Koch"), []),
        (Need("broad", Origin.SAID, "alle"), [("breites Publikum", False)]),
        (Need("unheard-of", Origin.SAID, "…"), []),
    ],
)
def test_traits_are_shown_where_they_say_something(
    words: ChannelWords, knowledge: Knowledge, need: Need, shown: list[tuple[str, bool]]
) -> None:
    brief = Brief(needs=(need,))
    understood = words.understood(brief, make_request(knowledge, brief=brief))
    assert understood.tags == tuple(Tag("trait", "Merkmal", name, inferred) for name, inferred in shown)


@pytest.mark.parametrize("language", list(Language))
def test_every_cue_that_can_be_understood_can_be_worded(
    words: ChannelWords, knowledge: Knowledge, language: Language
) -> None:
    found = {
        prefix: [cue.removeprefix(prefix) for cue in knowledge.library.cues if cue.startswith(prefix)]
        for prefix in ("kind-", "wish-", "content-")
    }
    brief = Brief(kinds=tuple(found["kind-"]), wishes=tuple(found["wish-"]), content=tuple(found["content-"]))
    shown = tags(words, knowledge, brief, language)
    assert len([kind for kind, _ in shown if kind == "kind"]) == len(found["kind-"])


def test_a_level_that_the_content_no_longer_has_is_shown_by_its_id(words: ChannelWords, knowledge: Knowledge) -> None:
    assert tags(words, knowledge, Brief(level="retired")) == [("level", "retired")]


def test_an_adjective_is_shown_with_its_country(words: ChannelWords, knowledge: Knowledge) -> None:
    market = make_place("Chinesische", "CN", kind=PlaceKind.ADJECTIVE)
    assert tags(words, knowledge, Brief(places=(market,))) == [("place", "Chinesische (China)")]
