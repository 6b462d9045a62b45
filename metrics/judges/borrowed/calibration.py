"""From a model's own scale to MQM points and confidences."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from corpus import load_numbers


@dataclass(frozen=True, slots=True)
class BorrowedNumbers:
    """What ``data/calibration.toml`` says, where each number has its origin.

    Attributes:
        points: by family, pairs of a score and the MQM points that a passage with it is expected to
            lose, with scores ascending; straight lines between them, level outside.
        confidence: by severity, what a marked error's probability is multiplied by.
    """

    points: Mapping[str, tuple[tuple[float, float], ...]]
    confidence: Mapping[str, float]


@cache
def borrowed_numbers() -> BorrowedNumbers:
    """The numbers, loaded once."""
    return load_numbers("metrics.judges.borrowed", "calibration", BorrowedNumbers)


def expected_points(score: float, family: str) -> float:
    """The MQM points that a passage with a score is expected to lose: a better score, no more."""
    scores, points = zip(*borrowed_numbers().points[family], strict=True)
    return float(np.interp(score, scores, points))
