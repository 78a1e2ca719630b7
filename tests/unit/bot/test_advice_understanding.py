"""Which advice a candidate asks for: the threshold, and that everything else is understood as ever."""

import numpy as np
import pytest

from bot.understanding.advice import CandidateUnderstander, likeliest
from bot.understanding.advice_training import LEAST, OTHERS_ADVISED, fit_advice_threshold
from bot.understanding.models import Conversation, Understanding
from bot.understanding.reading import Reader, Reading
from knowledge.models import Intent, Language

LAST = Conversation("c", language=Language.EN)
OUTSIDE = Understanding("?", Language.DE, Intent.OUTSIDE)


class Ordinary:
    """Declines all; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Language, Conversation]] = []

    def language_of(self, text: str, conversation: Conversation) -> Language:
        return conversation.language or Language.DE

    def understand(self, text: str, language: Language, conversation: Conversation) -> Understanding:
        self.asked.append((text, language, conversation))
        return OUTSIDE


class Sure:
    """A classifier that is always as sure of fraud."""

    def __init__(self, probability: float) -> None:
        self._probability = probability

    def likeliest(self, reading: Reading, language: Language) -> tuple[str, float]:
        return "advice:fraud", self._probability


def understander(reader: Reader, ordinary: Ordinary, probability: float) -> CandidateUnderstander:
    return CandidateUnderstander(ordinary, reader, Sure(probability), 0.5)  # type: ignore[arg-type]


def test_from_the_threshold_on_it_is_advice(reader: Reader) -> None:
    ordinary = Ordinary()
    found = understander(reader, ordinary, 0.5).understand("ist das betrug", Language.DE, LAST)
    assert (found.intent, found.topics, found.inside) == (None, ("advice:fraud",), 0.5)
    assert (found.text, found.language) == ("ist das betrug", Language.DE)
    assert ordinary.asked == []


def test_below_it_is_understood_as_ever(reader: Reader) -> None:
    ordinary = Ordinary()
    found = understander(reader, ordinary, 0.49).understand("und morgen?", Language.EN, LAST)
    assert found is OUTSIDE
    assert ordinary.asked == [("und morgen?", Language.EN, LAST)]


def test_the_language_is_told_as_ever(reader: Reader) -> None:
    assert understander(reader, Ordinary(), 1.0).language_of("ok", LAST) is Language.EN


def test_the_likeliest_advice_is_never_something_else() -> None:
    labels = ("advice:data", "advice:fraud", "other")
    assert likeliest(labels, np.array([0.1, 0.2, 0.7], np.float32)) == ("advice:fraud", pytest.approx(0.2))


def test_the_threshold_lets_few_of_the_others_through() -> None:
    others, asked = np.linspace(0.0, 0.8, 500), np.linspace(0.6, 1.0, 100)
    scores, other = np.concatenate([others, asked]), np.array([True] * 500 + [False] * 100)
    right = np.array([False] * 500 + [True] * 90 + [False] * 10)
    fitted = fit_advice_threshold(scores, right, other)
    assert fitted.others_advised <= OTHERS_ADVISED
    assert fitted.threshold == pytest.approx(0.8 * (1 - OTHERS_ADVISED), abs=0.002)
    assert fitted.advised_right == pytest.approx((asked[:90] >= fitted.threshold).sum() / 100)


def test_the_threshold_has_a_floor() -> None:
    scores = np.array([0.01, 0.02, 0.9])
    fitted = fit_advice_threshold(scores, np.array([False, False, True]), np.array([True, True, False]))
    assert fitted.threshold == LEAST
    assert (fitted.advised_right, fitted.others_advised) == (1.0, 0.0)
