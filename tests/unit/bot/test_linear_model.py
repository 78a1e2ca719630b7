from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression

from bot.understanding.linear_model import FeatureTable, LinearModel, View, load_model, save_model
from bot.understanding.training import INVERSE_REGULARISATION, MAX_ITERATIONS, MIN_DOCUMENTS, TOLERANCE, train_model

TEXTS = (
    "wer nutzt xing",
    "wen erreiche ich auf xing",
    "wer ist auf xing xing",
    "was ist xing",
    "was kann xing",
    "was macht xing",
    "wo posten für köche",
    "wo posten für maurer",
    "wo köche finden",
)
LABELS = ("audience",) * 3 + ("platform",) * 3 + ("advice",) * 3
UNSEEN = ("wer posten was", "was ist das", "", "nie gesehen")


def counted(texts: Sequence[str]) -> list[Counter[str]]:
    return [Counter(text.split()) for text in texts]


def letters(texts: Sequence[str]) -> list[Counter[str]]:
    return [Counter(text.replace(" ", "")) for text in texts]


def vectors(number: int) -> NDArray[np.float32]:
    return np.random.default_rng(7).normal(size=(number, 4)).astype(np.float32)


def scikit_features(view: list[Counter[str]], fitted_on: list[Counter[str]]) -> csr_matrix:
    documents = Counter(feature for counter in fitted_on for feature in counter)
    kept = {feature for feature, number in documents.items() if number >= MIN_DOCUMENTS}

    def chosen(counters: list[Counter[str]]) -> list[dict[str, int]]:
        return [{feature: n for feature, n in counter.items() if feature in kept} for counter in counters]

    vectorizer = DictVectorizer().fit(chosen(fitted_on))
    weighing = TfidfTransformer(sublinear_tf=True, smooth_idf=True, norm="l2")
    weighing.fit(vectorizer.transform(chosen(fitted_on)))
    return weighing.transform(vectorizer.transform(chosen(view)))


@pytest.mark.parametrize("labels", [LABELS, ("a",) * 4 + ("b",) * 5], ids=["several labels", "two labels"])
@pytest.mark.parametrize("dense", [True, False], ids=["with vectors", "without vectors"])
def test_probabilities_are_those_of_scikit_learn(labels: tuple[str, ...], dense: bool) -> None:
    seen, unseen = vectors(len(TEXTS)), vectors(len(UNSEEN))
    model = train_model([counted(TEXTS), letters(TEXTS)], labels, seen if dense else None)

    def matrix(texts: Sequence[str], rows: NDArray[np.float32]) -> csr_matrix:
        blocks = [scikit_features(view(texts), view(TEXTS)) for view in (counted, letters)]
        return hstack([*blocks, csr_matrix(rows)] if dense else blocks).tocsr()

    reference = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=MAX_ITERATIONS, tol=TOLERANCE)
    reference.fit(matrix(TEXTS, seen), labels)
    expected = reference.predict_proba(matrix(UNSEEN, unseen))
    for row, text in enumerate(UNSEEN):
        own = model.probabilities([counted([text])[0], letters([text])[0]], unseen[row] if dense else None)
        assert model.labels == tuple(reference.classes_)
        np.testing.assert_allclose(own, expected[row], atol=2e-3)


def test_probabilities_sum_to_one_and_the_trained_label_leads() -> None:
    model = train_model([counted(TEXTS)], LABELS)
    for text, label in zip(TEXTS, LABELS, strict=True):
        probabilities = model.probabilities([Counter(text.split())])
        assert probabilities.sum() == pytest.approx(1)
        assert model.labels[int(probabilities.argmax())] == label


def test_weights_say_how_much_a_text_counts() -> None:
    texts, labels = ("ja", "ja", "ja", "ja"), ("a", "a", "b", "b")
    model = train_model([counted(texts)], labels, weights=np.array([9.0, 9.0, 1.0, 1.0]))
    assert model.probabilities([Counter(["ja"])])[0] > 0.8


def test_features_of_one_text_only_are_not_learned() -> None:
    model = train_model([counted(("oft einmal", "oft", "selten rar", "selten"))], ("a", "a", "b", "b"))
    assert set(model.views[0].columns) == {"oft", "selten"}


@pytest.mark.parametrize("labels", [LABELS, ("a",) * 4 + ("b",) * 5], ids=["several labels", "two labels"])
def test_a_saved_model_says_the_same_when_it_is_loaded(tmp_path: Path, labels: tuple[str, ...]) -> None:
    model = train_model([counted(TEXTS), letters(TEXTS)], labels, vectors(len(TEXTS)))
    save_model(model, tmp_path / "model")
    loaded = load_model(tmp_path / "model")
    assert loaded.labels == model.labels
    assert [dict(view.columns) for view in loaded.views] == [dict(view.columns) for view in model.views]
    for row, text in enumerate((*TEXTS, *UNSEEN)):
        given = [counted([text])[0], letters([text])[0]]
        vector = vectors(len(TEXTS) + len(UNSEEN))[row]
        # Coefficients are kept with eleven bits (float16).
        np.testing.assert_allclose(loaded.probabilities(given, vector), model.probabilities(given, vector), atol=5e-3)


def test_a_model_is_saved_without_pickles(tmp_path: Path) -> None:
    save_model(train_model([counted(TEXTS)], LABELS), tmp_path / "model")
    for file in (tmp_path / "model").glob("*.npy"):
        np.load(file, allow_pickle=False)
    assert {file.suffix for file in (tmp_path / "model").iterdir()} == {".json", ".npy"}


def test_a_view_scales_to_unit_length_and_ignores_what_it_does_not_know() -> None:
    view = View({"a": 0, "b": 1}, np.array([1.0, 3.0], np.float32))
    columns, values = view.transform(Counter(a=1, b=2, c=9))
    assert columns.tolist() == [0, 1]
    assert np.linalg.norm(values) == pytest.approx(1)
    assert values[1] / values[0] == pytest.approx(3 * (1 + np.log(2)))
    assert [part.size for part in view.transform(Counter("xyz"))] == [0, 0]


def test_without_any_known_feature_the_intercepts_decide() -> None:
    model = LinearModel(
        ("a", "b"),
        (View({"x": 0}, np.ones(1, np.float32)),),
        np.zeros((1, 2), np.float32),
        np.array([0.0, np.log(3)], np.float32),
    )
    np.testing.assert_allclose(model.probabilities([Counter()]), [0.25, 0.75], rtol=1e-6)


def test_features_looked_up_for_several_models_at_once_give_what_each_gives_alone() -> None:
    both = (
        train_model([counted(TEXTS), letters(TEXTS)], LABELS),
        train_model([counted(TEXTS[1:]), letters(TEXTS[1:])], LABELS[1:]),
    )
    table = FeatureTable(both)
    for text in (*TEXTS, *UNSEEN, ""):
        given = [counted([text])[0], letters([text])[0]]
        for model, seen in zip(both, table.look_up(given), strict=True):
            np.testing.assert_array_equal(model.probabilities_of(seen), model.probabilities(given))


def test_every_view_needs_its_counts() -> None:
    model = train_model([counted(TEXTS), letters(TEXTS)], LABELS)
    with pytest.raises(ValueError, match="zip"):
        model.probabilities([Counter()])
