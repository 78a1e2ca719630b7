"""Builds Block Kit within Slack's limits. Pure.

Texts stand in `rich_text` and `plain_text`, which Slack shows as they are: what looks like a mention, a link or
formatting in a text stays text. Only what is built here by name (`person`, `moment`, `link`) is active.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.display import blank as blank
from adapters.display import clean as clean
from adapters.display import cut as cut

Json = dict[str, Any]

HEADER = 150
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
OPTION_TEXT = 75
CONTEXT_TEXT = 1_500
CONTEXT_ELEMENTS = 2
"""Slack allows ten, which could weigh more than a message may."""
PIECE = 1_000
"""Characters of one text element; pieces that follow each other are shown without a seam."""
BLOCK_WEIGHT = 3_000
"""Characters of one rich text block as JSON, at most by one piece more."""
ACTIONS_WEIGHT = 5_000
ACTIONS_ELEMENTS = 20


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style: "" or "bold" or "italic"."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph ("text"), an entry ("bullet") or something set apart ("quote")."""

    kind: str
    runs: tuple[Run, ...]


def escaped(text: str) -> str:
    """Return the text for a field that Slack reads as mrkdwn."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def weight(value: object) -> int:
    """Return how long the value is as JSON."""
    return len(json.dumps(value, ensure_ascii=False))


def pieces(text: str, limit: int = PIECE) -> Iterator[str]:
    """Yield the text in pieces, cut after a space where there is one in the last quarter."""
    while len(text) > limit:
        space = text.rfind(" ", limit * 3 // 4, limit)
        end = space + 1 if space > 0 else limit
        yield text[:end]
        text = text[end:]
    if text:
        yield text


def plain(text: str) -> Json:
    """Return a text that Slack shows as it is."""
    return {"type": "plain_text", "text": text, "emoji": False}


def header(text: str) -> list[Json]:
    """Return a heading; what is too long for one becomes bold."""
    line = " ".join(clean(text).split())
    if len(line) <= HEADER:
        return [{"type": "header", "text": plain(line)}]
    return rich([Line("text", (Run(text, "bold"),))])


def context(text: str) -> list[Json]:
    """Return small print, in as many blocks as it takes."""
    parts = [plain(piece) for piece in pieces(clean(text), CONTEXT_TEXT) if not blank(piece)]
    groups = (parts[start : start + CONTEXT_ELEMENTS] for start in range(0, len(parts), CONTEXT_ELEMENTS))
    return [{"type": "context", "elements": group} for group in groups]


def rich(lines: Iterable[Line]) -> list[Json]:
    """Return the lines as blocks, entries that follow each other as one list; no block is heavier than it may be."""
    blocks: list[Json] = []
    size, last = BLOCK_WEIGHT, ""
    for line in lines:
        fresh = True
        for element in _texts(line.runs):
            if size + weight(element) > BLOCK_WEIGHT:
                blocks.append({"type": "rich_text", "elements": []})
                size, last, fresh = 0, "", True
            _add(blocks[-1]["elements"], line.kind, element, begins=fresh, last=last)
            size, last, fresh = size + weight(element) + 70, line.kind, False
    return blocks


def button(action: str, label: str, value: str, style: str = "") -> Json:
    """Return a button."""
    made = {"type": "button", "action_id": action, "text": plain(cut(label, BUTTON_TEXT)), "value": value}
    return {**made, "style": style} if style else made


def select(action: str, placeholder: str, options: Sequence[tuple[str, str]]) -> Json:
    """Return a menu of (label, value); at most a hundred."""
    return {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain(placeholder),
        "options": [option(label, value) for label, value in options[:100]],
    }


def option(label: str, value: str, description: str = "") -> Json:
    """Return an entry of a menu or a box of a list."""
    made = {"text": plain(cut(label, OPTION_TEXT)), "value": value}
    return {**made, "description": plain(cut(description, OPTION_TEXT))} if not blank(description) else made


def actions(elements: Sequence[Json]) -> list[Json]:
    """Return the buttons in as many rows as it takes."""
    rows: list[list[Json]] = []
    size = 0
    for element in elements:
        if not rows or len(rows[-1]) == ACTIONS_ELEMENTS or size + weight(element) > ACTIONS_WEIGHT:
            rows.append([])
            size = 0
        rows[-1].append(element)
        size += weight(element)
    return [{"type": "actions", "elements": row} for row in rows]


def section(elements: Sequence[Json]) -> Json:
    """Return one paragraph of ready elements."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def word(text: str, style: str = "") -> Json:
    """Return a text element."""
    made: Json = {"type": "text", "text": text}
    return {**made, "style": {style: True}} if style else made


def person(id_: str) -> Json:
    """Return a mention, which may notify somebody: a user's id or a user group's, which begins with S."""
    if id_.startswith("S"):
        return {"type": "usergroup", "usergroup_id": id_}
    return {"type": "user", "user_id": id_}


def moment(timestamp: int, fallback: str) -> Json:
    """Return a time that each reader sees in their own zone."""
    return {"type": "date", "timestamp": timestamp, "format": "{date_short_pretty}, {time}", "fallback": fallback}


def _texts(runs: Iterable[Run]) -> Iterator[Json]:
    for run in runs:
        yield from (word(piece, run.style) for piece in pieces(clean(run.text)))


_KINDS = {"text": "rich_text_section", "quote": "rich_text_quote"}


def _add(elements: list[Json], kind: str, element: Json, *, begins: bool, last: str) -> None:
    """A line that goes on adds to the last element; a new paragraph after another one needs a line break."""
    if kind == "bullet":
        if last != "bullet":
            elements.append({"type": "rich_text_list", "style": "bullet", "elements": []})
        entries = elements[-1]["elements"]
        if begins:
            entries.append({"type": "rich_text_section", "elements": []})
        entries[-1]["elements"].append(element)
        return
    if begins or last != kind:
        elements.append({"type": _KINDS[kind], "elements": []})
    elements[-1]["elements"].append(element)
