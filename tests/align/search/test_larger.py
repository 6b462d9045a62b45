"""A second look with larger beads."""

from dataclasses import replace

from counted import GAINS, bitext, shape

from align.search.dynamic_programming import Link
from align.search.larger import enlarge
from align.search.numbers import search_numbers


def pair(row, column, likeness=1.0):
    return Link((row, row + 1), (column, column + 1), likeness, likeness - 0.4)


def test_a_bead_beyond_the_usual_size_is_found_beside_what_is_left_over():
    numbers = replace(search_numbers(), size=2, size_at_most=3)
    both = bitext([[1], [2], [3], [4]], [[1, 2, 3], [4]], numbers)
    path = [Link((0, 2), (0, 1), 0.8, 0.4), pair(3, 1)]
    assert shape(enlarge(both, path, GAINS)) == [((0, 3), (0, 1)), ((3, 4), (1, 2))]
    assert enlarge(both, [pair(0, 0), pair(3, 1)], GAINS) == [pair(0, 0), pair(3, 1)]
