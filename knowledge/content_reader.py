"""Reads a content folder file by file, keeps where each thing was declared, and collects the mistakes."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.errors import ContentError, Mistake
from knowledge.explanation import explain
from knowledge.yaml_source import Location, YamlSource, read_yaml


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


F = TypeVar("F", bound=BaseModel)
T = TypeVar("T", bound=_Identified)


@dataclass(frozen=True, slots=True)
class Declared:
    """A value and where its file declares it."""

    value: object
    source: YamlSource
    location: Location

    @property
    def place(self) -> str:
        """The file and line of the declaration."""
        return f"{self.source.file}:{self.source.line(self.location)}"

    def mistake(self, rule: str, *inside: str | int) -> Mistake:
        """Return a mistake at the declaration, or at `inside` of it."""
        return self.source.mistake((*self.location, *inside), rule)


class ContentReader:
    """`incomplete` are the patterns of which a file is missing or broken: what it would declare is not known."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise ContentError((Mistake(str(folder), 1, "no such content folder"),))
        self._folder = folder
        self._read: set[Path] = set()
        self.declared: list[Declared] = []
        self.incomplete: set[str] = set()
        self.mistakes: list[Mistake] = []

    def each(self, pattern: str, shape: type[F]) -> list[F]:
        """Return every well-formed file of the pattern."""
        paths = sorted(self._folder.glob(pattern))
        self._read.update(paths)
        files: list[F] = []
        for path in paths:
            try:
                files.append(self._parse(path, shape))
            except ContentError as error:
                self._fail(pattern, *error.mistakes)
        if not paths:
            self._fail(pattern, Mistake(pattern, 1, "no such file, but one is needed"))
        return files

    def entries(self, files: Iterable[BaseModel], key: str) -> list[Any]:
        """Return the models of what the files list under `key`."""
        return [
            self.declare_beside(entry.value(), file, key, index)
            for file in files
            for index, entry in enumerate(getattr(file, key))
        ]

    def declare_beside(self, value: T, file: BaseModel, *location: str | int) -> T:
        """Remember that `value` stands in `file`."""
        self.declared.append(Declared(value, self._declaration(file).source, location))
        return value

    def by_id(self, values: Iterable[T]) -> dict[str, T]:
        """Return the values by id; a second one with the same id is a mistake."""
        result: dict[str, T] = {}
        for value in values:
            first = result.setdefault(value.id, value)
            if first is not value:
                place = self._declaration(first).place
                self.mistakes.append(self._declaration(value).mistake(f"the id {value.id!r} is taken: {place}", "id"))
        return result

    def report_strays(self, elsewhere: Iterable[str]) -> None:
        """Note the YAML files that nothing reads, such as one whose name ends in .yml; `elsewhere` others read."""
        known = self._read | {path for pattern in elsewhere for path in self._folder.glob(pattern)}
        for path in sorted({*self._folder.rglob("*.yaml"), *self._folder.rglob("*.yml")} - known):
            self.mistakes.append(Mistake(self._name(path), 1, "no content is read from a file of this name"))

    def _parse(self, path: Path, shape: type[F]) -> F:
        source = read_yaml(path, self._name(path))
        try:
            file = shape.model_validate(source.data)
        except ValidationError as error:
            raise ContentError(tuple(explain(source, shape, error))) from None
        self.declared.append(Declared(file, source, ()))
        return file

    def _declaration(self, value: object) -> Declared:
        return next(entry for entry in self.declared if entry.value is value)

    def _fail(self, pattern: str, *mistakes: Mistake) -> None:
        self.incomplete.add(pattern)
        self.mistakes += mistakes

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()
