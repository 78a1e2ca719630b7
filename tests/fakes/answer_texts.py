"""What of an answer a reader must find again, on whatever platform."""

from dataclasses import fields, is_dataclass
from typing import Any

from adapters.display import clean
from bot.models import Checklist, Citation, Comparison, Entry, Recommendation, Tag


def squeezed(text: str) -> str:
    """The text without what platforms leave out and without spaces."""
    return "".join(clean(text).split())


def texts_of(value: Any) -> list[str]:
    """Every text of an answer that a reader is to see."""
    match value:
        case Tag():
            return [value.label, value.value]
        case Citation():
            return [value.source, *([] if value.points else [value.title])]
        case Checklist():
            return [value.title, *(text for step in value.steps for text in texts_of(step))]
        case Recommendation():
            return [value.name, *(reason.text for reason in (*value.reasons, *value.limits))]
        case Entry():
            return [value.title, value.text]
        case Comparison(names, rows):
            return [*(names if rows else ()), *(text for label, cells in rows for text in (label, *cells))]
        case _ if is_dataclass(value):
            named = [getattr(value, field.name) for field in fields(value) if field.name not in ("kind", "language")]
            return [text for inner in named for text in texts_of(inner)]
        case tuple():
            return [text for inner in value for text in texts_of(inner)]
    return [value] if isinstance(value, str) and not hasattr(value, "value") else []
