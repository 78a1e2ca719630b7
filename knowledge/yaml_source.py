"""YAML with the line of every value, so that a mistake can be shown where it stands."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import ContentError, Mistake

Location = tuple[str | int, ...]


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


def read_yaml(path: Path, name: str) -> YamlSource:
    """Read one file; `name` is what mistakes call it. Raises ContentError for what is no YAML."""
    lines: dict[Location, int] = {}
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        data = None if node is None else _convert(node, (), lines, name)
    except UnicodeDecodeError:
        raise ContentError((Mistake(name, 1, "the file must be UTF-8"),)) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError((Mistake(name, line, f"not valid YAML: {error.problem}"),)) from None
    return YamlSource(name, data, lines)


def _convert(node: yaml.Node, location: Location, lines: dict[Location, int], name: str) -> Any:
    lines[location] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _convert_mapping(node, location, lines, name)
    if isinstance(node, yaml.SequenceNode):
        return [_convert(child, (*location, index), lines, name) for index, child in enumerate(node.value)]
    return _scalar(node)


def _convert_mapping(node: yaml.MappingNode, location: Location, lines: dict[Location, int], name: str) -> Any:
    result: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        # "no" and "on" are words here, never booleans, so keys are taken as written.
        key = key_node.value
        if key in result:
            raise ContentError((Mistake(name, key_node.start_mark.line + 1, f"the key {key!r} stands twice"),))
        result[key] = _convert(value_node, (*location, key), lines, name)
        lines[(*location, key)] = key_node.start_mark.line + 1
    return result


def _scalar(node: yaml.Node) -> Any:
    if node.tag == "tag:yaml.org,2002:int" and node.value.isdecimal():
        return int(node.value)
    return None if node.tag == "tag:yaml.org,2002:null" else node.value
