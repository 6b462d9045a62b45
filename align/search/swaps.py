"""Neighbours translated in each other's place.

The path cannot cross itself: it reads two segments swapped as one bead of both, as two unlike
pairs, or as one pair with a segment left over on either side. So each bead, with the segments left
over beside it, and each two adjoining pairs are tried as two beads that cross.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np

from align.search.dynamic_programming import Gains, Link, links
from align.search.side import EncodedBitext


class _Window(NamedTuple):
    """Links of a path that may be two swapped, and the segments to share out between those."""

    first: int
    end: int
    source: tuple[int, int]
    target: tuple[int, int]


class _Crossing(NamedTuple):
    """Two beads that cross, and what they gain more than the links they stand for."""

    gain: float
    window: _Window
    beads: tuple[Link, Link]


def uncross(
    bitext: EncodedBitext, path: Sequence[Link], moved: Sequence[Link], gains: Gains
) -> list[Link]:
    """The path's links, those that are better read as neighbours swapped as the two they are.

    Args:
        bitext: both sides.
        path: monotone links in order.
        moved: other links, whose segments are taken.
        gains: what links are worth.
    """
    free = [np.ones(len(side), bool) for side in (bitext.source, bitext.target)]
    for link in [*path, *moved]:
        free[0][slice(*link.source)] = free[1][slice(*link.target)] = False
    windows = [*_beside(path, free), *_pairs(path)]
    replaced, added = set[int](), list[Link]()
    for crossing in sorted(_crossings(bitext, path, windows, gains), reverse=True):
        _, window, beads = crossing
        inside = set(range(window.first, window.end))
        if not inside & replaced and _is_free(window, path, free):
            replaced |= inside
            added += beads
            free[0][slice(*window.source)] = free[1][slice(*window.target)] = False
    return sorted([*added, *(link for n, link in enumerate(path) if n not in replaced)])


def _beside(path: Sequence[Link], free: Sequence[np.ndarray]) -> Iterator[_Window]:
    """Each bead with none or one of the segments left over on either end of either side."""
    for index, link in enumerate(path):
        (first, end), (left, right) = link.source, link.target
        more = [
            range(1 + bool(0 <= at < len(taken) and taken[at]))
            for at, taken in (
                (first - 1, free[0]),
                (end, free[0]),
                (left - 1, free[1]),
                (right, free[1]),
            )
        ]
        for up, down, back, on in product(*more):
            window = _Window(index, index + 1, (first - up, end + down), (left - back, right + on))
            if min(end + down - first + up, right + on - left + back) > 1:
                yield window


def _pairs(path: Sequence[Link]) -> Iterator[_Window]:
    """Each two pairs that adjoin on both sides."""
    for index, (link, after) in enumerate(pairwise(path)):
        source, target = (link.source[0], after.source[1]), (link.target[0], after.target[1])
        if source[1] - source[0] == target[1] - target[0] == 2:
            yield _Window(index, index + 2, source, target)


def _is_free(window: _Window, path: Sequence[Link], free: Sequence[np.ndarray]) -> bool:
    """Whether what a window holds beside its links is still left over."""
    inside = path[window.first : window.end]
    return all(
        bool(free[side][slice(*part)].sum() == part[1] - part[0] - held)
        for side, part, held in (
            (0, window.source, sum(link.source[1] - link.source[0] for link in inside)),
            (1, window.target, sum(link.target[1] - link.target[0] for link in inside)),
        )
    )


def _crossings(
    bitext: EncodedBitext, path: Sequence[Link], windows: Sequence[_Window], gains: Gains
) -> Iterator[_Crossing]:
    """The crossings that are worth it, of every window every one."""
    cells, owners = [], []
    for window in windows:
        (first, end), (left, right) = window.source, window.target
        for row, column in product(range(first + 1, end), range(left + 1, right)):
            cells += [(first, row, column, right), (row, end, left, column)]
            owners.append(window)
    beads = links(bitext, np.array(cells, np.int64).reshape(-1, 4), gains)
    for window, one, other in zip(owners, beads[::2], beads[1::2], strict=True):
        before = sum(link.gain for link in path[window.first : window.end])
        gain = one.gain + other.gain - before - bitext.numbers.move_cost
        if gain > 0 and min(one.gain, other.gain) > 0:
            yield _Crossing(gain, window, (one, other))
