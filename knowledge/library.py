"""Content files → validated models. Every mistake in every file is found before one error is raised."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from knowledge.channel_schema import ChannelFile
from knowledge.checks import check_library, check_points
from knowledge.content_reader import ContentReader
from knowledge.errors import CompiledContentError, ContentError
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


def shipped_content() -> Path:
    """Return the folder of the content that comes with Lotse."""
    return Path(__file__).parent / "content"


def load_library(folder: Path) -> Library:
    """Read and check everything under `folder` except phrasings, onboarding and advice. Raises ContentError."""
    reader = ContentReader(folder)
    library = _read(reader)
    mistakes = [*reader.mistakes, *check_library(library, reader.declared, reader.incomplete)]
    mistakes = mistakes or [*check_points(library)]
    if mistakes:
        raise ContentError(tuple(sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line))))
    return library


def dump_library(library: Library) -> bytes:
    """Return the library as JSON, which loads much faster than the files."""
    return TypeAdapter(Library).dump_json(library)


def parse_library(data: bytes) -> Library:
    """Return the library that `dump_library` wrote. Raises CompiledContentError."""
    try:
        return TypeAdapter(Library).validate_json(data)
    except ValidationError as error:
        raise CompiledContentError("library") from error


def _read(reader: ContentReader) -> Library:
    channels = reader.by_id(reader.each("channels/*.yaml", ChannelFile)).values()
    topics = [reader.declare_beside(topic, channel) for channel in channels for topic in channel.topics()]
    topics += reader.entries(reader.each("topics/*.yaml", TopicsFile), "topics")
    places = reader.each("places.yaml", PlacesFile)
    library = Library(
        sources=reader.by_id(reader.entries(reader.each("sources.yaml", SourcesFile), "sources")),
        topics=_with_channel_lists(reader.by_id(topics), channels),
        channels={channel.id: reader.declare_beside(channel.value(), channel) for channel in channels},
        traits=reader.by_id(reader.entries(reader.each("traits.yaml", TraitsFile), "traits")),
        occupations=reader.by_id(reader.entries(reader.each("occupations/*.yaml", OccupationsFile), "groups")),
        seniorities=reader.by_id(reader.entries(reader.each("seniorities.yaml", SenioritiesFile), "seniorities")),
        place_groups=reader.by_id(reader.entries(places, "groups")),
        cues=reader.by_id(reader.entries(reader.each("cues.yaml", CuesFile), "cues")),
        everyday_words=tuple(word for file in places for word in file.everyday_words.value().every()),
        never_towns=tuple(word for file in places for word in file.never_towns.value().every()),
    )
    reader.report_strays(elsewhere=("onboarding/*.yaml", "candidates/advice.yaml", "candidates/cues.yaml"))
    return library


def _with_channel_lists(topics: Mapping[str, Topic], channels: Iterable[ChannelFile]) -> dict[str, Topic]:
    """The two overviews list every channel, from the channels' own files."""
    lists: dict[str, tuple[Item, ...]] = {
        "platforms-overview": tuple(channel.item(channel.platform, f"platform:{channel.id}") for channel in channels),
        "audiences": tuple(channel.item(channel.audience, f"audience:{channel.id}") for channel in channels),
    }
    return {
        topic.id: replace(topic, items=lists[topic.id], list_kind=ListKind.ENTRIES) if topic.id in lists else topic
        for topic in topics.values()
    }
