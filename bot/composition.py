"""Knowledge → blocks. Nothing is worded here: texts come from content, and from the phrases in the skills."""

from collections.abc import Iterable, Iterator

from bot.models import Block, Checklist, Entry, Listing, Notice, NoticeKind, Recommendations, Text
from knowledge.models import Item, Language, ListKind, Statement, Topic
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


def topic_passage_ids(topic: Topic, language: Language) -> Iterator[str]:
    """Yield the ids of all the topic's passages in a language, in reading order."""
    return (passage_id(topic.id, part.id, language) for part in topic.parts())


def points_of(blocks: Iterable[Block]) -> frozenset[int]:
    """Return every point that the blocks show."""
    return frozenset(point for block in blocks for point in _points(block))


def _points(block: Block) -> Iterator[int]:
    match block:
        case Text() | Notice():
            yield from block.points
        case Listing(entries) | Checklist(steps=entries):
            yield from (point for one in entries for point in one.points)
        case Recommendations(items):
            yield from (point for item in items for reason in (*item.reasons, *item.limits) for point in reason.points)
        case _:
            return
