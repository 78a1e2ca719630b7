"""German or English? Two independent opinions and, where they leave doubt, the conversation's language."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from bot.understanding.features import text_ngrams
from bot.understanding.linear_model import LinearModel
from knowledge.models import Language

if TYPE_CHECKING:
    from lingua import LanguageDetector as LinguaDetector

LANGUAGE = "language"
"""The folder of the trained model within the understanding's part."""
DOUBT = 0.15
"""So far from even the conversation's language, or else the settings', decides."""
FEW_WORDS, DOUBT_OF_FEW = 2, 0.42
"""One or two words ("tiktok?", "und xing") are often the same in both languages: only near certainty changes it."""

SHARED = frozenset({"in", "an", "am", "so", "x"})
"""Words of both languages: what is left of "in Hamburg" without the town tells nothing."""
SURE = 0.4
"""So far from even the own model needs no second opinion; lingua takes 0.2 s and 80 MB to load."""
UMLAUT = 0.2
"""How much an umlaut says for German; no proof, since "trustee, Zürich" is English."""
_WORD = re.compile(r"[^\W\d_]+")
_UMLAUTS = frozenset("äöüß")

GermanShare = Callable[[str], float]
"""Text → probability that it is German."""


class LanguageDetector:
    """Asks a model of how recruiters type, which knows their slang, and lingua, which knows the languages, in doubt."""

    def __init__(self, lingua_share: GermanShare, model: LinearModel) -> None:
        self._lingua_share = lingua_share
        self._model = model
        self._german = model.labels.index(Language.DE)

    def detect(self, text: str, conversation: Language | None, fallback: Language) -> Language:
        """Return the language of `text`."""
        if not any(word.isalpha() and word not in SHARED for word in _WORD.findall(text.casefold())):
            return conversation or fallback
        share = self.german_share(text)
        doubt = DOUBT_OF_FEW if len(text.split()) <= FEW_WORDS else DOUBT
        if conversation and abs(share - 0.5) < doubt:
            return conversation
        if abs(share - 0.5) < DOUBT:
            return conversation or (fallback if abs(share - 0.5) < DOUBT / 10 else _language(share))
        return _language(share)

    def german_share(self, text: str) -> float:
        """Return the probability that `text` is German rather than English."""
        own = float(self._model.probabilities([text_ngrams(text)])[self._german])
        share = own if abs(own - 0.5) > SURE else (2 * own + self._lingua_share(text)) / 3
        return min(1.0, share + UMLAUT) if _UMLAUTS & set(text.lower()) else share


class LinguaShare:
    """Lingua's opinion; its models load with the first text that it is asked about."""

    def __call__(self, text: str) -> float:
        """Return the probability that `text` is German rather than English."""
        from lingua import Language as Known  # noqa: PLC0415 - see SURE

        return self._detector.compute_language_confidence(text, Known.GERMAN)

    @cached_property
    def _detector(self) -> "LinguaDetector":
        from lingua import Language as Known  # noqa: PLC0415 - see SURE
        from lingua import LanguageDetectorBuilder  # noqa: PLC0415

        return LanguageDetectorBuilder.from_languages(Known.GERMAN, Known.ENGLISH).build()


def _language(share: float) -> Language:
    return Language.DE if share >= 0.5 else Language.EN
