"""Answers, checklists, corrections and states of conversations ↔ JSON, exactly: what was written is read back equal.

Fields that a later version adds are passed over; fields that are missing take their defaults. Everything else that does
not fit raises UnreadableError, which names the place. The shapes are read off the dataclasses when a Codec is made
(1 ms), so that a field added there is kept without a word here; only a new kind of block needs a tag.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from numbers import Integral, Real
from typing import Any, TypeVar

from bot.decoding import MisfitError, Tagged, decoder_of
from bot.models import (
    Answer,
    Block,
    Checklist,
    Comparison,
    Correction,
    Heading,
    Listing,
    Notice,
    Recommendations,
    Text,
    Understood,
)
from bot.store_errors import UnreadableError
from bot.understanding.models import Conversation

VERSION = 1
"""Raised when a reader of the version before could not make sense of what is written now."""

V = TypeVar("V")

TAG = "block"
TAGS: Mapping[str, type] = {
    "understood": Understood,
    "text": Text,
    "heading": Heading,
    "notice": Notice,
    "recommendations": Recommendations,
    "listing": Listing,
    "checklist": Checklist,
    "comparison": Comparison,
}
"""How a block says what it is. The tags are written into databases: they stay when a class is renamed."""

_NAMES: Mapping[type, str] = {kind: tag for tag, kind in TAGS.items()}


class Codec:
    """Writes and reads the values that are kept as JSON. Safe to share between threads."""

    def __init__(self) -> None:
        blocks = Tagged(Block, TAG, TAGS)
        self._answer: Callable[[Any], Answer] = decoder_of(Answer, blocks)
        self._state: Callable[[Any], Conversation] = decoder_of(Conversation, blocks)
        self._checklist: Callable[[Any], Checklist] = decoder_of(Checklist, blocks)
        self._corrections: Callable[[Any], tuple[Correction, ...]] = decoder_of(tuple[Correction, ...], blocks)
        self._names: dict[type, tuple[str, ...]] = {}
        self._encode = json.JSONEncoder(default=self._plain, separators=(",", ":"), check_circular=False).encode

    def encode_answer(self, answer: Answer) -> str:
        """Return the answer as ASCII, so that any database takes what any text may hold."""
        return self._versioned(answer)

    def decode_answer(self, text: str, name: str) -> Answer:
        """Return the answer. Raises UnreadableError, which calls it `name`."""
        return _read(self._answer, text, name)

    def encode_state(self, state: Conversation) -> str:
        """Return the state of a conversation as ASCII."""
        return self._versioned(state)

    def decode_state(self, text: str, conversation: str) -> Conversation:
        """Return the state, a fresh one where it cannot be read: a thread lost is better than a bot that fails."""
        try:
            return _read(self._state, text, conversation)
        except UnreadableError:
            return Conversation(conversation)

    def encode_checklist(self, checklist: Checklist) -> str:
        """Return a checklist that stands by itself as ASCII."""
        return self._versioned(checklist)

    def decode_checklist(self, text: str, name: str) -> Checklist:
        """Return the checklist. Raises UnreadableError, which calls it `name`."""
        return _read(self._checklist, text, name)

    def encode_corrections(self, corrections: tuple[Correction, ...]) -> str:
        """Return the corrections as ASCII."""
        return self._encode(corrections)

    def decode_corrections(self, text: str, name: str) -> tuple[Correction, ...]:
        """Return the corrections. Raises UnreadableError, which calls them `name`."""
        return _read(self._corrections, text, name)

    def _versioned(self, value: Answer | Checklist | Conversation) -> str:
        return self._encode({"version": VERSION, **self._plain(value)})

    def _plain(self, value: Any) -> Any:
        """Turn what json does not know into what it does; tuples and enumerations it knows."""
        if is_dataclass(value):
            return self._record(value)
        if isinstance(value, frozenset):
            return sorted(value)
        return _number(value)

    def _record(self, value: Any) -> dict[str, Any]:
        kind = type(value)
        names = self._names.get(kind)
        if names is None:
            names = self._names[kind] = tuple(field.name for field in fields(kind))
        tag = {TAG: _NAMES[kind]} if kind in _NAMES else {}
        return tag | {name: getattr(value, name) for name in names}


def _number(value: Any) -> int | float:
    """numpy's numbers are none of Python's, and scores come from numpy."""
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value)
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _read(decode: Callable[[Any], V], text: str, name: str) -> V:
    try:
        raw = json.loads(text)
        if isinstance(raw, dict) and raw.get("version", VERSION) != VERSION:
            raise MisfitError(f"is of version {raw['version']}, not {VERSION}")
        return decode(raw)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, MisfitError) else "damaged"
        raise UnreadableError(f"{name}: cannot be read by this version of Lotse ({reason})") from None
