"""Where in a long bitext the path can run."""

from dataclasses import replace

import numpy as np
import pytest
from counted import GAINS, bitext, shape
from hypothesis import given
from hypothesis import strategies as st

from align.search.coarse_to_fine import _around, divide, find_pairs, find_path, join
from align.search.dynamic_programming import Link
from align.search.numbers import search_numbers

SMALL = replace(search_numbers(), whole=8, chunk=2)
"""So that a bitext of a few dozen segments is long."""
LENGTH = 40
SAID = [[n, (n * 7) % 60, (n * 13) % 60] for n in range(LENGTH)]


def pair(row, column, likeness=1.0):
    return Link((row, row + 1), (column, column + 1), likeness, likeness - 0.4)


@pytest.mark.parametrize("dropped", [set(), {0}, {11, 12, 13}, {38, 39}], ids=str)
def test_a_long_bitext_is_aligned_as_a_short_one_is(dropped):
    target = [said for number, said in enumerate(SAID) if number not in dropped]
    rows, columns = range(LENGTH), range(len(target))
    coarse = find_path(bitext(SAID, target, SMALL), rows, columns, GAINS)
    assert shape(coarse) == shape(find_path(bitext(SAID, target), rows, columns, GAINS))
    assert len(coarse) == len(target)


@pytest.mark.parametrize(("rows", "columns"), [(range(0), range(3)), (range(3), range(0))])
def test_a_side_without_segments_has_no_path(rows, columns):
    assert find_path(bitext(SAID[:3], SAID[:3]), rows, columns, GAINS) == []


@pytest.mark.parametrize(
    ("likeness", "anchors", "stretches"),
    [
        ([1, 1, 1, 1], [0, 1, 2, 3], []),
        ([1, 1, 0, 1], [0], [range(1, 4)]),
        ([0, 1, 1, 1], [2, 3], [range(2)]),
        ([0, 1, 0, 1], [], [range(4)]),
    ],
)
def test_pairs_between_pairs_that_are_like_are_anchors(likeness, anchors, stretches):
    both = bitext(SAID[:4], SAID[:4])
    pairs = [pair(n, n, value) for n, value in enumerate(likeness)]
    division = divide(both, pairs, range(4), range(4))
    assert division.anchors == [pairs[n] for n in anchors]
    assert [stretch.rows for stretch in division.stretches] == stretches
    assert [stretch.columns for stretch in division.stretches] == stretches


def test_a_gap_beside_a_pair_keeps_it_from_being_an_anchor():
    both = bitext(SAID[:4], SAID[:3])
    division = divide(both, [pair(0, 0), pair(1, 1), pair(3, 2)], range(4), range(3))
    assert division.anchors == [pair(0, 0)]


def test_a_sample_has_every_so_many_of_what_there_is():
    both = bitext(SAID, SAID)
    pairs = [pair(n, n, n % 2) for n in range(LENGTH)]
    division = divide(both, pairs, range(LENGTH), range(LENGTH))
    assert division.sample(2 * LENGTH) == division
    assert len(division.sample(1).stretches) == 1


def test_what_is_joined_is_the_same_with_the_runs_at_hand():
    both = bitext(SAID, [[*SAID[n], *SAID[n + 1]] for n in range(0, LENGTH, 2)])
    rows, columns = range(LENGTH), range(LENGTH // 2)
    division = divide(both, find_pairs(both, rows, columns, GAINS), rows, columns)
    expected = [((2 * n, 2 * n + 2), (n, n + 1)) for n in columns]
    assert shape(join(both, division, GAINS)) == expected
    assert shape(join(division.known(both), division, GAINS)) == expected


@given(st.integers(0, 12), st.integers(0, 12), st.integers(1, 4), st.data())
def test_a_band_holds_its_path_and_what_is_within_the_radius(rows, columns, radius, data):
    most = min(rows, columns)
    count = data.draw(st.integers(0, most))
    path = [
        pair(row, column)
        for row, column in zip(
            *(
                sorted(
                    data.draw(
                        st.lists(st.integers(0, n - 1), unique=True, min_size=count, max_size=count)
                    )
                )
                if n
                else []
                for n in (rows, columns)
            ),
            strict=True,
        )
    ]
    band = _around(path, range(rows), range(columns), radius)
    assert (band.first[0], band.last[-1], band.rows) == (0, columns, rows)
    assert (np.diff(band.first) >= 0).all()
    assert (np.diff(band.last) >= 0).all()
    for link in path:
        for row, column in zip(link.source, link.target, strict=True):
            near = range(max(0, column - radius), min(columns, column + radius) + 1)
            assert band.first[row] <= near[0] <= near[-1] <= band.last[row]
