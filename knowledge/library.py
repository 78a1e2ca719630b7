"""Content files → validated models. Every mistake in every file is found before one error is raised."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from knowledge.channel_schema import ChannelFile
from knowledge.checks import Declared, check_library
from knowledge.errors import ContentError, Mistake
from knowledge.models import Item, Library, ListKind, Topic
from knowledge.schema import TopicsFile
from knowledge.vocabulary_schema import (
    CuesFile,
    OccupationsFile,
    PlacesFile,
    SenioritiesFile,
    SourcesFile,
    TraitsFile,
)
from knowledge.yaml_source import Location, YamlSource, read_yaml

F = TypeVar("F", bound=BaseModel)


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Identified)


def shipped_content() -> Path:
    """Return the folder of the content that comes with Lotse."""
    return Path(__file__).parent / "content"


def load_library(folder: Path) -> Library:
    """Read and check everything under `folder` except the phrasings. Raises ContentError."""
    reader = _Reader(folder)
    channels = reader.each("channels/*.yaml", ChannelFile)
    topics = [reader.declare(topic, source) for source, file in channels for topic in file.topics()]
    topics += reader.each_entry("topics/*.yaml", TopicsFile, "topics")
    library = Library(
        sources=reader.by_id(reader.each_entry("sources.yaml", SourcesFile, "sources")),
        topics=_with_channel_lists(reader.by_id(topics), [file for _, file in channels]),
        channels=reader.by_id([reader.declare(file.value(), source) for source, file in channels]),
        traits=reader.by_id(reader.each_entry("traits.yaml", TraitsFile, "traits")),
        occupations=reader.by_id(reader.each_entry("occupations/*.yaml", OccupationsFile, "groups")),
        seniorities=reader.by_id(reader.each_entry("seniorities.yaml", SenioritiesFile, "seniorities")),
        place_groups=reader.by_id(reader.each_entry("places.yaml", PlacesFile, "groups")),
        cues=reader.by_id(reader.each_entry("cues.yaml", CuesFile, "cues")),
        everyday_words=tuple(
            word for _, file in reader.each("places.yaml", PlacesFile) for word in file.everyday_words.value().every()
        ),
    )
    mistakes = reader.mistakes or check_library(library, reader.declared)
    if mistakes:
        raise ContentError(tuple(sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line))))
    return library


def dump_library(library: Library) -> bytes:
    """Return the library as JSON, which loads much faster than the files."""
    return TypeAdapter(Library).dump_json(library)


def parse_library(data: bytes) -> Library:
    """Return the library that `dump_library` wrote."""
    return TypeAdapter(Library).validate_json(data)


class _Reader:
    """Reads files, keeps where each thing was declared, and collects the mistakes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.declared: list[Declared] = []
        self.mistakes: list[Mistake] = []

    def each(self, pattern: str, shape: type[F]) -> list[tuple[YamlSource, F]]:
        """Return every well-formed file of the pattern."""
        paths = sorted(self._folder.glob(pattern))
        if not paths:
            self.mistakes.append(Mistake(pattern, 1, "no such file, but one is needed"))
        return [pair for path in paths if (pair := self._parse(path, shape))]

    def each_entry(self, pattern: str, shape: type[BaseModel], key: str) -> list:  # type: ignore[type-arg]
        """Return the models of what the files list under `key`."""
        return [
            self.declare(entry.value(), source, key, index)
            for source, file in self.each(pattern, shape)
            for index, entry in enumerate(getattr(file, key))
        ]

    def declare(self, value: T, source: YamlSource, *location: str | int) -> T:
        """Remember where `value` stands."""
        self.declared.append(Declared(value, source, location))
        return value

    def by_id(self, values: Iterable[T]) -> dict[str, T]:
        """Return the values by id; a second one with the same id is a mistake."""
        result: dict[str, T] = {}
        for value in values:
            if value.id in result:
                self.mistakes.append(self._declaration(value).mistake(f"the id {value.id!r} is taken", "id"))
            result[value.id] = value
        return result

    def _declaration(self, value: object) -> Declared:
        return next(entry for entry in self.declared if entry.value is value)

    def _parse(self, path: Path, shape: type[F]) -> tuple[YamlSource, F] | None:
        try:
            source = read_yaml(path, path.relative_to(self._folder).as_posix())
        except ContentError as error:
            self.mistakes += error.mistakes
            return None
        try:
            return source, shape.model_validate(source.data)
        except ValidationError as error:
            self.mistakes += _explain(source, error)
            return None


def _explain(source: YamlSource, error: ValidationError) -> Iterator[Mistake]:
    for problem in error.errors(include_url=False):
        location: Location = problem["loc"]
        yield source.mistake(location, f"{'.'.join(map(str, location))}: {_rule(problem['type'], location, problem)}")


def _rule(kind: str, location: Location, problem: Mapping[str, object]) -> str:
    if kind == "missing" and location[-1] in ("de", "en"):
        return "the translation is missing; every text stands in German and in English"
    if kind == "missing":
        return "is required"
    if kind == "extra_forbidden":
        return "unknown key"
    return f"{problem['msg']}, but it is {problem['input']!r:.80}"


def _with_channel_lists(topics: Mapping[str, Topic], files: list[ChannelFile]) -> dict[str, Topic]:
    """The two overviews list every channel, from the channels' own files."""
    lists: dict[str, tuple[Item, ...]] = {
        "platforms-overview": tuple(file.item(file.platform, f"platform:{file.id}") for file in files),
        "audiences": tuple(file.item(file.audience, f"audience:{file.id}") for file in files),
    }
    return {
        topic.id: replace(topic, items=lists[topic.id], list_kind=ListKind.ENTRIES) if topic.id in lists else topic
        for topic in topics.values()
    }
