"""When the team's documents answer, beside the guide or instead of it; with hits of chosen evidence."""

from collections.abc import Mapping
from datetime import date

import pytest

from bot.models import Answer, Audience, Heading, Outcome, Text
from bot.phrases import Phrases
from bot.skills.documents import CLEARLY, CLOSE, ENOUGH, SURE, DocumentSkill
from bot.skills.quotation import Quoter
from bot.skills.request import Knowledge
from bot.understanding.brief import Brief
from knowledge.models import Intent, Language, Passage
from knowledge.team import document_card, team_passages
from retrieval.models import Hit
from tests.fakes.passages import make_passage
from tests.fakes.requests import blocks_of, make_request, texts_of
from tests.fakes.retriever import FakeRetriever
from tests.fakes.team import make_document, make_excerpt

ENGLISH = make_document(
    "/b.md", title="Handbook", excerpts=(make_excerpt("Leave ends in March.", language=Language.EN),)
)
GERMAN = make_document("/a.md", excerpts=(make_excerpt("Urlaub endet im März."),))
OTHER = make_document("/c.md", title="Merkblatt", excerpts=(make_excerpt("Urlaub gibt es auch."),))
PASSAGES: Mapping[str, Passage] = {
    name: team_passages([document])[0] for name, document in (("de", GERMAN), ("en", ENGLISH), ("other", OTHER))
}
GUIDE = Answer(Outcome.ANSWERED, Language.DE, (Text("Der Leitfaden.", (1,)),), topic="definition")
UNKNOWN = Answer(Outcome.UNKNOWN, Language.DE, (Text("Weiß ich nicht."),))
LEAST = ENOUGH[Language.DE]


def hit(name: str, evidence: float) -> Hit:
    passage = PASSAGES[name] if name in PASSAGES else make_passage(name, "Leitfaden", Language.DE)
    return Hit(passage, 1.0, 1.0, passage.text, evidence)


def join(knowledge: Knowledge, phrases: Phrases, team: list[Hit], answer: Answer, guide: float = 0.0, **said) -> Answer:
    quoter = Quoter(map(document_card, (GERMAN, ENGLISH, OTHER)), phrases, lambda: date(2026, 3, 2))
    retriever = FakeRetriever([hit("guide", guide)] if guide else [])
    skill = DocumentSkill(FakeRetriever(team), retriever, quoter, phrases)
    return skill.join(make_request(knowledge, text="Wann endet der Urlaub?", **said), answer)


def cited(answer: Answer) -> list[str]:
    return [citation.passage for citation in answer.citations]


@pytest.mark.parametrize("answer", [GUIDE, UNKNOWN], ids=["answered", "unknown"])
def test_without_a_hit_that_is_enough_the_very_same_answer_is_given(
    knowledge: Knowledge, phrases: Phrases, answer: Answer
) -> None:
    assert join(knowledge, phrases, [], answer) is answer
    assert join(knowledge, phrases, [hit("de", LEAST * 0.99)], answer) is answer


def test_what_the_guide_does_not_know_is_quoted(knowledge: Knowledge, phrases: Phrases) -> None:
    answer = join(knowledge, phrases, [hit("de", LEAST)], UNKNOWN, guide=0.9, intent=Intent.OUTSIDE)
    assert answer.outcome is Outcome.ANSWERED
    assert texts_of(answer)[:2] == ["Im Dokument „Handbuch“ (Urlaub, Seite 3) steht:", "„Urlaub endet im März.“"]
    assert cited(answer) == [PASSAGES["de"].id]
    assert (answer.topic, answer.channels, answer.suggestions) == (None, (), ())


def test_where_both_answer_the_teams_comes_first(knowledge: Knowledge, phrases: Phrases) -> None:
    answer = join(knowledge, phrases, [hit("de", 0.2)], GUIDE, guide=0.3)
    assert texts_of(answer)[1] == "„Urlaub endet im März.“"
    assert texts_of(answer)[-1] == "Der Leitfaden."
    assert blocks_of(answer, Heading)[0].text == "Im Leitfaden steht dazu"
    assert answer.topic == "definition"


def test_far_behind_the_guide_it_keeps_silent_and_far_ahead_it_answers_alone(
    knowledge: Knowledge, phrases: Phrases
) -> None:
    assert join(knowledge, phrases, [hit("de", 0.2)], GUIDE, guide=0.2 / CLOSE * 1.01) is GUIDE
    alone = join(knowledge, phrases, [hit("de", 0.2)], GUIDE, guide=0.2 / CLEARLY * 0.99)
    assert alone.topic is None
    assert "Der Leitfaden." not in texts_of(alone)


@pytest.mark.parametrize("intent", [Intent.INJECTION, Intent.JUDGE_PERSON])
def test_what_is_refused_stays_refused(knowledge: Knowledge, phrases: Phrases, intent: Intent) -> None:
    refused = Answer(Outcome.REFUSED, Language.DE, (Text("Nein."),))
    assert join(knowledge, phrases, [hit("de", 0.9)], refused, intent=intent) is refused


def test_advice_on_a_vacancy_is_kept_and_preceded_only_by_what_is_sure(knowledge: Knowledge, phrases: Phrases) -> None:
    brief = Brief(role="Friseurin", places=("Osnabrück",))  # type: ignore[arg-type] - only whether there is one counts
    said = {"intent": Intent.CHANNEL_ADVICE, "brief": brief}
    assert join(knowledge, phrases, [hit("de", LEAST * SURE * 0.99)], GUIDE, **said) is GUIDE
    answer = join(knowledge, phrases, [hit("de", LEAST * SURE)], GUIDE, **said)
    assert texts_of(answer)[-1] == "Der Leitfaden."


def test_small_talk_is_not_answered_from_a_faint_likeness(knowledge: Knowledge, phrases: Phrases) -> None:
    assert join(knowledge, phrases, [hit("de", LEAST * 1.5)], GUIDE, intent=Intent.THANKS) is GUIDE


def test_a_document_in_the_other_language_is_quoted_in_its_own_words(knowledge: Knowledge, phrases: Phrases) -> None:
    answer = join(knowledge, phrases, [hit("en", 0.3)], UNKNOWN)
    assert texts_of(answer)[:2] == ["Im Dokument „Handbook“ (Urlaub, Seite 3) steht:", "“Leave ends in March.”"]
    both = join(knowledge, phrases, [hit("en", 0.5), hit("de", 0.1)], UNKNOWN)
    assert cited(both) == [PASSAGES["de"].id]


def test_a_second_document_is_quoted_only_where_it_is_nearly_as_sure(knowledge: Knowledge, phrases: Phrases) -> None:
    both = join(knowledge, phrases, [hit("de", 0.2), hit("other", 0.17)], UNKNOWN)
    assert cited(both) == [PASSAGES["de"].id, PASSAGES["other"].id]
    assert cited(join(knowledge, phrases, [hit("de", 0.2), hit("other", 0.1)], UNKNOWN)) == [PASSAGES["de"].id]


def test_what_is_internal_is_not_even_asked_for_on_behalf_of_a_candidate(nothing: Knowledge, phrases: Phrases) -> None:
    assert join(nothing, phrases, [hit("de", 0.9)], UNKNOWN, audience=Audience.CANDIDATE) is UNKNOWN
