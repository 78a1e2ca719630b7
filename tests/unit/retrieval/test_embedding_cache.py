from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from retrieval.embedding_cache import CachingEmbedder
from retrieval.protocols import TextKind
from tests.fakes.embedder import FakeEmbedder


def test_a_question_is_embedded_once(fake_embedder: FakeEmbedder) -> None:
    cached = CachingEmbedder(fake_embedder)

    first = cached.embed(["one", "two", "one"], TextKind.QUERY)
    second = cached.embed(["two"], TextKind.QUERY)

    assert fake_embedder.texts == ["one", "two"]
    np.testing.assert_array_equal(first[1], second[0])
    np.testing.assert_array_equal(first, FakeEmbedder().embed(["one", "two", "one"], TextKind.QUERY))


def test_changing_a_result_does_not_change_the_next(fake_embedder: FakeEmbedder) -> None:
    cached = CachingEmbedder(fake_embedder)
    cached.embed(["one"], TextKind.QUERY)[:] = 0
    cached.embed(["one"], TextKind.QUERY)[:] = 0

    np.testing.assert_array_equal(cached.embed(["one"], TextKind.QUERY), FakeEmbedder().embed(["one"], TextKind.QUERY))


def test_what_was_asked_longest_ago_is_forgotten(fake_embedder: FakeEmbedder) -> None:
    cached = CachingEmbedder(fake_embedder, size=2)
    for text in ("one", "two", "one", "three", "one", "two"):
        cached.embed([text], TextKind.QUERY)

    assert fake_embedder.texts == ["one", "two", "three", "two"]


def test_documents_pass_through(fake_embedder: FakeEmbedder) -> None:
    cached = CachingEmbedder(fake_embedder)
    cached.embed(["one"], TextKind.DOCUMENT)
    cached.embed(["one"], TextKind.QUERY)

    assert fake_embedder.texts == ["one", "one"]
    assert cached.embed([], TextKind.QUERY).shape == (0, cached.dimension)
    assert cached.model == fake_embedder.model


def test_threads_may_share_it(fake_embedder: FakeEmbedder) -> None:
    cached = CachingEmbedder(fake_embedder, size=3)
    texts = [str(number % 7) for number in range(300)]

    with ThreadPoolExecutor(8) as pool:
        rows = list(pool.map(lambda text: cached.embed([text], TextKind.QUERY)[0], texts))

    np.testing.assert_array_equal(np.stack(rows), FakeEmbedder().embed(texts, TextKind.QUERY))


def test_there_must_be_room_for_one(fake_embedder: FakeEmbedder) -> None:
    with pytest.raises(ValueError, match="size is 0"):
        CachingEmbedder(fake_embedder, size=0)
