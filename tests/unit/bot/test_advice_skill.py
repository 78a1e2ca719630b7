from dataclasses import replace

import pytest

from bot.models import Answer, Checklist, Heading, NoticeKind, Outcome, Recommendations, Text
from bot.phrases import Phrases
from bot.skills.advice import CHANNELS_SHOWN, AdviceSkill
from bot.skills.channel_words import ChannelWords
from bot.skills.request import Knowledge
from bot.understanding.brief import Brief, Origin
from bot.understanding.places import PlaceFinder
from knowledge.models import Language
from tests.fakes.requests import FakeSkill, blocks_of, make_request, notices_of
from tests.fakes.understanding import make_place, needs

ULM = (make_place("Ulm", "DE"),)
COOK = Brief(role="Koch", places=ULM, needs=needs(Origin.ROLE, "broad"))


@pytest.fixture
def skill(phrases: Phrases, finder: PlaceFinder) -> AdviceSkill:
    unknown = FakeSkill(lambda language: Answer(Outcome.UNKNOWN, language, (Text("?"),)))
    return AdviceSkill(phrases, ChannelWords(phrases, finder), unknown)


def advise(skill: AdviceSkill, knowledge: Knowledge, brief: Brief, language: Language = Language.DE) -> Answer:
    return skill.answer(make_request(knowledge, brief=brief, language=language))


def questions(answer: Answer) -> list[str]:
    return [notice.text for notice in notices_of(answer, NoticeKind.QUESTION)]


@pytest.mark.parametrize("language", list(Language))
def test_the_best_channels_come_with_reasons_that_carry_points(
    skill: AdviceSkill, knowledge: Knowledge, language: Language
) -> None:
    answer = advise(skill, knowledge, COOK, language)
    (block,) = blocks_of(answer, Recommendations)
    assert len(block.items) == CHANNELS_SHOWN
    assert answer.channels == tuple(item.channel for item in block.items)
    assert answer.topics == tuple(f"audience:{id_}" for id_ in answer.channels)
    assert answer.topic == answer.topics[0]
    assert (answer.outcome, answer.language) == (Outcome.ANSWERED, language)
    for item in block.items:
        assert item.name == knowledge.channels[item.channel].name
        assert 0 <= item.fit <= 1
        assert item.reasons
        assert all(reason.points and reason.text for reason in item.reasons)


def test_the_order_of_the_blocks_is_that_of_reading(skill: AdviceSkill, knowledge: Knowledge) -> None:
    answer = advise(skill, knowledge, COOK)
    kinds = [type(block).__name__ for block in answer.blocks]
    assert kinds[:3] == ["Understood", "Heading", "Recommendations"]
    assert kinds[-1] == "Checklist"


def test_the_checklist_is_the_guides_with_titles_only(skill: AdviceSkill, knowledge: Knowledge) -> None:
    (checklist,) = blocks_of(advise(skill, knowledge, COOK, Language.EN), Checklist)
    items = knowledge.topics["address-audiences-checklist"].items
    assert checklist.id == "address-audiences-checklist"
    assert [(step.title, step.text, step.points) for step in checklist.steps] == [
        (item.title.en, "", item.points) for item in items
    ]


def test_an_obvious_channel_that_is_missing_is_explained(skill: AdviceSkill, knowledge: Knowledge) -> None:
    brief = Brief(role="CFO", places=(make_place("Chicago", "US"),), needs=needs(Origin.ROLE, "executive"))
    answer = advise(skill, knowledge, brief)
    (objection,) = notices_of(answer, NoticeKind.OBJECTION)
    limit = next(limit for limit in knowledge.channels["xing"].limits if limit.when == "region")
    assert objection.text == f"Warum nicht XING? {limit.text.de}"
    assert objection.points == limit.points
    assert answer.suggestions[0] == "Warum nicht XING?"


def test_a_channel_that_was_ruled_out_is_not_explained(skill: AdviceSkill, knowledge: Knowledge) -> None:
    obvious = frozenset({"linkedin", "xing", "instagram", "facebook"})
    answer = advise(skill, knowledge, Brief(places=ULM, needs=needs(Origin.SAID, "gaming"), excluded=obvious))
    assert notices_of(answer, NoticeKind.OBJECTION) == []
    assert not obvious & set(answer.channels)


@pytest.mark.parametrize(("trait", "cautioned"), [("young", True), ("executive", False)])
def test_ages_come_with_a_caution_on_ads(skill: AdviceSkill, knowledge: Knowledge, trait: str, cautioned: bool) -> None:
    answer = advise(skill, knowledge, Brief(places=ULM, needs=needs(Origin.SAID, trait)))
    shown = any(knowledge.channels[id_].age for id_ in answer.channels)
    cautions = notices_of(answer, NoticeKind.CAUTION)
    assert shown is bool(cautions) is cautioned
    assert not cautions or "AGG" in cautions[0].text


def test_that_the_audiences_are_rough_estimates_is_said(skill: AdviceSkill, knowledge: Knowledge) -> None:
    (caveat,) = notices_of(advise(skill, knowledge, COOK), NoticeKind.CAVEAT)
    assert 83 in caveat.points


@pytest.mark.parametrize(
    ("brief", "key"),
    [
        (Brief(), "advice.ask_role"),
        (Brief(places=ULM), "advice.ask_role"),
        (Brief(role="Koch"), "advice.ask_place"),
        (Brief(level="lead"), "advice.ask_place"),
        (Brief(needs=needs(Origin.SAID, "young")), "advice.ask_place"),
        (Brief(role="Koch", remote="remote"), None),
        (Brief(role="Koch", worldwide="weltweit"), None),
        (COOK, None),
    ],
)
@pytest.mark.parametrize("language", list(Language))
def test_one_question_back_at_most(
    skill: AdviceSkill, knowledge: Knowledge, phrases: Phrases, brief: Brief, key: str | None, language: Language
) -> None:
    assert questions(advise(skill, knowledge, brief, language)) == ([phrases.say(key, language)] if key else [])


def test_a_general_word_for_people_leaves_the_role_to_be_asked_for(
    skill: AdviceSkill, knowledge: Knowledge, phrases: Phrases
) -> None:
    people = Brief(occupations=("generic",), places=ULM)
    assert questions(advise(skill, knowledge, people)) == [phrases.say("advice.ask_role", Language.DE)]


def test_where_nothing_is_left_that_is_said(skill: AdviceSkill, knowledge: Knowledge, phrases: Phrases) -> None:
    answer = advise(skill, knowledge, Brief(role="Koch", places=ULM, excluded=frozenset(knowledge.channels)))
    assert (answer.channels, answer.topic, answer.topics) == ((), None, ())
    assert blocks_of(answer, Recommendations) == []
    (caveat,) = notices_of(answer, NoticeKind.CAVEAT)
    assert caveat.text == phrases.say("advice.no_channel", Language.DE)
    assert all(citation.passage.startswith(("audiences#", "address-")) for citation in answer.citations)


@pytest.mark.parametrize("language", list(Language))
def test_where_all_were_given_before_nothing_is_said_to_be_ruled_out(
    skill: AdviceSkill, knowledge: Knowledge, phrases: Phrases, language: Language
) -> None:
    answer = advise(skill, knowledge, Brief(role="Koch", places=ULM, given=frozenset(knowledge.channels)), language)
    assert [caveat.text for caveat in notices_of(answer, NoticeKind.CAVEAT)] == [
        phrases.say("advice.none_left", language)
    ]


def test_a_single_channel_is_announced_as_one(skill: AdviceSkill, knowledge: Knowledge, phrases: Phrases) -> None:
    others = frozenset(knowledge.channels) - {"xing"}
    answer = advise(skill, knowledge, Brief(role="Koch", places=ULM, excluded=others))
    assert answer.channels == ("xing",)
    assert [heading.text for heading in blocks_of(answer, Heading)] == [phrases.say("advice.heading_one", Language.DE)]


def test_what_is_shown_is_cited(skill: AdviceSkill, knowledge: Knowledge) -> None:
    answer = advise(skill, knowledge, COOK, Language.EN)
    cited = [citation.passage for citation in answer.citations]
    for id_ in answer.channels:
        assert f"audience:{id_}#lead.en" in cited
        assert f"platform:{id_}#lead.en" in cited
    assert "address-audiences-checklist#lead.en" in cited
    assert f"audiences#{knowledge.topics['audiences'].caveats[0].id}.en" in cited
    assert len(set(cited)) == len(cited)


def test_every_point_shown_is_cited(skill: AdviceSkill, knowledge: Knowledge) -> None:
    answer = advise(skill, knowledge, Brief(role="Grafiker", places=ULM, needs=needs(Origin.ROLE, "creative")))
    (block,) = blocks_of(answer, Recommendations)
    shown = {point for item in block.items for reason in (*item.reasons, *item.limits) for point in reason.points}
    shown |= {point for notice in notices_of(answer, NoticeKind.OBJECTION) for point in notice.points}
    shown |= {point for step in blocks_of(answer, Checklist)[0].steps for point in step.points}
    assert shown <= {point for citation in answer.citations for point in citation.points}


@pytest.mark.parametrize(
    ("country", "language", "key"),
    [
        ("DE", Language.DE, "suggest.place"),
        ("CH", Language.DE, "suggest.place_other"),
        ("US", Language.EN, "suggest.place"),
    ],
)
def test_the_next_questions_are_suggested(
    skill: AdviceSkill, knowledge: Knowledge, phrases: Phrases, country: str, language: Language, key: str
) -> None:
    brief = Brief(role="Koch", places=(make_place("Ort", country),), needs=needs(Origin.ROLE, "broad"))
    answer = advise(skill, knowledge, brief, language)
    best = knowledge.channels[answer.channels[0]].name
    assert answer.suggestions[-2:] == (
        phrases.say("suggest.audience", language, channel=best),
        phrases.say(key, language),
    )


@pytest.mark.parametrize(
    ("wish", "topic"), [("active-sourcing", "active-sourcing"), ("brand", "adv-employer-brand"), ("ads", None)]
)
def test_a_plan_leads_to_the_question_on_it(
    skill: AdviceSkill, knowledge: Knowledge, wish: str, topic: str | None
) -> None:
    plain = advise(skill, knowledge, COOK).suggestions
    planned = advise(skill, knowledge, replace(COOK, wishes=(wish,))).suggestions
    assert set(planned) - set(plain) == ({knowledge.topics[topic].question.de} if topic else set())


@pytest.mark.parametrize(("country", "language"), [("GB", Language.EN)])
def test_another_place_than_the_one_asked_for_is_suggested(
    skill: AdviceSkill, knowledge: Knowledge, country: str, language: Language
) -> None:
    brief = Brief(role="Cook", places=(make_place("London", country),), needs=needs(Origin.ROLE, "broad"))
    assert "And in London?" not in advise(skill, knowledge, brief, language).suggestions
