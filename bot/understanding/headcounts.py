"""How many people are looked for: "12 Pflegekräfte", "hgv drivers x12", "20 bis 30 Leute", but no "Team von 20"."""

import re
from collections.abc import Iterator

from bot.understanding.quantities import AMOUNT, DECADE_WORDS, People, counts_people

_WORDS = {
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "f(?:ü|ue)nf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
    "zehn": 10,
    "elf": 11,
    "zw(?:ö|oe)lf": 12,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    **DECADE_WORDS,
}
_N = rf"(\d{{1,4}}|{'|'.join(_WORDS)})"
_ABOUT = (
    r"(?:(?:ca\.?|circa|etwa|ungefähr|rund|um die|mindestens|bis zu|über|ueber|mehr als|maximal|max\.?|zwischen"
    r"|about|around|roughly|at least|up to|over|more than|some|between)\s+)*"
)
_QUANTITY = rf"{_ABOUT}(?<![\w.,]){_N}(?:\s*(?:-|–|bis|to|und|and|oder|or)\s*{_N})?(?![\w.,:]*\d)"

_TIMES = re.compile(r"\bx\s?(\d{1,4})\b|(?<![\w.,])(\d{1,4})\s?(?:x|stück|stk|mal|fte)\b", re.I)
_VACANCIES = re.compile(
    rf"\b{_N}\s+(?:(?:offenen?|freien?|neuen?|open|new)\s+)?"
    r"(?:stellen|ausbildungsplätze|plätze|positions|openings|vacancies|roles|apprenticeships|hires|heads)\b",
    re.I,
)
_COUNTED = re.compile(_QUANTITY, re.I)
_AT_START = re.compile(rf"\s*{_ABOUT}(\d{{1,4}})(?=\s+[^\W\d])", re.I)
_OTHERS = re.compile(
    r"\b(?:mit|von|haben|hat|habe|sind|ist|führt|führen|leitet|unsere[nr]?|team|aus|pro|per|je|with|of|have|has|having|are|is|leads?|manages?|our|employs?|beschäftigt|bei|statt"
    r"|got|bekommen|erhalten|kamen)(?:\s+(?:ca\.?|insgesamt|nur|only|just|already|schon))?\s*$",
    re.I,
)
"""Before a number: people who are there already."""
_APPLICANTS = re.compile(r"\s*(?:\w+\s+)?(?:bewerb\w+|applica\w+)", re.I)


def find_headcount(text: str, people: People = ()) -> int | None:
    """Return how many people are looked for, of a range the most, or None.

    `people` are where words for people begin and end.
    """
    return next(_counts(text, tuple(people)), None)


def _counts(text: str, people: People) -> Iterator[int]:
    for pattern in (_TIMES, _VACANCIES):
        yield from (_most(match) for match in pattern.finditer(text))
    for match in _COUNTED.finditer(text):
        sought = not _OTHERS.search(text[: match.start()]) and not _APPLICANTS.match(text, match.end())
        if sought and counts_people(text, match.end(), people):
            yield _most(match)
    # Who begins with a number counts people, whatever they are called: "40 parcel drivers".
    first = _AT_START.match(text)
    if first and not AMOUNT.match(text, first.end()) and not _APPLICANTS.match(text, first.end()):
        yield _most(first)


def _most(match: re.Match[str]) -> int:
    return max(_number(group) for group in match.groups() if group)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else next(n for w, n in _WORDS.items() if re.fullmatch(w, word, re.I))
