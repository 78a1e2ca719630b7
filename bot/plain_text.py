"""Answer → plain text: what `--json` carries, what is copied, and what a platform without markup shows."""

from collections.abc import Iterator

from bot.models import (
    Answer,
    Block,
    Checklist,
    Comparison,
    Entry,
    Heading,
    Listing,
    Notice,
    Recommendation,
    Recommendations,
    Text,
    Understood,
)


def plain_text(answer: Answer) -> str:
    """Return the blocks as text, a paragraph a block; points stand in brackets."""
    return "\n\n".join(text for block in answer.blocks if (text := _block(block)))


def with_points(text: str, points: tuple[int, ...]) -> str:
    """Return the text with the points it rests on."""
    return f"{text} [{', '.join(map(str, points))}]" if points else text


def _block(block: Block) -> str:
    match block:
        case Understood(tags):
            return " · ".join(f"{tag.label}: {tag.value}{' (?)' if tag.inferred else ''}" for tag in tags)
        case Heading(text):
            return text
        case Text(text, points) | Notice(text=text, points=points):
            return with_points(text, points)
        case Recommendations(items):
            return "\n".join(line for number, item in enumerate(items, 1) for line in _recommendation(number, item))
        case Listing(entries):
            return "\n".join(f"- {_entry(entry)}" for entry in entries)
        case Checklist(_, title, steps):
            lines = (f"{number}. {_entry(step)}" for number, step in enumerate(steps, 1))
            return "\n".join((title, *lines))
        case Comparison(names, rows):
            return "\n".join(_comparison(names, rows))


def _recommendation(number: int, item: Recommendation) -> Iterator[str]:
    yield f"{number}. {item.name}"
    for reason in item.reasons:
        yield f"   + {with_points(reason.text, reason.points)}"
    for limit in item.limits:
        yield f"   - {with_points(limit.text, limit.points)}"


def _entry(entry: Entry) -> str:
    text = f"{entry.title}: {entry.text}" if entry.text else entry.title
    return with_points(text, entry.points)


def _comparison(names: tuple[str, ...], rows: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterator[str]:
    for label, cells in rows:
        yield f"{label}:"
        yield from (f"- {name}: {cell}" for name, cell in zip(names, cells, strict=True))
