"""Which label a message has: a mixture of a model on words and one on meaning, weighed by language."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.understanding.features import character_features, word_features
from bot.understanding.labels import AUDIENCE, PLATFORM
from bot.understanding.linear_model import FeatureTable, Floats, LinearModel, load_model
from bot.understanding.reading import Reading
from knowledge.models import Attitude, Language
from retrieval.protocols import Embedder, TextKind

MEANING_WEIGHT: Mapping[Language, float] = {Language.DE: 0.6, Language.EN: 0.75}
"""The share of the model that sees the embedding too, which is an English one: fitted on phrasings kept aside."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The probability of each label, of each channel where none is named, and that a channel named is unwanted."""

    labels: Mapping[str, float]
    channels: Mapping[str, float]
    unwanted: float

    def ranked(self) -> tuple[str, ...]:
        """Return the labels, the most probable first."""
        return tuple(sorted(self.labels, key=lambda label: (-self.labels[label], label)))


WORDS, MEANING, CHANNELS, ATTITUDE = "words", "meaning", "channels", "attitude"


class Classifier:
    """Serves the trained models."""

    def __init__(
        self,
        words: LinearModel,
        meaning: LinearModel,
        channels: LinearModel,
        attitude: LinearModel,
        embedder: Embedder,
    ) -> None:
        self._words = words
        self._meaning = meaning
        self._channels = channels
        self._attitude = attitude
        self._embedder = embedder
        self._table = FeatureTable((words, meaning, channels, attitude))

    def classify(self, reading: Reading, language: Language) -> Guess:
        """Return the probabilities for a message."""
        counts = [character_features(reading), word_features(reading)]
        vector = self._embedder.embed([reading.text], TextKind.QUERY)[0]
        words, meaning, channels, attitude = self._table.look_up(counts)
        mixed = mixed_probabilities(
            self._words.probabilities_of(words), self._meaning.probabilities_of(meaning, vector), language
        )
        unwanted = _named(self._attitude.labels, self._attitude.probabilities_of(attitude))[Attitude.UNWANTED]
        return Guess(
            labels=_named(self._words.labels, mixed),
            channels=_named(self._channels.labels, self._channels.probabilities_of(channels, vector)),
            unwanted=unwanted,
        )


def mixed_probabilities(words: Floats, meaning: Floats, language: Language) -> Floats:
    """Return the mixture of what both models say, shape (labels,)."""
    weight = MEANING_WEIGHT[language]
    return np.asarray((1 - weight) * words + weight * meaning, np.float32)


def load_classifier(folder: Path, embedder: Embedder) -> Classifier:
    """Read the models that `bot.understanding.build` wrote."""
    words, meaning, channels, attitude = (load_model(folder / name) for name in (WORDS, MEANING, CHANNELS, ATTITUDE))
    return Classifier(words, meaning, channels, attitude, embedder)


def facet_of(guess: Guess) -> str:
    """Return which facet of a channel is asked for: what it is, or whom it reaches."""
    return max((PLATFORM, AUDIENCE), key=lambda facet: guess.labels.get(facet, 0.0))


def _named(labels: tuple[str, ...], probabilities: Floats) -> dict[str, float]:
    return {label: float(value) for label, value in zip(labels, np.asarray(probabilities), strict=True)}
