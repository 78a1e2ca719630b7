"""Trains and calibrates the understanding from content, when the index is built.

A seventh of the phrasings is kept aside: the threshold from which a message is declined is fitted on it, with the very
models that are served.
"""

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.calibration import Calibration, fit_threshold, save_calibration
from bot.understanding.classifier import ATTITUDE, CHANNELS, MEANING, WORDS, mixed_probabilities
from bot.understanding.features import character_features, text_ngrams, word_features
from bot.understanding.labels import DECLINED, FACETS, learned_label
from bot.understanding.language import LANGUAGE
from bot.understanding.lexicon import tokenize
from bot.understanding.linear_model import LinearModel, save_model
from bot.understanding.reading import Reader, Reading
from bot.understanding.training import train_model
from knowledge.models import ELSEWHERE, Attitude, Language, Phrasing
from retrieval.protocols import Vectors

KEPT_ASIDE = 7
"""One in so many phrasings is not trained on."""
BALANCE = 0.3
"""0 weighs every text alike, 1 every label; fitted on the phrasings kept aside."""
FROM_ELSEWHERE = 0.6
"""How much a phrasing from elsewhere weighs beside others. With 1, more of what is inside is declined, such as a
question about a channel that is asked like general knowledge."""
KNOWN_FROM = 2
"""A word typed so often is no typing error."""

Step = Callable[[str, int, int], None]
Samples = Sequence[tuple[str, Language]]


def known_words(phrasings: Iterable[Phrasing]) -> frozenset[str]:
    """Return the folded words that several phrasings share."""
    counts = Counter(token.folded for phrasing in phrasings for token in tokenize(phrasing.text))
    return frozenset(word for word, number in counts.items() if number >= KNOWN_FROM)


def build_understanding(
    folder: Path, phrasings: Sequence[Phrasing], vectors: Vectors, samples: Samples, reader: Reader, step: Step
) -> Calibration:
    """Train all models into `folder` and return the calibration.

    `vectors` has one row a phrasing; `samples` are further texts that teach the language only, such as job titles.
    """
    readings = []
    for number, phrasing in enumerate(phrasings):
        readings.append(reader.read(phrasing.text))
        if number % 500 == 0:
            step("reading phrasings", number, len(phrasings))
    step("reading phrasings", len(phrasings), len(phrasings))
    material = _Material(phrasings, readings, vectors)
    jobs: tuple[tuple[str, Callable[[], LinearModel]], ...] = (
        (LANGUAGE, lambda: material.train_language(samples)),
        (CHANNELS, material.train_channels),
        (ATTITUDE, material.train_attitude),
        (WORDS, material.train_words),
        (MEANING, material.train_meaning),
    )
    models = {}
    for number, (name, train) in enumerate(jobs):
        step("training", number, len(jobs))
        models[name] = train()
        save_model(models[name], folder / name)
    step("training", len(jobs), len(jobs))
    calibration = material.calibrate(models[WORDS], models[MEANING])
    save_calibration(calibration, folder)
    return calibration


class _Material:
    """The phrasings as features, split into those trained on and those kept aside."""

    def __init__(self, phrasings: Sequence[Phrasing], readings: Sequence[Reading], vectors: Vectors) -> None:
        self._phrasings = phrasings
        self._vectors = vectors
        self._counts = [[character_features(r) for r in readings], [word_features(r) for r in readings]]
        self._labels = [learned_label(phrasing.label) for phrasing in phrasings]
        aside = np.array([is_kept_aside(phrasing.text) for phrasing in phrasings])
        attitude = np.array([phrasing.label in set(Attitude) for phrasing in phrasings])
        self._trained, self._aside = np.flatnonzero(~aside & ~attitude), np.flatnonzero(aside & ~attitude)
        self._attitude = np.flatnonzero(attitude)

    def train_words(self) -> LinearModel:
        """Labels from words and characters."""
        chosen = self._trained
        return train_model(self._chosen(chosen), self._labels_of(chosen), weights=self._importance_of(chosen))

    def train_meaning(self) -> LinearModel:
        """Labels from words, characters and the embedding."""
        chosen = self._trained
        labels, weights = self._labels_of(chosen), self._importance_of(chosen)
        return train_model(self._chosen(chosen), labels, self._vectors[chosen], weights)

    def train_channels(self) -> LinearModel:
        """Which channel is described, from the phrasings about one channel, its name masked."""
        about = [i for i, p in enumerate(self._phrasings) if p.label.partition(":")[0] in FACETS and ":" in p.label]
        chosen = np.array(about)
        labels = [self._phrasings[i].label.partition(":")[2] for i in about]
        return train_model(self._chosen(chosen), labels, self._vectors[chosen])

    def train_attitude(self) -> LinearModel:
        """Whether a channel that a request names is wanted."""
        return train_model(self._chosen(self._attitude), self._labels_of(self._attitude))

    def train_language(self, samples: Samples) -> LinearModel:
        """German or English, from the phrasings as typed and the samples."""
        texts = [*((phrasing.text, phrasing.language) for phrasing in self._phrasings), *samples]
        return train_model([[text_ngrams(text) for text, _ in texts]], [str(language) for _, language in texts])

    def calibrate(self, words: LinearModel, meaning: LinearModel) -> Calibration:
        """Fit the threshold on the phrasings kept aside."""
        declined_columns = [column for column, label in enumerate(words.labels) if label in DECLINED]
        scores, right, outside = [], [], []
        for index in self._aside.tolist():
            if self._phrasings[index].label == ELSEWHERE:
                # Declined at any threshold: so many of them would raise it, at the cost of what is hard to tell.
                continue
            counts = [view[index] for view in self._counts]
            by_meaning = meaning.probabilities(counts, self._vectors[index])
            language = Language(self._phrasings[index].language)
            mixed = mixed_probabilities(words.probabilities(counts), by_meaning, language)
            scores.append(float(mixed[declined_columns].sum()))
            right.append(words.labels[int(mixed.argmax())] == self._labels[index])
            outside.append(self._labels[index] in DECLINED)
        return fit_threshold(np.array(scores), np.array(outside), float(np.mean(right)))

    def _chosen(self, indices: NDArray[np.intp]) -> list[list[Counter[str]]]:
        return [[view[index] for index in indices] for view in self._counts]

    def _labels_of(self, indices: NDArray[np.intp]) -> list[str]:
        return [self._labels[index] for index in indices]

    def _importance_of(self, indices: NDArray[np.intp]) -> NDArray[np.float64]:
        elsewhere = np.array([self._phrasings[index].label == ELSEWHERE for index in indices])
        return importance(self._labels_of(indices)) * np.where(elsewhere, FROM_ELSEWHERE, 1.0)


def importance(labels: Sequence[str]) -> NDArray[np.float64]:
    """Return the weight of each text, shape (labels,): rare labels count for more, the common `outside` for less."""
    counts = Counter(labels)
    mean = len(labels) / len(counts)
    return np.array([(mean / counts[label]) ** BALANCE for label in labels])


def is_kept_aside(text: str) -> bool:
    """Whether a phrasing is kept for calibration; depends on its text alone, so that others can come and go."""
    return zlib.crc32(text.encode()) % KEPT_ASIDE == 0
