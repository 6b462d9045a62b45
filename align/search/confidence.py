"""How sure a bead is: the probability that it is right as it stands.

A logistic function of how like its sides are, of how many segments it joins beyond one a side, of
how many of its two ends another bead (or the end of both texts) adjoins without a gap, and of how
much of the text around it is linked at all: a like pair amid text without a counterpart is more
often chance than one amid a translation.
"""

from collections.abc import Sequence
from dataclasses import astuple, fields

import numpy as np
from numpy.typing import NDArray

from align.computing import exact
from align.search.dynamic_programming import Link
from align.search.numbers import BeadWeights, search_numbers

FEATURES = tuple(field.name for field in fields(BeadWeights))[1:]
MOST_EXTRA = 2
"""Beads that were calibrated on join hardly more; larger ones are taken to be no less sure."""


def confidences(links: Sequence[Link], source: int, target: int) -> list[float]:
    """The confidence of each link of an alignment.

    Args:
        links: all of its links, in source order.
        source: how many source segments there are.
        target: how many target segments there are.

    Returns:
        Probabilities, in the links' order.
    """
    constant, *weights = astuple(search_numbers().confidence)
    weighed = features(links, source, target) * weights
    found: list[float] = exact.sigmoid(weighed.sum(axis=1) + constant).tolist()
    return found


def features(links: Sequence[Link], source: int, target: int) -> NDArray[np.float64]:
    """What the confidence rests on: (links, features), in the order of `FEATURES`."""
    starts = {(0, 0), *((link.source[1], link.target[1]) for link in links)}
    ends = {(source, target), *((link.source[0], link.target[0]) for link in links)}
    rows = _linked_around([link.source for link in links], source)
    columns = _linked_around([link.target for link in links], target)
    table = [
        (
            link.likeness,
            min(link.source[1] - link.source[0] + link.target[1] - link.target[0] - 2, MOST_EXTRA),
            ((link.source[0], link.target[0]) in starts)
            + ((link.source[1], link.target[1]) in ends),
            around,
        )
        for link, around in zip(links, (rows + columns) / 2, strict=True)
    ]
    return np.array(table, np.float64).reshape(-1, len(FEATURES))


def _linked_around(ranges: Sequence[tuple[int, int]], count: int) -> NDArray[np.float64]:
    """The share of the segments around each range, itself left out, that are in some range."""
    reach = search_numbers().around
    linked = np.zeros(count, np.int64)
    for part in ranges:
        linked[slice(*part)] = 1
    before = np.concatenate([[0], np.cumsum(linked)])
    first, end = np.array(ranges, np.int64).reshape(-1, 2).T
    low, high = np.maximum(first - reach, 0), np.minimum(end + reach, count)
    size = (high - low) - (end - first)
    share: NDArray[np.float64] = (before[high] - before[low] - (end - first) + 1) / (size + 2)
    return share
