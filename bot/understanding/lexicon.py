"""Finds the terms of a vocabulary in a text: whole phrases, word starts ("zock*"), compounds and typing errors."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.text import fold

_TOKEN = re.compile(r"[^\W_]+(?:[+#&.](?=\w)[^\W_]+|[+#]+)*")
_GENDER_MARK = re.compile(r"(?<=\w{3})[:*_/|]-?(?=in(?:nen)?\b)|(?<=\w{3})\((?=in(?:nen)?\))")
OPEN = "*"
"""Stands for any letters, at the end of a phrase or at the beginning of a word."""
MIN_STEM = 3
MIN_FUZZY = 5
LONG_WORD = 9
"""From this length on two typing errors are forgiven, below one (Damerau 1964: most misspellings are one error)."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its place in the text."""

    text: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A term found in a text. `first` and `last` are token positions, both included."""

    kind: str
    id: str
    first: int
    last: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Term:
    """What a phrase of the vocabulary stands for."""

    kind: str
    id: str


Entry = tuple[tuple[str, ...], Term]
"""A phrase, as folded words, the last of which may have an open end, and what it stands for."""


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the words of `text`, whose gender marks are joined first."""
    joined = join_gender_marks(text)
    return tuple(
        Token(match.group(), fold(match.group()), match.start(), match.end()) for match in _TOKEN.finditer(joined)
    )


def join_gender_marks(text: str) -> str:
    """Return `text` with "Leiter:in" and its relatives as one word."""
    return _GENDER_MARK.sub("", text)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases of folded words. `stems` hold word starts; `heads` compound endings; `fuzzy` correctable words."""

    phrases: Mapping[str, tuple[Entry, ...]]
    stems: Mapping[str, tuple[Term, ...]]
    heads: Mapping[str, Term]
    fuzzy: Mapping[str, Sequence[str]]
    known: frozenset[str] = field(repr=False)

    def find(self, tokens: tuple[Token, ...]) -> tuple[Mention, ...]:
        """Return every mention, in reading order; of overlapping ones of a kind only the longest."""
        found: list[Mention] = []
        words = tuple(token.folded for token in tokens)
        for position, token in enumerate(tokens):
            here = [*self._phrases_at(words, position), *self._stems_at(token, position)]
            if not here:
                here = [*self._compound(token, position)] or [*self._corrected(tokens, position)]
            found += here
        return _longest(found)

    def _phrases_at(self, words: tuple[str, ...], position: int) -> Iterable[Mention]:
        for phrase, term in self.phrases.get(words[position], ()):
            end = position + len(phrase)
            if phrase == words[position:end] or (phrase[-1].endswith(OPEN) and _begins(phrase, words[position:end])):
                yield Mention(term.kind, term.id, position, end - 1)

    def _stems_at(self, token: Token, position: int) -> Iterable[Mention]:
        for length in range(MIN_STEM, len(token.folded) + 1):
            for term in self.stems.get(token.folded[:length], ()):
                yield Mention(term.kind, term.id, position, position)

    def _compound(self, token: Token, position: int) -> Iterable[Mention]:
        for start in range(1, len(token.folded) - MIN_STEM):
            if term := self.heads.get(token.folded[start:]):
                yield Mention(term.kind, term.id, position, position)
                return

    def _corrected(self, tokens: tuple[Token, ...], position: int) -> Iterable[Mention]:
        word = tokens[position].folded
        if len(word) < MIN_FUZZY or word in self.known or not word.isalpha():
            return
        best = closest(word, self.fuzzy)
        for phrase, term in self.phrases.get(best, ()) if best else ():
            if len(phrase) == 1:
                yield Mention(term.kind, term.id, position, position, exact=False)


def _begins(phrase: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether `words` are those of a phrase with an open end."""
    start = phrase[-1].removesuffix(OPEN)
    return len(words) == len(phrase) and words[:-1] == phrase[:-1] and words[-1].startswith(start)


def closest(word: str, candidates: Mapping[str, Sequence[str]], errors: int = 2) -> str | None:
    """Return the candidate that `word` most likely misspells, with that many errors at most.

    Candidates are grouped by first letter.
    """
    cutoff = 1 if len(word) < LONG_WORD else errors
    group = candidates.get(word[:1], ())
    match = process.extractOne(word, group, scorer=OSA.distance, score_cutoff=cutoff)
    return match[0] if match else None


def build_lexicon(phrases: Iterable[tuple[str, Term]], heads: Mapping[str, Term], known: frozenset[str]) -> Lexicon:
    """Compile a lexicon. "zock*" is a word start, "*abend" a word's ending, "opinion leader*" a phrase with any ending.

    `known` words are never corrected.
    """
    by_first: dict[str, list[Entry]] = defaultdict(list)
    stems: dict[str, list[Term]] = defaultdict(list)
    endings: dict[str, Term] = {}
    for phrase, term in phrases:
        parts = tuple(token.folded for token in tokenize(phrase))
        if len(parts) == 1 and phrase.startswith(OPEN):
            endings[parts[0]] = term
        elif len(parts) == 1 and phrase.endswith(OPEN):
            stems[parts[0]].append(term)
        elif parts:
            whole = (*parts[:-1], parts[-1] + OPEN) if phrase.endswith(OPEN) else parts
            by_first[parts[0]].append((whole, term))
    single = {word for word, entries in by_first.items() if any(len(entry[0]) == 1 for entry in entries)}
    return Lexicon(
        phrases={word: tuple(dict.fromkeys(entries)) for word, entries in by_first.items()},
        stems={stem: tuple(dict.fromkeys(terms)) for stem, terms in stems.items()},
        heads=endings | dict(heads),
        fuzzy=by_first_letter(sorted(single)),
        known=known | single,
    )


def by_first_letter(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the words long enough to be corrected to, by first letter; ties fall to the one that stands first."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if len(word) >= MIN_FUZZY:
            groups[word[0]].append(word)
    return {letter: tuple(group) for letter, group in groups.items()}


def _longest(mentions: list[Mention]) -> tuple[Mention, ...]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.first - m.last, m.first, m.kind, m.id)):
        inside = any(
            other.kind == mention.kind
            and other.first <= mention.first
            and mention.last <= other.last
            and (other.first, other.last) != (mention.first, mention.last)
            for other in kept
        )
        if not inside and mention not in kept:
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: (m.first, m.last, m.kind, m.id)))
