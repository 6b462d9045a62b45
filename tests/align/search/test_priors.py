"""What is usual in a translation, fitted to the bitext."""

from dataclasses import replace

import numpy as np
import pytest
from counted import GAINS, bitext, shape

from align.search.coarse_to_fine import divide, find_pairs
from align.search.dynamic_programming import Link
from align.search.priors import fill, fit

SAID = [[n, n + 20] for n in range(20)]


def pair(row, column, likeness=1.0):
    return Link((row, row + 1), (column, column + 1), likeness, likeness - 0.4)


def fitted(source, target):
    both = bitext(source, target)
    rows, columns = range(len(source)), range(len(target))
    return fit(both, divide(both, find_pairs(both, rows, columns, GAINS), rows, columns), GAINS)


def test_beads_of_several_segments_cost_more_where_there_are_none():
    merged = [[*SAID[n], *SAID[n + 1]] for n in range(0, 20, 2)]
    assert fitted(SAID, SAID).extra_penalty > fitted(SAID, merged).extra_penalty == 0


def test_the_ratio_of_lengths_is_drawn_towards_none():
    both = bitext(SAID, SAID)
    longer = replace(both.target, lengths=both.target.lengths * 3)
    rows = range(len(SAID))
    division = divide(both, find_pairs(both, rows, rows, GAINS), rows, rows)
    assert fit(both, division, GAINS).length_ratio == 0
    ratio = fit(replace(both, target=longer), division, GAINS).length_ratio
    assert 0 < ratio < np.log(170 / 70)


@pytest.mark.parametrize(
    ("dropped", "is_filled"),
    [
        ([], True),
        (range(1, 8), False),
    ],
    ids=["nothing else left out", "much left out elsewhere"],
)
def test_a_lone_pair_is_a_free_rendering_where_little_else_is_left_out(dropped, is_filled):
    target = [[50, n] if n == 10 else said for n, said in enumerate(SAID) if n not in dropped]
    both = bitext(SAID, target)
    kept = [n for n in range(20) if n not in dropped]
    found = [pair(n, place) for place, n in enumerate(kept) if n != 10]
    filled = [link for link in fill(both, found, GAINS) if link not in found]
    place = kept.index(10)
    assert shape(filled) == ([((10, 11), (place, place + 1))] if is_filled else [])
