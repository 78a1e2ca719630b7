"""What ages and numbers of people share: number words, what is measured rather than looked for, and who is counted."""

import re

People = tuple[tuple[int, int], ...]
"""Where the words for people (jobs, career levels, "Leute") begin and end in a text."""

DECADE_WORDS = {
    "zwanzig": 20,
    "drei(?:ß|ss)ig": 30,
    "vierzig": 40,
    "f(?:ü|ue)nfzig": 50,
    "sechzig": 60,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
}

_UNITS = (
    r"jahre?n?|j\b|jährig\w*|jaehrig\w*|years?|yrs?|yo\b|y/o|mona\w+|months?|woche\w*|weeks?|tage?n?|days?|stunden?|std|hours?|hrs?"
    r"|h\b|uhr|min\b|minuten?|minutes?|sek\b|sekunden?|seconds?|k\b|tsd|mio|mrd|euro?|eur|dollars?|pounds?|cent|prozent"
    r"|percent|pct|km|kilomet\w+|miles?|meter\w*|qm|kg|tonnen|tonner\w*|grad|degrees?"
)
_THINGS = (
    r"bewerbung\w*|applications?|klicks?|clicks?|follower\w*|views|likes|abonnent\w*|subs\b|subscribers?|filial\w*"
    r"|standort\w*|shops?|stores?|branches|locations?|länder\w*|countries|kan[aä]le\w*|channels?|plattform\w*|platforms?"
    r"|posts?|beiträge\w*|anzeigen|ads\b|tipps?|tips|gründe\w*|reasons|schritte\w*|steps|vorteile\w*|trends|punkte\w*"
    r"|points|beispiele?|examples|fragen|questions|sätze|sentences|fotos|photos|videos?|seiten|pages|zeichen|klasse"
    r"|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|january|february|march|may|june|july|october|december|team\w*"
)
AMOUNT = re.compile(
    rf"\s*-?\s*(?:[%€$£°]|[.:,/]\s?\d|\.\s+[^\W\d]|(?:{_UNITS})(?![^\W\d]))"
    rf"|(?:\s+[^\W\d]+e[nrs]?)?\s*-?\s*(?:{_THINGS})(?![^\W\d])"
    r"|\s*(?:stellen|positions?|openings?|vacancies|roles|jobs|plätze\w*|hires|heads|köpfe\w*|stück|stk|fte|x)\b",
    re.I,
)
"""Behind a number: what it measures or counts, be it time, money, things, or vacancies."""
_PEOPLE_WORDS = re.compile(
    r"(?:leuten?|people|ppl|folks|personen|persons?|mann|frauen|männer|women|men|mitarbeiter\w*|mitarbeitende\w*"
    r"|angestellte\w*|beschäftigte\w*|employees|staff|workers?|kolleg\w+|colleagues|bewerber\w*|kandidat\w+"
    r"|applicants?|candidates?|azubis?|ma)\b",
    re.I,
)
_NEXT = re.compile(r"\s+|\s*-\s*")
_GAP = re.compile(
    r"(?:\s+|\s*-\s*)(?:(?!(?:für|fuer|in|im|mit|als|auf|aus|bei|und|oder|wo|der|die|das|den|dem|zum|zur|von|nach|gesucht|am|an"
    r"|for|on|with|as|at|from|and|or|who|to|near|wanted|needed|by|the|of|our|unsere?n?)\b)[^\W\d][\w-]*\s+)?",
    re.I,
)
"""Between a number and who is counted: nothing, or one word such as "neue"."""


def counts_people(text: str, end: int, people: People) -> bool:
    """Whether the number that ends at `end` counts people: "20 Köche", "50 new applicants"."""
    if AMOUNT.match(text, end):
        return False
    starts = {first for first, _ in people}
    found = (_NEXT.match(text, end), _GAP.match(text, end))
    return any(gap and (gap.end() in starts or _PEOPLE_WORDS.match(text, gap.end())) for gap in found)
