"""How sure a bead is."""

import numpy as np
import pytest

from align.search.confidence import FEATURES, confidences, features
from align.search.dynamic_programming import Link


def pair(row, column, likeness=1.0):
    return Link((row, row + 1), (column, column + 1), likeness, likeness - 0.4)


FULL = [pair(0, 0), pair(1, 1)]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([], []),
        (FULL, [[1, 0, 2, 2 / 3], [1, 0, 2, 2 / 3]]),
        ([pair(0, 0)], [[1, 0, 1, 1 / 3]]),
        ([Link((0, 2), (0, 1), 0.5, 0.1)], [[0.5, 1, 1, (1 / 2 + 1 / 3) / 2]]),
    ],
)
def test_what_confidence_rests_on_is_known(links, expected):
    found = features(links, 2, 2)
    assert found.shape == (len(links), len(FEATURES))
    assert found == pytest.approx(np.array(expected).reshape(-1, len(FEATURES)))


def test_a_like_pair_amid_its_like_is_surest():
    amid, alone = confidences(FULL, 2, 2), confidences([pair(0, 0)], 2, 2)
    unlike = confidences([pair(0, 0, 0.4)], 2, 2)
    assert 1 > amid[0] == amid[1] > alone[0] > unlike[0] > 0
