"""Puts questions of the same meaning into one gap, each language with its own measure."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.gaps.models import AskedQuestion
from bot.gaps.wordings import LIKE, Vectors, Wording, WordingIndex

STRICTER = 1.1
"""Times `LIKE`: two questions in one gap wrongly cost an editor more than two gaps for one question."""


def new_gap_id() -> str:
    """Return an id for a gap, short enough to be typed."""
    return secrets.token_hex(6)


def group(new: Sequence[AskedQuestion], known: Iterable[AskedQuestion], vectors: Vectors) -> tuple[AskedQuestion, ...]:
    """Return the new questions, in order, each with its gap: that of the likest question before it, or one of its own.

    Questions that say the same, but for case and white space, are always of one gap.
    """
    earlier = {_plain(one.text): one.gap for one in known}
    later = {_plain(one.text) for one in new}
    index = WordingIndex((Wording(text, text) for text in dict.fromkeys((*earlier, *later))), vectors)
    found = []
    for one in new:
        text = _plain(one.text)
        if text not in earlier:
            likest = index.likest(one.text, one.language, lambda wording: wording.key in earlier)
            like = likest is not None and likest.value >= STRICTER * LIKE[one.language]
            earlier[text] = earlier[likest.wording.key] if like and likest else new_gap_id()
        found.append(replace(one, gap=earlier[text]))
    return tuple(found)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
