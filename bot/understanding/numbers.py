"""Ages and numbers of people, as typed."""

import re

_AGE = r"(\d{2})"
_AGE_RANGES = (
    (re.compile(rf"\b{_AGE}\s*(?:-|–|bis|to)\s*{_AGE}\s*(?:j\b|jahre|jährig|years?|yrs?|y/?o)", re.I), None),
    (
        re.compile(
            rf"\b(?:unter|under|max\.?|höchstens|bis|u)\s*-?{_AGE}\b(?!\s*(?:%|k\b|€|leute|people|stellen))", re.I
        ),
        "below",
    ),
    (re.compile(rf"\b(?:über|ueber|over|ab|ü)\s*-?{_AGE}\b(?!\s*(?:%|k\b|€|leute|people|stellen))", re.I), "above"),
    (re.compile(rf"\b(?:anfang|early)\s+{_AGE}\b", re.I), "early"),
    (re.compile(rf"\b(?:mitte|mid)\s+{_AGE}\b", re.I), "middle"),
    (re.compile(rf"\b(?:ende|late)\s+{_AGE}\b", re.I), "late"),
    (re.compile(rf"\b{_AGE}er\b|\bin (?:their|the) {_AGE}s\b|\b{_AGE}-?somethings?\b", re.I), "decade"),
    (
        re.compile(
            rf"\b{_AGE}\s*-?(?:j\b|jahre\b|jährig\w*|jaehrig\w*|years? old|years?-olds?|yrs? old|y/?o\b|yo\b)", re.I
        ),
        "exact",
    ),
    (re.compile(rf"\b(?:aged?|alter)\s+{_AGE}\b", re.I), "exact"),
)
_HEADCOUNT = re.compile(r"(?:\bx\s?(\d{1,4})\b|\b(\d{1,4})\s?(?:x|stück|mal)\b|^\s*(\d{1,4})\s+(?=[^\W\d]))", re.I)
_SPAN = {
    "below": (13, -1),
    "above": (1, 99),
    "early": (0, 3),
    "middle": (4, 6),
    "late": (7, 9),
    "decade": (0, 9),
    "exact": (0, 0),
}
YOUNGEST, OLDEST = 13, 75


def find_age(text: str) -> tuple[int, int] | None:
    """Return the ages a text names, from and to, or None."""
    for pattern, meaning in _AGE_RANGES:
        if match := pattern.search(text):
            first, *second = (int(group) for group in match.groups() if group)
            if not YOUNGEST <= first <= OLDEST:
                return None
            return (first, second[0]) if second else _span(first, meaning or "exact")
    return None


def find_headcount(text: str) -> int | None:
    """Return how many people are looked for, or None."""
    match = _HEADCOUNT.search(text)
    return next((int(group) for group in match.groups() if group), None) if match else None


def _span(age: int, meaning: str) -> tuple[int, int]:
    first, last = _SPAN[meaning]
    if meaning == "below":
        return first, max(age - 1, first)
    if meaning == "above":
        return age, last
    return age + first, age + last


_ORDINALS = (
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
_LISTED = r"(?:punkt|schritt|step|point|item|trend|vorteil|nr\.?|nummer|number|no\.?|benefit|challenge|advantage)"


def find_position(text: str) -> int | None:
    """Return which entry of a list a text asks for: 1 is the first, -1 the last; None where it names none."""
    if match := re.search(rf"\b{_LISTED}\s*#?(\d{{1,2}})\b|#(\d{{1,2}})\b|\b(\d{{1,2}})\.\s*{_LISTED}", text, re.I):
        return next(int(group) for group in match.groups() if group)
    for position, pattern in _ORDINALS:
        if re.search(
            rf"\b(?:{pattern})\s+(?:\w+\s+)?(?:{_LISTED}|one\b|of\b|von\b|der\b)|\b(?:der|die|das|den|the)\s+(?:{pattern})\s*\??$",
            text,
            re.I,
        ):
            return position
    return None
