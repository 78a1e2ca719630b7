"""What comes in from arguments, files and pipes → questions and `Message`s. Pure but for reading the stream given."""

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from adapters.errors import InputError

LIMIT = 16 * 1024 * 1024
"""Bytes read of one text or line: far more than a message may have, so that the assistant can still say by how much."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a stream, counted from 1, without its end. `cut` tells that it was longer than the limit."""

    number: int
    raw: bytes
    cut: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a batch. `context` is asked first, in the same conversation."""

    id: str | int
    text: str
    context: str | None


def read_lines(stream: BinaryIO, limit: int = LIMIT) -> Iterator[Line]:
    """Yield every line of `stream`, holding at most `limit` bytes of it; the rest of a longer line is skipped."""
    number = 0
    while raw := stream.readline(limit):
        number += 1
        cut = not raw.endswith(b"\n") and _skip_rest(stream, limit)
        yield Line(number, raw.rstrip(b"\r\n"), cut)


def read_text(stream: BinaryIO, limit: int = LIMIT) -> str:
    """Return what `stream` holds, at most `limit` bytes of it. Raises InputError where it is not UTF-8."""
    raw = stream.read(limit)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        # A limit may fall inside a letter, which is no mistake of the text.
        return decoder.decode(raw, final=len(raw) < limit).removesuffix("\n")
    except UnicodeDecodeError:
        raise InputError("standard input: the text must be UTF-8") from None


def well_formed(text: str) -> str:
    """Return `text` with lone surrogates, which arguments and JSON can hold, replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


def parse_question(line: Line) -> Question:
    """Read one line of a batch: a JSON object with id, q and, optionally, context. Raises InputError with the rule."""
    if line.cut:
        raise InputError(f"a line must not be longer than {LIMIT // 1024 // 1024} MiB")
    record = _object(_decoded(line.raw))
    return Question(_id(record), _text(record, "q"), _text(record, "context") if _has(record, "context") else None)


def _skip_rest(stream: BinaryIO, limit: int) -> bool:
    skipped = False
    while rest := stream.readline(limit):
        skipped = skipped or bool(rest.rstrip(b"\r\n"))
        if rest.endswith(b"\n"):
            break
    return skipped


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"must be UTF-8, byte {error.start + 1} is not") from None


def _object(text: str) -> dict[str, object]:
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"not valid JSON at column {error.colno}: {error.msg}") from None
    except (ValueError, RecursionError):  # a number with thousands of digits, thousands of nested brackets
        raise InputError("not valid JSON: a number is too long or brackets are nested too deep") from None
    if not isinstance(record, dict):
        raise InputError("must be a JSON object with id and q")
    return record


def _has(record: dict[str, object], key: str) -> bool:
    return record.get(key) is not None


def _id(record: dict[str, object]) -> str | int:
    value = record.get("id")
    if value is None:
        raise InputError("id is missing")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InputError("id must be a string or a whole number")
    return value


def _text(record: dict[str, object], key: str) -> str:
    value = record.get(key)
    if value is None:
        raise InputError(f"{key} is missing")
    if not isinstance(value, str):
        raise InputError(f"{key} must be a string")
    return well_formed(value)
