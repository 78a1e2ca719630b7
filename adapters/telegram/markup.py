"""Builds messages in Telegram's HTML within its limits. Pure.

A message's text is counted in UTF-16 units after its markup was read. Every run carries its own tags, so that a text
can be cut anywhere between two letters without breaking one.
"""

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from adapters.display import blank, clean

LONGEST = 4_000
"""UTF-16 units of a message; Telegram takes 4,096."""
MOST_ENTITIES = 90
"""Telegram takes 100 a message, and drops the others."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style: "" or "b" (bold) or "i" (italic)."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line; `quote` sets it apart, `heading` keeps it with what follows. Without runs it is empty."""

    runs: tuple[Run, ...] = ()
    quote: bool = False
    heading: bool = False

    @property
    def units(self) -> int:
        """How long it is, with its end."""
        return sum(map(units, (run.text for run in self.runs))) + 1

    @property
    def entities(self) -> int:
        """How many marks it carries, at most."""
        return sum(bool(run.style) for run in self.runs) + self.quote


EMPTY = Line()


def line(text: str, style: str = "") -> list[Line]:
    """Return a text's lines in one style, none where nothing can be seen."""
    return lines((Run(text, style),))


def lines(runs: Iterable[Run], *, quote: bool = False) -> list[Line]:
    """Return runs as lines, parted where a run holds a line's end; blank lines stay only one by one, between others."""
    made: list[list[Run]] = [[]]
    for run in runs:
        for number, part in enumerate(clean(run.text).split("\n")):
            if number:
                made.append([])
            made[-1].append(replace(run, text=part))
    kept: list[Line] = []
    for one in made:
        seen = not blank("".join(run.text for run in one))
        if seen or (kept and kept[-1].runs):
            kept.append(Line(tuple(run for run in one if run.text) if seen else (), quote))
    return kept if not kept or kept[-1].runs else kept[:-1]


def units(text: str) -> int:
    """Return the length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, limit: int) -> str:
    """Return the text within so many UTF-16 units, with an ellipsis where it was longer."""
    if units(text) <= limit:
        return text
    return text[: _fitting(text, limit - 1)].rstrip() + "…"


def packed(written: Iterable[Line]) -> tuple[str, ...]:
    """Return as few messages as possible, in order; a heading is never the last line of one."""
    messages: list[list[Line]] = [[]]
    for one in _fitting_lines(written):
        if not _fits(messages[-1], one):
            messages.append(_carried(messages[-1]))
        messages[-1].append(one)
    trimmed = (_trimmed(message) for message in messages)
    return tuple(to_html(message) for message in trimmed if not _invisible(message))


def to_html(message: Sequence[Line]) -> str:
    """Return the lines as Telegram's HTML."""
    parts: list[str] = []
    for number, one in enumerate(message):
        quoted = number > 0 and message[number - 1].quote
        opened = "<blockquote>" if one.quote and not quoted else ""
        closed = "</blockquote>" if quoted and not one.quote else ""
        parts.append(f"{closed}{chr(10) * (number > 0)}{opened}{''.join(map(_run, one.runs))}")
    return "".join(parts) + "</blockquote>" * bool(message and message[-1].quote)


def _run(run: Run) -> str:
    text = html.escape(run.text, quote=False)
    return f"<{run.style}>{text}</{run.style}>" if run.style else text


def _fits(message: Sequence[Line], one: Line) -> bool:
    total = sum(other.units for other in message) + one.units
    return total <= LONGEST and sum(other.entities for other in message) + one.entities <= MOST_ENTITIES


def _carried(message: list[Line]) -> list[Line]:
    """Take the headings off the end of a message that holds more than headings."""
    start = len(message)
    while start and (message[start - 1].heading or not message[start - 1].runs):
        start -= 1
    carried = message[start:] if start else []
    if carried:
        del message[start:]
    return carried


def _invisible(message: Sequence[Line]) -> bool:
    return blank("".join(run.text for one in message for run in one.runs))


def _trimmed(message: Sequence[Line]) -> Sequence[Line]:
    kept = list(message)
    while kept and not kept[0].runs:
        kept.pop(0)
    while kept and not kept[-1].runs:
        kept.pop()
    return kept


def _fitting_lines(written: Iterable[Line]) -> Iterator[Line]:
    """Cut lines that no message holds."""
    for one in written:
        if one.units <= LONGEST // 2 and one.entities <= MOST_ENTITIES // 2:
            yield one
        else:
            yield from _cut(one)


def _cut(one: Line) -> Iterator[Line]:
    runs: list[Run] = []
    size = 0
    for piece in (piece for run in one.runs for piece in _pieces(run)):
        if runs and (size + units(piece.text) > LONGEST // 2 or len(runs) >= MOST_ENTITIES // 2):
            yield Line(tuple(runs), one.quote)
            runs, size = [], 0
        runs.append(piece)
        size += units(piece.text)
    if runs:
        yield Line(tuple(runs), one.quote)


def _pieces(run: Run) -> Iterator[Run]:
    text = run.text
    while units(text) > LONGEST // 4:
        end = _fitting(text, LONGEST // 4)
        space = text.rfind(" ", end * 3 // 4, end)
        end = space + 1 if space > 0 else end
        yield Run(text[:end], run.style)
        text = text[end:]
    if text:
        yield Run(text, run.style)


def _fitting(text: str, limit: int) -> int:
    """Return how many characters fit into so many UTF-16 units."""
    end = min(len(text), limit)
    while units(text[:end]) > limit:
        end -= max(1, (units(text[:end]) - limit) // 2)
    return end
