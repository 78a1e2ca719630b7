"""Rules between content files: every reference resolves, no id or name stands twice, every point is used."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from knowledge.content_reader import Declared
from knowledge.errors import Mistake
from knowledge.models import Channel, Library, Occupation, Seniority, Topic
from knowledge.schema import POINTS
from knowledge.text import fold

OVERVIEWS = ("platforms-overview", "audiences")
"""The topics whose items are the channels."""
REGION, ALWAYS = "region", "always"
REGION_GROUPS = frozenset({"CIS", "ASIA"})
Placed = tuple[str, tuple[str | int, ...]]
"""A word and where it stands inside a declaration."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What may be referred to; None where a broken file may hold more of it. `names` are channels' ids by name."""

    sources: Mapping[str, object] | None
    topics: Mapping[str, Topic] | None
    traits: Mapping[str, object] | None
    channels: Collection[str]
    names: dict[str, str] = field(default_factory=dict)


def check_library(library: Library, declared: Iterable[Declared], incomplete: Collection[str] = ()) -> list[Mistake]:
    """Return every broken rule between the files. What `incomplete` patterns may still hold is not called unknown."""
    known = _Known(
        sources=None if "sources.yaml" in incomplete else library.sources,
        topics=None if {"topics/*.yaml", "channels/*.yaml"} & {*incomplete} else library.topics,
        traits=None if "traits.yaml" in incomplete else library.traits,
        channels=library.channels,
    )
    return [*dict.fromkeys(mistake for entry in declared for mistake in _check(known, entry))]


def check_points(library: Library) -> Iterator[Mistake]:
    """Yield a mistake where a point of the guide is used nowhere."""
    used = {point for topic in library.topics.values() for part in topic.parts() for point in part.points}
    if missing := [str(point) for point in range(1, POINTS + 1) if point not in used]:
        yield Mistake("topics/", 1, f"no text rests on point {', '.join(missing)} of the guide")


def _check(known: _Known, entry: Declared) -> Iterator[Mistake]:
    match entry.value:
        case Topic() as topic:
            yield from _check_topic(topic, known, entry)
            yield from _check_items(topic, entry)
            yield from _check_ids(topic, known.channels, entry)
        case Channel() as channel:
            yield from _check_channel(channel, known, entry)
            yield from _check_regions(channel, entry)
            yield from _check_names(channel, known.names, entry)
        case Occupation() as occupation:
            yield from _unknown(entry, "trait", known.traits, _placed(occupation.traits, "traits"))
        case Seniority() as seniority:
            yield from _unknown(entry, "trait", known.traits, _placed(seniority.traits, "traits"))
            yield from _unknown(entry, "trait", known.traits, _placed(seniority.inferred, "inferred"))
            yield from _unknown(entry, "trait", known.traits, _placed(seniority.overrides, "overrides"))
        case _:
            return


def _placed(words: Iterable[str | None], *around: str, inside: tuple[str, ...] = ()) -> Iterator[Placed]:
    return ((word, (*around, index, *inside)) for index, word in enumerate(words) if word)


def _unknown(
    entry: Declared, kind: str, known: Mapping[str, object] | None, used: Iterable[Placed]
) -> Iterator[Mistake]:
    for word, location in used:
        if known is not None and word not in known:
            yield entry.mistake(f"unknown {kind} {word!r}", *location)


def _twice(entry: Declared, what: str, used: Iterable[Placed]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for word, location in used:
        if word in seen:
            yield entry.mistake(f"the {what} {word!r} stands twice", *location)
        seen.add(word)


def _check_topic(topic: Topic, known: _Known, entry: Declared) -> Iterator[Mistake]:
    yield from _unknown(entry, "source", known.sources, [(topic.source, ("source",))])
    yield from _unknown(entry, "topic", known.topics, [(topic.parent, ("parent",))] if topic.parent else [])
    yield from _unknown(entry, "topic", known.topics, _placed(topic.related, "related"))
    items = _placed((item.topic for item in topic.items), "items", inside=("topic",))
    yield from _unknown(entry, "topic", known.topics, items)
    if topic.id in topic.related:
        yield entry.mistake("a topic is not related to itself", "related", topic.related.index(topic.id))
    if known.topics and topic.id in _ancestors(topic, known.topics):
        yield entry.mistake("a topic must not be its own ancestor", "parent")


def _check_items(topic: Topic, entry: Declared) -> Iterator[Mistake]:
    if topic.items and topic.list_kind is None:
        yield entry.mistake("items need `list: steps` or `list: entries`", "items")
    if topic.items and topic.id in OVERVIEWS:
        yield entry.mistake("the items of this topic are the channels and come from their files", "items")
    if topic.list_kind and not topic.items:
        yield entry.mistake("`list` needs items", "list")


def _check_ids(topic: Topic, channels: Collection[str], entry: Declared) -> Iterator[Mistake]:
    taken: list[Placed] = [(channel, ()) for channel in channels] if topic.id in OVERVIEWS else []
    for key, parts in (("passages", topic.statements), ("caveats", topic.caveats), ("items", topic.items)):
        taken += _placed((part.id for part in parts), key, inside=("id",))
    yield from _twice(entry, "id", taken)


def _check_channel(channel: Channel, known: _Known, entry: Declared) -> Iterator[Mistake]:
    if not entry.source.file.endswith(f"/{channel.id}.yaml"):
        yield entry.mistake(f"the file of channel {channel.id!r} must be called {channel.id}.yaml", "id")
    yield from _unknown(entry, "source", known.sources, [(channel.source, ("source",))])
    reasons = [*_placed((reason.trait for reason in channel.reasons), "reasons", inside=("trait",))]
    limits = [*_placed((limit.when for limit in channel.limits), "limits", inside=("when",))]
    traits = [*reasons, *(used for used in limits if used[0] not in (REGION, ALWAYS))]
    yield from _unknown(entry, "trait", known.traits, traits)
    yield from _twice(entry, "trait", reasons)
    yield from _twice(entry, "condition", limits)


def _check_regions(channel: Channel, entry: Declared) -> Iterator[Mistake]:
    for region, location in _placed(channel.regions, "regions"):
        if region not in REGION_GROUPS and not (len(region) == 2 and region.isascii() and region.isupper()):
            yield entry.mistake(f"region {region!r} is no country code", *location)
    limited = any(limit.when == REGION for limit in channel.limits)
    if channel.regions and not limited:
        yield entry.mistake("a channel with regions needs a limit `when: region`", "limits")
    if limited and not channel.regions:
        yield entry.mistake("a limit `when: region` needs regions", "limits")


def _ancestors(topic: Topic, topics: Mapping[str, Topic]) -> list[str]:
    found: list[str] = []
    parent = topic.parent
    while parent and parent in topics and parent not in found:
        found.append(parent)
        parent = topics[parent].parent
    return found


def _check_names(channel: Channel, names: dict[str, str], entry: Declared) -> Iterator[Mistake]:
    own = [(channel.id, ("id",)), (channel.name, ("name",))]
    for name, location in (*own, *_placed(channel.aliases, "aliases"), *_placed(channel.ambiguous, "ambiguous")):
        owner = names.setdefault(fold(name), channel.id)
        if owner != channel.id:
            yield entry.mistake(f"the name {name!r} belongs to channel {owner!r} too", *location)
