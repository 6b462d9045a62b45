"""Coarse to fine: where in a long bitext the path can run, so that the search stays linear.

Long sides are cut into chunks, whose mean vectors are aligned one to one; around that path lies a
band in which segments are aligned one to one; around that path, in turn, lies the band for beads
of any size. Where three like pairs follow each other without a gap, the middle one is an anchor: it
is taken as it is, and beads are only searched for between anchors.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from align.computing import exact
from align.search.dynamic_programming import Band, Gains, Link, everywhere, search
from align.search.scale import measure
from align.search.side import EncodedBitext, SideVectors
from corpus import Progress


def find_path(
    bitext: EncodedBitext,
    rows: range,
    columns: range,
    gains: Gains,
) -> list[Link]:
    """The monotone beads of a stretch of both sides.

    Args:
        bitext: both sides.
        rows: the source segments to align.
        columns: the target segments to align.
        gains: what beads are worth.

    Returns:
        Links in order.
    """
    if not rows or not columns:
        return []
    pairs = find_pairs(bitext, rows, columns, gains)
    return join(bitext, divide(bitext, pairs, rows, columns), gains)


def find_pairs(
    bitext: EncodedBitext,
    rows: range,
    columns: range,
    gains: Gains,
) -> list[Link]:
    """The monotone path of beads of one segment a side; arguments as for `find_path`."""
    return search(bitext, _pair_band(bitext, rows, columns, gains), gains, 1)


class Stretch(NamedTuple):
    """A part of both sides between anchors, and the other pairs in it."""

    rows: range
    columns: range
    pairs: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Division:
    """A path of pairs, as the anchors and what lies between them."""

    anchors: Sequence[Link]
    stretches: Sequence[Stretch]

    def known(self, bitext: EncodedBitext) -> EncodedBitext:
        """The bitext with the stretches' runs at hand, where that takes little memory."""
        if not 0 < sum(map(_length, self.stretches)) <= BATCH:
            return bitext
        return _knowing(bitext, self.stretches)

    def sample(self, most: int) -> "Division":
        """Every so many of both, with about ``most`` segments to search."""
        size = sum(len(stretch.rows) + len(stretch.columns) for stretch in self.stretches)
        step = max(1, -(-size // most))
        return Division(self.anchors[::step], self.stretches[::step])


def divide(bitext: EncodedBitext, pairs: Sequence[Link], rows: range, columns: range) -> Division:
    """Take the anchors as they are, and the stretches between them to be searched."""
    anchors = _anchors(pairs, rows, columns, bitext.numbers.anchor)
    return Division([pairs[i] for i in anchors], list(_between(pairs, anchors, rows, columns)))


def join(
    bitext: EncodedBitext,
    division: Division,
    gains: Gains,
    progress: Progress | None = None,
) -> list[Link]:
    """The monotone beads of any size; arguments as for `find_path`."""
    found = list(division.anchors)
    size, radius = bitext.numbers.size, bitext.numbers.radius
    for stretches in _batches(division.stretches):
        here = _knowing(bitext, stretches) if len(stretches) > 1 else bitext
        for stretch in stretches:
            band = _around(stretch.pairs, stretch.rows, stretch.columns, radius)
            found += search(here, band, gains, size)
        if progress:
            progress("align", stretches[-1].rows.stop, len(bitext.source))
    if progress:
        progress("align", len(bitext.source), len(bitext.source))
    return sorted(found)


def _pair_band(
    bitext: EncodedBitext,
    rows: range,
    columns: range,
    gains: Gains,
) -> Band:
    """Where pairs are searched for: everywhere in a short bitext, around chunks in a long one."""
    numbers = bitext.numbers
    if max(len(rows), len(columns)) <= numbers.whole:
        return everywhere(rows, columns)
    size = numbers.chunk
    source, target = _chunks(bitext.source, rows, size), _chunks(bitext.target, columns, size)
    scale = measure(source.vectors, target.vectors, 0.0, gains.scale.level)
    coarse = replace(gains, scale=scale, threshold=numbers.chunk_threshold)
    chunks = EncodedBitext(source, target, numbers)
    band = _pair_band(chunks, range(len(source)), range(len(target)), coarse)
    path = [
        Link(
            (rows.start + link.source[0] * size, rows.start + link.source[1] * size),
            (columns.start + link.target[0] * size, columns.start + link.target[1] * size),
            link.likeness,
            link.gain,
        )
        for link in search(chunks, band, coarse, 1)
    ]
    return _around(path, rows, columns, numbers.chunk_radius * size)


def _chunks(side: SideVectors, part: range, size: int) -> SideVectors:
    """Every ``size`` segments as one, with their mean as vector, to be aligned one to one."""
    starts = np.arange(part.start, part.stop, size)
    sums = np.add.reduceat(side.vectors[part.start : part.stop], starts - part.start, axis=0)
    vectors = exact.unit(sums)
    lengths = side.lengths[np.append(starts, part.stop)]
    return SideVectors(vectors, side.runs, lengths, np.zeros(len(starts) + 1, np.int64))


def _around(path: Sequence[Link], rows: range, columns: range, radius: int) -> Band:
    """The cells within ``radius`` rows and columns of a path from corner to corner."""
    nodes = [(0, 0)]
    for link in path:
        for row, column in zip(link.source, link.target, strict=True):
            nodes.append((min(row - rows.start, len(rows)), column - columns.start))
    nodes.append((len(rows), len(columns)))
    node_rows, node_columns = np.array(nodes).T
    index = np.arange(len(rows) + 1)
    first = np.interp(index, node_rows, node_columns).astype(np.int64)
    last = first.copy()
    np.minimum.at(first, node_rows, node_columns)
    np.maximum.at(last, node_rows, node_columns)
    low = first[np.maximum(index - radius, 0)] - radius
    high = last[np.minimum(index + radius, len(rows))] + radius
    return Band(
        np.clip(low, 0, len(columns)),
        np.clip(high, 0, len(columns)),
        (rows.start, columns.start),
    )


def _anchors(pairs: Sequence[Link], rows: range, columns: range, least: float) -> list[int]:
    """Which pairs are like, between neighbours that are."""
    edges = [(rows.start, columns.start), (rows.stop, columns.stop)]
    before = [edges[0], *((pair.source[1], pair.target[1]) for pair in pairs)]
    after = [*((pair.source[0], pair.target[0]) for pair in pairs), edges[1]]
    like = [True, *(pair.likeness >= least for pair in pairs), True]
    return [
        index
        for index, pair in enumerate(pairs)
        if all(like[index : index + 3])
        and before[index] == (pair.source[0], pair.target[0])
        and after[index + 1] == (pair.source[1], pair.target[1])
    ]


def _between(
    pairs: Sequence[Link], anchors: Sequence[int], rows: range, columns: range
) -> Iterator[Stretch]:
    """The stretches of both sides between anchors."""
    row, column, first = rows.start, columns.start, 0
    for index in [*anchors, len(pairs)]:
        done = index == len(pairs)
        next_row, next_column = (
            (rows.stop, columns.stop) if done else (pairs[index].source[0], pairs[index].target[0])
        )
        if next_row > row and next_column > column:
            yield Stretch(range(row, next_row), range(column, next_column), pairs[first:index])
        if not done:
            row, column, first = pairs[index].source[1], pairs[index].target[1], index + 1


def _batches(stretches: Iterable[Stretch]) -> Iterator[list[Stretch]]:
    """Stretches together, so many that their runs' vectors fit in little memory."""
    batch: list[Stretch] = []
    size = 0
    for stretch in stretches:
        if batch and size + _length(stretch) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(stretch)
        size += _length(stretch)
    if batch:
        yield batch


def _knowing(bitext: EncodedBitext, stretches: Sequence[Stretch]) -> EncodedBitext:
    return bitext.knowing(
        [stretch.rows for stretch in stretches],
        [stretch.columns for stretch in stretches],
        bitext.numbers.size,
    )


def _length(stretch: Stretch) -> int:
    return max(len(stretch.rows), len(stretch.columns))


BATCH = 4096
"""Segments of a side whose runs' vectors are held at once."""
