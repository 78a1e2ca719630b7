from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.models import Audience, Language, Passage
from retrieval.errors import RetrievalError
from retrieval.hybrid import HybridRetriever
from retrieval.index_build import build_index
from retrieval.models import Hit, Query
from retrieval.protocols import TextKind
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.passages import EVERYONE, make_passage

WORDS = ("nurse", "driver", "video", "post", "group", "school", "town", "river", "bridge", "letter")
TOPICS = ("advantages", "trends", "challenges")


def passages_strategy() -> st.SearchStrategy[list[Passage]]:
    audiences = st.sampled_from([(Audience.RECRUITER,), (Audience.CANDIDATE,), EVERYONE])
    text = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
    rows = st.lists(st.tuples(audiences, text, st.sampled_from(list(Language)), st.sampled_from(TOPICS)), max_size=12)
    return rows.map(
        lambda drawn: [
            make_passage(f"p{i:02}", text, language, topic, who) for i, (who, text, language, topic) in enumerate(drawn)
        ]
    )


def make_retriever(passages: list[Passage], exact_passages: int = 20_000) -> HybridRetriever:
    embedder = FakeEmbedder()
    indexes = {one: build_index([p for p in passages if one in p.audiences], embedder) for one in Audience}
    return HybridRetriever(indexes, embedder, exact_passages)


def ids(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.passage.id for hit in hits]


@settings(max_examples=60, deadline=None)
@given(
    passages_strategy(),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
    st.sampled_from(list(Audience)),
    st.sampled_from([None, *Language]),
    st.none() | st.frozensets(st.sampled_from(TOPICS)),
    st.integers(1, 15),
    st.sampled_from([0, 3, 20_000]),
)
def test_only_what_may_be_found_and_all_of_it(
    passages: list[Passage],
    text: str,
    audience: Audience,
    language: Language | None,
    topics: frozenset[str] | None,
    limit: int,
    exact_passages: int,
) -> None:
    retriever = make_retriever(passages, exact_passages)
    may_be_found = {
        p.id
        for p in passages
        if audience in p.audiences and language in (None, p.language) and (topics is None or p.topic in topics)
    }

    hits = retriever.retrieve(Query(text, audience, language, topics, limit))

    assert set(ids(hits)) <= may_be_found
    assert len(hits) == min(limit, len(may_be_found))
    assert len(set(ids(hits))) == len(hits)
    order = [(-hit.score, hit.passage.id) for hit in hits]
    assert order == sorted(order)


@settings(max_examples=40, deadline=None)
@given(passages_strategy(), st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join))
def test_what_others_may_see_changes_nothing(passages: list[Passage], text: str) -> None:
    own = [p for p in passages if Audience.CANDIDATE in p.audiences]
    query = Query(text, Audience.CANDIDATE)

    assert make_retriever(passages).retrieve(query) == make_retriever(own).retrieve(query)


@settings(max_examples=30, deadline=None)
@given(passages_strategy(), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join))
def test_the_order_of_the_passages_changes_nothing(passages: list[Passage], text: str) -> None:
    query = Query(text, Audience.RECRUITER)

    assert make_retriever(passages).retrieve(query) == make_retriever(passages[::-1]).retrieve(query)


def test_similarity_is_the_cosine_of_the_best_sentence() -> None:
    passage = make_passage("a", "A nurse reads. The driver waits in town.", title="People")
    embedder = FakeEmbedder()
    retriever = HybridRetriever({Audience.RECRUITER: build_index([passage], embedder)}, embedder)

    (hit,) = retriever.retrieve(Query("driver town", Audience.RECRUITER))

    sentences = ["People", "A nurse reads.", "The driver waits in town."]
    cosines = embedder.embed(sentences, TextKind.DOCUMENT) @ embedder.embed(["driver town"], TextKind.QUERY)[0]
    assert hit.sentence == sentences[int(np.argmax(cosines))]
    assert hit.similarity == pytest.approx(float(cosines.max()), abs=1e-5)
    assert 0 < hit.coverage <= 1
    assert hit.evidence == pytest.approx(hit.similarity * hit.coverage)


def test_ties_are_broken_by_id() -> None:
    twins = [make_passage(name, "the same text") for name in ("c", "a", "b")]

    hits = make_retriever(twins).retrieve(Query("same text", Audience.RECRUITER, limit=2))

    assert ids(hits) == ["a", "b"]
    assert hits[0].score == hits[1].score


def test_both_languages_are_searched_where_none_is_given() -> None:
    passages = [make_passage("de", "Ein Text über Pflege.", Language.DE), make_passage("en", "A text about nursing.")]
    retriever = make_retriever([*passages, make_passage("x", "bridge"), make_passage("y", "Brücke", Language.DE)])

    assert ids(retriever.retrieve(Query("Pflege", Audience.RECRUITER)))[0] == "de"
    assert ids(retriever.retrieve(Query("nursing", Audience.RECRUITER)))[0] == "en"


@pytest.mark.parametrize("text", ["", "  \n", "\t"])
def test_a_blank_question_finds_nothing(text: str) -> None:
    assert make_retriever([make_passage("a", "text")]).retrieve(Query(text, Audience.RECRUITER)) == ()


@pytest.mark.parametrize("text", ["???", "\u202e\x00", "ж" * 50, "x" * 2_000])
def test_a_strange_question_finds_something_without_evidence(text: str) -> None:
    (hit,) = make_retriever([make_passage("a", "a river")]).retrieve(Query(text, Audience.RECRUITER))

    assert hit.evidence < 0.05


def test_empty_indexes_find_nothing() -> None:
    assert make_retriever([]).retrieve(Query("nurse", Audience.CANDIDATE)) == ()


def test_an_audience_without_an_index_is_an_error() -> None:
    embedder = FakeEmbedder()
    retriever = HybridRetriever({Audience.RECRUITER: build_index([], embedder)}, embedder)

    with pytest.raises(RetrievalError, match="candidate"):
        retriever.retrieve(Query("nurse", Audience.CANDIDATE))


def test_an_index_of_another_dimension_is_refused() -> None:
    index = build_index([make_passage("a", "text")], FakeEmbedder(8))

    with pytest.raises(ValueError, match="8 dimensions, but fake@1 gives 16"):
        HybridRetriever({Audience.RECRUITER: index}, FakeEmbedder(16))


def test_candidates_of_a_large_set_hold_the_best() -> None:
    rng = np.random.default_rng(0)
    passages = [make_passage(f"p{i:04}", " ".join(rng.choice(WORDS, 5))) for i in range(1500)]
    passages.append(make_passage("wanted", "the crane operator lifts"))
    queries = [Query(text, Audience.RECRUITER, limit=1) for text in ("crane operator", "lifts")]

    exact, candidates = make_retriever(passages), make_retriever(passages, exact_passages=100)

    for query in queries:
        assert ids(exact.retrieve(query)) == ids(candidates.retrieve(query)) == ["wanted"]


def test_threads_may_share_it() -> None:
    retriever = make_retriever(
        [make_passage(f"p{i}", f"{one} {two}") for i, one in enumerate(WORDS) for two in WORDS][:10]
    )
    queries = [Query(f"{one} {two}", Audience.RECRUITER) for one in WORDS for two in WORDS]
    alone = [retriever.retrieve(query) for query in queries]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(retriever.retrieve, queries)) == alone
