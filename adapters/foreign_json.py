"""Reads foreign JSON: whatever stands where something else should is as good as absent. Pure."""

from collections.abc import Mapping
from typing import Any

Raw = Mapping[str, Any]

LONGEST_TEXT = 40_000
"""Characters that are kept of a message; no platform takes more."""


def table(raw: object, *keys: str) -> Raw:
    """Return the object at the path, an empty one where there is none."""
    for key in keys:
        raw = raw.get(key) if isinstance(raw, Mapping) else None
    return raw if isinstance(raw, Mapping) else {}


def items(raw: object, *keys: str) -> tuple[Any, ...]:
    """Return the list at the path, an empty one where there is none."""
    found = table(raw, *keys[:-1]).get(keys[-1])
    return tuple(found) if isinstance(found, list | tuple) else ()


def text(raw: object, *keys: str) -> str:
    """Return the text at the path as any store can hold it, "" where there is none."""
    found = table(raw, *keys[:-1]).get(keys[-1])
    return well_formed(found)[:LONGEST_TEXT] if isinstance(found, str) else ""


def number(raw: object, *keys: str) -> int:
    """Return the whole number at the path, 0 where there is none or none that a database holds (64 bits)."""
    found = table(raw, *keys[:-1]).get(keys[-1])
    return found if isinstance(found, int) and not isinstance(found, bool) and abs(found) < 2**63 else 0


def well_formed(said: str) -> str:
    """Return the text without NUL; halves of surrogate pairs become "?"."""
    return said.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
