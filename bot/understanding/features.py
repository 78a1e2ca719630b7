"""What the classifiers see of a text: character n-grams, words and marks of what was recognised."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bot.understanding.lexicon import Mention
from bot.understanding.reading import Reading
from bot.understanding.vocabulary import GENERIC_OCCUPATION, Kind

CHARACTERS = (2, 5)
"""Shortest and longest character n-gram: what German compounds and typing errors need (docs/architecture.md)."""

_STAND_INS = {Kind.CHANNEL: "platformx", Kind.OCCUPATION: "jobx"}
_PLACE = "placex"
_EXCLUDED = "unwantedx"
_DOMAIN, _DOMAIN_WORD = "domain", "domainx"
"""The cue for the field itself, which every topic may name: "Vorteile von SMR" is no more about what SMR is."""


def masked_words(reading: Reading) -> tuple[str, ...]:
    """Return the folded words, with a stand-in for each channel, job and place: which one says nothing of the topic."""
    excluded = reading.excluded
    stand_ins = {mention.first: (mention.last, _stand_in(mention, excluded)) for mention in _maskable(reading)}
    for place in reading.places:
        stand_ins.setdefault(place.first, (place.last, _PLACE))
    result: list[str] = []
    position = 0
    while position < len(reading.tokens):
        last, word = stand_ins.get(position, (position, reading.tokens[position].folded))
        result.append(word)
        position = last + 1
    return tuple(result)


def _stand_in(mention: Mention, excluded: tuple[str, ...]) -> str:
    if mention.kind == Kind.CHANNEL and mention.id in excluded:
        return _EXCLUDED
    return _DOMAIN_WORD if mention.id == _DOMAIN else _STAND_INS[Kind(mention.kind)]


def _maskable(reading: Reading) -> Iterator[Mention]:
    # Reversed, so that of two mentions with one beginning the longer or, as long, the channel wins.
    order = sorted(reading.mentions, key=lambda m: (m.last - m.first, m.kind == Kind.CHANNEL))
    return (m for m in order if m.id == _DOMAIN or (m.kind in _STAND_INS and m.id != GENERIC_OCCUPATION))


def marks(reading: Reading, words: Sequence[str]) -> Iterator[str]:
    """Yield what is there, as words no text contains."""
    for kind, present in (
        ("channel", reading.channels),
        ("excluded", reading.excluded),
        ("job", [job for job in reading.of(Kind.OCCUPATION) if job.id != GENERIC_OCCUPATION]),
        ("level", reading.of(Kind.SENIORITY)),
        ("place", reading.places),
    ):
        yield f"+{kind}:{min(len(present), 2)}"
    for trait in {mention.id for mention in reading.of(Kind.TRAIT)}:
        yield f"+trait:{trait}"
    if reading.of(Kind.TRAIT):
        yield "+trait"
    yield f"+length:{min(len(words), 12) // 3}"


def word_features(reading: Reading) -> Counter[str]:
    """Return words, pairs of words and marks, counted."""
    words = masked_words(reading)
    pairs = (f"{first} {second}" for first, second in itertools.pairwise(words))
    return Counter([*words, *pairs, *marks(reading, words)])


def character_features(reading: Reading) -> Counter[str]:
    """Return the character n-grams within the masked words, counted."""
    # The field's name has no inflection to catch, and its many n-grams would outweigh what is said of it.
    words = (word for word in masked_words(reading) if word != _DOMAIN_WORD)
    return _counted_ngrams(words, *CHARACTERS)


def character_ngrams(word: str, shortest: int, longest: int) -> Sequence[str]:
    """Return the n-grams of a word, whose ends are marked by a space."""
    padded = f" {word} "
    length = len(padded)
    sizes = range(shortest, min(longest, length - 1) + 1)
    found = [padded[start : start + size] for size in sizes for start in range(length - size + 1)]
    return found if longest < length else [*found, padded]


def text_ngrams(text: str) -> Counter[str]:
    """Return the character n-grams of a text as typed, umlauts and all, which tell its language."""
    return _counted_ngrams(text.casefold().split(), 1, 4)


def _counted_ngrams(words: Iterable[str], shortest: int, longest: int) -> Counter[str]:
    # Counted from a list: from a generator it takes half as long again, and this is done for every question.
    return Counter([ngram for word in words for ngram in character_ngrams(word, shortest, longest)])
