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
        known = [(self.columns[feature], count) for feature, count in counts.items() if feature in self.columns]
        if not known:
            return np.empty(0, np.intp), np.empty(0, np.float32)
        columns = np.fromiter((column for column, _ in known), np.intp, len(known))
        values = np.fromiter((count for _, count in known), np.float32, len(known))
        values = (1 + np.log(values)) * self.weights[columns]
        return columns, values / np.linalg.norm(values)


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
        scores = self.intercepts.copy()
        offset = 0
        for view, counted in zip(self.views, counts, strict=True):
            columns, values = view.transform(counted)
            scores += values @ self.coefficients[columns + offset]
            offset += len(view.columns)
        if vector is not None:
            scores += vector @ self.coefficients[offset:]
        exponentials = np.exp(scores - scores.max())
        return np.asarray(exponentials / exponentials.sum(), np.float32)


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
