"""Trains and calibrates what tells which advice a candidate asks for, when the index is built."""

import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.advice import AdviceCalibration, likeliest, save_advice_calibration
from bot.understanding.classifier import MEANING, WORDS, mixed_probabilities
from bot.understanding.linear_model import LinearModel, save_model
from bot.understanding.training import train_model
from knowledge.advice import OTHER
from knowledge.models import Attitude, Phrasing
from retrieval.protocols import Vectors

FOLDS = 4
"""Each phrasing of candidates is judged once, by models trained without its fold."""
OTHERS_ADVISED = 0.07
"""The share of candidates' other phrasings that may be answered with advice; the threshold follows from it. Many of
them were written to lie close to the advice; of the questions kept aside (tests/quality/advice.jsonl) fewer are."""
LEAST = 0.3
"""Below this probability nothing is advised, however clear the phrasings are cut."""
ONE_IN = 3
"""So few of the team's phrasings teach what is something else; all of them would take three times as long."""
LIGHT = 0.3
"""What one of them weighs beside a phrasing of candidates."""

Step = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Material:
    """Phrasings as features: how candidates ask, then the team's. `vectors` and `views` have one row a phrasing."""

    views: Sequence[Sequence[Counter[str]]]
    vectors: Vectors


def teaches_otherwise(phrasing: Phrasing) -> bool:
    """Whether one of the team's phrasings teaches what is no advice; it depends on the text alone."""
    return phrasing.label not in set(Attitude) and zlib.crc32(phrasing.text.encode()) // FOLDS % ONE_IN == 0


def build_advice_models(folder: Path, asked: Sequence[Phrasing], material: Material, step: Step) -> AdviceCalibration:
    """Train both models into `folder` and return the calibration. `asked` is how candidates ask."""
    school = _School(asked, material)
    scores = np.zeros(len(asked))
    right = np.zeros(len(asked), dtype=bool)
    folds = np.array([zlib.crc32(phrasing.text.encode()) % FOLDS for phrasing in asked])
    for fold in range(FOLDS):
        step("training for candidates", fold, FOLDS + 1)
        judged = np.flatnonzero(folds == fold)
        models = school.train(without=judged)
        for index in judged.tolist():
            label, scores[index] = school.judge(index, *models)
            right[index] = label == asked[index].label
    step("training for candidates", FOLDS, FOLDS + 1)
    words, meaning = school.train(without=np.array([], dtype=np.intp))
    save_model(words, folder / WORDS)
    save_model(meaning, folder / MEANING)
    step("training for candidates", FOLDS + 1, FOLDS + 1)
    calibration = fit_advice_threshold(scores, right, np.array([one.label == OTHER for one in asked]))
    save_advice_calibration(calibration, folder)
    return calibration


def fit_advice_threshold(
    scores: NDArray[np.float64], right: NDArray[np.bool_], other: NDArray[np.bool_]
) -> AdviceCalibration:
    """Return the threshold that lets OTHERS_ADVISED of the others pass.

    `scores` are the probabilities of the likeliest advice, `right` whether that is the one asked for, `other` whether
    none is; all of shape (phrasings,).
    """
    threshold = max(LEAST, round(float(np.quantile(scores[other], 1 - OTHERS_ADVISED)), 4))
    return AdviceCalibration(
        threshold=threshold,
        advised_right=round(float((right & (scores >= threshold))[~other].mean()), 4),
        others_advised=round(float((scores[other] >= threshold).mean()), 4),
    )


class _School:
    """Trains on all phrasings but some, and judges those."""

    def __init__(self, asked: Sequence[Phrasing], material: Material) -> None:
        self._asked = asked
        self._material = material
        team = len(material.views) - len(asked)
        self._labels = [*(phrasing.label for phrasing in asked), *([OTHER] * team)]
        self._weights = np.array([1.0] * len(asked) + [LIGHT] * team)

    def train(self, without: NDArray[np.intp]) -> tuple[LinearModel, LinearModel]:
        """Return the models on words and on meaning."""
        chosen = np.setdiff1d(np.arange(len(self._labels)), without)
        views = [self._material.views[index] for index in chosen.tolist()]
        counts = list(zip(*views, strict=True))
        labels = [self._labels[index] for index in chosen.tolist()]
        weights = self._weights[chosen]
        words = train_model(counts, labels, weights=weights)
        return words, train_model(counts, labels, self._material.vectors[chosen], weights)

    def judge(self, index: int, words: LinearModel, meaning: LinearModel) -> tuple[str, float]:
        """Return the likeliest advice for a phrasing of candidates, with its probability."""
        counts = self._material.views[index]
        by_words = words.probabilities(counts)
        by_meaning = meaning.probabilities(counts, self._material.vectors[index])
        return likeliest(words.labels, mixed_probabilities(by_words, by_meaning, self._asked[index].language))
