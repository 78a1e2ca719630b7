"""A linear classifier on counted features, as it is served: plain numpy, no scikit-learn.

Trained by `bot.understanding.training`; kept as JSON and .npy files, never as a pickle.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class View:
    """One kind of features: their columns and inverse document frequencies (shape: features)."""

    columns: Mapping[str, int]
    weights: Floats

    def transform(self, counts: Counter[str]) -> tuple[NDArray[np.intp], Floats]:
        """Return the columns present and their values: (1 + ln count) · idf, scaled to unit length."""
        columns = np.array([self.columns.get(feature, -1) for feature in counts], np.intp)
        return self.weigh(columns, _damped(counts))

    def weigh(self, columns: NDArray[np.intp], damped: Floats) -> tuple[NDArray[np.intp], Floats]:
        """Return the same of features whose columns, -1 where unknown, and damped counts are at hand."""
        known = columns >= 0
        columns, values = columns[known], damped[known]
        if not len(columns):
            return columns, values
        values = values * self.weights[columns]
        return columns, values / np.sqrt(values @ values)


Seen = tuple[NDArray[np.intp], Floats]
"""A text's features in one view: their columns, -1 where unknown, and their damped counts."""


@dataclass(frozen=True)
class LinearModel:
    """Multinomial logistic regression over several views and, after them, a dense vector.

    `coefficients` has shape (features of all views in order + dimension, labels), `intercepts` (labels,).
    """

    labels: tuple[str, ...]
    views: tuple[View, ...]
    coefficients: Floats
    intercepts: Floats

    def probabilities(self, counts: Sequence[Counter[str]], vector: Floats | None = None) -> Floats:
        """Return one probability a label, shape (labels,). `counts` has one entry a view."""
        return self._probabilities([view.transform(one) for view, one in zip(self.views, counts, strict=True)], vector)

    def probabilities_of(self, seen: Sequence[Seen], vector: Floats | None = None) -> Floats:
        """Return the same of features that were looked up already, one entry a view."""
        return self._probabilities([view.weigh(*one) for view, one in zip(self.views, seen, strict=True)], vector)

    def _probabilities(self, rows: Sequence[tuple[NDArray[np.intp], Floats]], vector: Floats | None) -> Floats:
        scores = self.intercepts.copy()
        offset = 0
        for view, (columns, values) in zip(self.views, rows, strict=True):
            scores += values @ self.coefficients[columns + offset]
            offset += len(view.columns)
        if vector is not None:
            scores += vector @ self.coefficients[offset:]
        exponentials = np.exp(scores - scores.max())
        return np.asarray(exponentials / exponentials.sum(), np.float32)


class FeatureTable:
    """Looks a text's features up for several models at once: most of a model's time goes into finding its columns."""

    def __init__(self, models: Sequence[LinearModel]) -> None:
        self._views = tuple(
            _Lookup([model.views[position] for model in models]) for position in range(len(models[0].views))
        )

    def look_up(self, counts: Sequence[Counter[str]]) -> tuple[tuple[Seen, ...], ...]:
        """Return for each model, in their order, what it sees. `counts` has one entry a view."""
        return tuple(zip(*(lookup.find(one) for lookup, one in zip(self._views, counts, strict=True)), strict=True))


class _Lookup:
    """One view's features of all models: the row of each, and the columns, shape (features + 1, models)."""

    def __init__(self, views: Sequence[View]) -> None:
        features = sorted({feature for view in views for feature in view.columns})
        self._rows = {feature: row for row, feature in enumerate(features)}
        # The last row is that of a feature which no model knows.
        self._columns = np.full((len(features) + 1, len(views)), -1, np.intp)
        for number, view in enumerate(views):
            self._columns[[self._rows[feature] for feature in view.columns], number] = list(view.columns.values())

    def find(self, counts: Counter[str]) -> tuple[Seen, ...]:
        """Return what each model sees."""
        rows, unknown = self._rows, len(self._columns) - 1
        columns = self._columns[[rows.get(feature, unknown) for feature in counts]] if counts else self._columns[:0]
        damped = _damped(counts)
        return tuple((columns[:, number], damped) for number in range(columns.shape[1]))


def _damped(counts: Counter[str]) -> Floats:
    return 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))


def save_model(model: LinearModel, folder: Path) -> None:
    """Write the model into a new folder."""
    folder.mkdir(parents=True)
    features = [list(view.columns) for view in model.views]
    text = json.dumps({"labels": model.labels, "features": features}, ensure_ascii=False)
    (folder / "model.json").write_text(text, encoding="utf-8")
    np.save(folder / "weights.npy", np.concatenate([view.weights for view in model.views]))
    np.save(folder / "coefficients.npy", model.coefficients.astype(np.float16))
    np.save(folder / "intercepts.npy", model.intercepts)


def load_model(folder: Path) -> LinearModel:
    """Read a model that `save_model` wrote."""
    description = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    weights = np.load(folder / "weights.npy")
    views, offset = [], 0
    for features in description["features"]:
        columns = {feature: column for column, feature in enumerate(features)}
        views.append(View(columns, weights[offset : offset + len(features)]))
        offset += len(features)
    return LinearModel(
        labels=tuple(description["labels"]),
        views=tuple(views),
        coefficients=np.load(folder / "coefficients.npy").astype(np.float32),
        intercepts=np.load(folder / "intercepts.npy"),
    )
