"""What a signal gives: named columns, one number a word."""

import numpy as np
from numpy.typing import NDArray

from metrics.judges.ensemble.view import View

Column = NDArray[np.float64]
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
