"""Positions in a list, as typed."""

import re

_LISTED = r"(?:punkt|schritt|step|point|item|trend|vorteil|nr\.?|nummer|number|no\.?|benefit|challenge|advantage)"
_NUMBERED = re.compile(rf"\b{_LISTED}\s*#?(\d{{1,2}})\b|#(\d{{1,2}})\b|\b(\d{{1,2}})\.\s*{_LISTED}", re.I)
_ORDINAL_WORDS = (
    (1, r"erste[nrs]?|first"),
    (2, r"zweite[nrs]?|second"),
    (3, r"dritte[nrs]?|third"),
    (4, r"vierte[nrs]?|fourth"),
    (5, r"fünfte[nrs]?|fuenfte[nrs]?|fifth"),
    (6, r"sechste[nrs]?|sixth"),
    (7, r"siebte[nrs]?|siebente[nrs]?|seventh"),
    (8, r"achte[nrs]?|eighth"),
    (9, r"neunte[nrs]?|ninth"),
    (10, r"zehnte[nrs]?|tenth"),
    (-1, r"letzte[nrs]?|last"),
)
_ORDINALS = tuple(
    (
        position,
        re.compile(
            rf"\b(?:{word})\s+(?:\w+\s+)?(?:{_LISTED}|one\b|of\b|von\b|der\b)"
            rf"|\b(?:der|die|das|den|the)\s+(?:{word})\s*\??$",
            re.I,
        ),
    )
    for position, word in _ORDINAL_WORDS
)


def find_position(text: str) -> int | None:
    """Return which entry of a list a text asks for: 1 is the first, -1 the last; None where it names none."""
    if match := _NUMBERED.search(text):
        return next(int(group) for group in match.groups() if group)
    return next((position for position, pattern in _ORDINALS if pattern.search(text)), None)
