"""Neighbours translated in each other's place."""

import pytest
from counted import GAINS, bitext, shape

from align.search.coarse_to_fine import find_path
from align.search.dynamic_programming import Link
from align.search.swaps import uncross

SAID = [[n, n + 20] for n in range(4)]


def path_of(both):
    return find_path(both, range(len(both.source)), range(len(both.target)), GAINS)


def pair(row, column):
    return Link((row, row + 1), (column, column + 1), 1.0, 0.6)


SWAPPED = [SAID[0], SAID[2], SAID[1], SAID[3]]
FIRST, LAST = pair(0, 0), pair(3, 3)


@pytest.mark.parametrize(
    "between",
    [
        [Link((1, 2), (1, 2), 0.1, -0.3), Link((2, 3), (2, 3), 0.1, -0.3)],
        [Link((1, 3), (1, 3), 0.7, 0.3)],
        [pair(1, 2)],
    ],
    ids=["two unlike pairs", "one bead of both", "one pair and one left over"],
)
def test_neighbours_that_are_swapped_cross(between):
    found = uncross(bitext(SAID, SWAPPED), [FIRST, *between, LAST], [], GAINS)
    assert shape(found) == [((0, 1), (0, 1)), ((1, 2), (2, 3)), ((2, 3), (1, 2)), ((3, 4), (3, 4))]


def test_what_is_in_order_does_not_cross():
    both = bitext(SAID, SAID)
    path = path_of(both)
    assert uncross(both, path, [], GAINS) == path


def test_what_moved_elsewhere_takes_no_part_in_a_swap():
    both = bitext(SAID, SWAPPED)
    path, moved = [FIRST, pair(1, 2), LAST], [pair(2, 1)]
    assert uncross(both, path, moved, GAINS) == path
