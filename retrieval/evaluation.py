"""How well the retriever finds what it should, on a set in the BEIR layout."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.models import Audience, Language, Passage
from retrieval.beir import EvaluationSet, read_evaluation_set
from retrieval.errors import EvaluationError
from retrieval.hybrid import HybridRetriever
from retrieval.index_build import build_index
from retrieval.models import Hit, Query
from retrieval.protocols import Embedder, Progress

DEPTH = 10
"""Hits a query is asked for; every figure looks at these."""
WARM_UP_QUERIES = 20
ONE_LANGUAGE = 0.95
"""From this share of its documents on, a set counts as being in one language."""

_SILENT_STEPS = 50


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over the answerable queries, 0 to 1; times in milliseconds a query, embedding included.

    `answerable_auroc` is the chance that an answerable query's best evidence is above an unanswerable one's (None where
    all queries are answerable): Hit.evidence of the first hit.
    """

    queries: int
    documents: int
    recall_at_1: float
    recall_at_3: float
    recall_at_10: float
    mrr_at_10: float
    ndcg_at_10: float
    answerable_auroc: float | None
    p50_ms: float
    p95_ms: float

    def by_name(self) -> dict[str, float]:
        """Return the figures under the names that `lotse evaluate --json` prints; no AUROC where there is none."""
        figures: dict[str, float | None] = {
            "recall@1": self.recall_at_1,
            "recall@3": self.recall_at_3,
            "recall@10": self.recall_at_10,
            "mrr@10": self.mrr_at_10,
            "ndcg@10": self.ndcg_at_10,
            "answerable_auroc": self.answerable_auroc,
            "p50_ms": self.p50_ms,
            "p95_ms": self.p95_ms,
        }
        return {name: value for name, value in figures.items() if value is not None}


def evaluate(
    folder: Path,
    embedder: Embedder,
    detect: Callable[[str], Language],
    progress: Progress,
    language: Language | None = None,
) -> Figures:
    """Index the set in `folder` in memory, ask all its queries one by one, and return the figures.

    `language` is that of the whole set; where it is None, `detect` finds it, for the set or, if that is bilingual, for
    every document, and a query may find either language.

    Raises:
        EvaluationError: the set breaks a rule, or no query has a relevant document.
    """
    evaluation_set = read_evaluation_set(folder)
    if not evaluation_set.relevant:
        raise EvaluationError(str(folder / "qrels"), 1, "no query has a relevant document, so nothing can be measured")

    progress.step("index", 0, 1)
    spoken = [language or detect(f"{document.title} {document.text}") for document in evaluation_set.documents]
    language = language or _common_language(spoken)
    passages = [
        _passage(document.id, document.title, document.text, language or found)
        for document, found in zip(evaluation_set.documents, spoken, strict=True)
    ]
    retriever = HybridRetriever({Audience.RECRUITER: build_index(passages, embedder)}, embedder)
    progress.step("index", 1, 1)
    found, seconds = _ask(retriever, evaluation_set.queries, language, progress)
    return _figures(evaluation_set, found, seconds)


def _common_language(spoken: Sequence[Language]) -> Language | None:
    """Return the language of nearly all documents; a few names and quotations do not make a set bilingual."""
    best = max(Language, key=spoken.count)
    return best if spoken.count(best) >= ONE_LANGUAGE * len(spoken) else None


def _passage(identifier: str, title: str, text: str, language: Language) -> Passage:
    return Passage(identifier, "", language, (Audience.RECRUITER,), (), "", title, text)


def _ask(
    retriever: HybridRetriever, queries: Mapping[str, str], language: Language | None, progress: Progress
) -> tuple[dict[str, tuple[Hit, ...]], NDArray[np.float64]]:
    """Return the hits and the seconds of every query. A query of a mixed set may find either language."""
    asked = {key: Query(text, Audience.RECRUITER, language, limit=DEPTH) for key, text in queries.items()}
    for query in list(asked.values())[:WARM_UP_QUERIES]:
        retriever.retrieve(query)
    found: dict[str, tuple[Hit, ...]] = {}
    seconds = np.zeros(len(asked))
    for place, (key, query) in enumerate(asked.items()):
        start = time.perf_counter()
        found[key] = retriever.retrieve(query)
        seconds[place] = time.perf_counter() - start
        if place % _SILENT_STEPS == 0:
            progress.step("queries", place, len(asked))
    progress.step("queries", len(asked), len(asked))
    return found, seconds


def _figures(
    evaluation_set: EvaluationSet, found: Mapping[str, tuple[Hit, ...]], seconds: NDArray[np.float64]
) -> Figures:
    import ir_measures  # noqa: PLC0415  # imports pandas-like helpers that answering a question does not need
    from ir_measures import RR, R, nDCG  # noqa: PLC0415

    relevant = {query: dict(grades) for query, grades in evaluation_set.relevant.items()}
    run = {query: {hit.passage.id: -float(rank) for rank, hit in enumerate(found[query])} for query in relevant}
    measures = [R @ 1, R @ 3, R @ 10, RR @ 10, nDCG @ 10]
    values = ir_measures.calc_aggregate(measures, relevant, run)
    p50, p95 = np.percentile(seconds * 1000, [50, 95])
    recall_1, recall_3, recall_10, mrr, ndcg = (float(values[measure]) for measure in measures)
    return Figures(
        queries=len(evaluation_set.queries),
        documents=len(evaluation_set.documents),
        recall_at_1=recall_1,
        recall_at_3=recall_3,
        recall_at_10=recall_10,
        mrr_at_10=mrr,
        ndcg_at_10=ndcg,
        answerable_auroc=_answerable_auroc(found, set(relevant)),
        p50_ms=float(p50),
        p95_ms=float(p95),
    )


def _answerable_auroc(found: Mapping[str, tuple[Hit, ...]], answerable: set[str]) -> float | None:
    evidence = {query: hits[0].evidence if hits else 0.0 for query, hits in found.items()}
    inside = np.asarray([value for query, value in evidence.items() if query in answerable])
    outside = np.asarray([value for query, value in evidence.items() if query not in answerable])
    return auroc(inside, outside) if outside.size else None


def auroc(positive: NDArray[np.float64], negative: NDArray[np.float64]) -> float:
    """Return the chance that a value of `positive` is above one of `negative`, equal ones counting half.

    The statistic of Mann and Whitney (1947), which is the area under the ROC curve. Neither may be empty.
    """
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, side="left")
    not_above = np.searchsorted(ordered, positive, side="right")
    return float(np.mean(below + not_above) / (2 * len(ordered)))
