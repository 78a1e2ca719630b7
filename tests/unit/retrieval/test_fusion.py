import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.models import Language
from retrieval.fusion import ENGLISH, GERMAN, Leg, fuse, ranking, standardize, weights_for

FLOATS = st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=30)


@given(FLOATS)
def test_z_scores_have_mean_zero_and_deviation_one_or_are_zero(values: list[float]) -> None:
    z = standardize(np.array(values))

    assert abs(z.mean()) < 1e-6
    assert z.std() == pytest.approx(1) or np.all(z == 0)


@given(FLOATS, st.floats(0.5, 100), st.floats(-100, 100))
def test_scale_and_offset_of_a_leg_do_not_matter(values: list[float], scale: float, offset: float) -> None:
    scores = np.round(np.array(values))

    np.testing.assert_allclose(standardize(scores * scale + offset), standardize(scores), atol=1e-4)


def test_legs_are_weighted_and_summed() -> None:
    legs = {Leg.STEMS: np.array([0.0, 2.0]), Leg.MEANING: np.array([1.0, 0.0])}

    fused = fuse(legs, {Leg.STEMS: 1.0, Leg.MEANING: 0.5})

    assert fused.tolist() == [-0.5, 0.5]


def test_a_leg_that_says_the_same_of_all_adds_nothing() -> None:
    legs = {
        Leg.STEMS: np.zeros(3),
        Leg.GRAMS: np.full(3, 0.1, dtype=np.float32),
        Leg.MEANING: np.array([1.0, 2.0, 3.0]),
    }

    fused = fuse(legs, GERMAN)

    np.testing.assert_allclose(fused, GERMAN[Leg.MEANING] * standardize(legs[Leg.MEANING]))


def test_nothing_to_fuse() -> None:
    assert fuse({}, GERMAN).shape == (0,)
    assert fuse({Leg.STEMS: np.zeros(0)}, GERMAN).shape == (0,)


def test_inputs_are_left_alone() -> None:
    scores = np.array([1.0, 2.0])
    fuse({Leg.STEMS: scores}, GERMAN)

    assert scores.tolist() == [1.0, 2.0]


def test_best_first_and_ties_by_the_tie_break() -> None:
    scores = np.array([1.0, 3.0, 3.0, 2.0])

    assert ranking(scores, np.array([0, 9, 4, 1]), 3).tolist() == [2, 1, 3]


def test_english_leans_on_meaning_and_a_mixed_search_lies_between() -> None:
    mixed = weights_for(None)

    assert weights_for(Language.DE) is GERMAN
    assert weights_for(Language.EN) is ENGLISH
    assert GERMAN[Leg.MEANING] < mixed[Leg.MEANING] < ENGLISH[Leg.MEANING]
