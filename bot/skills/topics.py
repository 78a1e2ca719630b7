"""What, why, how, whom: answers from the passages of a topic."""

from collections.abc import Iterator

from bot.composition import caveat, item_list, paragraph, topic_passage_ids
from bot.models import Answer, Block, Heading, Outcome, Text
from bot.phrases import Phrases
from bot.skills.channel_words import left_out
from bot.skills.request import Request, Skill, Voice
from bot.skills.suggestions import topic_suggestions
from bot.understanding.labels import FACETS
from knowledge.models import Item, Language, Statement, Topic
from knowledge.passages import passage_id
from retrieval.models import Hit, Query
from retrieval.protocols import Retriever

MOST_TOPICS = 3
"""So many channels are answered at once: "wer ist auf insta, tiktok und snapchat"."""


class TopicSkill:
    """Answers from the topic that the message asks about; the index says which passage of it fits best."""

    def __init__(self, retriever: Retriever, phrases: Phrases, unknown: Skill) -> None:
        self._retriever = retriever
        self._phrases = phrases
        self._unknown = unknown

    def answer(self, request: Request) -> Answer:
        """Return the topic's answer, or an honest "unknown" where the audience may not see it."""
        topics = _asked(request)
        if not topics:
            return self._unknown.answer(request)
        language = request.language
        blocks: list[Block] = []
        for topic in topics:
            if len(topics) > 1 or topic.items:
                blocks.append(Heading(topic.title.within(language)))
            blocks += self._blocks(topic, request)
        blocks += left_out(_channels_asked(request, topics), MOST_TOPICS, Voice(self._phrases, language))
        return Answer(
            outcome=Outcome.ANSWERED,
            language=language,
            blocks=tuple(blocks),
            topic=topics[0].id,
            topics=tuple(topic for topic in request.understanding.topics if topic in request.knowledge.topics),
            citations=request.cite(
                (id_ for topic in (*topics, *_others(topics, request)) for id_ in topic_passage_ids(topic, language)),
            ),
            suggestions=topic_suggestions(topics[0], request),
        )

    def _blocks(self, topic: Topic, request: Request) -> Iterator[Block]:
        language = request.language
        if asked := _item_at(topic, request.understanding.position):
            yield self._numbered(topic, asked, language)
        for part in self._ordered(topic, request):
            yield paragraph(part, language)
        if topic.items:
            yield item_list(topic, language)
        if other := _other_facet(topic, request):
            yield paragraph(other.statements[0], language)
        for part in topic.caveats:
            yield caveat(part, language)

    def _ordered(self, topic: Topic, request: Request) -> list[Statement | Item]:
        """The lead first, then what fits the question best; an item only where nothing else fits better."""
        lead, *rest = topic.statements
        best = {hit.passage.id: place for place, hit in enumerate(self._hits(topic, request))}
        language = request.language
        rest.sort(key=lambda part: best.get(passage_id(topic.id, part.id, language), len(best)))
        return [lead, *rest]

    def _hits(self, topic: Topic, request: Request) -> tuple[Hit, ...]:
        query = Query(
            text=request.understanding.text,
            audience=request.audience,
            language=request.language,
            topics=frozenset({topic.id}),
            limit=max(1, len(topic.parts())),
        )
        return self._retriever.retrieve(query)

    def _numbered(self, topic: Topic, item: Item, language: Language) -> Text:
        voice = Voice(self._phrases, language)
        number = topic.items.index(item) + 1
        text = voice.say(
            "topic.position", number=number, title=item.title.within(language), text=item.text.within(language)
        )
        return Text(text, item.points)


def _asked(request: Request) -> tuple[Topic, ...]:
    """The best topic; with several channels named, the same facet of each."""
    topics = [request.knowledge.topics[id_] for id_ in request.understanding.topics if id_ in request.knowledge.topics]
    if not topics:
        return ()
    facet, _, channel = topics[0].id.partition(":")
    named = request.understanding.channels
    if channel in named and len(named) > 1:
        same = [f"{facet}:{name}" for name in named if f"{facet}:{name}" in request.knowledge.topics]
        return tuple(request.knowledge.topics[id_] for id_ in same[:MOST_TOPICS])
    return (topics[0],)


def _channels_asked(request: Request, topics: tuple[Topic, ...]) -> list[str]:
    """The names of all channels asked about, where the answer is about several."""
    known = request.knowledge.channels
    return [known[id_].name for id_ in request.understanding.channels if id_ in known] if len(topics) > 1 else []


def _others(topics: tuple[Topic, ...], request: Request) -> tuple[Topic, ...]:
    return tuple(other for topic in topics if (other := _other_facet(topic, request)))


def _other_facet(topic: Topic, request: Request) -> Topic | None:
    """What a channel is and whom it reaches belong together; the facet asked for comes first."""
    if topic.parent is None or not topic.related or topic.id.partition(":")[0] not in FACETS:
        return None
    return request.knowledge.topics.get(topic.related[0])


def _item_at(topic: Topic, position: int | None) -> Item | None:
    if not position or not topic.items:
        return None
    index = position - 1 if position > 0 else position
    return topic.items[index] if -len(topic.items) <= index < len(topic.items) else None
