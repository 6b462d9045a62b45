"""Sides of a bitext that are made of numbers: no encoder, no text.

A segment is a list of the things that it says, a number each; its vector counts them. So two
segments are as alike as what they say is the same, and what a run says is what its segments say.
"""

import numpy as np

from align import exact
from align.pairing.sketch import SummedRuns
from align.search.dynamic_programming import Gains
from align.search.numbers import search_numbers
from align.search.scale import Scale
from align.search.side import EncodedBitext, SideVectors

THINGS = 64
NOTHING = np.zeros(THINGS, np.float32)
GAINS = Gains(
    scale=Scale(NOTHING, NOTHING, 0.0, 0.0, 1.0),
    threshold=0.4,
    length_weight=0.0,
    length_ratio=0.0,
    break_penalty=0.0,
)
"""Likeness is the cosine, and nothing but likeness counts."""


def counts(segments):
    return exact.unit([np.bincount(one, minlength=THINGS) for one in segments])


def side(segments, starts=None):
    """A side of segments, each a list of numbers below `THINGS`; all segments are as long."""
    vectors = counts(segments) if len(segments) else np.zeros((0, THINGS), np.float32)
    lengths = np.full(len(segments), 50)
    breaks = [0, *np.cumsum(starts if starts is not None else [False] * len(segments))]
    return SideVectors(
        vectors,
        SummedRuns(vectors, lengths),
        np.array([0, *np.cumsum(lengths)]),
        np.array(breaks),
    )


def bitext(source, target, numbers=None):
    return EncodedBitext(side(source), side(target), numbers or search_numbers())


def shape(links):
    """What links join, without what speaks for them."""
    return [(link.source, link.target) for link in links]
