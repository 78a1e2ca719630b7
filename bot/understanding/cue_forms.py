"""Cue → the forms in which it is typed in passing: "halten wir nix von", "dont use"."""

from collections.abc import Iterator
from itertools import product

_SPOKEN = {
    "nichts": ("nichts", "nix"),
    "nicht": ("nicht", "nich", "net", "ned"),
    "ist": ("ist", "is"),
    "halte": ("halte", "halt"),
    "habe": ("habe", "hab"),
}
_FORMS_OF_A_CUE = 16


def cue_forms(phrase: str) -> Iterator[str]:
    """Yield `phrase`, then what people make of its words. A word that stands alone stays: "net" is no cue by itself."""
    words = phrase.split()
    if len(words) == 1:
        yield phrase
        return
    choices = [_SPOKEN.get(word, _bare(word)) for word in words]
    for number, form in enumerate(product(*choices)):
        if number < _FORMS_OF_A_CUE:
            yield " ".join(form)


def _bare(word: str) -> tuple[str, ...]:
    without = word.replace("'", "")
    return (word,) if without == word else (word, without)
