"""From which probability on a message is declined: fitted when the index is built, read when it is served."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

INSIDE_ANSWERED = 0.92
"""The share of answerable phrasings that the threshold must let through; above it, it may rise where that pays.

The phrasings kept aside are harder than questions are: many are fragments written to confuse.
"""
_CALIBRATION_FILE = "calibration.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """The threshold and what it does on the phrasings kept aside."""

    threshold: float
    inside_answered: float
    outside_declined: float
    label_right: float
    inside: int
    outside: int


def fit_threshold(scores: NDArray[np.float64], outside: NDArray[np.bool_], label_right: float) -> Calibration:
    """Return the threshold that lets INSIDE_ANSWERED of the inside pass, or a better one above it.

    `scores` are probabilities of being outside, `outside` what is true, both of shape (phrasings,). Better is what
    answers and declines most in sum (Youden 1950).
    """
    inside_scores, outside_scores = scores[~outside], scores[outside]
    lowest = float(np.quantile(inside_scores, INSIDE_ANSWERED))
    candidates = np.linspace(min(lowest, 0.9), 0.9, 50)
    merit = [(inside_scores < t).mean() + (outside_scores >= t).mean() for t in candidates]
    threshold = float(candidates[int(np.argmax(merit))])
    return Calibration(
        threshold=round(threshold, 4),
        inside_answered=round(float((inside_scores < threshold).mean()), 4),
        outside_declined=round(float((outside_scores >= threshold).mean()), 4),
        label_right=round(label_right, 4),
        inside=len(inside_scores),
        outside=len(outside_scores),
    )


def save_calibration(calibration: Calibration, folder: Path) -> None:
    """Write the calibration into `folder`."""
    (folder / _CALIBRATION_FILE).write_text(json.dumps(asdict(calibration), indent=1), encoding="utf-8")


def load_calibration(folder: Path) -> Calibration:
    """Read what `save_calibration` wrote."""
    return Calibration(**json.loads((folder / _CALIBRATION_FILE).read_text(encoding="utf-8")))
