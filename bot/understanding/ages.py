"""Ages as typed: "anfang 20", "U25", "18 to 24 years", "leute über 50", but neither "über 50 Bewerber" nor "20er Team".

A number is an age for sure where a word says so ("Jahre", "aged"). Others ("über 50", "zwischen 20 und 30") are one
unless what follows is counted or measured; and the weakest ("ab 50") only right behind the people who are meant.
"""

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum

from bot.understanding.quantities import AMOUNT, DECADE_WORDS, People, counts_people

YOUNGEST, OLDEST = 13, 75
ELDEST = 99
WIDE = 25
"""Years. Ages so far apart ("20 to 64") are those of a broad audience, and no shift, wage or team varies so much."""


class _Strength(IntEnum):
    """How surely a wording is about an age."""

    SURE = 0
    UNLESS_COUNTED = 1
    BEHIND_PEOPLE = 2
    FAR_APART = 3


_N = rf"(\d{{2}}|{'|'.join(DECADE_WORDS)})"
_DECADES = {**DECADE_WORDS, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50}
_N_OR_DECADE = rf"(\d{{2}}|{'|'.join(_DECADES)})"
_TO = r"\s*-?\s*(?:-|–|bis|to)\s*"
_AND = r"\s*(?:-|–|bis|to|und|and)\s*"
_JAHRE = r"(?:j\b|jahren?\b|jährig\w*|jaehrig\w*)"
_YEARS_OLD = rf"\s*-?\s*(?:{_JAHRE}|years?[ -]olds?\b|years of age\b|yrs?\.?[ -]olds?\b|y/?o\b)"
_YEARS = rf"(?:{_YEARS_OLD}|\s*-?\s*(?:years?|yrs?|ish)\b)"
_NAMED = (
    r"\b(?:aged?|ages|alter|altersgruppe|altersklasse|age (?:group|range)|zielgruppe)"
    r"\s*:?\s+(?:von |of |zwischen |between |from )?"
)
_BELOW = r"\b(?:unter|under|below|jünger als|juenger als|younger than)\s*-?\s*"
_UP_TO = (
    r"\b(?:nicht älter als|nicht aelter als|höchstens|maximal|max\.?|no older than|not older than|up to|bis(?: zu)?)\s*"
)
_ABOVE = r"\b(?:über|ueber|over|älter als|aelter als|older than|above)\s*-?\s*"
_FROM = r"\b(?:ab|mindestens|mind\.?|min\.?|at least|from)\s*"
_OLDER = r"(?:\s*(?:jahre)?\s*(?:aufwärts|und älter|oder älter)|\s*(?:years?)?\s*(?:and|or) (?:over|older|up|above))\b"
_PARTS_OF_DECADES = {
    "early": r"(?:anfang|early)",
    "middle": r"(?:mitte|mid)",
    "late": r"(?:ende|late)",
}
_IN_DECADE = r"[\s-]*(?:der |the |their )?"
_SHORT = {"early": "anfang", "middle": "mitt", "late": "end"}

_PATTERNS = tuple(
    (re.compile(pattern, re.I), meaning, strength)
    for strength, pattern, meaning in (
        (_Strength.SURE, rf"\b{_N}{_TO}{_N}{_YEARS}", "range"),
        (_Strength.SURE, rf"\b(?:zwischen|between)\s+{_N}{_AND}{_N}{_YEARS}", "range"),
        (_Strength.SURE, rf"{_NAMED}{_N}{_AND}{_N}\b", "range"),
        *((_Strength.SURE, rf"\b{w}{_IN_DECADE}{_N_OR_DECADE}(?:e?rn?|s)?\b", m) for m, w in _PARTS_OF_DECADES.items()),
        *((_Strength.SURE, rf"\b{w}[\s-]*{_N}er\w*", m) for m, w in _SHORT.items()),
        (_Strength.SURE, rf"\bu\s?-?{_N}\b", "below"),
        (_Strength.SURE, rf"\bü\s?-?{_N}\b", "above"),
        (_Strength.SURE, rf"{_BELOW}{_N}{_YEARS_OLD}", "below"),
        (_Strength.SURE, rf"{_UP_TO}{_N}{_YEARS_OLD}", "up to"),
        (_Strength.SURE, rf"{_ABOVE}{_N}{_YEARS_OLD}", "above"),
        (_Strength.SURE, rf"{_FROM}{_N}{_YEARS_OLD}", "from"),
        (_Strength.SURE, rf"\b{_N}{_OLDER}", "from"),
        (_Strength.SURE, rf"\b(?:in den|in (?:their|the|his|her)|in ihren|um die) {_N}(?:ern|s)\b", "decade"),
        (_Strength.SURE, rf"\b{_N}-?somethings?\b|\b(twenties|thirties|forties|fifties)\b", "decade"),
        (_Strength.SURE, rf"\b{_N}{_YEARS_OLD}|\b{_N}-?ish\b|{_NAMED}{_N}\b", "exact"),
        (_Strength.UNLESS_COUNTED, rf"\b(?:zwischen|between)\s+{_N}{_AND}{_N}\b", "range"),
        (_Strength.FAR_APART, rf"\b([12]\d){_TO}([4-7]\d)\b", "range"),
        (_Strength.UNLESS_COUNTED, rf"{_BELOW}(?:der |the age of )?{_N}s?\b", "below"),
        (_Strength.UNLESS_COUNTED, rf"\b(?:nicht älter als|no older than|not older than)\s*{_N}\b", "up to"),
        (_Strength.UNLESS_COUNTED, rf"{_ABOVE}(?:der |the age of )?{_N}s?\b", "above"),
        (_Strength.UNLESS_COUNTED, rf"\bum die\s+{_N}\b", "exact"),
        (_Strength.UNLESS_COUNTED, rf"\b{_N}er(?!\s*-?\s*[^\W\d]{{3}})", "decade"),
        (_Strength.UNLESS_COUNTED, rf"\b{_N}\s?(?:\+|-?plus\b)", "from"),
        (_Strength.BEHIND_PEOPLE, rf"\b{_N}{_TO}{_N}\b", "range"),
        (_Strength.BEHIND_PEOPLE, rf"{_UP_TO}{_N}\b", "up to"),
        (_Strength.BEHIND_PEOPLE, rf"{_FROM}{_N}\b", "from"),
        (_Strength.BEHIND_PEOPLE, rf"\bvon\s*{_N}{_TO}{_N}\b", "range"),
    )
)
_ANY_NUMBER = re.compile(_N_OR_DECADE, re.I)
"""Stands in every age: most messages name none, and need not be read by thirty patterns."""
_SPANS = {"early": (0, 3), "middle": (4, 6), "late": (7, 9), "decade": (0, 9), "exact": (0, 0)}

_SINCE = re.compile(
    r"\b(?:seit|vor|nach|since|for|past|last|letzten|vergangenen|next|nächsten)\s+(?:über |mehr als |over )?$", re.I
)
"""Before "20 Jahren": a time that has passed."""
_EXPERIENCE = re.compile(
    r"\s*(?:\w+\s+){0,2}?(?:\w*erfahrung|experience|exp\b|\w*praxis|führung|leitung|leadership|management|on the job"
    r"|of experience|in business|am markt|dabei)|\s*(?:of (?!age)|im (?!raum|großraum|landkreis|kreis|norden|süden))",
    re.I,
)
"""Behind "20 Jahre": what was done in that time."""


def find_age(text: str, people: People = ()) -> tuple[int, int] | None:
    """Return the ages a text names, from and to, or None. `people` are where words for people begin and end."""
    return next(_ages(text, tuple(people)), None)


def _ages(text: str, people: People) -> Iterator[tuple[int, int]]:
    if not _ANY_NUMBER.search(text):
        return
    for pattern, meaning, strength in _PATTERNS:
        for match in pattern.finditer(text):
            numbers = [_number(group) for group in match.groups() if group]
            span = _span(numbers[0], numbers[-1], meaning)
            if strength is _Strength.FAR_APART and span[1] - span[0] < WIDE:
                continue
            if _plausible(span, numbers) and _is_age(text, match, strength, people):
                yield span


def _is_age(text: str, match: re.Match[str], strength: _Strength, people: People) -> bool:
    of_time = _SINCE.search(text[: match.start()]) or _EXPERIENCE.match(text, match.end())
    if of_time and strength is not _Strength.FAR_APART:
        return False
    if strength is _Strength.SURE:
        return True
    counted = counts_people(text, match.end(), people) or AMOUNT.match(text, match.end())
    return not counted and (strength is not _Strength.BEHIND_PEOPLE or _follows_people(text, match.start(), people))


def _follows_people(text: str, start: int, people: Iterable[tuple[int, int]]) -> bool:
    """ "Leute ab 50", "students, 19-25", "azubis friseurhandwerk 16 bis 19", or a message that says nothing else."""
    between = (text[end:start].strip(" ,:(") for _, end in people if end <= start)
    return not text[:start].strip() or any(not gap or gap.isalpha() for gap in between)


def _plausible(span: tuple[int, int], numbers: list[int]) -> bool:
    return span[0] <= span[1] and all(YOUNGEST <= number <= OLDEST for number in numbers[:1])


def _number(word: str) -> int:
    return int(word) if word.isdigit() else next(n for w, n in _DECADES.items() if re.fullmatch(w, word, re.I))


def _span(age: int, second: int, meaning: str) -> tuple[int, int]:
    match meaning:
        case "range":
            return age, second
        case "below":
            return YOUNGEST, max(age - 1, YOUNGEST)
        case "up to":
            return YOUNGEST, age
        case "above" | "from":
            return age, ELDEST
        case _:
            first, last = _SPANS[meaning]
            return age + first, age + last
