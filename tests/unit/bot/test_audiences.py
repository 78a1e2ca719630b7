"""What one audience may see, where a library holds something for both."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.models import Answer, Outcome, Text
from bot.phrases import Phrases
from bot.plain_text import plain_text
from bot.skills.advice import AdviceSkill
from bot.skills.caution import CautionSkill
from bot.skills.channel_words import ChannelWords
from bot.skills.comparison import CompareSkill, WhyNotSkill
from bot.skills.request import Knowledge, Skill, visible
from bot.skills.topics import TopicSkill
from bot.skills.unknown import UnknownSkill
from bot.understanding.brief import Brief, Origin
from bot.understanding.places import PlaceFinder
from knowledge.models import Audience, Intent, Language, Library, Passage
from knowledge.passages import library_passages
from tests.fakes.requests import FakeSkill, make_request
from tests.fakes.retriever import FakeRetriever, make_hit
from tests.fakes.understanding import make_place, needs

EVERYONE = (Audience.RECRUITER, Audience.CANDIDATE)
SHARED = "trend:mobile"


@pytest.fixture(scope="module")
def shared(library: Library) -> Library:
    """The shipped content with one topic that candidates may see."""
    topics = {**library.topics, SHARED: replace(library.topics[SHARED], audiences=EVERYONE)}
    return replace(library, topics=topics)


@pytest.fixture(scope="module")
def for_candidates(shared: Library) -> Knowledge:
    passages = {passage.id: passage for passage in library_passages(shared)}
    return visible(shared, passages, Audience.CANDIDATE)


def test_an_audience_sees_its_own_topics_channels_and_passages_only(for_candidates: Knowledge) -> None:
    assert set(for_candidates.topics) == {SHARED}
    assert for_candidates.channels == {}
    assert {passage.topic for passage in for_candidates.passages.values()} == {SHARED}


def test_recruiters_see_everything(library: Library, knowledge: Knowledge, passages: Mapping[str, Passage]) -> None:
    assert knowledge.topics == library.topics
    assert knowledge.channels == library.channels
    assert knowledge.passages == passages


def test_a_shared_topic_is_answered_without_anything_internal(
    phrases: Phrases, for_candidates: Knowledge, passages: Mapping[str, Passage]
) -> None:
    retriever = FakeRetriever(make_hit(passage) for passage in passages.values())
    skill = TopicSkill(retriever, phrases, UnknownSkill(retriever, phrases, ""))
    request = make_request(for_candidates, Audience.CANDIDATE, topics=("definition", SHARED, "trends"))
    answer = skill.answer(request)
    assert (answer.outcome, answer.topic, answer.topics) == (Outcome.ANSWERED, SHARED, (SHARED,))
    assert {citation.passage.partition("#")[0] for citation in answer.citations} == {SHARED}
    assert answer.suggestions == ()
    assert {query.audience for query in retriever.queries} == {Audience.CANDIDATE}


def test_only_what_is_visible_is_cited(for_candidates: Knowledge) -> None:
    request = make_request(for_candidates, Audience.CANDIDATE)
    ids = ("definition#lead.de", f"{SHARED}#lead.de", f"{SHARED}#lead.de", "no such passage")
    assert [citation.passage for citation in request.cite(ids)] == [f"{SHARED}#lead.de"]


def test_a_point_that_no_passage_named_carries_is_cited_from_the_passage_closest_to_it(
    for_candidates: Knowledge, knowledge: Knowledge
) -> None:
    request = make_request(knowledge, language=Language.EN)
    lead = knowledge.passages["audience:xing#lead.en"]
    assert [citation.passage for citation in request.cite([lead.id], lead.points)] == [lead.id]
    *_, added = request.cite([lead.id], [*lead.points, 63, 63])
    assert 63 in added.points
    assert added.passage.endswith(".en")
    assert len(request.cite([lead.id], [63, 63, 83])) == 3
    assert request.cite([], [1_000]) == ()
    assert make_request(for_candidates, Audience.CANDIDATE).cite([], [63]) == ()


@pytest.fixture
def skills(phrases: Phrases, finder: PlaceFinder) -> Mapping[Intent, Skill]:
    unknown = FakeSkill(lambda language: Answer(Outcome.UNKNOWN, language, (Text("?"),)))
    words = ChannelWords(phrases, finder)
    return {
        Intent.CHANNEL_ADVICE: AdviceSkill(phrases, words, unknown),
        Intent.COMPARE_CHANNELS: CompareSkill(phrases, words, unknown),
        Intent.WHY_NOT: WhyNotSkill(phrases, words, unknown),
        Intent.TARGETING_CAUTION: CautionSkill(phrases, unknown),
    }


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    "intent", [Intent.CHANNEL_ADVICE, Intent.COMPARE_CHANNELS, Intent.WHY_NOT, Intent.TARGETING_CAUTION]
)
def test_candidates_get_no_advice_comparison_or_caution(
    skills: Mapping[Intent, Skill], for_candidates: Knowledge, intent: Intent, language: Language
) -> None:
    brief = Brief(role="Koch", places=(make_place("Ulm", "DE"),), needs=needs(Origin.ROLE, "broad"))
    request = make_request(
        for_candidates, Audience.CANDIDATE, intent=intent, brief=brief, channels=("xing", "vk"), language=language
    )
    answer = skills[intent].answer(request)
    assert answer.outcome is Outcome.UNKNOWN
    assert (answer.channels, answer.citations, answer.suggestions, plain_text(answer)) == ((), (), (), "?")
