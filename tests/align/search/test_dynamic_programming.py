"""The search for the best monotone path, against all paths that there are."""

from dataclasses import replace

import numpy as np
import pytest
from counted import GAINS, bitext, shape
from hypothesis import given
from hypothesis import strategies as st

from align.search import dynamic_programming
from align.search.dynamic_programming import Band, everywhere, search

SIZE = 2
A, B, C, D = [1], [2], [3], [4]
KNOWN = {
    "one to one": ([A, B], [A, B], [((0, 1), (0, 1)), ((1, 2), (1, 2))]),
    "nothing to link": ([A, B], [C, D], []),
    "an empty side": ([], [A], []),
    "one left out": ([A, B, C], [A, C], [((0, 1), (0, 1)), ((2, 3), (1, 2))]),
    "one put in": ([A, C], [A, B, C], [((0, 1), (0, 1)), ((1, 2), (2, 3))]),
    "two merged": ([A, B], [[1, 2]], [((0, 2), (0, 1))]),
    "one split": ([[1, 2], C], [A, B, C], [((0, 1), (0, 2)), ((1, 2), (2, 3))]),
}
GAINS_THAT_WEIGH = replace(GAINS, break_penalty=0.2, extra_penalty=0.05, length_weight=0.1)


@pytest.mark.parametrize(("source", "target", "expected"), KNOWN.values(), ids=KNOWN)
def test_the_best_path_of_a_tiny_bitext_is_known(source, target, expected):
    both = bitext(source, target)
    band = everywhere(range(len(source)), range(len(target)))
    assert shape(search(both, band, GAINS, SIZE)) == expected


def test_a_stretch_is_searched_as_if_it_stood_alone_but_numbered_as_it_stands():
    both = bitext([D, A, B, D], [C, A, B])
    found = search(both, everywhere(range(1, 3), range(1, 3)), GAINS, SIZE)
    assert shape(found) == [((1, 2), (1, 2)), ((2, 3), (2, 3))]


def test_a_band_keeps_the_path_in():
    both = bitext([A, B, C], [C, A, B])
    below = Band(np.array([0, 0, 1, 2]), np.array([0, 1, 2, 3]))
    assert search(both, below, GAINS, 1) == []
    assert len(search(both, everywhere(range(3), range(3)), GAINS, 1)) == 2


segments = st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=3), min_size=1, max_size=5)


@given(segments, segments, st.integers(1, 3))
def test_no_path_gains_more_than_the_one_found(source, target, size):
    both = bitext(source, target)
    band = everywhere(range(len(source)), range(len(target)))
    found = search(both, band, GAINS_THAT_WEIGH, size)
    assert_a_path(found, size)
    assert gained(found) == pytest.approx(best(both, band, GAINS_THAT_WEIGH, size), abs=1e-5)


@given(segments, segments, st.data())
def test_no_path_within_a_band_gains_more_than_the_one_found(source, target, data):
    both = bitext(source, target)
    band = data.draw(bands(len(source), len(target)))
    found = search(both, band, GAINS, SIZE)
    assert_a_path(found, SIZE)
    assert gained(found) == pytest.approx(best(both, band, GAINS, SIZE), abs=1e-5)


def test_blocks_of_rows_make_no_difference(monkeypatch):
    both = bitext(*([[n % 7, n % 5] for n in range(at, at + 40)] for at in (0, 1)))
    band = everywhere(range(40), range(40))
    whole = search(both, band, GAINS, SIZE)
    monkeypatch.setattr(dynamic_programming, "BLOCK_CELLS", 100)
    assert search(both, band, GAINS, SIZE) == whole


@st.composite
def bands(draw, rows, columns):
    """Bands from corner to corner whose rows overlap, so that there is a way through."""
    last = sorted(draw(st.lists(st.integers(0, columns), min_size=rows, max_size=rows)))
    last = [*last, columns]
    first = [0]
    for row in range(1, rows + 1):
        first.append(draw(st.integers(first[-1], last[row - 1])))
    return Band(np.array(first), np.array(last))


def best(both, band, gains, size):
    """The most that a path gains, by trying every bead at every cell."""
    rows = [(a, b) for a in range(band.rows) for b in range(a + 1, min(a + size, band.rows) + 1)]
    width = len(both.target)
    columns = [(a, b) for a in range(width) for b in range(a + 1, min(a + size, width) + 1)]
    gain = gains.of(both, np.array(rows), np.array(columns))[1]
    most = {
        (row, column): 0.0 if row == 0 else -np.inf
        for row in range(band.rows + 1)
        for column in range(band.first[row], band.last[row] + 1)
    }
    for row, column in sorted(most):
        ways = [most[row, column]]
        ways += [most.get(before, -np.inf) for before in ((row - 1, column), (row, column - 1))]
        for number, (top, foot) in enumerate(rows):
            for place, (left, right) in enumerate(columns):
                if (foot, right) == (row, column) and (top, left) in most:
                    ways.append(most[top, left] + gain[number, place])
        most[row, column] = max(ways)
    return most[band.rows, int(band.last[-1])]


def gained(links):
    return sum(link.gain for link in links)


def assert_a_path(links, size):
    row = column = 0
    for link in links:
        assert row <= link.source[0] < link.source[1] <= link.source[0] + size
        assert column <= link.target[0] < link.target[1] <= link.target[0] + size
        row, column = link.source[1], link.target[1]
