"""What a cosine means in a bitext."""

import numpy as np
import pytest
from counted import side

from align.search.scale import Scale, measure, usual_cosines


def test_cosines_between_the_two_that_are_usual_become_likeness():
    one, other = side([[1]]).vectors, side([[2]]).vectors
    scale = measure(one[:0], other[:0], 0.2, 0.8)
    assert scale.likeness(one, one) == pytest.approx(np.array([[4 / 3]]))
    assert scale.likeness(one, other) == pytest.approx(np.array([[-1 / 3]]))


@pytest.mark.parametrize(("likeness", "level"), [([], 1), ([1.1] * 20, 1.05), ([9] * 20, 1.2)])
def test_a_scale_is_refitted_to_what_was_found_within_bounds(likeness, level):
    scale = Scale(np.zeros(2, np.float32), np.zeros(2, np.float32), 0.0, 0.0, 1.0)
    assert scale.refit(likeness).level == pytest.approx(level)


def test_an_encoder_that_nobody_measured_has_usual_cosines_too():
    named = type("Named", (), {"name": "e5-small"}), type("Named", (), {"name": "no such"})
    assert usual_cosines(named[0]) != usual_cosines(named[1])
