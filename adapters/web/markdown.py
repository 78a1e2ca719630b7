"""Answer → Markdown, to be copied elsewhere. Pure; no text can become markup or a link."""

import re
from collections.abc import Iterator

from adapters.web.outbound import percent, points_label
from bot.models import (
    Answer,
    Block,
    Checklist,
    Comparison,
    Entry,
    Heading,
    Listing,
    Notice,
    Recommendations,
    Text,
    Understood,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$@])")
_LINE_START = re.compile(r"^(\d*)([-=.])")
_WWW = re.compile(r"(?i)(www)\.")


def markdown(question: str, answer: Answer, sources_title: str) -> str:
    """Return question, answer and sources as Markdown (CommonMark with tables)."""
    parts = [f"> {_inline(question)}"] if question else []
    parts += [text for block in answer.blocks if (text := "\n".join(_block(block)))]
    if answer.citations:
        cited = (f"{_statement(c.title, c.points)}, {_inline(c.source)}" for c in answer.citations)
        parts.append("\n".join((f"**{_inline(sources_title)}**", "", *(f"- {line}" for line in cited))))
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Understood(tags) if tags:
            yield "*" + _inline(" · ".join(f"{tag.label}: {tag.value}" for tag in tags)) + "*"
        case Heading(text):
            yield f"## {_inline(text)}"
        case Text(text, points):
            yield _statement(text, points)
        case Notice(text=text, points=points):
            yield f"> {_statement(text, points)}"
        case Recommendations():
            yield from _recommendations(block)
        case Listing(entries):
            yield from (f"- {_entry(entry)}" for entry in entries)
        case Checklist(_, title, steps):
            yield from (f"### {_inline(title)}", "", *(f"- [ ] {_entry(step)}" for step in steps))
        case Comparison(names, rows):
            yield _row(("", *names))
            yield _row(("---",) * (len(names) + 1), raw=True)
            yield from (_row((label, *cells)) for label, cells in rows)


def _recommendations(block: Recommendations) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        yield f"{number}. **{_inline(item.name)}** ({percent(item)} %)"
        yield from (f"   - {_statement(reason.text, reason.points)}" for reason in (*item.reasons, *item.limits))


def _statement(text: str, points: tuple[int, ...]) -> str:
    return _inline(f"{text} ({points_label(points)})" if points else text)


def _entry(entry: Entry) -> str:
    if not (entry.text and entry.title):
        return _statement(entry.title or entry.text, entry.points)
    return f"**{_inline(entry.title)}**: {_statement(entry.text, entry.points)}"


def _row(cells: tuple[str, ...], *, raw: bool = False) -> str:
    return "| " + " | ".join(cell if raw else _inline(cell) for cell in cells) + " |"


def _inline(text: str) -> str:
    """One line on which nothing is markup; "www." and "://" would become links by themselves."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    line = _WWW.sub(r"\1\\.", line.replace("://", ":\\//"))
    return _LINE_START.sub(r"\1\\\2", line)
