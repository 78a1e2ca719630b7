from pathlib import Path

import numpy as np
import pytest

from bot.understanding.calibration import (
    INSIDE_ANSWERED,
    Calibration,
    fit_threshold,
    load_calibration,
    save_calibration,
)


def fit(inside: list[float], outside: list[float], label_right: float = 0.5) -> Calibration:
    truth = np.array([False] * len(inside) + [True] * len(outside))
    return fit_threshold(np.array(inside + outside), truth, label_right)


def test_where_both_lie_apart_everything_is_decided_right() -> None:
    fitted = fit([0.1] * 100, [0.8] * 50)
    assert (fitted.inside_answered, fitted.outside_declined) == (1, 1)
    assert 0.1 < fitted.threshold <= 0.8
    assert (fitted.inside, fitted.outside) == (100, 50)


def test_the_promised_share_of_the_inside_passes_whatever_it_costs() -> None:
    inside = np.linspace(0, 0.7, 1001).tolist()
    fitted = fit(inside, [0.05] * 1000)
    assert fitted.inside_answered >= INSIDE_ANSWERED - 0.001
    assert fitted.outside_declined == 0


def test_the_threshold_rises_where_that_answers_more_than_it_lets_through() -> None:
    inside = [0.1] * 92 + [0.5] * 8
    assert fit(inside, [0.7] * 100).inside_answered == 1
    low = fit(inside, [0.4] * 100)
    assert (low.inside_answered, low.outside_declined) == (0.92, 1)


def test_it_never_rises_above_what_is_nearly_certain() -> None:
    fitted = fit([0.99] * 100, [0.995] * 100)
    assert fitted.threshold == pytest.approx(0.9)


def test_the_figures_are_those_of_the_threshold() -> None:
    generator = np.random.default_rng(3)
    inside, outside = generator.beta(2, 6, 400), generator.beta(6, 2, 200)
    fitted = fit(inside.tolist(), outside.tolist(), label_right=0.81234)
    assert fitted.inside_answered == pytest.approx((inside < fitted.threshold).mean(), abs=0.01)
    assert fitted.outside_declined == pytest.approx((outside >= fitted.threshold).mean(), abs=0.01)
    assert fitted.label_right == 0.8123


def test_a_calibration_is_read_as_it_was_written(tmp_path: Path) -> None:
    calibration = Calibration(0.4321, 0.95, 0.9, 0.8, 1000, 300)
    save_calibration(calibration, tmp_path)
    assert load_calibration(tmp_path) == calibration
