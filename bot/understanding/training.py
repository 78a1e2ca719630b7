"""Trains the linear models from content, when the index is built. scikit-learn and scipy live only here."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from bot.understanding.linear_model import Floats, LinearModel, View

INVERSE_REGULARISATION = 10.0
MAX_ITERATIONS = 300
TOLERANCE = 1e-4
"""With ten times as much, phrasings that had nothing to do with them changed how single questions were answered."""
MIN_DOCUMENTS = 2
"""A feature that only one phrasing has says nothing about others."""


def train_model(
    counts: Sequence[Sequence[Counter[str]]],
    labels: Sequence[str],
    vectors: NDArray[np.float32] | None = None,
    weights: NDArray[np.float64] | None = None,
) -> LinearModel:
    """Fit a multinomial logistic regression.

    `counts` holds for each view one counter a text; `labels` one label a text; `vectors` (texts, dimension) are
    appended as they are; `weights` is the importance of each text.
    """
    views = tuple(_fit_view(counted) for counted in counts)
    blocks = [_matrix(view, counted) for view, counted in zip(views, counts, strict=True)]
    if vectors is not None:
        blocks.append(csr_matrix(vectors))
    regression = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=MAX_ITERATIONS, tol=TOLERANCE)
    regression.fit(hstack(blocks).tocsr(), list(labels), sample_weight=weights)
    return _as_model(regression, views)


def _as_model(regression: LogisticRegression, views: tuple[View, ...]) -> LinearModel:
    labels = tuple(str(label) for label in regression.classes_)
    coefficients, intercepts = regression.coef_.T, regression.intercept_
    if len(labels) == 2:
        # With two labels scikit-learn fits one score; half of it each way gives the same probabilities.
        coefficients = np.hstack([-coefficients / 2, coefficients / 2])
        intercepts = np.array([-intercepts[0] / 2, intercepts[0] / 2])
    return LinearModel(labels, views, coefficients.astype(np.float32), intercepts.astype(np.float32))


def _fit_view(counted: Sequence[Counter[str]]) -> View:
    documents = Counter(feature for counter in counted for feature in counter)
    kept = sorted(feature for feature, number in documents.items() if number >= MIN_DOCUMENTS)
    frequencies = np.array([documents[feature] for feature in kept], np.float64)
    weights: Floats = (np.log((1 + len(counted)) / (1 + frequencies)) + 1).astype(np.float32)
    return View({feature: column for column, feature in enumerate(kept)}, weights)


def _matrix(view: View, counted: Sequence[Counter[str]]) -> csr_matrix:
    rows = [view.transform(counter) for counter in counted]
    pointers = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    columns = np.concatenate([columns for columns, _ in rows])
    values = np.concatenate([values for _, values in rows])
    return csr_matrix((values, columns, pointers), shape=(len(rows), len(view.columns)))
