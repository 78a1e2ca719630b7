from collections.abc import Mapping

import pytest

from bot.models import Answer, Checklist, Heading, Listing, NoticeKind, Outcome, Text
from bot.phrases import Phrases
from bot.skills.request import Knowledge
from bot.skills.topics import MOST_TOPICS, TopicSkill
from knowledge.models import Audience, Language, Library, Passage
from tests.fakes.requests import FakeSkill, blocks_of, make_request, notices_of, texts_of
from tests.fakes.retriever import FakeRetriever, make_hit

UNKNOWN = Answer(Outcome.UNKNOWN, Language.DE, (Text("weiß nicht"),))


@pytest.fixture
def unknown() -> FakeSkill:
    return FakeSkill(lambda language: UNKNOWN)


@pytest.fixture
def skill(phrases: Phrases, unknown: FakeSkill) -> TopicSkill:
    return TopicSkill(FakeRetriever(), phrases, unknown)


@pytest.mark.parametrize("language", list(Language))
def test_the_lead_stands_first_and_every_statement_follows(
    skill: TopicSkill, knowledge: Knowledge, language: Language
) -> None:
    topic = knowledge.topics["definition"]
    answer = skill.answer(make_request(knowledge, topics=("definition", "trends"), language=language))
    assert (answer.outcome, answer.language, answer.topic) == (Outcome.ANSWERED, language, "definition")
    assert answer.topics == ("definition", "trends")
    assert texts_of(answer) == [statement.text.within(language) for statement in topic.statements]
    assert blocks_of(answer, Text)[0].points == topic.statements[0].points


def test_behind_the_lead_stands_what_fits_the_question_best(
    phrases: Phrases, unknown: FakeSkill, knowledge: Knowledge, passages: Mapping[str, Passage]
) -> None:
    topic = knowledge.topics["definition"]
    lead, *rest = (statement.id for statement in topic.statements)
    found = [rest[-1], lead, rest[1]]
    retriever = FakeRetriever(make_hit(passages[f"definition#{part}.de"]) for part in found)
    answer = TopicSkill(retriever, phrases, unknown).answer(
        make_request(knowledge, text="wie?", topics=("definition",))
    )
    order = [lead, rest[-1], rest[1], *(part for part in rest if part not in found)]
    texts = {statement.id: statement.text.de for statement in topic.statements}
    assert texts_of(answer) == [texts[part] for part in order]
    (query,) = retriever.queries
    assert (query.text, query.audience, query.language) == ("wie?", Audience.RECRUITER, Language.DE)
    assert query.topics == {"definition"}


def test_caveats_stand_apart_with_their_points(skill: TopicSkill, knowledge: Knowledge) -> None:
    caveats = knowledge.topics["audiences"].caveats
    answer = skill.answer(make_request(knowledge, topics=("audiences",)))
    shown = notices_of(answer, NoticeKind.CAVEAT)
    assert [(one.text, one.points) for one in shown] == [(one.text.de, one.points) for one in caveats]


@pytest.mark.parametrize(("topic", "form"), [("advantages", Listing), ("strategy-checklist", Checklist)])
def test_lists_come_with_a_heading_in_their_form(
    skill: TopicSkill, knowledge: Knowledge, topic: str, form: type[Listing] | type[Checklist]
) -> None:
    answer = skill.answer(make_request(knowledge, topics=(topic,)))
    assert blocks_of(answer, Heading)[0].text == knowledge.topics[topic].title.de
    assert len(blocks_of(answer, form)) == 1


def test_a_plain_topic_needs_no_heading(skill: TopicSkill, knowledge: Knowledge) -> None:
    assert blocks_of(skill.answer(make_request(knowledge, topics=("definition",))), Heading) == []


@pytest.mark.parametrize(("asked", "other"), [("audience:vk", "platform:vk"), ("platform:vk", "audience:vk")])
def test_a_channels_facets_stand_together_the_one_asked_for_first(
    skill: TopicSkill, knowledge: Knowledge, asked: str, other: str
) -> None:
    answer = skill.answer(make_request(knowledge, topics=(asked,), channels=("vk",)))
    leads = [knowledge.topics[id_].statements[0].text.de for id_ in (asked, other)]
    assert texts_of(answer) == leads
    assert answer.topic == asked
    assert {citation.passage for citation in answer.citations} == {f"{asked}#lead.de", f"{other}#lead.de"}


def test_several_channels_are_answered_in_one_facet_each_under_its_name(
    skill: TopicSkill, knowledge: Knowledge
) -> None:
    named = ("tiktok", "vk", "xing")
    answer = skill.answer(make_request(knowledge, topics=("audience:tiktok", "definition"), channels=named))
    headings = [block.text for block in blocks_of(answer, Heading)]
    assert headings == [knowledge.topics[f"audience:{id_}"].title.de for id_ in named]
    texts = texts_of(answer)
    for id_ in named:
        assert knowledge.topics[f"audience:{id_}"].statements[0].text.de in texts


def test_more_channels_than_can_be_read_at_once_are_cut(skill: TopicSkill, knowledge: Knowledge) -> None:
    named = ("vk", "xing", "tiktok", "snapchat", "line")
    answer = skill.answer(make_request(knowledge, topics=("platform:vk",), channels=named))
    assert len(blocks_of(answer, Heading)) == MOST_TOPICS
    caveat = notices_of(answer, NoticeKind.CAVEAT)[-1]
    assert "Snapchat, Line" in caveat.text


def test_a_topic_that_is_no_facet_of_the_channels_named_is_answered_alone(
    skill: TopicSkill, knowledge: Knowledge
) -> None:
    answer = skill.answer(make_request(knowledge, topics=("trend:mobile",), channels=("vk", "xing")))
    assert (answer.topic, blocks_of(answer, Heading)) == ("trend:mobile", [])


@pytest.mark.parametrize(
    ("position", "number"), [(1, 1), (7, 7), (-1, 8), (None, None), (9, None), (17, None), (-9, None)]
)
def test_the_step_that_is_asked_for_stands_first(
    skill: TopicSkill, knowledge: Knowledge, position: int | None, number: int | None
) -> None:
    topic = knowledge.topics["strategy-checklist"]
    answer = skill.answer(make_request(knowledge, topics=(topic.id,), position=position))
    first = blocks_of(answer, Text)[0]
    if number is None:
        assert first.text == topic.statements[0].text.de
    else:
        item = topic.items[number - 1]
        assert first == Text(f"{number}. {item.title.de}: {item.text.de}", item.points)


def test_there_is_no_step_zero(skill: TopicSkill, knowledge: Knowledge) -> None:
    topic = knowledge.topics["strategy-checklist"]
    answer = skill.answer(make_request(knowledge, topics=(topic.id,), position=0))
    assert texts_of(answer)[0] == topic.statements[0].text.de


def test_a_position_in_a_topic_without_entries_changes_nothing(skill: TopicSkill, knowledge: Knowledge) -> None:
    request = make_request(knowledge, topics=("definition",), position=2)
    assert skill.answer(request).blocks == skill.answer(make_request(knowledge, topics=("definition",))).blocks


def test_every_passage_of_the_topic_is_cited_once_with_its_sources_title(
    skill: TopicSkill, knowledge: Knowledge, library: Library
) -> None:
    topic = knowledge.topics["challenges"]
    citations = skill.answer(make_request(knowledge, topics=("challenges",), language=Language.EN)).citations
    assert [citation.passage for citation in citations] == [f"challenges#{part.id}.en" for part in topic.parts()]
    assert {citation.source for citation in citations} == {library.sources[topic.source].title.en}
    assert all(citation.points for citation in citations)


def test_the_related_questions_are_suggested(skill: TopicSkill, knowledge: Knowledge) -> None:
    topic = knowledge.topics["definition"]
    suggestions = skill.answer(make_request(knowledge, topics=("definition",))).suggestions
    assert suggestions == tuple(knowledge.topics[id_].question.de for id_ in topic.related[:3])


def test_what_the_audience_may_not_see_is_not_known(skill: TopicSkill, unknown: FakeSkill, nothing: Knowledge) -> None:
    request = make_request(nothing, Audience.CANDIDATE, topics=("definition", "trends"))
    assert skill.answer(request) is UNKNOWN
    assert unknown.requests == [request]


def test_the_next_topic_that_the_audience_may_see_is_taken(skill: TopicSkill, knowledge: Knowledge) -> None:
    answer = skill.answer(make_request(knowledge, topics=("internal:secret", "trends")))
    assert (answer.topic, answer.topics) == ("trends", ("trends",))
