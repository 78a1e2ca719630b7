from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import SnapshotError
from retrieval.postings import FEW, build_postings, load_postings

TEXTS = [["a", "b", "a"], ["b", "c"], ["c", "c", "d", "a"], []]


def test_scores_are_those_of_bm25s_reading_the_same_files(tmp_path: Path) -> None:
    postings = build_postings(TEXTS)
    postings.save(tmp_path)

    theirs = bm25s.BM25.load(tmp_path)

    for query in (["a"], ["a", "b"], ["a", "a", "d"], ["c", "unknown"]):
        np.testing.assert_allclose(postings.scores(query), theirs.get_scores(query), rtol=1e-6)


@given(
    st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=8), min_size=1, max_size=12),
    st.lists(st.sampled_from("abcxyz")),
)
def test_no_score_passes_what_is_possible(texts: list[list[str]], query: list[str]) -> None:
    postings = build_postings(texts)

    scores = postings.scores(query)

    assert scores.shape == (len(texts),)
    assert np.all(scores >= 0)
    assert np.all(scores <= postings.possible(query) + 1e-4)


def test_rarer_tokens_weigh_more_and_unknown_ones_most() -> None:
    postings = build_postings(TEXTS)

    assert postings.possible(["a"]) < postings.possible(["d"]) < postings.possible(["unknown"])
    assert postings.possible([]) == 0


@given(
    st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=8), min_size=1, max_size=FEW + 3),
    st.lists(st.sampled_from("abcxyz")),
)
def test_coverage_is_a_share(texts: list[list[str]], query: list[str]) -> None:
    postings = build_postings(texts)

    coverage = postings.coverage(query, postings.scores(query))

    assert coverage.shape == (len(texts),)
    assert np.all(coverage >= 0)
    assert np.all(coverage <= 1 + 1e-5)


def test_the_only_text_covers_a_question_about_as_one_of_many_does() -> None:
    text, others = ["a", "b", "c", "d"], [["x", "y", "z", "v"]] * FEW
    query = ["a", "b", "lacking"]

    alone, among = build_postings([text]), build_postings([text, *others])

    expected = among.coverage(query, among.scores(query))[0]
    assert alone.coverage(query, alone.scores(query))[0] == pytest.approx(expected, rel=0.1)
    assert expected == pytest.approx(among.scores(query)[0] / among.possible(query))


@pytest.mark.parametrize("texts", [[], [[]], [[], [], []]])
def test_nothing_to_index_is_an_index_all_the_same(texts: list[list[str]], tmp_path: Path) -> None:
    build_postings(texts).save(tmp_path)

    loaded = load_postings(tmp_path)

    assert loaded.scores(["a"]).tolist() == [0.0] * len(texts)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    postings = build_postings(TEXTS)
    postings.save(tmp_path)

    loaded = load_postings(tmp_path)

    assert loaded.vocabulary == postings.vocabulary
    np.testing.assert_array_equal(loaded.scores(["a", "c"]), postings.scores(["a", "c"]))


def test_equal_texts_give_equal_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build_postings(TEXTS).save(tmp_path / name)

    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    build_postings(TEXTS).save(tmp_path)
    (tmp_path / "vocab.index.json").unlink()

    with pytest.raises(SnapshotError, match=r"vocab\.index\.json.*lotse index"):
        load_postings(tmp_path)
