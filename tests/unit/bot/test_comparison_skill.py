import pytest

from bot.advisor import rate_channels
from bot.models import Answer, Comparison, Heading, NoticeKind, Outcome, Text, Understood
from bot.phrases import Phrases
from bot.skills.channel_words import ChannelWords
from bot.skills.comparison import EVEN, MOST_COMPARED, CompareSkill
from bot.skills.request import Knowledge
from bot.understanding.brief import Brief, Origin
from bot.understanding.places import PlaceFinder
from knowledge.models import Language
from tests.fakes.requests import FakeSkill, blocks_of, make_request, notices_of, texts_of
from tests.fakes.understanding import make_place, needs

UNKNOWN = Answer(Outcome.UNKNOWN, Language.DE, (Text("?"),))
ULM = (make_place("Ulm", "DE"),)
NOTHING = Brief()
EXECUTIVE = Brief(role="CFO", places=ULM, needs=needs(Origin.ROLE, "executive"))


@pytest.fixture
def skill(phrases: Phrases, finder: PlaceFinder) -> CompareSkill:
    return CompareSkill(phrases, ChannelWords(phrases, finder), FakeSkill(lambda language: UNKNOWN))


def compare(
    skill: CompareSkill, knowledge: Knowledge, *channels: str, brief: Brief = NOTHING, language: Language = Language.DE
) -> Answer:
    return skill.answer(make_request(knowledge, channels=channels, brief=brief, language=language))


@pytest.mark.parametrize("language", list(Language))
def test_channels_stand_side_by_side_in_the_order_they_were_named(
    skill: CompareSkill, knowledge: Knowledge, language: Language
) -> None:
    answer = compare(skill, knowledge, "tiktok", "xing", language=language)
    (table,) = blocks_of(answer, Comparison)
    assert table.names == ("TikTok", "XING")
    kind, audience, ages = (cells for _, cells in table.rows)
    for facet, cells in (("platform", kind), ("audience", audience)):
        leads = (knowledge.topics[f"{facet}:{id_}"].statements[0] for id_ in ("tiktok", "xing"))
        assert cells == tuple(lead.text.within(language) for lead in leads)
    assert ages == ("13–34", {Language.DE: "nicht genannt", Language.EN: "not named"}[language])
    assert answer.outcome is Outcome.ANSWERED
    assert blocks_of(answer, Heading)[0].text.startswith("TikTok / XING")


def test_ages_are_a_row_only_where_the_guide_names_one(skill: CompareSkill, knowledge: Knowledge) -> None:
    (table,) = blocks_of(compare(skill, knowledge, "xing", "linkedin"), Comparison)
    assert len(table.rows) == 2


def test_without_a_vacancy_nothing_is_recommended_and_one_is_asked_for(
    skill: CompareSkill, knowledge: Knowledge, phrases: Phrases
) -> None:
    answer = compare(skill, knowledge, "xing", "linkedin")
    assert answer.channels == ()
    assert [notice.text for notice in notices_of(answer, NoticeKind.QUESTION)] == [
        phrases.say("compare.ask", Language.DE)
    ]
    assert blocks_of(answer, Understood) == []


def test_for_a_vacancy_the_better_one_is_said_and_stands_first(skill: CompareSkill, knowledge: Knowledge) -> None:
    brief = Brief(role="CFO", places=(make_place("Chicago", "US"),), needs=needs(Origin.ROLE, "executive"))
    answer = compare(skill, knowledge, "tiktok", "linkedin", brief=brief)
    assert answer.channels[0] == "linkedin"
    assert texts_of(answer) == ["Für deinen Fall passt LinkedIn besser."]
    assert notices_of(answer, NoticeKind.QUESTION) == []
    assert blocks_of(answer, Understood)


def test_scores_that_lie_close_are_even(skill: CompareSkill, knowledge: Knowledge) -> None:
    brief = Brief(places=ULM, needs=needs(Origin.SAID, "young"))
    scores = {r.channel.id: r.score for r in rate_channels(knowledge.channels, brief, Language.DE)}
    assert abs(scores["tiktok"] - scores["snapchat"]) < EVEN
    assert texts_of(compare(skill, knowledge, "tiktok", "snapchat", brief=brief)) == [
        "Für deinen Fall passen Snapchat, TikTok gleich gut."
    ]


def test_channels_that_are_out_are_not_recommended(skill: CompareSkill, knowledge: Knowledge) -> None:
    brief = Brief(role="Koch", places=ULM, needs=needs(Origin.ROLE, "broad"))
    answer = compare(skill, knowledge, "line", "xing", brief=brief)
    assert answer.channels == ("xing",)
    assert texts_of(answer) == ["Für deinen Fall passt XING besser."]


def test_where_all_are_out_a_better_one_is_named(skill: CompareSkill, knowledge: Knowledge) -> None:
    brief = Brief(role="Koch", places=ULM, needs=needs(Origin.ROLE, "broad"))
    answer = compare(skill, knowledge, "line", "vk", brief=brief, language=Language.EN)
    assert answer.channels == ()
    assert texts_of(answer) == ["For your case these channels are out. Facebook fits better."]


def test_no_channel_that_is_out_is_named_as_the_better_one(skill: CompareSkill, knowledge: Knowledge) -> None:
    brief = Brief(role="Koch", places=ULM, excluded=frozenset(knowledge.channels))
    (text,) = texts_of(compare(skill, knowledge, "xing", "linkedin", brief=brief))
    assert not any(channel.name in text for channel in knowledge.channels.values())


def test_channels_that_the_guide_speaks_against_are_not_recommended(skill: CompareSkill, knowledge: Knowledge) -> None:
    answer = compare(skill, knowledge, "tiktok", "snapchat", brief=EXECUTIVE)
    assert answer.channels == ()
    assert "gleich gut" not in texts_of(answer)[0]


def test_topics_and_citations_are_those_of_both_channels(skill: CompareSkill, knowledge: Knowledge) -> None:
    answer = compare(skill, knowledge, "xing", "vk", language=Language.EN)
    assert answer.topic == "audience:xing"
    assert answer.topics == ("audience:xing", "platform:xing", "audience:vk", "platform:vk")
    assert {citation.passage for citation in answer.citations} == {f"{topic}#lead.en" for topic in answer.topics}
    assert answer.suggestions == ("Who is on XING?", "Who is on VKontakte (VK)?")


def test_so_many_channels_that_a_table_can_be_read(skill: CompareSkill, knowledge: Knowledge) -> None:
    answer = compare(skill, knowledge, *knowledge.channels)
    (table,) = blocks_of(answer, Comparison)
    assert len(table.names) == MOST_COMPARED
    (caveat,) = notices_of(answer, NoticeKind.CAVEAT)
    left = [channel.name for channel in knowledge.channels.values() if channel.name not in table.names]
    assert ", ".join(left) in caveat.text


def test_of_four_channels_none_is_left_out(skill: CompareSkill, knowledge: Knowledge) -> None:
    answer = compare(skill, knowledge, "xing", "linkedin", "tiktok", "vk")
    assert notices_of(answer, NoticeKind.CAVEAT) == []


def test_for_a_vacancy_those_that_fit_it_best_are_shown_and_judged(skill: CompareSkill, knowledge: Knowledge) -> None:
    answer = compare(skill, knowledge, "tiktok", "snapchat", "vk", "line", "linkedin", "xing", brief=EXECUTIVE)
    (table,) = blocks_of(answer, Comparison)
    assert {"LinkedIn", "XING"} <= set(table.names)
    assert answer.channels[0] in ("linkedin", "xing")
    assert texts_of(answer) == ["Für deinen Fall passt LinkedIn besser."]


def test_channels_that_nobody_knows_cannot_be_compared(skill: CompareSkill, knowledge: Knowledge) -> None:
    assert compare(skill, knowledge, "mastodon") is UNKNOWN
