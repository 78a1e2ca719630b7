"""Every form in which a job title is typed, from its basic form: feminine, plural, inflected."""

from collections.abc import Iterator

from knowledge.text import fold

_PLURAL_S = 3


def german_forms(title: str) -> Iterator[str]:
    """Yield the folded forms of a German title, the last word inflected: "Bauleiter" → bauleiterin, bauleitern, …"""
    *before, last = fold(title).replace("-", " ").split()
    starts = [" ".join(before)] if not before else _adjective_forms(before)
    for start in starts:
        for form in _noun_forms(last):
            yield f"{start} {form}".strip()


def english_forms(title: str) -> Iterator[str]:
    """Yield the folded singular and plural of an English title."""
    base = fold(title)
    yield base
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        yield f"{base[:-1]}ies"
    elif base.endswith(("s", "x", "sh")) or (base.endswith("ch") and not base.endswith("tech")):
        yield f"{base}es"
    elif base.endswith("man"):
        yield f"{base[:-3]}men"
    else:
        yield f"{base}s"


def _adjective_forms(before: list[str]) -> list[str]:
    """ "Medizinischer Fachangestellter" is typed with any ending of its first word."""
    first, rest = before[0], before[1:]
    if first.endswith(("er", "e", "es", "en")) and len(first) > _PLURAL_S + 2:
        stem = first.removesuffix("er").removesuffix("en").removesuffix("es").removesuffix("e")
        return [" ".join([stem + ending, *rest]) for ending in ("er", "e", "en", "es", "em")]
    return [" ".join(before)]


def _noun_forms(noun: str) -> Iterator[str]:
    if noun.endswith("mann"):
        stem = noun[:-4]
        yield from (noun, f"{stem}frau", f"{stem}frauen", f"{stem}leute", f"{stem}manner", f"{stem}mannern")
    elif noun.endswith("ter") and noun.endswith(("stellter", "beamter", "tragter", "dienter")):
        yield from (noun, noun[:-1], f"{noun[:-1]}n", f"{noun[:-1]}s")
    elif noun.endswith("nder"):
        yield from (noun, noun[:-1], f"{noun[:-1]}n", f"{noun}in", f"{noun}innen", f"{noun}n", f"{noun}s")
    elif noun.endswith(("er", "or", "eur")):
        yield from (noun, f"{noun}in", f"{noun}innen", f"{noun}n", f"{noun}s", f"{noun}en", f"{noun}e", f"{noun}es")
    elif noun.endswith("e"):
        stem = noun[:-1]
        yield from (noun, f"{noun}n", f"{noun}r", f"{noun}s", f"{stem}in", f"{stem}innen")
    elif noun.endswith(("in", "ung", "schaft")):
        yield from (noun, f"{noun}nen", f"{noun}en")
    else:
        yield from (noun, f"{noun}in", f"{noun}innen", f"{noun}e", f"{noun}en", f"{noun}s", f"{noun}es")
