"""Spreads blocks over as few messages as Slack's limits allow, in order. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from adapters.slack.blocks import Json, cut, escaped, weight

MESSAGE_BLOCKS = 48
MESSAGE_WEIGHT = 11_500
"""Characters of all blocks as JSON. Slack refused messages from about 13,200 on, counted in a way it does not state."""
NOTIFICATION = 400


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message: `text` is what a notification shows. `checklist` is the number of the checklist it is for, from 0."""

    text: str
    blocks: tuple[Json, ...]
    checklist: int | None = None


def notification(line: str, part: int = 1, parts: int = 1) -> str:
    """Return what a notification shows of a message."""
    shown = escaped(cut(line, NOTIFICATION)) or "Lotse"
    return f"{shown} ({part}/{parts})" if parts > 1 else shown


def packed(blocks: Iterable[Json], line: str) -> tuple[Rendered, ...]:
    """Return the messages; a heading is never the last of one. `line` is what notifications show."""
    messages: list[list[Json]] = [[]]
    for block in blocks:
        if messages[-1] and not _fits(messages[-1], block):
            carried = [messages[-1].pop()] if len(messages[-1]) > 1 and messages[-1][-1]["type"] == "header" else []
            messages.append(carried)
        messages[-1].append(block)
    filled = [message for message in messages if message]
    return tuple(
        Rendered(notification(line, number, len(filled)), tuple(message)) for number, message in enumerate(filled, 1)
    )


def _fits(message: list[Json], block: Json) -> bool:
    tables = sum(one["type"] == "table" for one in (*message, block))
    return len(message) < MESSAGE_BLOCKS and tables < 2 and weight([*message, block]) <= MESSAGE_WEIGHT
