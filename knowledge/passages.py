"""Topics → passages: one text in one language, with all that a citation needs."""

from collections.abc import Iterator

from knowledge.models import Item, Language, Library, Passage, Statement, Topic


def passage_id(topic: str, part: str, language: Language) -> str:
    """Return the id by which an answer cites a part of a topic."""
    return f"{topic}#{part}.{language}"


def library_passages(library: Library) -> tuple[Passage, ...]:
    """Return a passage for each statement, caveat and item, in both languages."""
    return tuple(passage for topic in library.topics.values() for passage in _topic_passages(topic))


def _topic_passages(topic: Topic) -> Iterator[Passage]:
    for language in Language:
        for part in topic.parts():
            yield _passage(topic, part, language)


def _passage(topic: Topic, part: Statement | Item, language: Language) -> Passage:
    title = topic.title.within(language)
    # Advice has no points that tell its entries apart among the sources: it is named there once, as a whole.
    if isinstance(part, Item) and part.points:
        title = f"{title}: {part.title.within(language)}"
    return Passage(
        id=passage_id(topic.id, part.id, language),
        topic=topic.id,
        language=language,
        audiences=topic.audiences,
        points=part.points,
        source=topic.source,
        title=title,
        text=part.text.within(language),
    )
