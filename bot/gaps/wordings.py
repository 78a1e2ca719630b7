"""Ways to ask, made to be compared: which of them means what a new question means, whatever its words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.models import Audience, Language, Passage
from retrieval.audience_index import in_order
from retrieval.hybrid import HybridRetriever
from retrieval.index_build import assemble
from retrieval.models import Hit, Query
from retrieval.protocols import Embedder, TextKind
from retrieval.sentences import passage_sentences

Vector = NDArray[np.float32]
"""Shape (dimension,), unit length."""

LIKE: Mapping[Language, float] = {Language.DE: 0.64, Language.EN: 0.58}
"""Likeness from which two questions count as one, by the new one's language: similarity + coverage. On
tests/quality/answers, with wordings for twenty matters, 95 % of the German and 90 % of the English questions in other
words reach it; of 600 phrasings each that ask for something else, 3.5 % and 2 % do, fewer where fewer are published."""
_EVERYBODY = Audience.RECRUITER
"""Audiences are told apart before: an index holds only what whoever asks may see."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to ask for `key`."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a question and a wording are: the cosine, and the share of the question's letters that are shared.

    `guide` is the same for the likest of the guide's own questions.
    """

    wording: Wording
    value: float
    guide: float = 0.0


class Vectors:
    """Vectors of sentences by their text, kept from one index to the next; `used` are those that were asked for.

    `guide` are the questions that the guide answers. They stand in every index: how rare a word is must not depend on
    how many wordings there are, and a question may be likest to one of them.
    """

    def __init__(
        self, embedder: Embedder, known: Mapping[str, Vector] | None = None, guide: tuple[str, ...] = ()
    ) -> None:
        self.embedder = embedder
        self.guide = guide
        self._known: dict[str, Vector] = dict(known or {})
        self.used: dict[str, Vector] = {}

    def of(self, texts: Iterable[str]) -> dict[str, Vector]:
        """Return the vector of each text; only what is new is computed."""
        wanted = list(dict.fromkeys(texts))
        if missing := [text for text in wanted if text not in self._known]:
            self._known.update(zip(missing, self.embedder.embed(missing, TextKind.DOCUMENT), strict=True))
        found = {text: self._known[text] for text in wanted}
        self.used.update(found)
        return found


class WordingIndex:
    """Wordings in an index that is never changed, so any number of threads may search it."""

    def __init__(self, wordings: Iterable[Wording], vectors: Vectors) -> None:
        self._wordings = tuple(wordings)
        self._all = (*self._wordings, *(Wording("", text) for text in vectors.guide))
        self._retriever = _retriever(self._all, vectors) if self._wordings else None

    def likest(
        self, text: str, language: Language, counts: Callable[[Wording], bool] = lambda _: True
    ) -> Likeness | None:
        """Return the likest wording among those that count, None where there is none or the text is blank."""
        return next(iter(self.ranked(text, language, counts)), None)

    def ranked(
        self, text: str, language: Language, counts: Callable[[Wording], bool] = lambda _: True
    ) -> tuple[Likeness, ...]:
        """Return all wordings that count, the likest first."""
        if self._retriever is None:
            return ()
        hits = self._retriever.retrieve(Query(text, _EVERYBODY, language, limit=len(self._all)))
        values = {int(hit.passage.source): _likeness(hit) for hit in hits}
        guide = max((value for place, value in values.items() if place >= len(self._wordings)), default=0.0)
        found = (Likeness(self._all[place], value, guide) for place, value in values.items() if self._all[place].key)
        return tuple(sorted((one for one in found if counts(one.wording)), key=lambda one: -one.value))


def _retriever(wordings: Sequence[Wording], vectors: Vectors) -> HybridRetriever:
    """Each stands there once for each language's analysis: names of tools and systems are the same in both."""
    passages = in_order(_passage(place, one, lang) for place, one in enumerate(wordings) for lang in Language)
    sentences = [sentence for passage in passages for sentence in passage_sentences(passage)]
    found = vectors.of(sentences)
    index = assemble(passages, np.stack([found[sentence] for sentence in sentences]))
    return HybridRetriever({_EVERYBODY: index}, vectors.embedder)


def _likeness(hit: Hit) -> float:
    return hit.similarity + hit.coverage


def _passage(place: int, wording: Wording, language: Language) -> Passage:
    return Passage(f"{place:06}:{language}", "question", language, (_EVERYBODY,), (), str(place), "", wording.text)
