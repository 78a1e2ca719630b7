"""HybridRetriever: words and meaning, fused, within one audience's index."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.models import Audience, Language
from retrieval.audience_index import AudienceIndex
from retrieval.errors import RetrievalError
from retrieval.fusion import Leg, fuse, ranking, weights_for
from retrieval.models import Hit, Query
from retrieval.protocols import Embedder, TextKind
from retrieval.sentences import passage_sentences
from retrieval.vector_index import Nearest, Positions

EXACT_PASSAGES = 20_000
"""Passages. Up to here all are scored exactly; beyond, only the union of each leg's best."""
CANDIDATES = 200
"""Passages that each leg proposes beyond that."""
REMEMBERED_PASSAGES = 4_096
"""Passages whose sentences stay at hand; cutting ten of them anew would take half of a search."""
REMEMBERED_CHOICES = 256
"""Choices of topics whose passages stay at hand: questions about the same topics search the same ones."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Keyword scores of all passages in the searched languages, the first of which has the place `first`."""

    first: int
    legs: Mapping[Leg, NDArray[np.float32]]
    coverage: NDArray[np.float32]

    def at(self, places: Positions) -> dict[Leg, NDArray[np.float32]]:
        return {leg: scores[places - self.first] for leg, scores in self.legs.items()}


class HybridRetriever:
    """Finds passages by words and by meaning. Thread-safe; holds one generation and never changes it."""

    def __init__(
        self, indexes: Mapping[Audience, AudienceIndex], embedder: Embedder, exact_passages: int = EXACT_PASSAGES
    ) -> None:
        """Search in `indexes` with the model that made their vectors; `exact_passages` as the constant of that name.

        Raises:
            ValueError: an index has vectors of another dimension than the embedder's.
        """
        for audience, index in indexes.items():
            if index.vectors.dimension != embedder.dimension:
                dimensions = f"{index.vectors.dimension} dimensions, but {embedder.model} gives {embedder.dimension}"
                raise ValueError(f"The index for {audience} has {dimensions}")
        self._searches = {audience: _AudienceSearch(index, exact_passages) for audience, index in indexes.items()}
        self._embedder = embedder

    def retrieve(self, query: Query) -> tuple[Hit, ...]:
        """Return at most `query.limit` hits, best first, ties broken by passage id; none for a blank text.

        Raises:
            RetrievalError: there is no index for the query's audience.
        """
        search = self._searches.get(query.audience)
        if search is None:
            raise RetrievalError(f"There is no index for the audience {query.audience}. Mend: lotse index")
        allowed = search.allowed(query.language, query.topics)
        if allowed.size == 0 or not query.text.strip():
            return ()
        (vector,) = self._embedder.embed([query.text], TextKind.QUERY)
        return search.run(query, vector, allowed)


class _AudienceSearch:
    """One audience's index with what a search needs to know of it beforehand."""

    def __init__(self, index: AudienceIndex, exact_passages: int) -> None:
        self._index = index
        self._exact_passages = exact_passages
        self._sentences = lru_cache(maxsize=REMEMBERED_PASSAGES)(passage_sentences)
        self._spans = {languages: index.span(languages) for languages in map(_languages, (None, *Language))}
        self._among = lru_cache(maxsize=REMEMBERED_CHOICES)(self._places_of)
        self._topics: dict[str, list[int]] = {}
        for place, passage in enumerate(index.passages):
            self._topics.setdefault(passage.topic, []).append(place)
        ids = sorted(range(len(index.passages)), key=lambda place: index.passages[place].id)
        self._by_id = np.empty(len(ids), dtype=np.int64)
        self._by_id[ids] = np.arange(len(ids))

    def allowed(self, language: Language | None, topics: frozenset[str] | None) -> Positions:
        """Return the places of the passages that may be found."""
        return self._spans[_languages(language)] if topics is None else self._among(language, topics)

    def _places_of(self, language: Language | None, topics: frozenset[str]) -> Positions:
        places = [place for topic in topics for place in self._topics.get(topic, ())]
        return np.intersect1d(self._spans[_languages(language)], np.asarray(places, dtype=np.int64))

    def run(self, query: Query, vector: NDArray[np.float32], allowed: Positions) -> tuple[Hit, ...]:
        """Score the candidates among `allowed`, which must not be empty, and return the best."""
        words = self._words(query.text, query.language)
        candidates = self._candidates(words, vector, allowed)
        nearest = self._index.vectors.best(vector, candidates)
        legs = {**words.at(candidates), Leg.MEANING: nearest.similarities}
        scores = fuse(legs, weights_for(query.language))
        best = ranking(scores, self._by_id[candidates], query.limit)
        return tuple(self._hit(row, float(scores[row]), nearest, words) for row in best)

    def _words(self, text: str, language: Language | None) -> _Words:
        languages = _languages(language)
        found = [self._index.keywords.scores(text, one) for one in languages]
        legs = {leg: np.concatenate([one.legs[leg] for one in found]) for leg in found[0].legs}
        first = int(self._spans[languages][0])
        return _Words(first, legs, np.concatenate([one.coverage for one in found]))

    def _candidates(self, words: _Words, vector: NDArray[np.float32], allowed: Positions) -> Positions:
        if allowed.size <= self._exact_passages:
            return allowed
        places = None if allowed.size == len(self._index.passages) else allowed
        proposed = [self._index.vectors.nearest(vector, CANDIDATES, places).passages]
        count = min(CANDIDATES, allowed.size)
        for scores in words.at(allowed).values():
            proposed.append(allowed[np.argpartition(scores, -count)[-count:]])
        return np.unique(np.concatenate(proposed))

    def _hit(self, row: int, score: float, nearest: Nearest, words: _Words) -> Hit:
        place = int(nearest.passages[row])
        passage = self._index.passages[place]
        return Hit(
            passage=passage,
            score=score,
            similarity=float(nearest.similarities[row]),
            sentence=self._sentences(passage)[int(nearest.sentences[row])],
            coverage=float(words.coverage[place - words.first]),
        )


def _languages(language: Language | None) -> tuple[Language, ...]:
    return tuple(Language) if language is None else (language,)
