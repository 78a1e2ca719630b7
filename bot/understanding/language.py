"""German or English? Two independent opinions and, where they leave doubt, the conversation's language."""

from collections.abc import Callable

from bot.understanding.features import text_ngrams
from bot.understanding.linear_model import LinearModel
from knowledge.models import Language

LANGUAGE = "language"
"""The folder of the trained model within the understanding's part."""
DOUBT = 0.15
"""So far from even the conversation's language, or else the settings', decides."""
FEW_WORDS, DOUBT_OF_FEW = 2, 0.42
"""One or two words ("tiktok?", "und xing") are often the same in both languages: only near certainty changes it."""

UMLAUT = 0.2
"""How much an umlaut says for German; no proof, since "trustee, Zürich" is English."""
_UMLAUTS = frozenset("äöüß")

GermanShare = Callable[[str], float]
"""Text → probability that it is German."""


class LanguageDetector:
    """Averages lingua, which knows the languages, and a model of how recruiters type, which knows their slang."""

    def __init__(self, lingua_share: GermanShare, model: LinearModel) -> None:
        self._lingua_share = lingua_share
        self._model = model
        self._german = model.labels.index(Language.DE)

    def detect(self, text: str, conversation: Language | None, fallback: Language) -> Language:
        """Return the language of `text`."""
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
        share = (2 * own + self._lingua_share(text)) / 3
        return min(1.0, share + UMLAUT) if _UMLAUTS & set(text.casefold()) else share


def lingua_german_share() -> GermanShare:
    """Return lingua's opinion; its models load with the first text."""
    from lingua import Language as Known  # noqa: PLC0415 - loads 80 MB, only where messages are understood
    from lingua import LanguageDetectorBuilder  # noqa: PLC0415

    detector = LanguageDetectorBuilder.from_languages(Known.GERMAN, Known.ENGLISH).build()
    return lambda text: detector.compute_language_confidence(text, Known.GERMAN)


def _language(share: float) -> Language:
    return Language.DE if share >= 0.5 else Language.EN
