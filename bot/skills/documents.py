"""Answers from the team's own documents, in their words: found beside what the guide answers, quoted, never reworded.

Which of the two answers, or whether both do, is decided by how sure it is that a passage has to do with the question
(`Hit.evidence`), for the team's best passage and for the guide's. Nobody writes phrasings for a document.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.models import Answer, Heading, Outcome
from bot.phrases import Phrases
from bot.skills.quotation import Quoter
from bot.skills.request import Request, Voice
from knowledge.models import Intent, Language
from retrieval.models import Hit, Query
from retrieval.protocols import Retriever

ENOUGH: Mapping[Language, float] = {Language.DE: 0.085, Language.EN: 0.075}
"""Evidence from which a passage answers, by its language. Fitted on tests/quality/team: of 72 questions that its
handbooks answer 70 pass, of 40 others one; of the phrasings of `outside`, 96 % in German and 97 % in English do not."""
SURE = 2.0
"""Times ENOUGH. So sure it must be to come before advice on a vacancy, or before small talk."""
CLOSE = 0.6
"""The share of the guide's evidence that the team's passage must reach where the guide answers too."""
CLEARLY = 4.0
"""Times the guide's evidence. What is so much better answers alone: the guide was only thought to be meant."""
ALSO = 0.8
"""The share of the best passage's evidence from which a second one is quoted as well."""
MOST = 2
DEPTH = 3
_KEPT = frozenset({Intent.INJECTION, Intent.JUDGE_PERSON})
"""What is refused stays refused, whatever is written about it."""
_ORDINARY = frozenset({None, Intent.OUTSIDE, Intent.GIBBERISH, Intent.CHANNEL_ADVICE})


@dataclass(frozen=True, slots=True)
class _Found:
    """The hits that answer, best first, and the best one's evidence in units of ENOUGH."""

    hits: tuple[Hit, ...]
    strength: float


class DocumentSkill:
    """Adds what the team's documents say to an answer, or puts it in the answer's place."""

    def __init__(self, documents: Retriever, guide: Retriever, quoter: Quoter, phrases: Phrases) -> None:
        self._documents = documents
        self._guide = guide
        self._quoter = quoter
        self._phrases = phrases

    def join(self, request: Request, answer: Answer) -> Answer:
        """Return `answer` itself where no document answers; else what the documents say, and the guide's where both."""
        intent = request.understanding.intent
        if intent in _KEPT or not (found := self._find(request)):
            return answer
        if found.strength < (SURE if _is_settled(request) else 1.0):
            return answer
        alone = self._answer(request, found)
        if answer.outcome is not Outcome.ANSWERED:
            return alone
        guide, team = self._guide_evidence(request), found.hits[0].evidence
        if team < CLOSE * guide:
            return answer
        ordinary = intent in _ORDINARY and not request.understanding.brief.role
        return alone if ordinary and team >= CLEARLY * guide else self._both(request, alone, answer)

    def _find(self, request: Request) -> _Found | None:
        """Search in each language by itself, the question's first: where that answers, no other one is asked.

        Scores of different languages cannot be compared, evidence can.
        """
        own = self._within(request, request.language)
        if own:
            return own
        others = [
            one for language in Language if language is not request.language if (one := self._within(request, language))
        ]
        return max(others, key=lambda one: one.strength, default=None)

    def _within(self, request: Request, language: Language) -> _Found | None:
        """Return what answers in a language, None where nothing is strong enough."""
        query = Query(request.understanding.text, request.audience, language, limit=DEPTH)
        hits = self._documents.retrieve(query)
        if not hits or hits[0].evidence < ENOUGH[language]:
            return None
        least = max(ENOUGH[language], ALSO * hits[0].evidence)
        others = tuple(hit for hit in hits[1:] if hit.evidence >= least)
        return _Found((hits[0], *others[: MOST - 1]), hits[0].evidence / ENOUGH[language])

    def _guide_evidence(self, request: Request) -> float:
        query = Query(request.understanding.text, request.audience, request.language, limit=1)
        return max((hit.evidence for hit in self._guide.retrieve(query)), default=0.0)

    def _answer(self, request: Request, found: _Found) -> Answer:
        return Answer(
            outcome=Outcome.ANSWERED,
            language=request.language,
            blocks=tuple(block for hit in found.hits for block in self._quoter.blocks(hit, request)),
            citations=tuple(self._quoter.citation(hit.passage, request.language) for hit in found.hits),
        )

    def _both(self, request: Request, team: Answer, guide: Answer) -> Answer:
        heading = Heading(Voice(self._phrases, request.language).say("document.guide"))
        return replace(
            guide, blocks=(*team.blocks, heading, *guide.blocks), citations=(*team.citations, *guide.citations)
        )


def _is_settled(request: Request) -> bool:
    """Whether the message is about a vacancy or no question at all, so that only a sure hit may come first."""
    brief = request.understanding.brief
    return request.understanding.intent not in _ORDINARY or bool(brief.role and brief.places)
