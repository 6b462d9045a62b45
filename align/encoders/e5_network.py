"""The network of multilingual-e5-small: BERT, its products exact.

It runs over many texts at once, their tokens below one another.

Source: devlin-2019.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from align.computing import exact
from align.encoders.e5_weights import LayerWeights

Array = NDArray[np.float32]
Doubles = NDArray[np.float64]

LARGEST, FINE = np.float32(2**10), np.float32(2**12)
"""What tokens ask and answer is cut off there, and a multiple of one part in so many: products of
two, summed over a head, take 49 bits of 53."""
SHARES = np.float32(2**14)
"""Attention is shared out in so many parts, which add up exactly over any window."""


class TransformerLayer:
    """One layer of BERT, its products exact; see `align.exact`."""

    def __init__(self, weights: LayerWeights) -> None:
        self._weights = weights

    def __call__(self, hidden: Array, batch: "PaddedBatch") -> Array:
        """The next states of some texts' tokens, one below the other."""
        own = self._weights
        hidden = own.after_attention(hidden + own.mixed(self._attended(hidden, batch)))
        return own.after(hidden + own.narrowed(exact.gelu(own.widened(hidden))))

    def _attended(self, hidden: Array, batch: "PaddedBatch") -> Array:
        """What each token takes from the tokens of its text."""
        query, key, value = batch.spread(self._weights.asked(hidden), 3 * self._weights.heads)
        near = (query @ key.transpose(0, 1, 3, 2)).astype(np.float32)
        near /= np.sqrt(np.float32(query.shape[3]))
        near += batch.mask
        near -= near.max(axis=3, keepdims=True)
        likely = exact.exp(near)
        likely *= SHARES
        np.rint(likely, out=likely)
        taken = likely.astype(np.float64) @ value
        taken /= likely.sum(axis=3, keepdims=True)
        return batch.gather(taken)


class PaddedBatch:
    """Where the tokens of some texts stand in a table with a row a text, as long as the longest.

    Attributes:
        mask: (texts, 1, 1, longest), minus infinity where a text has no token more.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self._texts, self._longest = len(sizes), max(sizes)
        inside = np.arange(self._longest) < np.array(sizes)[:, None]
        self._rows = np.flatnonzero(inside)
        self.mask = np.where(inside, 0, -np.inf)[:, None, None, :].astype(np.float32)

    def spread(self, rows: Array, heads: int) -> tuple[Doubles, Doubles, Doubles]:
        """Three times (texts, heads / 3, longest, width), on a grid, from a row a token."""
        fine = np.clip(rows, -LARGEST, LARGEST)
        fine *= FINE
        np.rint(fine, out=fine)
        fine /= FINE
        table = np.zeros((self._texts * self._longest, rows.shape[1]))
        table[self._rows] = fine
        shaped = table.reshape(self._texts, self._longest, 3, heads // 3, -1)
        query, key, value = shaped.transpose(2, 0, 3, 1, 4)
        return query, key, value

    def gather(self, table: Doubles) -> Array:
        """The other way about."""
        rows = table.transpose(0, 2, 1, 3).reshape(self._texts * self._longest, -1)
        return rows[self._rows].astype(np.float32)
