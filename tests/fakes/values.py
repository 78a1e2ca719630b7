"""Hypothesis strategies for any value that a type's annotations allow, and what JSON of a later version looks like."""

from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    # Halves of surrogate pairs and NUL included: people paste anything.
    str: st.text(st.characters(), max_size=12),
    int: st.integers(),
    float: st.floats(allow_nan=False),
    bool: st.booleans(),
    NoneType: st.none(),
}


def values_of(annotation: Any) -> st.SearchStrategy[Any]:
    """Return the strategy for a plain type, an enumeration, a tuple, a frozenset, a union or a dataclass."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if annotation in PLAIN:
        return PLAIN[annotation]
    if origin in (Union, UnionType):
        return st.one_of([values_of(kind) for kind in inner])
    if origin is tuple and Ellipsis in inner:
        return st.lists(values_of(inner[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values_of, inner))
    if origin is frozenset:
        return st.frozensets(values_of(inner[0]), max_size=3)
    if is_dataclass(annotation):
        return _dataclasses(annotation)
    return st.sampled_from(annotation)


def with_later_fields(raw: Any) -> Any:
    """Return parsed JSON with a field in every object that this version does not know."""
    if isinstance(raw, dict):
        return {"later": {"block": "hologram"}, **{name: with_later_fields(value) for name, value in raw.items()}}
    if isinstance(raw, list):
        return [with_later_fields(item) for item in raw]
    return raw


def _dataclasses(kind: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: values_of(hints[field.name]) for field in fields(kind)})
