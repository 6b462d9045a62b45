"""What is usual in a translation, fitted to the bitext itself, to settle what is in doubt.

Three things count. How long translations are: another script may need a third of the characters.
How often sentences are merged or split: a heading beside a paragraph adds so little to its vector
that likeness hardly tells whether it belongs, so the fewer beads of several segments there are
otherwise, the more such a bead has to earn. How often segments are left out on either side: where
that is rare, one segment without a counterpart on each side, at the same place, are a free
rendering; where it is common, they are a coincidence.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import log
from statistics import median

import numpy as np

from align.search.coarse_to_fine import Division, join
from align.search.dynamic_programming import Gains, Integers, Link, links, log_lengths
from align.search.side import EncodedBitext


def fit(
    bitext: EncodedBitext,
    division: Division,
    gains: Gains,
) -> Gains:
    """The gains with the bitext's own length ratio and rate of beads of several segments.

    Args:
        bitext: both sides.
        division: the path of pairs.
        gains: what beads are worth as far as the encoder tells.
    """
    priors = bitext.numbers.priors
    gains = replace(gains, length_ratio=_length_ratio(bitext, division))
    sample = division.sample(priors.sample)
    found = join(bitext, sample, gains)
    joined = sum(_size(link) > 2 for link in found)
    usual = priors.joined
    rate = (joined + usual * priors.weight) / (len(found) + priors.weight)
    penalty = priors.joined_slope * log(usual / rate)
    return replace(gains, extra_penalty=min(max(penalty, 0.0), priors.joined_most))


def fill(
    bitext: EncodedBitext,
    found: Sequence[Link],
    gains: Gains,
) -> list[Link]:
    """The links, and the lone pairs between them that coincidence hardly left there.

    Args:
        bitext: both sides.
        found: links in source order.
        gains: what links are worth.
    """
    priors = bitext.numbers.priors
    cells = _lone_pairs(found, len(bitext.source), len(bitext.target))
    chance = 2.0
    for ranges, count in (
        ([link.source for link in found], len(bitext.source)),
        ([link.target for link in found], len(bitext.target)),
    ):
        alone = count - sum(end - first for first, end in ranges) - len(cells)
        chance *= (alone + priors.alone * priors.weight) / (count + priors.weight)
    prior = log(priors.free / chance)
    filled = [
        link
        for link in links(bitext, cells, gains)
        if prior + priors.free_slope * (link.likeness - priors.free_likeness) > 0
    ]
    return sorted([*found, *filled])


def _lone_pairs(found: Sequence[Link], source: int, target: int) -> Integers:
    """The segments left over one a side between links that adjoin them on both: (pairs, 4)."""
    taken = {number for link in found for number in range(*link.source)}
    there = {number for link in found for number in range(*link.target)}
    ends = [(0, 0), *((link.source[1], link.target[1]) for link in found)]
    starts = {(source, target), *((link.source[0], link.target[0]) for link in found)}
    cells = [
        (row, row + 1, column, column + 1)
        for row, column in ends
        if (row + 1, column + 1) in starts and row not in taken and column not in there
    ]
    return np.array(cells, np.int64).reshape(-1, 4)


def _length_ratio(bitext: EncodedBitext, division: Division) -> float:
    """Log of target characters per source character in anchors, drawn towards none."""
    if not division.anchors:
        return 0.0
    rows = np.array([link.source for link in division.anchors], np.int64)
    columns = np.array([link.target for link in division.anchors], np.int64)
    ratios = log_lengths(bitext.target, columns) - log_lengths(bitext.source, rows)
    weight = bitext.numbers.priors.weight
    drawn: float = median(ratios.tolist()) * len(ratios) / (len(ratios) + weight)
    return drawn


def _size(link: Link) -> int:
    return link.source[1] - link.source[0] + link.target[1] - link.target[0]
