"""How sure a bead is: the probability that it is right as it stands.

A logistic function of how like its sides are, how many segments it joins beyond one a side, and
on how many of its two ends another bead, or the end of both texts, adjoins it without a gap.
"""

from collections.abc import Mapping, Sequence
from math import exp
from typing import Any

from align.search import Link


def confidences(
    links: Sequence[Link], source: int, target: int, numbers: Mapping[str, Any]
) -> list[float]:
    """The confidence of each link of an alignment.

    Args:
        links: all of its links, in source order.
        source: how many source segments there are.
        target: how many target segments there are.
        numbers: the settings in `data/search.toml`.

    Returns:
        Probabilities, in the links' order.
    """
    weights = numbers["confidence"]
    starts = {(0, 0), *((link.source[1], link.target[1]) for link in links)}
    ends = {(source, target), *((link.source[0], link.target[0]) for link in links)}
    return [
        _logistic(
            weights["constant"]
            + weights["likeness"] * link.likeness
            + weights["extra"]
            * (link.source[1] - link.source[0] + link.target[1] - link.target[0] - 2)
            + weights["adjoining"]
            * (
                ((link.source[0], link.target[0]) in starts)
                + ((link.source[1], link.target[1]) in ends)
            )
        )
        for link in links
    ]


def _logistic(value: float) -> float:
    return 1 / (1 + exp(-value))
