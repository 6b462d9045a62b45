"""What a signal gives: named columns, one number a word."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from metrics.judges.ensemble.view import View
from metrics.judges.protocol import Column

Columns = dict[str, Column]
"""By name; one number a word of the view's own side, NaN where it cannot tell. A signal that has
nothing to go by leaves its columns out."""


def constant(view: View, value: float) -> Column:
    """The same number for every word."""
    return np.full(len(view.own), value, dtype=np.float64)


def smoothed(column: Column, reach: int) -> Column:
    """Mean over the words at most ``reach`` away."""
    sums = np.concatenate([[0.0], np.cumsum(column)])
    index = np.arange(len(column))
    first, last = np.maximum(index - reach, 0), np.minimum(index + reach + 1, len(column))
    return np.asarray((sums[last] - sums[first]) / (last - first))


def tabulate(measured: Iterable[Columns], names: Sequence[str]) -> NDArray[np.float64]:
    """Columns below one another, in the order of ``names``; NaN where one is left out."""
    blocks = [np.zeros((0, len(names)))]
    for columns in measured:
        nothing = np.full(len(next(iter(columns.values()))), np.nan)
        blocks.append(np.stack([columns.get(name, nothing) for name in names], axis=1))
    return np.concatenate(blocks)
