"""Everything recognised in one message, before it is decided what it wants."""

from dataclasses import dataclass

from bot.understanding.brief import Brief
from bot.understanding.classifier import Guess
from bot.understanding.labels import DECLINED, share
from bot.understanding.reading import Reading
from bot.understanding.vocabulary import FILLER, GRAMMAR
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
        return share(self.guess.labels, DECLINED)

    @property
    def is_all_recognised(self) -> bool:
        """Whether nothing is left that could be outside: "what about Zurich" is made of a cue and a place."""
        # Words of grammar occur in any sentence, so that they say nothing of what it is about.
        telling = [m for m in self.reading.mentions if m.id == FILLER or not m.id.startswith(GRAMMAR)]
        spans = [(mention.first, mention.last) for mention in telling]
        spans += [(place.first, place.last) for place in self.reading.places]
        known = {position for first, last in spans for position in range(first, last + 1)}
        if self.brief.age or self.brief.headcount:
            known |= {p for p, token in enumerate(self.reading.tokens) if token.text.isdigit()}
        return len(known) == len(self.reading.tokens)

    def probability(self, label: str) -> float:
        """Return the probability of a label."""
        return self.guess.labels.get(label, 0.0)

    def best(self, labels: frozenset[Intent]) -> Intent:
        """Return the most probable of some intents."""
        return max(sorted(labels), key=self.probability)
