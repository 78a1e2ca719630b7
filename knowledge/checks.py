"""Rules between content files: every reference resolves, every point of the guide is used."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.errors import Mistake
from knowledge.models import Channel, Library, Occupation, Seniority, Topic
from knowledge.schema import POINTS
from knowledge.yaml_source import Location, YamlSource

LIMIT_CONDITIONS = frozenset({"region", "always"})
REGION_GROUPS = frozenset({"CIS", "ASIA"})


@dataclass(frozen=True, slots=True)
class Declared:
    """A model and where its file declares it."""

    value: object
    source: YamlSource
    location: Location

    def mistake(self, rule: str, *inside: str | int) -> Mistake:
        """Return a mistake at the declaration, or at `inside` of it."""
        return self.source.mistake((*self.location, *inside), rule)


def check_library(library: Library, declared: Iterable[Declared]) -> list[Mistake]:
    """Return every broken rule between the files."""
    mistakes = [mistake for entry in declared for mistake in _check(library, entry)]
    used = set(_points_used(library))
    missing = [str(point) for point in range(1, POINTS + 1) if point not in used]
    if missing and not mistakes:
        mistakes.append(Mistake("topics/", 1, f"no text rests on point {', '.join(missing)} of the guide"))
    return mistakes


def _check(library: Library, entry: Declared) -> Iterator[Mistake]:
    match entry.value:
        case Topic() as topic:
            yield from _check_topic(library, topic, entry)
        case Channel() as channel:
            yield from _check_channel(library, channel, entry)
        case Occupation() | Seniority() as bearer:
            inferred = bearer.inferred if isinstance(bearer, Seniority) else ()
            for trait in (*bearer.traits, *inferred):
                if trait not in library.traits:
                    yield entry.mistake(f"unknown trait {trait!r}", "traits")
        case _:
            return


def _check_topic(library: Library, topic: Topic, entry: Declared) -> Iterator[Mistake]:
    if topic.source not in library.sources:
        yield entry.mistake(f"unknown source {topic.source!r}", "source")
    if topic.parent and topic.parent not in library.topics:
        yield entry.mistake(f"unknown topic {topic.parent!r}", "parent")
    for index, related in enumerate(topic.related):
        if related not in library.topics:
            yield entry.mistake(f"unknown topic {related!r}", "related", index)
    for index, item in enumerate(topic.items):
        if item.topic and item.topic not in library.topics:
            yield entry.mistake(f"unknown topic {item.topic!r}", "items", index, "topic")
    if topic.items and topic.list_kind is None:
        yield entry.mistake("items need `list: steps` or `list: entries`", "items")
    ids = [part.id for part in topic.parts()]
    for twice in sorted({part for part in ids if ids.count(part) > 1}):
        yield entry.mistake(f"the id {twice!r} stands twice in topic {topic.id!r}")


def _check_channel(library: Library, channel: Channel, entry: Declared) -> Iterator[Mistake]:
    if channel.source not in library.sources:
        yield entry.mistake(f"unknown source {channel.source!r}", "source")
    if not entry.source.file.endswith(f"/{channel.id}.yaml"):
        yield entry.mistake(f"the file of channel {channel.id!r} must be called {channel.id}.yaml", "id")
    for index, reason in enumerate(channel.reasons):
        if reason.trait not in library.traits:
            yield entry.mistake(f"unknown trait {reason.trait!r}", "reasons", index, "trait")
    for index, limit in enumerate(channel.limits):
        if limit.when not in library.traits and limit.when not in LIMIT_CONDITIONS:
            yield entry.mistake(f"unknown trait {limit.when!r}", "limits", index, "when")
    for index, region in enumerate(channel.regions):
        if region not in REGION_GROUPS and not (len(region) == 2 and region.isupper()):
            yield entry.mistake(f"region {region!r} is no country code", "regions", index)


def _points_used(library: Library) -> Iterator[int]:
    for topic in library.topics.values():
        for part in topic.parts():
            yield from part.points
