"""What tells which advice a candidate asks for: the words of the message, and the cues of advice among them.

With as few phrasings as there are, cues tell more than character n-grams, which gain nothing beside them.
"""

import itertools
from collections import Counter
from collections.abc import Iterable

from bot.understanding.features import word_features
from bot.understanding.lexicon import Lexicon, Mention, Term, build_lexicon
from bot.understanding.reading import Reading
from knowledge.models import Cue

LONG_ENOUGH = 7
"""Letters from which on a typing error is forgiven: "apple" is no "apply", and "mache" no "Masche"."""
_NONE, _NUMBER = "none", "number"
"""What a message has that holds no cue, and so mostly asks for no advice, and one that names an amount or a time."""


class AdviceFeatures:
    """Counts what the classifier of advice sees."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self._lexicon = _lexicon(cues)

    def views(self, reading: Reading) -> list[Counter[str]]:
        """Return words, cues, and cues with each two that stand together."""
        ids = sorted({mention.id for mention in self._lexicon.find(reading.tokens) if _is_sure(mention, reading)})
        ids += [_NUMBER] if any(token.text.isdigit() for token in reading.tokens) else []
        pairs = (f"{first}&{second}" for first, second in itertools.combinations(ids, 2))
        return [word_features(reading), Counter(ids or [_NONE]), Counter([*ids, *pairs] or [_NONE])]


def _is_sure(mention: Mention, reading: Reading) -> bool:
    return mention.exact or len(reading.tokens[mention.first].folded) >= LONG_ENOUGH


def _lexicon(cues: Iterable[Cue]) -> Lexicon:
    """Each cue is a kind of its own, so that one word may be several."""
    phrases = ((phrase, Term(cue.id, cue.id)) for cue in cues for phrase in cue.terms.every())
    return build_lexicon(phrases, {}, frozenset())
