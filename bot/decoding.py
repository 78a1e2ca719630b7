"""Builds from a type's annotations the function that turns parsed JSON into a value of that type."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

Decoder = Callable[[Any], Any]


class MisfitError(ValueError):
    """A value does not have the shape that its type demands; the text gives the path to it, never the value."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A union of dataclasses, each of which names itself by a tag under `key`."""

    union: Any
    key: str
    kinds: Mapping[str, type]


def decoder_of(annotation: Any, tagged: Tagged) -> Decoder:
    """Return the decoder of a type: str, int, float, bool, enumerations, tuples, frozensets, optional values, frozen
    dataclasses, and the `tagged` union.

    The decoder raises MisfitError. Numbers without a fraction are floats too; nothing else is converted.

    Raises:
        TypeError: the type is none of these.
    """
    return _Compiler(tagged).compile(annotation)


class _Compiler:
    def __init__(self, tagged: Tagged) -> None:
        self._tagged = tagged
        self._records: dict[type, Decoder] = {}

    def compile(self, annotation: Any) -> Decoder:
        if annotation == self._tagged.union:
            return self._union()
        origin = get_origin(annotation)
        if origin in (Union, UnionType):
            return self._optional(annotation)
        if origin is tuple:
            return self._tuple(get_args(annotation))
        if origin is frozenset:
            return _frozenset(self.compile(get_args(annotation)[0]))
        if is_dataclass(annotation) and isinstance(annotation, type):
            return self._record(annotation)
        return _plain(annotation)

    def _union(self) -> Decoder:
        key = self._tagged.key
        decoders = {tag: self.compile(kind) for tag, kind in self._tagged.kinds.items()}

        def decode(raw: Any) -> Any:
            tag = _of_type(dict, raw).get(key)
            decoder = decoders.get(tag) if isinstance(tag, str) else None
            if decoder is None:
                raise MisfitError(f"unknown {key}")
            return decoder(raw)

        return decode

    def _optional(self, annotation: Any) -> Decoder:
        kinds = [kind for kind in get_args(annotation) if kind is not NoneType]
        if len(kinds) != 1:
            raise TypeError(f"{annotation}: a union needs tags")
        decode = self.compile(kinds[0])
        return lambda raw: None if raw is None else decode(raw)

    def _tuple(self, kinds: tuple[Any, ...]) -> Decoder:
        decoders = tuple(self.compile(kind) for kind in kinds if kind is not Ellipsis)
        if Ellipsis in kinds:
            (each,) = decoders
            return lambda raw: tuple([each(item) for item in _of_type(list, raw)])

        def decode(raw: Any) -> tuple[Any, ...]:
            if len(_of_type(list, raw)) != len(decoders):
                raise MisfitError(f"{len(raw)} entries instead of {len(decoders)}")
            return tuple([one(item) for one, item in zip(decoders, raw, strict=True)])

        return decode

    def _record(self, kind: type) -> Decoder:
        """Fields are passed by position: half the time of keywords."""
        if kind in self._records:
            return self._records[kind]
        hints = get_type_hints(kind)
        parts = [(field.name, self.compile(hints[field.name]), _default(field)) for field in fields(kind)]

        def decode(raw: Any) -> Any:
            _of_type(dict, raw)
            return kind(*[_part(raw, *part) for part in parts])

        self._records[kind] = decode
        return decode


def _part(raw: Mapping[str, Any], name: str, decode: Decoder, default: Callable[[], Any]) -> Any:
    try:
        return decode(raw[name]) if name in raw else default()
    except MisfitError as error:
        raise MisfitError(f"{name}: {error}") from None


def _default(field: Field[Any]) -> Callable[[], Any]:
    if field.default_factory is not MISSING:
        return field.default_factory
    if field.default is not MISSING:
        return lambda: field.default

    def missing() -> Any:
        raise MisfitError("is missing")

    return missing


def _frozenset(decode: Decoder) -> Decoder:
    return lambda raw: frozenset([decode(item) for item in _of_type(list, raw)])


def _plain(kind: Any) -> Decoder:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enumeration(kind)
    if kind is float:
        return _float
    if kind in (str, int, bool):
        return lambda raw: _of_type(kind, raw)
    raise TypeError(f"{kind}: no decoder for this type")


def _enumeration(kind: type[Enum]) -> Decoder:
    members = {member.value: member for member in kind}

    def decode(raw: Any) -> Any:
        member = members.get(raw) if isinstance(raw, str) else None
        if member is None:
            raise MisfitError(f"unknown {kind.__name__}")
        return member

    return decode


def _float(raw: Any) -> float:
    if type(raw) not in (float, int):
        raise MisfitError(f"{type(raw).__name__} instead of float")
    return float(raw)


def _of_type(kind: type[T], raw: Any) -> T:
    """Compared exactly, since True is an int."""
    if type(raw) is not kind:
        raise MisfitError(f"{type(raw).__name__} instead of {kind.__name__}")
    return raw
