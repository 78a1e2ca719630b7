"""A Retriever that finds what it was given, within what the query allows."""

from collections.abc import Iterable

from knowledge.models import Passage
from retrieval.models import Hit, Query


class FakeRetriever:
    """Returns its hits in the order given, for the query's audience only; `queries` lists what it was asked."""

    def __init__(self, hits: Iterable[Hit] = ()) -> None:
        self.queries: list[Query] = []
        self._hits = tuple(hits)

    def retrieve(self, query: Query) -> tuple[Hit, ...]:
        self.queries.append(query)
        return tuple(hit for hit in self._hits if _allows(query, hit.passage))[: query.limit]


def make_hit(passage: Passage, similarity: float = 0.8) -> Hit:
    """Return a hit with whatever does not matter filled in."""
    return Hit(passage, score=1.0, similarity=similarity, sentence=passage.text, coverage=1.0)


def _allows(query: Query, passage: Passage) -> bool:
    return (
        query.audience in passage.audiences
        and query.language in (None, passage.language)
        and (query.topics is None or passage.topic in query.topics)
    )
