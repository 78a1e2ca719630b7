"""Where words stand to each other: what is beside what, and where a clause or a sentence ends."""

from collections.abc import Sequence

from bot.understanding.lexicon import Mention, Token

SENTENCE_ENDS = ".!?;:"
CLAUSE_ENDS = SENTENCE_ENDS + ",–—"


class Clauses:
    """Distances and borders between the words of a message."""

    def __init__(self, text: str, tokens: Sequence[Token], cues: Sequence[Mention]) -> None:
        self._text = text
        self._tokens = tokens
        self._cues = cues
        self.last = len(tokens) - 1

    def of(self, *ids: str) -> list[Mention]:
        """Return the cues of some ids, in reading order."""
        return [cue for cue in self._cues if cue.id in ids]

    def positions(self, id_: str) -> frozenset[int]:
        """Return the positions that the cues of an id cover."""
        return frozenset(position for cue in self.of(id_) for position in range(cue.first, cue.last + 1))

    def begins(self, position: int, *ids: str) -> bool:
        """Whether a cue of one of the ids begins at `position`."""
        return any(cue.first == position for cue in self.of(*ids))

    def word(self, position: int) -> str:
        """Return the folded word at `position`."""
        return self._tokens[position].folded

    def between(self, first: int, last: int) -> str:
        """Return what stands between two words that follow each other, or between the first and the last of several."""
        return self._text[self._tokens[first].end : self._tokens[last].start]

    def unbroken(self, first: int, last: int, marks: str = SENTENCE_ENDS) -> bool:
        """Whether no mark stands between two words."""
        return not any(mark in self.between(first, last) for mark in marks)

    def is_final(self, position: int) -> bool:
        """Whether a clause ends behind the word: "auf Facebook nicht, aber …", "tiktok no please"."""
        following = position + 1
        if following > self.last or not self.unbroken(position, following, CLAUSE_ENDS):
            return True
        if " - " in self.between(position, following) or self.begins(following, "grammar-clause"):
            return True
        trailing = [cue for cue in self.of("grammar-trailing") if cue.first == following]
        return bool(trailing) and self.is_final(max(cue.last for cue in trailing))

    def is_asked(self, position: int) -> bool:
        """Whether the sentence is a question: a question word stands before the word, or a mark behind it."""
        start = position
        while start and self.unbroken(start - 1, start):
            start -= 1
        if any(start <= cue.first < position for cue in self.of("grammar-question")):
            return True
        rest = self._text[self._tokens[position].end :]
        return next((letter for letter in rest if letter in SENTENCE_ENDS), "") == "?"
