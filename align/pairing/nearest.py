"""Which documents are likely to render which, before anything is aligned.

Two measures, each with its few nearest documents. In order: the cosine of the documents' vectors:
some windows along the document, each the sum of its sentences' vectors, weighed by rarity, length
and nearness to the window's middle, side by side. Part by part: each document is cut into parts of
a few sentences, and looks for the nearest of the other's parts for each of its own, wherever they
stand, so that it finds itself in a longer document, or one part of itself in a shorter one.

Source: thompson-koehn-2020, the documents' vectors.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.computing import exact
from align.encoders.protocol import Encoder
from align.pairing.numbers import pairing_numbers
from align.pairing.sketch import Sketch, Weights, weigh
from align.search.scale import usual_cosines

Array = NDArray[np.float32]
Integers = NDArray[np.int64]

BLOCK_CELLS = 8_000_000
"""Cosines that are held at once."""


@dataclass(frozen=True, slots=True)
class Likely:
    """Two documents to look at closely.

    Attributes:
        source, target: their numbers.
        margins: how much more alike the two are than either is to its next best, the lesser first;
            1 is as far as translations are from texts that have nothing in common.
    """

    source: int
    target: int
    margins: tuple[float, float]


def likely_pairs(
    sources: Sequence[Sketch],
    source_weights: Sequence[Weights],
    targets: Sequence[Sketch],
    target_weights: Sequence[Weights],
    encoder: Encoder,
    gap: float,
) -> list[Likely]:
    """The pairs of documents to look at closely: ascending, each once.

    Every document of either side is in one at least, and in as many as `data/pairing.toml` has it
    at most on its own account: those whose cosine is no more than the gap below the nearest's.
    """
    left, right = _side(sources, source_weights), _side(targets, target_weights)
    most = pairing_numbers().candidates
    rows = [_Nearest(len(sources), most) for _ in range(2)]
    columns = [_Nearest(len(targets), most) for _ in range(2)]
    rivals = _Nearest(len(sources), 2), _Nearest(len(targets), 2)
    for first, end in _blocks(left, right):
        in_order = _cosines(left.windows[first:end], right.windows)
        found = _part_by_part(left, right, first, end)
        for measure, (across, down) in enumerate(((in_order, in_order), found)):
            rows[measure].add_rows(across, first)
            columns[measure].add_columns(down, first)
        either = np.maximum(in_order, np.maximum(*found))
        rivals[0].add_rows(either, first)
        rivals[1].add_columns(either, first)
    pairs = {pair for one in rows for pair in one.pairs(gap)}
    pairs |= {(s, t) for one in columns for t, s in one.pairs(gap)}
    margin = _Margin(left, right, *rivals, *usual_cosines(encoder))
    return [Likely(*pair, margin.of(*pair)) for pair in sorted(pairs)]


def cosines(sources: Sequence[Sketch], targets: Sequence[Sketch]) -> Array:
    """(sources, targets) cosines of the documents' vectors, in order: the measure by itself."""
    left, right = (_side(sketches, weigh(sketches)) for sketches in (sources, targets))
    return _cosines(left.windows, right.windows)


@dataclass(frozen=True, slots=True)
class _Side:
    """All documents of a side.

    Attributes:
        windows: (documents, windows * dimension) unit vectors.
        parts: (parts of all documents, dimension) unit vectors.
        shares: what each part weighs in its document; a document's sum up to 1.
        bounds: document i has parts bounds[i] to bounds[i + 1].
    """

    windows: Array
    parts: Array
    shares: Array
    bounds: Integers

    def only(self, document: int) -> "_Side":
        """The side as if it had one document."""
        parts = slice(self.bounds[document], self.bounds[document + 1])
        return _Side(
            self.windows[document : document + 1],
            self.parts[parts],
            self.shares[parts],
            self.bounds[document : document + 2] - self.bounds[document],
        )


def _side(sketches: Sequence[Sketch], weights: Sequence[Weights]) -> _Side:
    numbers = pairing_numbers()
    pert = _PertWindows(numbers.windows, numbers.peakedness)
    windows, parts, shares, bounds = [], [], [], [0]
    for one, weight in zip(sketches, weights, strict=True):
        weighed = one.vectors.astype(np.float32) * weight[:, None].astype(np.float32)
        summed = exact.unit(exact.product(pert.weights(len(one)), weighed))
        windows.append(exact.unit(summed.reshape(-1)))
        starts = _starts(len(one), numbers.part, numbers.parts)
        parts.append(exact.unit(np.add.reduceat(weighed, starts, axis=0)))
        sizes = np.add.reduceat(weight, starts)
        shares.append(sizes / (sizes.sum() or 1))
        bounds.append(bounds[-1] + len(starts))
    return _Side(
        np.stack(windows),
        np.concatenate(parts),
        np.concatenate(shares).astype(np.float32),
        np.array(bounds, np.int64),
    )


class _PertWindows:
    """How much each sentence counts in each window, by where it stands in its document.

    The modified PERT distribution of thompson-koehn-2020: a window's middle is its mode, and
    peakedness says how fast it falls off on both sides.
    """

    def __init__(self, windows: int, peakedness: float) -> None:
        self._modes = (np.arange(windows) + 0.5) / windows
        self._peakedness = peakedness

    def weights(self, sentences: int) -> Array:
        """(windows, sentences), each window's greatest 1."""
        place = ((np.arange(sentences) + 0.5) / sentences)[None, :]
        rise = (self._peakedness * self._modes)[:, None]
        fall = (self._peakedness * (1 - self._modes))[:, None]
        logs = rise * exact.log(place) + fall * exact.log(1 - place)
        weights: Array = exact.exp(logs - logs.max(axis=1, keepdims=True)).astype(np.float32)
        return weights


def _starts(sentences: int, part: int, most: int) -> Integers:
    """Where a document's parts begin: of a few sentences each, and not too many."""
    count = min(most, -(-sentences // part))
    starts: Integers = np.arange(count) * sentences // count
    return starts


def _blocks(left: _Side, right: _Side) -> Iterator[tuple[int, int]]:
    """Source documents, half-open, whose parts' cosines can be held at once."""
    widest = max(1, BLOCK_CELLS // len(right.parts))
    first = 0
    while first < len(left.windows):
        end = int(np.searchsorted(left.bounds, left.bounds[first] + widest, side="right")) - 1
        end = max(first + 1, end)
        yield first, end
        first = end


def _part_by_part(left: _Side, right: _Side, first: int, end: int) -> tuple[Array, Array]:
    """How well sources are found in targets, and targets in sources: (sources, targets) each."""
    rows = slice(left.bounds[first], left.bounds[end])
    cosines = _cosines(left.parts[rows], right.parts)
    source_starts = left.bounds[first:end] - left.bounds[first]
    target_starts = right.bounds[:-1]
    best_target = np.maximum.reduceat(cosines, target_starts, axis=1)
    best_source = np.maximum.reduceat(cosines, source_starts, axis=0)
    found = np.add.reduceat(best_target * left.shares[rows, None], source_starts, axis=0)
    finding = np.add.reduceat(best_source * right.shares, target_starts, axis=1)
    return found, finding


def _cosines(rows: Array, columns: Array) -> Array:
    """In single precision: there may be very many."""
    return exact.cosines(rows, columns).astype(np.float32)


class _Nearest:
    """The few nearest on the other side of each document of one side, block by block."""

    def __init__(self, documents: int, most: int) -> None:
        self._cosines = np.full((documents, most), -np.inf, np.float32)
        self._numbers = np.full((documents, most), -1, np.int64)

    def add_rows(self, cosines: Array, first: int) -> None:
        """Documents from ``first`` on with all of the other side."""
        stretch = slice(first, first + len(cosines))
        numbers = np.broadcast_to(np.arange(cosines.shape[1]), cosines.shape)
        self._merge(stretch, cosines, numbers)

    def add_columns(self, cosines: Array, first: int) -> None:
        """All documents with those of the other side from ``first`` on."""
        numbers = np.broadcast_to(np.arange(first, first + len(cosines)), cosines.T.shape)
        self._merge(slice(None), cosines.T, numbers)

    def pairs(self, gap: float) -> Iterator[tuple[int, int]]:
        """Each document with the nearest one, and with those hardly further off."""
        near = self._cosines >= self._cosines[:, :1] - gap
        for document, place in np.argwhere(near & (self._numbers >= 0)).tolist():
            yield document, int(self._numbers[document, place])

    def next_best(self, document: int, number: int) -> float:
        """The cosine of the nearest but for one, minus infinity where there is none."""
        others = self._numbers[document] != number
        return float(self._cosines[document, others].max(initial=-np.inf))

    def _merge(self, stretch: slice, cosines: Array, numbers: Integers) -> None:
        values = np.concatenate([self._cosines[stretch], cosines], axis=1)
        places = np.concatenate([self._numbers[stretch], numbers], axis=1)
        order = np.argsort(-values, axis=1, kind="stable")[:, : self._numbers.shape[1]]
        self._cosines[stretch] = np.take_along_axis(values, order, axis=1)
        self._numbers[stretch] = np.take_along_axis(places, order, axis=1)


class _Margin:
    """How much more alike two documents are than either is to its next best."""

    def __init__(
        self,
        left: _Side,
        right: _Side,
        rows: _Nearest,
        columns: _Nearest,
        background: float,
        level: float,
    ) -> None:
        self._left, self._right = left, right
        self._rows, self._columns = rows, columns
        self._unit = level - background
        self._least = background + pairing_numbers().rival * self._unit

    def of(self, source: int, target: int) -> tuple[float, float]:
        """The lesser first; in a small collection, too, an imagined one is rather alike."""
        either = self._cosine(source, target)
        rivals = self._rows.next_best(source, target), self._columns.next_best(target, source)
        lesser, greater = sorted((either - max(one, self._least)) / self._unit for one in rivals)
        return lesser, greater

    def _cosine(self, source: int, target: int) -> float:
        left, right = self._left.only(source), self._right.only(target)
        in_order = _cosines(left.windows, right.windows)
        return float(np.max([in_order, *_part_by_part(left, right, 0, 1)]))
