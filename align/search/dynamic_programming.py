"""The monotone part of an alignment: dynamic programming over beads inside a band.

A path runs from the start of both sides to their end; each step is a bead of up to `size`
segments a side, or passes over one segment of one side, which costs and gains nothing. A bead's
gain is what its likeness exceeds a threshold by, whatever its size: so texts are linked only when
they have more in common than the threshold asks, two beads beat one that joins them, and a
segment joins a bead only if the bead is more like its counterpart with it than without it, which
tells a sentence that was merged from one that was dropped. Rows are computed at once, block by
block, so time and memory follow the band's area.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from align.computing import exact
from align.search.scale import Scale
from align.search.side import EncodedBitext, SideVectors

Array = NDArray[np.float32]
Integers = NDArray[np.int64]

BLOCK_CELLS = 40_000
"""Cells times bead sizes whose gains are held at once."""


class Link(NamedTuple):
    """A bead of consecutive segments: two half-open ranges, and what speaks for it."""

    source: tuple[int, int]
    target: tuple[int, int]
    likeness: float
    gain: float

    def rescaled(self, factor: float) -> "Link":
        """The link on a scale whose likenesses are so many times this one's."""
        likeness = self.likeness * factor
        return self._replace(likeness=likeness, gain=self.gain + likeness - self.likeness)


@dataclass(frozen=True, slots=True)
class Band:
    """The cells a path may visit.

    A cell (row, column) stands between segments: after `row` source and `column` target ones.

    Attributes:
        first, last: the columns that each row spans, both included, neither ever falling.
        offset: the source and target segment that row and column 0 stand before.
    """

    first: Integers
    last: Integers
    offset: tuple[int, int] = (0, 0)

    @property
    def rows(self) -> int:
        """How many source segments there are."""
        return len(self.first) - 1

    @property
    def area(self) -> int:
        """How many cells there are."""
        return int((self.last - self.first + 1).sum())


def everywhere(source: range, target: range) -> Band:
    """All cells of a stretch of both sides."""
    first = np.zeros(len(source) + 1, np.int64)
    return Band(first, first + len(target), (source.start, target.start))


@dataclass(frozen=True, slots=True)
class Gains:
    """What a bead is worth.

    Attributes:
        scale: cosines to likeness.
        threshold: likeness above which segments are linked.
        length_weight: what a length unlike the other side's costs.
        length_ratio: log of target characters per source character in translations.
        break_penalty: what it costs to reach across the end of a paragraph.
        extra_penalty: what each segment costs that a bead has beyond one a side.
    """

    scale: Scale
    threshold: float
    length_weight: float
    length_ratio: float
    break_penalty: float
    extra_penalty: float = 0.0

    def of(self, bitext: EncodedBitext, rows: Integers, columns: Integers) -> tuple[Array, Array]:
        """Likeness and gain of every source run with every target run.

        Args:
            bitext: both sides.
            rows: (runs, 2), half-open runs of source segments.
            columns: (runs, 2), half-open runs of target segments.

        Returns:
            two (source runs, target runs) arrays.
        """
        source, target = bitext.source, bitext.target
        likeness = self.scale.likeness(source.of(rows), target.of(columns))
        unlike = np.subtract.outer(
            log_lengths(source, rows) + np.float32(self.length_ratio),
            log_lengths(target, columns),
        )
        gain = np.square(np.clip(unlike, -MOST_UNLIKE, MOST_UNLIKE))
        gain *= np.float32(-self.length_weight)
        gain += likeness
        gain -= np.add.outer(
            self._penalty(source, rows) + np.float32(self.threshold),
            self._penalty(target, columns),
        )
        return likeness, gain

    def _penalty(self, side: SideVectors, runs: Integers) -> Array:
        """What a run costs for the paragraphs that it reaches across, and for its size."""
        extra = runs[:, 1] - runs[:, 0] - 1
        breaks = side.breaks[runs[:, 1]] - side.breaks[np.minimum(runs[:, 0] + 1, runs[:, 1])]
        penalty: Array = (self.break_penalty * breaks + self.extra_penalty * extra).astype(
            np.float32
        )
        return penalty


def search(bitext: EncodedBitext, band: Band, gains: Gains, size: int) -> list[Link]:
    """The best monotone path through a band.

    Args:
        bitext: both sides.
        band: where it may go.
        gains: what beads are worth.
        size: the most segments that a bead takes from either side.

    Returns:
        its beads in order, without what it passes over.
    """
    steps: list[NDArray[np.uint8]] = []
    table = _Table.before(band, size)
    for rows in _blocks(band, size):
        gain = _block_gain(bitext, band, rows, gains, size)
        table = table.continued(band, rows, size)
        steps += [table.advance(band, row, gain[row - rows.start], size) for row in rows]
    return _trace(bitext, band, steps, gains, size)


@dataclass(frozen=True, slots=True)
class _Table:
    """The most that a path from the start to each cell of some rows gains.

    Attributes:
        values: by row and column, minus infinity where the band has no cell.
        windows: every `size` columns of each row, a view.
        top: the row that values begin with.
        left: the column that values begin with.
    """

    values: Array
    windows: Array
    top: int
    left: int

    @classmethod
    def of(cls, values: Array, top: int, left: int, size: int) -> "_Table":
        return cls(values, sliding_window_view(values, size, axis=1), top, left)

    @classmethod
    def before(cls, band: Band, size: int) -> "_Table":
        """The first row, and as many before it as a bead reaches back."""
        values = np.full((size, int(band.last[0]) + 1 + size), -np.inf, np.float32)
        values[-1, size:] = 0
        return cls.of(values, 1 - size, -size, size)

    def continued(self, band: Band, rows: range, size: int) -> "_Table":
        """Room for a block of rows below the last ``size`` ones."""
        left = int(band.first[rows.start]) - size
        right = int(band.last[rows.stop - 1])
        values = np.full((size + len(rows), right - left + 1), -np.inf, np.float32)
        kept = self.values[-size:, left - self.left :]
        values[:size, : kept.shape[1]] = kept
        return self.of(values, rows.start - size, left, size)

    def advance(self, band: Band, row: int, gain: Array, size: int) -> NDArray[np.uint8]:
        """Fill in a row; the step that each of its cells is reached by.

        Steps are numbered: (a - 1) * size + b - 1 a bead of a source and b target segments; then
        one for passing over a source segment and one for passing over a target segment.
        """
        here = row - self.top
        first, last = band.first[row] - self.left, band.last[row] - self.left + 1
        inside = slice(first - size, last - size)
        reached = self.windows[here - size : here, inside][::-1, :, ::-1] + gain[:, inside]
        cells = reached.transpose(1, 0, 2).reshape(last - first, size * size)
        step: NDArray[np.int64] = cells.argmax(axis=1)
        values = cells[np.arange(len(cells)), step]
        above = self.values[here - 1, first:last]
        step[above >= values] = size * size
        values = np.maximum(values, above)
        along = np.maximum.accumulate(values)
        step[along > values] = size * size + 1
        self.values[here, first:last] = along
        return step.astype(np.uint8)


def _block_gain(
    bitext: EncodedBitext,
    band: Band,
    rows: range,
    gains: Gains,
    size: int,
) -> Array:
    """Gains of all beads that end in a block of rows: by row, source size, column, target size.

    Beads that would begin before the start have that of a smaller one; no path reaches them.
    """
    columns = np.arange(band.first[rows.start], band.last[rows.stop - 1] + 1)
    row_runs = _runs(np.arange(rows.start, rows.stop), size, band.offset[0])
    column_runs = _runs(columns, size, band.offset[1])
    gain = gains.of(bitext, row_runs, column_runs)[1]
    return gain.reshape(len(rows), size, len(columns), size)


def _runs(ends: Integers, size: int, offset: int) -> Integers:
    """Runs of one to ``size`` segments up to each end: (ends * size, 2)."""
    stops = np.repeat(ends + offset, size)
    starts = stops - np.tile(np.arange(1, size + 1), len(ends))
    return np.stack([np.maximum(starts, offset), stops], axis=1)


def _blocks(band: Band, size: int) -> list[range]:
    """Rows 1 to the last, cut so that each block's cells and sizes stay few."""
    blocks = []
    start = 1
    for row in range(1, band.rows + 1):
        width = int(band.last[row] - band.first[start]) + 1
        if (row - start + 1) * width * size * size > BLOCK_CELLS * size and row > start:
            blocks.append(range(start, row))
            start = row
    return [*blocks, range(start, band.rows + 1)] if band.rows else blocks


def _trace(
    bitext: EncodedBitext,
    band: Band,
    steps: Sequence[NDArray[np.uint8]],
    gains: Gains,
    size: int,
) -> list[Link]:
    """Walk the steps back from the end; beads in order, with likeness and gain."""
    row, column = band.rows, int(band.last[-1])
    found = []
    while row > 0:
        step = int(steps[row - 1][column - band.first[row]])
        if step == size * size + 1:
            column -= 1
        elif step == size * size:
            row -= 1
        else:
            high, wide = step // size + 1, step % size + 1
            found.append((row - high, row, column - wide, column))
            row, column = row - high, column - wide
    cells = np.array(found[::-1], np.int64).reshape(-1, 4)
    cells += np.repeat(np.array(band.offset), 2)
    return links(bitext, cells, gains)


def links(bitext: EncodedBitext, cells: Integers, gains: Gains) -> list[Link]:
    """Beads by their ranges, (beads, 4), with likeness and gain."""
    made = []
    for first in range(0, len(cells), 256):
        part = cells[first : first + 256]
        likeness, gain = gains.of(bitext, part[:, :2], part[:, 2:])
        made += [
            Link((int(row[0]), int(row[1])), (int(row[2]), int(row[3])), float(like), float(worth))
            for row, like, worth in zip(part, likeness.diagonal(), gain.diagonal(), strict=True)
        ]
    return made


def log_lengths(side: SideVectors, runs: Integers) -> Array:
    """Log of each run's characters, eased: (runs, 2) to (runs,)."""
    lengths = side.lengths[runs[:, 1]] - side.lengths[runs[:, 0]] + LENGTH_EASE
    return exact.log(lengths).astype(np.float32)


LENGTH_EASE = 20
"""Characters added to every length: lengths of short segments say little."""
MOST_UNLIKE = 2.0
"""The log ratio of two lengths from which they are no more unlike."""
