from dataclasses import replace

import pytest

from bot.advisor import rate_channels
from bot.models import Answer, Heading, NoticeKind, Outcome, Text, Understood
from bot.phrases import Phrases
from bot.skills.channel_words import ChannelWords
from bot.skills.comparison import WhyNotSkill
from bot.skills.request import Knowledge
from bot.understanding.brief import Brief, Origin
from bot.understanding.places import PlaceFinder
from knowledge.models import Language
from tests.fakes.requests import FakeSkill, blocks_of, make_request, notices_of, texts_of
from tests.fakes.understanding import make_place, needs

UNKNOWN = Answer(Outcome.UNKNOWN, Language.DE, (Text("?"),))
COOK = Brief(role="Koch", places=(make_place("Ulm", "DE"),), needs=needs(Origin.ROLE, "broad"))
BEST = ("facebook", "xing", "youtube")


@pytest.fixture
def skill(phrases: Phrases, finder: PlaceFinder) -> WhyNotSkill:
    return WhyNotSkill(phrases, ChannelWords(phrases, finder), FakeSkill(lambda language: UNKNOWN))


def ask(
    skill: WhyNotSkill, knowledge: Knowledge, *channels: str, brief: Brief = COOK, language: Language = Language.DE
) -> Answer:
    return skill.answer(make_request(knowledge, channels=channels, brief=brief, language=language))


def test_a_channel_among_the_best_fits(skill: WhyNotSkill, knowledge: Knowledge) -> None:
    answer = ask(skill, knowledge, "xing")
    assert texts_of(answer)[0] == "XING gehört hier zu den drei besten Kanälen (Platz 2)."
    assert not any("Besser passen" in text for text in texts_of(answer))
    assert answer.channels == BEST


def test_a_channel_behind_the_best_has_its_rank_of_those_that_are_in(skill: WhyNotSkill, knowledge: Knowledge) -> None:
    ratings = [r for r in rate_channels(knowledge.channels, COOK, Language.DE) if not r.out]
    rank = next(place for place, rating in enumerate(ratings, 1) if rating.channel.id == "linkedin")
    texts = texts_of(ask(skill, knowledge, "linkedin"))
    assert rank > 3
    assert texts[0] == f"LinkedIn steht hier auf Platz {rank} von {len(ratings)}."
    assert texts[-1] == "Besser passen: Facebook, XING, YouTube."


def test_a_channel_that_was_ruled_out_is_said_to_be(skill: WhyNotSkill, knowledge: Knowledge) -> None:
    brief = Brief(role="Koch", places=COOK.places, needs=COOK.needs, excluded=frozenset({"xing"}))
    answer = ask(skill, knowledge, "xing", brief=brief)
    assert texts_of(answer)[0] == "XING hast du selbst ausgeschlossen."
    assert "xing" not in answer.channels


def test_a_channel_that_was_given_before_is_not_said_to_be_out_of_its_region(
    skill: WhyNotSkill, knowledge: Knowledge
) -> None:
    others = replace(COOK, given=frozenset({"facebook", "xing", "youtube"}))
    total = sum(not r.out for r in rate_channels(knowledge.channels, COOK, Language.DE))
    answer = ask(skill, knowledge, "facebook", brief=others)
    assert texts_of(answer)[0] == f"Facebook habe ich dir hier schon genannt (Platz 1 von {total})."
    assert answer.channels == BEST


def test_where_a_channel_stands_does_not_change_by_what_was_given_before(
    skill: WhyNotSkill, knowledge: Knowledge
) -> None:
    others = replace(COOK, given=frozenset({"facebook", "xing", "youtube"}))
    assert texts_of(ask(skill, knowledge, "linkedin", brief=others)) == texts_of(ask(skill, knowledge, "linkedin"))


@pytest.mark.parametrize(
    ("language", "brief", "text"),
    [
        (Language.DE, COOK, "Line scheidet hier aus, weil der Ort nicht zu seinem Gebiet passt."),
        (Language.EN, COOK, "Line is out here because the place is not in its region."),
        (
            Language.DE,
            Brief(role="Koch"),
            "Line kommt nur für sein eigenes Gebiet infrage, und einen Ort dort hast du nicht genannt.",
        ),
        (Language.EN, Brief(), "Line only makes sense for its own region, and you named no place there."),
    ],
)
def test_a_channel_of_another_region_is_out_and_why(
    skill: WhyNotSkill, knowledge: Knowledge, language: Language, brief: Brief, text: str
) -> None:
    answer = ask(skill, knowledge, "line", brief=brief, language=language)
    assert texts_of(answer)[0] == text
    assert "line" not in answer.channels


def test_for_it_speaks_whom_it_reaches_and_against_it_its_limits(skill: WhyNotSkill, knowledge: Knowledge) -> None:
    answer = ask(skill, knowledge, "line")
    lead = knowledge.topics["audience:line"].statements[0]
    assert Text(f"Dafür spricht: {lead.text.de}", lead.points) in answer.blocks
    limits = [limit for limit in knowledge.channels["line"].limits if limit.when in ("region", "always")]
    objections = notices_of(answer, NoticeKind.OBJECTION)
    assert [(one.text, one.points) for one in objections] == [
        (f"Dagegen spricht: {limit.text.de}", limit.points) for limit in limits
    ]


def test_two_limits_at_most(skill: WhyNotSkill, knowledge: Knowledge) -> None:
    brief = Brief(places=(make_place("Tokio", "JP"),), needs=needs(Origin.SAID, "executive", "young"))
    assert len(notices_of(ask(skill, knowledge, "xing", brief=brief), NoticeKind.OBJECTION)) == 2


def test_two_channels_each_get_their_case_and_a_third_is_said_to_be_left_out(
    skill: WhyNotSkill, knowledge: Knowledge
) -> None:
    answer = ask(skill, knowledge, "vk", "line", "wechat")
    assert [heading.text for heading in blocks_of(answer, Heading)] == [
        "VKontakte (VK) für diesen Fall",
        "Line für diesen Fall",
    ]
    (caveat,) = notices_of(answer, NoticeKind.CAVEAT)
    assert "WeChat" in caveat.text


def test_what_was_understood_stands_first(skill: WhyNotSkill, knowledge: Knowledge) -> None:
    answer = ask(skill, knowledge, "vk")
    assert isinstance(answer.blocks[0], Understood)
    assert [tag.value for tag in answer.blocks[0].tags] == ["Koch", "Ulm (Deutschland)"]


def test_the_answer_is_about_the_channel_and_cites_it_and_the_better_ones(
    skill: WhyNotSkill, knowledge: Knowledge
) -> None:
    answer = ask(skill, knowledge, "vk")
    assert (answer.topic, answer.topics) == ("audience:vk", ("audience:vk", "platform:vk"))
    assert [citation.passage for citation in answer.citations] == [f"audience:{id_}#lead.de" for id_ in ("vk", *BEST)]
    assert answer.suggestions == ("Wen erreiche ich auf Facebook?", "Wen erreiche ich auf XING?")


def test_every_point_shown_is_cited(skill: WhyNotSkill, knowledge: Knowledge) -> None:
    answer = ask(skill, knowledge, "xing")
    shown = {point for notice in notices_of(answer, NoticeKind.OBJECTION) for point in notice.points}
    assert shown <= {point for citation in answer.citations for point in citation.points}


def test_a_channel_that_is_not_recommended_is_not_among_the_best(skill: WhyNotSkill, knowledge: Knowledge) -> None:
    others = frozenset(knowledge.channels) - {"vk", "snapchat", "xing"}
    brief = Brief(places=COOK.places, needs=needs(Origin.SAID, "executive"), excluded=others)
    answer = ask(skill, knowledge, "snapchat", brief=brief)
    assert "snapchat" not in answer.channels
    assert "drei besten" not in texts_of(answer)[0]


def test_a_channel_that_nobody_knows_has_no_case(skill: WhyNotSkill, knowledge: Knowledge) -> None:
    assert ask(skill, knowledge, "mastodon") is UNKNOWN
    assert ask(skill, knowledge) is UNKNOWN
