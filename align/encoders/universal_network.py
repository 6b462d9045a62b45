"""The forward pass of Google's universal sentence encoder: token ids to sums, sums to vectors.

The first convolution is linear in the tokens that its windows hold, and what a token brings to
each place of a window depends on the token alone. That is computed once for each distinct token
and kept; from then on the first convolution only adds. The last layer's normalisation scales each
row, and moves all of them by what folds into the projection behind it. All sums are exact
(`align.exact`): a token's features are what they are wherever it stands, and a text's sum is that
of its parts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.computing import exact
from align.computing.threads import let_others, spread
from corpus import Recent

Array = NDArray[np.float32]
Sums = NDArray[np.float64]
Integers = NDArray[np.int64]

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
MOST = 256
"""Inputs that are summed at once: with fewer, more bits of each are left."""
FINE = np.float32(2**12)
"""Features, which have unit variance, are whole multiples of one part in so many."""
PROJECTION_BITS = 12
"""Of a weight of the projection. A token's 1,280 features add up to 2**12 at most, whatever their
sign, so that sums of 2**17 tokens are exact: 12 + 12 + 12 + 17 are the bits of double precision."""
RANGES = 8192
"""Ranges whose sums are kept, 4 KB each: those of some thousand sentences."""
KEPT = 8192
"""Distinct tokens that are kept, 15 KB each; most of any text is made of fewer."""
AHEAD = 16
"""Blocks whose distinct tokens are met together."""


Ranges = tuple[tuple[int, int], ...]


class TokenRuns(NamedTuple):
    """Token ids to send through the network, and the half-open ranges of them to add up."""

    ids: list[int]
    ranges: Ranges


class UniversalNetwork:
    """The forward pass."""

    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self._epsilon = np.float32(weights["eps"])
        self._tokens = Tokens(weights)
        self._branches = [
            Branch(
                column=_column(number),
                order=order,
                left=left,
                first_bias=weights[f"b1_{order}"],
                second=_by_place(weights[f"w2_{order}"], order),
                second_bias=weights[f"b2_{order}"],
            )
            for number, (order, left) in enumerate(ORDERS)
        ]
        projection = weights["ln_g"][:, None] * weights["cnn_W"]
        projection = projection - projection.mean(axis=0)
        self._projection, self._step = _whole(projection)
        bias = (weights["ln_b"][:, None] * weights["cnn_W"]).sum(axis=0) + weights["cnn_b"]
        self._bias = bias.astype(np.float64)
        self._mean = _linear(np.hstack([weights["d0"], weights["p1"]]))
        self._first = _linear(weights["d1"])
        self._second = _linear(np.hstack([weights["d2"], weights["p3"]]))
        self._third = _linear(weights["d3"])
        self.dimension: int = weights["d3"].shape[1]
        self._recent: Recent[tuple[tuple[int, ...], Ranges], Sums] = Recent(
            RANGES, size=lambda piece: len(piece[1])
        )

    def sums(self, pieces: Sequence[TokenRuns]) -> Sums:
        """The sum of token features over every range of every piece, in order.

        Returns:
            (ranges, dimension), projected, without the projection's bias, which `head` adds for
            all tokens at once. They are whole numbers: adding and subtracting them is exact.
        """
        ids, owners, count = _lay_out(pieces)
        totals = np.zeros((count, len(self._projection)))
        blocks = [
            (ids[first : first + BLOCK + 2 * REACH], np.flatnonzero(owner >= 0), owner)
            for first in range(0, len(owners), BLOCK)
            for owner in (owners[first : first + BLOCK],)
        ]
        for first in range(0, len(blocks), AHEAD):
            some = blocks[first : first + AHEAD]
            let_others()
            self._tokens.meet(np.concatenate([block for block, _, _ in some]))
            features = spread(lambda it: self._features(*it[:2]), some)
            for (_, wanted, owner), found in zip(some, features, strict=True):
                _add_up(found, owner[wanted], totals)
        return totals @ self._projection

    def kept_sums(self, pieces: Sequence[TokenRuns]) -> Sums:
        """The same, for pieces that may come again: a text's sentences, when it is edited."""
        found = self._recent.get([(tuple(ids), ranges) for ids, ranges in pieces], self._each)
        return np.concatenate([np.zeros((0, self.dimension)), *found])

    def _each(self, pieces: Sequence[tuple[tuple[int, ...], Ranges]]) -> list[Sums]:
        ends = np.cumsum([len(ranges) for _, ranges in pieces])[:-1]
        made = self.sums([TokenRuns(list(ids), ranges) for ids, ranges in pieces])
        return [part.copy() for part in np.split(made, ends)]

    def head(self, sums: Sums, counts: Integers) -> Array:
        """Unit vectors of texts by their sums and their numbers of tokens, markers included."""
        size = counts[:, None].astype(np.float64)
        parts = [slice(first, first + BLOCK) for first in range(0, len(sums), BLOCK)]
        made = spread(lambda part: self._head(sums[part], size[part]), parts)
        return np.concatenate([np.zeros((0, self.dimension), np.float32), *made])

    def _head(self, sums: Sums, size: Sums) -> Array:
        rounded = sums.astype(np.float32) * self._step  # as the sums of runs are kept
        mean = ((rounded + size * self._bias) / np.sqrt(size)).astype(np.float32)
        width = self._first.outputs
        from_mean = self._mean(mean)
        first = np.maximum(from_mean[:, :width], 0)
        second = np.maximum(from_mean[:, width:] + self._first(first), 0)
        from_second = self._second(second)
        third = np.maximum(from_second[:, : self.dimension], 0)
        return exact.unit(exact.tanh(from_second[:, self.dimension :] + self._third(third)))

    def _features(self, ids: Integers, wanted: Integers) -> Array:
        """Features of some rows, each scaled to unit variance, on a grid.

        Args:
            ids: a block's token ids, with `REACH` more on either side.
            wanted: rows of the block.
        """
        brought = self._tokens.of(ids)
        inside = (ids[PADDING:-PADDING] != GAP).astype(np.float32)[:, None]
        features = np.empty((len(wanted), len(self._projection)), np.float32)
        features[:, :EMBEDDING] = brought[REACH + wanted, :EMBEDDING]
        for number, branch in enumerate(self._branches):
            column = EMBEDDING + number * WIDTH
            features[:, column : column + WIDTH] = branch.of(brought, inside)[wanted]
        mean = features.mean(axis=1, keepdims=True)
        variance = np.square(features).mean(axis=1, keepdims=True) - mean * mean
        features *= FINE / np.sqrt(variance + self._epsilon)
        return np.rint(features, out=features)


@dataclass(frozen=True, slots=True)
class Branch:
    """The two convolutions over windows of so many tokens.

    Attributes:
        column: where a token's row has what it brings to this branch.
        order, left: how many tokens a window has, and how many of them to the left.
        first_bias, second_bias: (width,), of the convolutions.
        second: a row's part of the second convolution, from each place in the window.
    """

    column: int
    order: int
    left: int
    first_bias: Array
    second: exact.Linear
    second_bias: Array

    def of(self, brought: Array, inside: Array) -> Array:
        """(rows, width) of a block.

        Args:
            brought: what the block's tokens bring, with `REACH` more on either side.
            inside: 1 for a token and 0 for padding, with `PADDING` more on either side.
        """
        hidden = self._first(brought)
        hidden *= inside
        parts = self.second(hidden)
        rows = len(hidden) - 2 * PADDING
        added = self._shifted(parts, rows, self.second_bias)
        added += hidden[PADDING : PADDING + rows]
        return added

    def _first(self, brought: Array) -> Array:
        """After the first convolution: the block's rows and `PADDING` on either side."""
        rows, column = len(brought) - 2 * PADDING, self.column
        parts = brought[:, column + WIDTH : column + WIDTH * (self.order + 1)]
        added = self._shifted(parts, rows, self.first_bias)
        added += brought[PADDING : PADDING + rows, column : column + WIDTH]
        return added

    def _shifted(self, parts: Array, rows: int, bias: Array) -> Array:
        """A convolution, rectified, from what each row brings to each place of its window."""
        added = np.repeat(bias[None], rows, axis=0)
        for place in range(self.order):
            first = PADDING - self.left + place
            added += parts[first : first + rows, WIDTH * place : WIDTH * (place + 1)]
        return np.maximum(added, 0, out=added)


class Tokens:
    """What each token brings to a text, computed when it is first met and kept.

    A row has the token's embedding, and then for each branch its hidden state and what it adds to
    a window's first convolution from each place in the window. Padding's row is zero.
    """

    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self._table = [weights[f"q{number + 1}"] for number in range(CHUNKS)]
        self._scale, self._least = weights["scale"], weights["lo"]
        self._epsilon = np.float32(weights["eps"])
        self._hidden = _linear(
            np.concatenate([weights[f"proj{order}"] for order, _ in ORDERS], axis=1),
            np.concatenate([weights[f"proj_b{order}"] for order, _ in ORDERS]),
        )
        self._first = [_by_place(weights[f"w1_{order}"], order) for order, _ in ORDERS]
        self._gain, self._shift = (
            np.concatenate([weights[f"{name}{order}"] for order, _ in ORDERS])
            for name in ("ln_g", "ln_b")
        )
        self._lock = Lock()
        self._slots = np.full(CHUNKS * len(self._table[0]) + 1, -1)
        self._rows = np.zeros((KEPT, _column(len(ORDERS))), np.float32)
        self._forget()

    def meet(self, ids: Integers) -> None:
        """Prepare for at most `KEPT` ids: many together cost less."""
        with self._lock:
            self._learn(ids)

    def of(self, ids: Integers) -> Array:
        """A row for each of at most `KEPT` ids."""
        with self._lock:
            self._learn(ids)
            rows: Array = self._rows[self._slots[ids]]
            return rows

    def _forget(self) -> None:
        self._slots[:] = -1
        self._slots[GAP] = 0
        self._used = 1

    def _learn(self, ids: Integers) -> None:
        new = np.unique(ids[self._slots[ids] < 0])
        if self._used + len(new) > KEPT:
            self._forget()
            new = np.unique(ids[self._slots[ids] < 0])
        if len(new):
            slots = np.arange(self._used, self._used + len(new))
            self._rows[slots] = self._brought(new)
            self._slots[new] = slots
            self._used += len(new)

    def _brought(self, ids: Integers) -> Array:
        chunk = ids % CHUNKS
        packed = np.empty((len(ids), EMBEDDING), np.uint8)
        for number, table in enumerate(self._table):
            inside = chunk == number
            packed[inside] = table[ids[inside] // CHUNKS]
        embedding = packed * self._scale[chunk, None]
        embedding += self._least[chunk, None]
        parts: list[Array] = [embedding]
        for hidden, first in zip(self._normed(embedding), self._first, strict=True):
            parts += [hidden, first(hidden)]
        rows: Array = np.concatenate(parts, axis=1)
        return rows

    def _normed(self, embedding: Array) -> list[Array]:
        """Each branch's hidden state; they are normalised together."""
        rows = self._hidden(embedding)
        rows -= rows.mean(axis=1, keepdims=True)
        rows /= np.sqrt(np.square(rows).mean(axis=1, keepdims=True) + self._epsilon)
        normed = rows * self._gain + self._shift
        return [np.ascontiguousarray(part) for part in np.split(normed, len(ORDERS), axis=1)]


def _linear(weights: Array, bias: Array | None = None) -> exact.Linear:
    return exact.Linear(weights, bias, most=MOST)


def _by_place(weights: Array, order: int) -> exact.Linear:
    """A convolution's weights as one product that gives what a row brings to each place."""
    places = weights.reshape(order, WIDTH, WIDTH)
    return _linear(np.hstack(list(places)))


def _whole(weights: Array) -> tuple[Sums, Sums]:
    """Weights as whole numbers, and what these and `FINE` parts of a feature count for."""
    step = np.abs(weights).max(axis=0).astype(np.float64) / 2**PROJECTION_BITS
    return np.rint(weights / step), step / FINE


def _column(branch: int) -> int:
    """Where a branch begins in a token's row: behind the embedding and the branches before it."""
    return EMBEDDING + WIDTH * sum(order + 1 for order, _ in ORDERS[:branch])


def _lay_out(pieces: Sequence[TokenRuns]) -> tuple[Integers, Integers, int]:
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


def _add_up(features: Array, owners: Integers, totals: NDArray[np.float64]) -> None:
    """Add each row to the total of the range that it counts for; they are whole numbers."""
    starts = [*np.flatnonzero(np.diff(owners, prepend=-1)).tolist(), len(owners)]
    for first, end in pairwise(starts):
        totals[owners[first]] += np.add.reduce(features[first:end], axis=0, dtype=np.float64)
