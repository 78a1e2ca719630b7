"""Evidence → blocks and citations. Nothing is worded here: texts come from content and from the phrases."""

from collections.abc import Iterable, Iterator, Mapping

from bot.models import (
    Block,
    Checklist,
    Citation,
    Comparison,
    Entry,
    Heading,
    Listing,
    Notice,
    NoticeKind,
    Reasoning,
    Recommendations,
    Text,
)
from knowledge.models import Item, Language, ListKind, Passage, Source, Statement, Topic
from knowledge.passages import passage_id


def entry(item: Item, language: Language) -> Entry:
    """Return a topic's item as a list's entry."""
    return Entry(item.id, item.title.within(language), item.text.within(language), item.points)


def item_list(topic: Topic, language: Language) -> Checklist | Listing:
    """Return a topic's items in the form their kind asks for."""
    entries = tuple(entry(item, language) for item in topic.items)
    if topic.list_kind is ListKind.STEPS:
        return Checklist(topic.id, topic.title.within(language), entries)
    return Listing(entries)


def paragraph(part: Statement | Item, language: Language) -> Text:
    """Return one thought as a paragraph."""
    return Text(part.text.within(language), part.points)


def caveat(part: Statement, language: Language) -> Notice:
    """Return what limits a topic."""
    return Notice(NoticeKind.CAVEAT, part.text.within(language), part.points)


def cite(passages: Mapping[str, Passage], ids: Iterable[str]) -> tuple[Citation, ...]:
    """Return a citation for each passage that exists, each once."""
    found = (passages[id_] for id_ in dict.fromkeys(ids) if id_ in passages)
    return tuple(Citation(passage.id, passage.title, passage.points, passage.source) for passage in found)


def topic_passage_ids(topic: Topic, language: Language) -> Iterator[str]:
    """Yield the ids of all the topic's passages in a language, in reading order."""
    return (passage_id(topic.id, part.id, language) for part in topic.parts())


def source_titles(sources: Mapping[str, Source], language: Language) -> Mapping[str, str]:
    """Return the sources' titles by id."""
    return {source.id: source.title.within(language) for source in sources.values()}


def points_of(blocks: Iterable[Block]) -> tuple[int, ...]:
    """Return every point that the blocks rest on, sorted."""
    return tuple(sorted({point for block in blocks for point in _points(block)}))


def _points(block: Block) -> Iterator[int]:
    match block:
        case Text() | Notice():
            yield from block.points
        case Listing(entries) | Checklist(steps=entries):
            yield from (point for one in entries for point in one.points)
        case Recommendations(items):
            for item in items:
                yield from _reason_points((*item.reasons, *item.limits))
        case Comparison() | Heading() | _:
            return


def _reason_points(reasons: Iterable[Reasoning]) -> Iterator[int]:
    return (point for reason in reasons for point in reason.points)
