"""Which of another version's vectors each vector is most like, and how much its rivals are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align import Vectors, exact

ROWS = 512
"""Rows compared at once, so that no table of all with all is ever in memory."""


@dataclass(frozen=True, slots=True)
class Rivals:
    """One version's vectors, each with the two most like it in the other.

    Attributes:
        best: which one is most like it; -1 where there is none.
        first, second: the cosines of the best and of the next best, NaN where there is none.
    """

    best: NDArray[np.int64]
    first: NDArray[np.float64]
    second: NDArray[np.float64]

    def beside(self, row: int, chosen: int | None) -> float:
        """The best cosine of a row with any of the others but the chosen one."""
        return float(self.second[row] if self.best[row] == chosen else self.first[row])


def find_rivals(rows: Vectors, columns: Vectors) -> Rivals:
    """For each row, the two columns most like it."""
    best = np.full(len(rows), -1)
    two = np.full((len(rows), 2), np.nan)
    for begin in range(0, len(rows) if len(columns) else 0, ROWS):
        here = slice(begin, begin + ROWS)
        cosines = exact.cosines(rows[here], columns)
        best[here] = cosines.argmax(axis=1)
        most = min(2, len(columns))
        greatest = -np.partition(-cosines, most - 1, axis=1)[:, :most]
        two[here, :most] = greatest
    return Rivals(best, two[:, 0], two[:, 1])
