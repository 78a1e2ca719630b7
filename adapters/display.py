"""Texts as they can be shown on a platform. Pure."""

import re

_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""Control characters, overrides of the writing direction, halves of surrogate pairs."""
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060-\u2065\u00ad\u3164\u115f\u1160]*")


def clean(text: str) -> str:
    """Return the text as it can be shown."""
    return _UNSHOWABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def blank(text: str) -> bool:
    """Whether nothing of the text can be seen."""
    return _BLANK.fullmatch(clean(text)) is not None


def cut(text: str, limit: int) -> str:
    """Return the text on one line, shortened with an ellipsis where it is longer."""
    line = " ".join(clean(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
