"""YAML with the line of every value, so that a mistake can be shown where it stands.

A plain subset: one document of mappings, lists, texts and whole numbers. "no" and "on" are words here, never booleans.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import ReaderError

from knowledge.errors import ContentError, Mistake

Location = tuple[str | int, ...]
MAX_DIGITS = 9
MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class YamlSource:
    """A file's data and the line (from 1) of each value by its path of keys and positions."""

    file: str
    data: Any
    lines: Mapping[Location, int] = field(repr=False)

    def line(self, location: Location) -> int:
        """Return the line of the value, or of the nearest value around it that the file has."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)

    def mistake(self, location: Location, rule: str) -> Mistake:
        """Return a mistake at the value."""
        return Mistake(self.file, self.line(location), rule)


def read_text(path: Path, name: str) -> str:
    """Return the text of a content file; `name` is what mistakes call it. Raises ContentError for what is no text."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ContentError((Mistake(name, line, "the file must be UTF-8"),)) from None
    except OSError as error:
        raise ContentError((Mistake(name, 1, f"the file cannot be read: {error.strerror}"),)) from None


def read_yaml(path: Path, name: str) -> YamlSource:
    """Read one file; `name` is what mistakes call it. Raises ContentError for what is no YAML."""
    text = read_text(path, name)
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        line = min(line, len(text.splitlines()))  # what is missing at the end is missed after it
        raise ContentError((Mistake(name, line, f"not valid YAML: {error.problem}"),)) from None
    except ReaderError as error:
        line = text.count("\n", 0, text.find(chr(error.character))) + 1
        raise ContentError((Mistake(name, line, f"not valid YAML: {error.reason}"),)) from None
    converter = _Converter(name)
    data = None if node is None else converter.convert(node, ())
    if converter.mistakes:
        raise ContentError(tuple(converter.mistakes))
    return YamlSource(name, data, converter.lines)


class _Converter:
    """Turns nodes into data, and notes lines and mistakes."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._seen: set[int] = set()
        self.lines: dict[Location, int] = {}
        self.mistakes: list[Mistake] = []

    def convert(self, node: yaml.Node, location: Location) -> Any:
        self.lines.setdefault(location, node.start_mark.line + 1)
        # Aliases may be endless, and the line of what they repeat would be a riddle.
        if id(node) in self._seen:
            return self._report(node, "anchors and aliases (&, *) are not used here")
        if len(location) > MAX_DEPTH:
            return self._report(node, "nested too deeply")
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, location)
        if isinstance(node, yaml.SequenceNode):
            return [self.convert(child, (*location, index)) for index, child in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, location: Location) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str):
                self._report(key_node, "a key must be a word")
            elif key in result:
                self._report(key_node, f"the key {key!r} stands twice")
            else:
                self.lines[(*location, key)] = key_node.start_mark.line + 1
                result[key] = self.convert(value_node, (*location, key))
        return result

    def _report(self, node: yaml.Node, rule: str) -> None:
        self.mistakes.append(Mistake(self._name, node.start_mark.line + 1, rule))


def _scalar(node: yaml.Node) -> Any:
    if node.tag == "tag:yaml.org,2002:int" and node.value.isdecimal() and len(node.value) <= MAX_DIGITS:
        return int(node.value)
    return None if node.tag == "tag:yaml.org,2002:null" else node.value
