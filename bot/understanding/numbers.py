"""Ages, numbers of people and positions in a list, as typed."""

import re

YOUNGEST, OLDEST = 13, 75

_AGE = r"(\d{2})"
_UNITS = (
    r"(?:j|jähr\w*|jaehr\w*|jahre?n?|years?|yrs?|yo|monate?|months?|wochen?|weeks?|tage?|days?"
    r"|stunden|std|hours?|h|k|uhr)"
)
_NO_AGE = (
    r"(?!\s*(?:%|k\b|€|[.:]\d|uhr|stunden|std|h\b|hours?|leute|people|stellen|mitarbeiter|employees|days|tage|wochen"
    r"|weeks|monate|months|(?:jahre|years?)\s+(?:berufs)?(?:erfahrung|experience|of)))"
)
_NO_EXPERIENCE = r"(?!\s*(?:berufs)?(?:erfahrung|im beruf|experience|of\b))"
_YEARS_OLD = r"(?:j\b|jahre\b|jährig\w*|jaehrig\w*|years? old|years?-olds?|yrs? old|y/?o\b|yo\b)"

_AGES = tuple(
    (re.compile(pattern, re.I), meaning)
    for pattern, meaning in (
        (rf"\b{_AGE}\s*(?:-|–|bis|to)\s*{_AGE}\s*(?:j\b|jahre|jährig|years?|yrs?|y/?o)", "range"),
        (rf"\b(?:unter|under|u)\s*-?{_AGE}\b{_NO_AGE}", "below"),
        (rf"\b(?:über|ueber|over|ü)\s*-?{_AGE}\b{_NO_AGE}", "above"),
        (rf"\b(?:anfang|early)\s+{_AGE}\b", "early"),
        (rf"\b(?:mitte|mid)\s+{_AGE}\b", "middle"),
        (rf"\b(?:ende|late)\s+{_AGE}\b", "late"),
        (rf"\b{_AGE}er\b|\bin (?:their|the) {_AGE}s\b|\b{_AGE}-?somethings?\b", "decade"),
        (rf"\b{_AGE}\s*-?{_YEARS_OLD}{_NO_EXPERIENCE}", "exact"),
        (rf"\b(?:aged?|alter|um die)\s+{_AGE}\b{_NO_AGE}", "exact"),
    )
)
_SPANS = {"early": (0, 3), "middle": (4, 6), "late": (7, 9), "decade": (0, 9), "exact": (0, 0)}

_HEADCOUNTS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\bx\s?(\d{1,4})\b",
        r"\b(\d{1,4})\s?(?:x|stück|mal)\b",
        rf"^\s*(\d{{1,4}})\s+(?!{_UNITS}\b)(?=[^\W\d])",
    )
)

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


def find_age(text: str) -> tuple[int, int] | None:
    """Return the ages a text names, from and to, or None."""
    for pattern, meaning in _AGES:
        if match := pattern.search(text):
            first, *second = (int(group) for group in match.groups() if group)
            return _span(first, second[0] if second else first, meaning) if YOUNGEST <= first <= OLDEST else None
    return None


def find_headcount(text: str) -> int | None:
    """Return how many people are looked for, or None."""
    matches = (pattern.search(text) for pattern in _HEADCOUNTS)
    return next((int(match.group(1)) for match in matches if match), None)


def find_position(text: str) -> int | None:
    """Return which entry of a list a text asks for: 1 is the first, -1 the last; None where it names none."""
    if match := _NUMBERED.search(text):
        return next(int(group) for group in match.groups() if group)
    return next((position for position, pattern in _ORDINALS if pattern.search(text)), None)


def _span(age: int, second: int, meaning: str) -> tuple[int, int]:
    match meaning:
        case "range":
            return age, second
        case "below":
            return YOUNGEST, max(age - 1, YOUNGEST)
        case "above":
            return age, 99
        case _:
            first, last = _SPANS[meaning]
            return age + first, age + last
