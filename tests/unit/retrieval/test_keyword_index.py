from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from knowledge.models import Language
from retrieval.analysis import GramAnalyzer, StemAnalyzer
from retrieval.errors import SnapshotError
from retrieval.fusion import Leg
from retrieval.keyword_index import KeywordIndex, KeywordScores
from tests.fakes.passages import make_passage

GERMAN = [
    make_passage("a", "Die Bauleiterin arbeitet in Köln. Sie mag Hunde.", Language.DE),
    make_passage("b", "Pflegekräfte findet man in Gruppen.", Language.DE),
    make_passage("c", "Größere Straßen sind teuer.", Language.DE, title="Verkehr"),
]
ENGLISH = [make_passage("d", "Nurses read posts in groups."), make_passage("e", "Engineers watch videos.")]


@pytest.fixture(scope="module")
def index() -> KeywordIndex:
    return KeywordIndex.build([*GERMAN, *ENGLISH])


@pytest.mark.parametrize("spelling", ["Köln", "Koeln", "KOLN", "köln"])
def test_umlauts_and_their_transcriptions_meet(index: KeywordIndex, spelling: str) -> None:
    scores = index.scores(spelling, Language.DE)

    assert [int(np.argmax(scores.legs[leg])) for leg in scores.legs] == [0, 0, 0]
    assert scores.coverage[0] > 0.3
    assert scores.coverage[1:].max() < 0.1


@pytest.mark.parametrize(("one", "other"), [("Doctor", "Doktor"), ("Controlling", "Kontrolling")])
def test_in_german_c_is_k(one: str, other: str) -> None:
    for analyzer in (StemAnalyzer(Language.DE), GramAnalyzer(Language.DE)):
        assert analyzer(one) == analyzer(other)
    assert StemAnalyzer(Language.EN)(one) != StemAnalyzer(Language.EN)(other)
    assert GramAnalyzer(Language.DE)("Fach") == [" fac", "fach", "ach "]


def test_grams_find_compounds_and_typing_errors_that_stems_miss(index: KeywordIndex) -> None:
    compound = index.scores("Hundeschule", Language.DE)
    typo = index.scores("Pflegekrafte", Language.DE)

    assert compound.legs[Leg.STEMS].max() == 0
    assert int(np.argmax(compound.legs[Leg.GRAMS])) == 0
    assert int(np.argmax(typo.legs[Leg.GRAMS])) == 1


def test_stems_belong_to_the_language() -> None:
    assert StemAnalyzer(Language.EN)("posting posts") == ["post", "post"]
    assert StemAnalyzer(Language.DE)("Häuser Haus") == ["haus", "haus"]


def test_grams_know_a_words_ends() -> None:
    assert GramAnalyzer(Language.DE)("Köln") == [" kol", "koln", "oln "]
    assert GramAnalyzer(Language.EN)("a") == [" a "]


def test_a_title_is_searched_too(index: KeywordIndex) -> None:
    assert int(np.argmax(index.scores("Verkehr", Language.DE).legs[Leg.STEMS])) == 2


def test_a_language_sees_only_its_own_passages(index: KeywordIndex) -> None:
    assert index.scores("groups", Language.EN).legs[Leg.STEMS].shape == (2,)
    assert index.scores("Gruppen", Language.DE).legs[Leg.STEMS].shape == (3,)


@pytest.mark.parametrize("text", ["", "   ", "???", "\u202e\x00", "zzzzqqqq"])
def test_a_text_without_known_words_scores_nothing(index: KeywordIndex, text: str) -> None:
    scores = index.scores(text, Language.DE)

    assert all(leg.tolist() == [0, 0, 0] for leg in scores.legs.values())
    assert scores.coverage.tolist() == [0, 0, 0]


def test_an_empty_index_answers(tmp_path: Path) -> None:
    KeywordIndex.build([]).save(tmp_path)

    scores = KeywordIndex.load(tmp_path).scores("Köln", Language.DE)

    assert all(leg.shape == (0,) for leg in scores.legs.values())


def test_what_was_saved_scores_the_same(index: KeywordIndex, tmp_path: Path) -> None:
    index.save(tmp_path)

    loaded = KeywordIndex.load(tmp_path)

    _assert_same(loaded.scores("Pflege in Köln", Language.DE), index.scores("Pflege in Köln", Language.DE))


def test_a_missing_file_is_named(index: KeywordIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    (tmp_path / "de" / "starts.npy").unlink()

    with pytest.raises(SnapshotError, match=r"starts\.npy"):
        KeywordIndex.load(tmp_path)


def test_threads_may_share_it(index: KeywordIndex) -> None:
    texts = ["Bauleiterin Köln", "Pflegekräfte Gruppen", "Größere Straßen"] * 50
    alone = [index.scores(text, Language.DE) for text in texts]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: index.scores(text, Language.DE), texts))

    for one, other in zip(alone, together, strict=True):
        _assert_same(one, other)


def _assert_same(one: KeywordScores, other: KeywordScores) -> None:
    for leg in one.legs:
        np.testing.assert_array_equal(one.legs[leg], other.legs[leg])
    np.testing.assert_array_equal(one.coverage, other.coverage)
