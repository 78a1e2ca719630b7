"""Which advice a candidate asks for, if any: a small classifier beside the one that the team's questions are read by.

It is trained on how candidates ask, against everything else as one label, so that the team's classifier never learns
what candidates ask and answers to the team stay as they are.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from bot.understanding.advice_features import AdviceFeatures
from bot.understanding.classifier import MEANING, WORDS, mixed_probabilities
from bot.understanding.linear_model import FeatureTable, Floats, LinearModel, load_model
from bot.understanding.models import Conversation, Understanding
from bot.understanding.reading import Reader, Reading
from knowledge.advice import OTHER
from knowledge.models import Cue, Language
from retrieval.protocols import Embedder, TextKind

_CALIBRATION_FILE = "calibration.json"


@dataclass(frozen=True, slots=True)
class AdviceCalibration:
    """From which probability on advice is given, and what that does on phrasings which the models had not seen.

    `advised_right` is the share of questions for advice that get the right one, `others_advised` that of candidates'
    other questions that get any.
    """

    threshold: float
    advised_right: float
    others_advised: float


class Understands(Protocol):
    """Message and conversation → Understanding."""

    def language_of(self, text: str, conversation: Conversation) -> Language:
        """Return the language in which `text` is to be answered."""
        ...

    def understand(self, text: str, language: Language, conversation: Conversation) -> Understanding:
        """Return what `text` wants, given what was said before."""
        ...


class AdviceClassifier:
    """Serves the trained models."""

    def __init__(self, features: AdviceFeatures, words: LinearModel, meaning: LinearModel, embedder: Embedder) -> None:
        self._features = features
        self._words = words
        self._meaning = meaning
        self._embedder = embedder
        self._table = FeatureTable((words, meaning))

    def likeliest(self, reading: Reading, language: Language) -> tuple[str, float]:
        """Return the most probable advice and its probability."""
        words, meaning = self._table.look_up(self._features.views(reading))
        vector = self._embedder.embed([reading.text], TextKind.QUERY)[0]
        by_words, by_meaning = self._words.probabilities_of(words), self._meaning.probabilities_of(meaning, vector)
        return likeliest(self._words.labels, mixed_probabilities(by_words, by_meaning, language))


def likeliest(labels: tuple[str, ...], probabilities: Floats) -> tuple[str, float]:
    """Return the most probable label that is an advice, with its probability."""
    return max(
        ((label, float(value)) for label, value in zip(labels, probabilities, strict=True) if label != OTHER),
        key=lambda one: (one[1], one[0]),
    )


class CandidateUnderstander:
    """Looks for advice first; what asks for none is understood as ever."""

    def __init__(self, ordinary: Understands, reader: Reader, classifier: AdviceClassifier, threshold: float) -> None:
        self._ordinary = ordinary
        self._reader = reader
        self._classifier = classifier
        self._threshold = threshold

    def language_of(self, text: str, conversation: Conversation) -> Language:
        """Return the language in which `text` is to be answered."""
        return self._ordinary.language_of(text, conversation)

    def understand(self, text: str, language: Language, conversation: Conversation) -> Understanding:
        """Return what `text` wants, given what was said before."""
        topic, probability = self._classifier.likeliest(self._reader.read(text), language)
        if probability < self._threshold:
            return self._ordinary.understand(text, language, conversation)
        return Understanding(text, language, None, topics=(topic,), inside=probability)


def load_advice_classifier(folder: Path, cues: Iterable[Cue], embedder: Embedder) -> AdviceClassifier:
    """Read the models that `bot.understanding.advice_training` wrote with the same `cues`."""
    return AdviceClassifier(AdviceFeatures(cues), load_model(folder / WORDS), load_model(folder / MEANING), embedder)


def save_advice_calibration(calibration: AdviceCalibration, folder: Path) -> None:
    """Write the calibration into `folder`."""
    (folder / _CALIBRATION_FILE).write_text(json.dumps(asdict(calibration), indent=1), encoding="utf-8")


def load_advice_calibration(folder: Path) -> AdviceCalibration:
    """Read what `save_advice_calibration` wrote."""
    return AdviceCalibration(**json.loads((folder / _CALIBRATION_FILE).read_text(encoding="utf-8")))
