"""The forward pass of Google's universal sentence encoder: token ids to sums, sums to vectors.

The first convolution is linear in the tokens that its windows hold, and what a token brings to
each place of a window depends on the token alone. That is computed once for each distinct token
and kept; from then on the first convolution only adds. The second one is computed only for the
rows whose features are wanted, not for those that stand there as context. The last layer's
normalisation scales each row, and moves all of them by what folds into the projection behind it.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Numbers = NDArray[np.int64]

GAP = -1
"""The id of padding between texts."""
ORDERS = ((2, 0), (3, 1), (5, 2))
"""The n-gram branches: how many tokens each looks at, and how many of them to the left."""
PADDING = 2
"""Zero rows that an n-gram window may need beside a text."""
REACH = 2 * PADDING
"""How far a token's feature depends on its neighbours: two convolutions, one after the other."""
WIDTH = 256
"""Width of a branch."""
EMBEDDING = 512
"""Width of a token's embedding."""
CHUNKS = 17
"""The embedding table is stored in this many parts, token ids taking turns."""
BLOCK = 256
"""Rows that go through the network at once: enough for the matrix products, small in memory."""
ROUND = 16
"""Rows are filled up to a multiple of this, so that one text's result, down to the last bit, does
not depend on how many others stand beside it."""
KEPT = 8192
"""Distinct tokens that are kept, 15 KB each; most of any text is made of fewer."""
AHEAD = 4096
"""Rows whose distinct tokens are met together."""


class Piece(NamedTuple):
    """Token ids to send through the network, and the half-open ranges of them to add up."""

    ids: list[int]
    ranges: tuple[tuple[int, int], ...]


class Network:
    """The forward pass."""

    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self._weights = weights
        self._epsilon = float(weights["eps"])
        self._tokens = Tokens(weights)
        projection = weights["ln_g"][:, None] * weights["cnn_W"]
        self._projection = projection - projection.mean(axis=0)
        self._bias = weights["ln_b"] @ weights["cnn_W"] + weights["cnn_b"]
        self.dimension = weights["d3"].shape[1]

    def sums(self, pieces: Sequence[Piece]) -> Array:
        """The sum of token features over every range of every piece, in order.

        Returns:
            (ranges, dimension) float32, projected, without the projection's bias, which `head`
            adds for all tokens at once.
        """
        ids, owners, count = _lay_out(pieces)
        totals = np.zeros((count, len(self._projection)))
        for first in range(0, len(owners), BLOCK):
            if first % AHEAD == 0:
                self._tokens.meet(ids[first : first + AHEAD + 2 * REACH])
            owner = owners[first : first + BLOCK]
            wanted = np.flatnonzero(owner >= 0)
            if len(wanted):
                features = self._features(ids[first : first + BLOCK + 2 * REACH], wanted)
                _add_up(features, owner[wanted], totals)
        return product(totals.astype(np.float32), self._projection)

    def head(self, sums: Array, counts: Numbers) -> Array:
        """Unit vectors of texts by their sums and their numbers of tokens, markers included."""
        weights = self._weights
        size: Array = counts.astype(np.float32)[:, None]
        mean: Array = np.divide(sums + size * self._bias, np.sqrt(size), dtype=np.float32)
        first: Array = np.maximum(product(mean, weights["d0"]), 0)
        second: Array = np.maximum(product(mean, weights["p1"]) + product(first, weights["d1"]), 0)
        third: Array = np.maximum(product(second, weights["d2"]), 0)
        vectors: Array = np.tanh(product(second, weights["p3"]) + product(third, weights["d3"]))
        vectors /= np.sqrt(np.maximum((vectors**2).sum(axis=1, keepdims=True), self._epsilon))
        return vectors

    def _features(self, ids: Numbers, wanted: Numbers) -> Array:
        """Features of some rows, each scaled to unit variance.

        Args:
            ids: a block's token ids, with `REACH` more on either side.
            wanted: rows of the block.
        """
        brought = self._tokens.of(ids)
        inside = (ids[PADDING:-PADDING] != GAP).astype(np.float32)[:, None]
        features = np.empty((len(wanted), len(self._projection)), np.float32)
        features[:, :EMBEDDING] = brought[REACH + wanted, :EMBEDDING]
        filled = np.resize(wanted, -(-len(wanted) // ROUND) * ROUND)
        for number, (order, left) in enumerate(ORDERS):
            branch = self._first_layer(brought, number)
            branch *= inside
            windows = np.lib.stride_tricks.sliding_window_view(branch.ravel(), order * WIDTH)
            added = windows[::WIDTH][filled + PADDING - left] @ self._weights[f"w2_{order}"]
            added += self._weights[f"b2_{order}"]
            np.maximum(added, 0, out=added)
            column = EMBEDDING + number * WIDTH
            kept = features[:, column : column + WIDTH]
            np.add(added[: len(wanted)], branch[PADDING + wanted], out=kept)
        variance = np.einsum("ij,ij->i", features, features) / features.shape[1]
        variance -= np.square(features.mean(axis=1))
        features *= (1 / np.sqrt(variance + self._epsilon))[:, None]
        return features

    def _first_layer(self, brought: Array, number: int) -> Array:
        """A branch after its first convolution: the block's rows and `PADDING` on either side."""
        order, left = ORDERS[number]
        hidden, *places = (_column(number) + WIDTH * place for place in range(order + 1))
        rows = len(brought) - 2 * PADDING
        added = np.repeat(self._weights[f"b1_{order}"][None], rows, axis=0)
        for place, column in enumerate(places, start=PADDING - left):
            added += brought[place : place + rows, column : column + WIDTH]
        np.maximum(added, 0, out=added)
        added += brought[PADDING : PADDING + rows, hidden : hidden + WIDTH]
        return added


class Tokens:
    """What each token brings to a text, computed when it is first met and kept.

    A row has the token's embedding, and then for each branch its hidden state and what it adds to
    a window's first convolution from each place in the window. Padding's row is zero.
    """

    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self._weights = weights
        self._epsilon = float(weights["eps"])
        self._projection = np.concatenate([weights[f"proj{order}"] for order, _ in ORDERS], axis=1)
        self._bias, self._gain, self._shift = (
            np.concatenate([weights[f"{name}{order}"] for order, _ in ORDERS])
            for name in ("proj_b", "ln_g", "ln_b")
        )
        self._lock = Lock()
        self._slots = np.full(CHUNKS * weights["table"].shape[1] + 1, -1)
        self._rows = np.zeros((KEPT, _column(len(ORDERS))), np.float32)
        self._forget()

    def meet(self, ids: Numbers) -> None:
        """Prepare for at most `KEPT` ids: many together cost less."""
        with self._lock:
            self._learn(ids)

    def of(self, ids: Numbers) -> Array:
        """A row for each of at most `KEPT` ids."""
        with self._lock:
            self._learn(ids)
            return self._rows[self._slots[ids]]

    def _forget(self) -> None:
        self._slots[:] = -1
        self._slots[GAP] = 0
        self._used = 1

    def _learn(self, ids: Numbers) -> None:
        new = np.unique(ids[self._slots[ids] < 0])
        if self._used + len(new) > KEPT:
            self._forget()
            new = np.unique(ids[self._slots[ids] < 0])
        if len(new):
            slots = np.arange(self._used, self._used + len(new))
            self._rows[slots] = self._brought(new)
            self._slots[new] = slots
            self._used += len(new)

    def _brought(self, ids: Numbers) -> Array:
        weights = self._weights
        chunk = ids % CHUNKS
        embedding = weights["table"][chunk, ids // CHUNKS] * weights["scale"][chunk, None]
        embedding += weights["lo"][chunk, None]
        parts = [embedding]
        for (order, _), hidden in zip(ORDERS, self._hidden(embedding), strict=True):
            places = weights[f"w1_{order}"].reshape(order, WIDTH, WIDTH)
            parts += [hidden, *(product(hidden, place) for place in places)]
        return np.concatenate(parts, axis=1)

    def _hidden(self, embedding: Array) -> list[Array]:
        """Each branch's hidden state; they are normalised together."""
        rows = product(embedding, self._projection) + self._bias
        rows -= rows.mean(axis=1, keepdims=True)
        rows /= np.sqrt(np.square(rows).mean(axis=1, keepdims=True) + self._epsilon)
        return np.split(rows * self._gain + self._shift, len(ORDERS), axis=1)


def _column(branch: int) -> int:
    """Where a branch begins in a token's row: behind the embedding and the branches before it."""
    return EMBEDDING + WIDTH * sum(order + 1 for order, _ in ORDERS[:branch])


def _lay_out(pieces: Sequence[Piece]) -> tuple[Numbers, Numbers, int]:
    """All pieces one behind the other, padding between them, with the range each row counts for.

    Returns:
        ids, with `REACH` rows of padding more at either end; owners, a row each, -1 for padding
        and for tokens that only stand there as context; and the number of ranges.
    """
    size = sum(len(piece.ids) + PADDING for piece in pieces)
    ids = np.full(size + 2 * REACH, GAP)
    owners = np.full(size, -1)
    row = count = 0
    for piece in pieces:
        ids[REACH + row : REACH + row + len(piece.ids)] = piece.ids
        for first, end in piece.ranges:
            owners[row + first : row + end] = count
            count += 1
        row += len(piece.ids) + PADDING
    return ids, owners, count


def _add_up(features: Array, owners: Numbers, totals: NDArray[np.float64]) -> None:
    """Add each row to the total of the range that it counts for."""
    starts = [*np.flatnonzero(np.diff(owners, prepend=-1)).tolist(), len(owners)]
    for first, end in pairwise(starts):
        totals[owners[first]] += np.add.reduce(features[first:end], axis=0, dtype=np.float64)


def product(rows: Array, matrix: Array) -> Array:
    """``rows @ matrix`` with the rows filled up to a multiple of `ROUND`, in steps of `BLOCK`."""
    result = np.empty((len(rows), matrix.shape[1]), np.float32)
    for first in range(0, len(rows), BLOCK):
        part = rows[first : first + BLOCK]
        filled = np.zeros((-(-len(part) // ROUND) * ROUND, rows.shape[1]), np.float32)
        filled[: len(part)] = part
        result[first : first + BLOCK] = (filled @ matrix)[: len(part)]
    return result
