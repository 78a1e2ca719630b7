"""Everything recognised in one message, before it is decided what it wants."""

from dataclasses import dataclass

from bot.understanding.brief import Brief
from bot.understanding.classifier import Guess
from bot.understanding.labels import DECLINED, share
from bot.understanding.reading import Reading
from knowledge.models import Intent, Language


@dataclass(frozen=True, slots=True)
class Sighting:
    """The parts that a decision weighs."""

    reading: Reading
    language: Language
    guess: Guess
    brief: Brief
    position: int | None

    @property
    def declined(self) -> float:
        """The probability that the message is to be declined."""
        return share(dict(self.guess.labels), DECLINED)

    def probability(self, label: str) -> float:
        """Return the probability of a label."""
        return self.guess.labels.get(label, 0.0)

    def best(self, labels: frozenset[Intent]) -> Intent:
        """Return the most probable of some intents."""
        return max(sorted(labels), key=self.probability)
