"""Figures on small sets in the BEIR layout, with the real model."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from knowledge.models import Language
from retrieval.errors import EvaluationError
from retrieval.evaluation import auroc, evaluate
from retrieval.protocols import Embedder
from tests.conftest import Silence

CORPUS = {
    "bridge": "Die Brücke über den Rhein wurde 1911 gebaut. Sie trägt Züge und Fußgänger.",
    "tower": "Der Turm steht am Markt. Eine Uhr schlägt jede Stunde.",
    "bakery": "Die Bäckerei öffnet um sechs Uhr. Brot und Brezeln sind schnell ausverkauft.",
    "school": "In der Grundschule lernen dreihundert Kinder lesen und rechnen.",
    "harbour": "Im Hafen liegen Frachtschiffe mit Kohle und Getreide.",
    "library": "Die Bibliothek verleiht Bücher, Filme und Spiele.",
}
INSIDE = {
    "wann baute man die Rheinbrücke": "bridge",
    "was schlaegt der Turm": "tower",
    "Wann macht der Bäcker auf?": "bakery",
    "wie viele Grundschulkinder": "school",
    "Welche Fracht haben die Schiffe?": "harbour",
    "Bucher ausleihen": "library",
}
OUTSIDE = ("Wer gewann die Fußballweltmeisterschaft?", "quadratische Gleichung lösen", "Wetter auf dem Mond")


def write_set(folder: Path, outside: tuple[str, ...] = ()) -> Path:
    (folder / "qrels").mkdir(parents=True)
    questions = [*INSIDE, *outside]
    documents = [{"_id": key, "title": "", "text": text} for key, text in CORPUS.items()]
    queries = [{"_id": f"q{number}", "text": text} for number, text in enumerate(questions)]
    judgements = [f"q{number}\t{key}\t1" for number, key in enumerate(INSIDE.values())]
    for name, rows in (("corpus", documents), ("queries", queries)):
        (folder / f"{name}.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    (folder / "qrels" / "test.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *judgements]))
    return folder


def german(text: str) -> Language:
    return Language.DE


def test_a_set_that_can_be_answered(tmp_path: Path, embedder: Embedder) -> None:
    figures = evaluate(write_set(tmp_path), embedder, german, Silence(), Language.DE)

    assert (figures.queries, figures.documents) == (6, 6)
    assert figures.recall_at_1 == figures.mrr_at_10 == figures.ndcg_at_10 == figures.recall_at_10 == 1.0
    assert figures.answerable_auroc is None
    assert 0 < figures.p50_ms <= figures.p95_ms < 1_000
    assert "answerable_auroc" not in figures.by_name()


def test_questions_without_judgements_are_told_apart(tmp_path: Path, embedder: Embedder) -> None:
    figures = evaluate(write_set(tmp_path, OUTSIDE), embedder, german, Silence(), Language.DE)

    assert figures.queries == 9
    assert figures.recall_at_1 == 1.0
    assert figures.answerable_auroc == 1.0
    assert list(figures.by_name()) == [
        "recall@1",
        "recall@3",
        "recall@10",
        "mrr@10",
        "ndcg@10",
        "answerable_auroc",
        "p50_ms",
        "p95_ms",
    ]


def test_the_language_is_detected_where_none_is_given(tmp_path: Path, embedder: Embedder) -> None:
    asked: list[str] = []

    def detect(text: str) -> Language:
        asked.append(text)
        return Language.DE

    figures = evaluate(write_set(tmp_path), embedder, detect, Silence())

    assert figures.recall_at_1 == 1.0
    assert len(asked) >= len(CORPUS)


def test_a_wrong_first_hit_costs_what_the_measures_say(tmp_path: Path, embedder: Embedder) -> None:
    write_set(tmp_path)
    judgements = [f"q{number}\t{key}\t1" for number, key in enumerate(INSIDE.values())]
    judgements[0] = "q0\tharbour\t1"
    (tmp_path / "qrels" / "test.tsv").write_text("\n".join(judgements))

    figures = evaluate(tmp_path, embedder, german, Silence(), Language.DE)

    assert figures.recall_at_1 == pytest.approx(5 / 6)
    assert 5 / 6 < figures.mrr_at_10 < 1
    assert figures.recall_at_10 == 1.0


def test_the_figures_are_the_same_each_time(tmp_path: Path, embedder: Embedder) -> None:
    write_set(tmp_path, OUTSIDE)
    first, second = (evaluate(tmp_path, embedder, german, Silence(), Language.DE).by_name() for _ in range(2))

    for name in first:
        assert name.endswith("_ms") or first[name] == second[name]


def test_a_set_without_any_relevant_document_is_refused(tmp_path: Path, embedder: Embedder) -> None:
    write_set(tmp_path)
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq0\tbridge\t0\n")

    with pytest.raises(EvaluationError, match="no query has a relevant document"):
        evaluate(tmp_path, embedder, german, Silence(), Language.DE)


VALUES = st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.5, 0.9, 1.0]), min_size=1, max_size=30)


@given(VALUES, VALUES)
def test_auroc_is_scikit_learns(positive: list[float], negative: list[float]) -> None:
    truth = [1] * len(positive) + [0] * len(negative)

    ours = auroc(np.array(positive), np.array(negative))

    assert ours == pytest.approx(roc_auc_score(truth, positive + negative))
