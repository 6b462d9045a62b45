"""The monotone part of an alignment: dynamic programming over beads inside a corridor.

A path runs from the start of both sides to their end; each step is a bead of up to `size`
segments a side, or passes over one segment of one side, which costs and gains nothing. A bead's
gain is what its likeness exceeds a threshold by, whatever its size: so texts are linked only when
they have more in common than the threshold asks, two beads beat one that joins them, and a
segment joins a bead only if the bead is more like its counterpart with it than without it, which
tells a sentence that was merged from one that was dropped. Rows are computed at once, block by
block, so time and memory follow the corridor's area.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.scale import Scale
from align.side import SideVectors

Array = NDArray[np.float32]
Numbers = NDArray[np.int64]

BLOCK_CELLS = 40_000
"""Cells times bead sizes whose gains are held at once."""


class Link(NamedTuple):
    """A bead of consecutive segments: two half-open ranges, and what speaks for it."""

    source: tuple[int, int]
    target: tuple[int, int]
    likeness: float
    gain: float


@dataclass(frozen=True, slots=True)
class Corridor:
    """The cells a path may visit.

    A cell (row, column) stands between segments: after `row` source and `column` target ones.

    Attributes:
        first, last: the columns that each row spans, both included, neither ever falling.
        offset: the source and target segment that row and column 0 stand before.
    """

    first: Numbers
    last: Numbers
    offset: tuple[int, int] = (0, 0)

    @property
    def rows(self) -> int:
        """How many source segments there are."""
        return len(self.first) - 1

    @property
    def area(self) -> int:
        """How many cells there are."""
        return int((self.last - self.first + 1).sum())


def everywhere(source: range, target: range) -> Corridor:
    """All cells of a stretch of both sides."""
    first = np.zeros(len(source) + 1, np.int64)
    return Corridor(first, first + len(target), (source.start, target.start))


@dataclass(frozen=True, slots=True)
class Gains:
    """What a bead is worth.

    Attributes:
        scale: cosines to likeness.
        threshold: likeness above which segments are linked.
        length_weight: what a length unlike the other side's costs.
        length_ratio: log of target characters per source character in translations.
        break_penalty: what it costs to reach across the end of a paragraph.
    """

    scale: Scale
    threshold: float
    length_weight: float
    length_ratio: float
    break_penalty: float

    def of(
        self, source: SideVectors, target: SideVectors, rows: Numbers, columns: Numbers
    ) -> tuple[Array, Array]:
        """Likeness and gain of every source run with every target run.

        Args:
            source: one side.
            target: the other.
            rows: (runs, 2), half-open runs of source segments.
            columns: (runs, 2), half-open runs of target segments.

        Returns:
            two (source runs, target runs) arrays.
        """
        likeness = self.scale.likeness(_vectors(source, rows), _vectors(target, columns))
        lengths = self.length_ratio + _log_lengths(source, rows)[:, None]
        unlike = np.minimum(np.abs(lengths - _log_lengths(target, columns)), 2.0)
        gain = likeness - self.threshold
        gain -= self.length_weight * unlike**2
        breaks = _breaks(source, rows)[:, None] + _breaks(target, columns)
        gain -= self.break_penalty * breaks
        return likeness, gain.astype(np.float32)


def search(
    source: SideVectors, target: SideVectors, corridor: Corridor, gains: Gains, size: int
) -> list[Link]:
    """The best monotone path through a corridor.

    Args:
        source: one side.
        target: the other.
        corridor: where it may go.
        gains: what beads are worth.
        size: the most segments that a bead takes from either side.

    Returns:
        its beads in order, without what it passes over.
    """
    widths = corridor.last - corridor.first + 1
    best: list[Array] = [np.zeros(int(widths[0]), np.float32)]
    steps: list[NDArray[np.uint8]] = []
    for rows in _blocks(corridor, size):
        block = _Block.of(source, target, corridor, rows, gains, size)
        for row in rows:
            values, step = _advance(best, corridor, row, block.at(row), size)
            best = [*best[-size:], values]
            steps.append(step)
    return _trace(source, target, corridor, steps, gains, size)


@dataclass(frozen=True, slots=True)
class _Block:
    """Gains of all beads that end in a block of rows."""

    gain: Array
    rows: range
    first_column: int
    corridor: Corridor
    size: int

    @classmethod
    def of(
        cls,
        source: SideVectors,
        target: SideVectors,
        corridor: Corridor,
        rows: range,
        gains: Gains,
        size: int,
    ) -> "_Block":
        left = int(corridor.first[rows.start])
        right = int(corridor.last[rows.stop - 1])
        row_runs = _runs(np.arange(rows.start, rows.stop), size, corridor.offset[0])
        column_runs = _runs(np.arange(left, right + 1), size, corridor.offset[1])
        valid = (row_runs[:, 0] >= corridor.offset[0])[:, None] & (
            column_runs[:, 0] >= corridor.offset[1]
        )
        _, gain = gains.of(
            source,
            target,
            np.maximum(row_runs, corridor.offset[0]),
            np.maximum(column_runs, corridor.offset[1]),
        )
        gain = np.where(valid, gain, -np.inf).astype(np.float32)
        shaped = gain.reshape(len(rows), size, right - left + 1, size)
        return cls(shaped, rows, left, corridor, size)

    def at(self, row: int) -> Array:
        """(columns, size * size) gains of the beads that end at the row's cells."""
        first = int(self.corridor.first[row]) - self.first_column
        last = int(self.corridor.last[row]) - self.first_column
        part = self.gain[row - self.rows.start, :, first : last + 1]
        return part.transpose(1, 0, 2).reshape(last - first + 1, self.size * self.size)


def _runs(ends: Numbers, size: int, offset: int) -> Numbers:
    """Runs of one to ``size`` segments up to each end: (ends * size, 2)."""
    stops = np.repeat(ends + offset, size)
    return np.stack([stops - np.tile(np.arange(1, size + 1), len(ends)), stops], axis=1)


def _blocks(corridor: Corridor, size: int) -> list[range]:
    """Rows 1 to the last, cut so that each block's cells and sizes stay few."""
    blocks = []
    start = 1
    for row in range(1, corridor.rows + 1):
        width = int(corridor.last[row] - corridor.first[start]) + 1
        if (row - start + 1) * width * size * size > BLOCK_CELLS * size and row > start:
            blocks.append(range(start, row))
            start = row
    return [*blocks, range(start, corridor.rows + 1)] if corridor.rows else blocks


def _advance(
    best: Sequence[Array], corridor: Corridor, row: int, gain: Array, size: int
) -> tuple[Array, NDArray[np.uint8]]:
    """One row's best values, and the step that each cell is reached by.

    Steps are numbered: (a - 1) * size + b - 1 a bead of a source and b target segments; then one
    for passing over a source segment and one for passing over a target segment.
    """
    first, last = int(corridor.first[row]), int(corridor.last[row])
    before = []
    for back in range(1, size + 1):
        if back > row:
            before.append(np.full((last - first + 1, size), -np.inf, np.float32))
            continue
        window = _window(best[-back], int(corridor.first[row - back]), first - size, last)
        before.append(np.lib.stride_tricks.sliding_window_view(window[:-1], size)[:, ::-1])
    reached = np.concatenate(before, axis=1) + gain
    step = reached.argmax(axis=1).astype(np.uint8)
    values = reached[np.arange(len(reached)), step]
    above = _window(best[-1], int(corridor.first[row - 1]), first, last)
    step[above >= values] = size * size
    values = np.maximum(values, above)
    along = np.maximum.accumulate(values)
    step[along > values] = size * size + 1
    return along, step


def _window(values: Array, offset: int, first: int, last: int) -> Array:
    """The values of columns ``first`` to ``last``, minus infinity where there is no cell."""
    window = np.full(last - first + 1, -np.inf, np.float32)
    start, stop = max(first, offset), min(last + 1, offset + len(values))
    if start < stop:
        window[start - first : stop - first] = values[start - offset : stop - offset]
    return window


def _trace(
    source: SideVectors,
    target: SideVectors,
    corridor: Corridor,
    steps: Sequence[NDArray[np.uint8]],
    gains: Gains,
    size: int,
) -> list[Link]:
    """Walk the steps back from the end; beads in order, with likeness and gain."""
    row, column = corridor.rows, int(corridor.last[-1])
    found = []
    while row > 0:
        step = int(steps[row - 1][column - corridor.first[row]])
        if step == size * size + 1:
            column -= 1
        elif step == size * size:
            row -= 1
        else:
            high, wide = step // size + 1, step % size + 1
            found.append((row - high, row, column - wide, column))
            row, column = row - high, column - wide
    cells = np.array(found[::-1], np.int64).reshape(-1, 4)
    cells += np.repeat(np.array(corridor.offset), 2)
    return links(source, target, cells, gains)


def links(source: SideVectors, target: SideVectors, cells: Numbers, gains: Gains) -> list[Link]:
    """Beads by their ranges, (beads, 4), with likeness and gain."""
    made = []
    for first in range(0, len(cells), 256):
        part = cells[first : first + 256]
        likeness, gain = gains.of(source, target, part[:, :2], part[:, 2:])
        made += [
            Link((int(row[0]), int(row[1])), (int(row[2]), int(row[3])), float(like), float(worth))
            for row, like, worth in zip(part, likeness.diagonal(), gain.diagonal(), strict=True)
        ]
    return made


def _vectors(side: SideVectors, runs: Numbers) -> Array:
    found = side.vectors[runs[:, 0]]
    longer = np.flatnonzero(runs[:, 1] - runs[:, 0] > 1)
    if len(longer):
        found[longer] = side.runs.vectors([(int(f), int(e)) for f, e in runs[longer]])
    return found


def _log_lengths(side: SideVectors, runs: Numbers) -> Array:
    found: Array = np.log(side.lengths[runs[:, 1]] - side.lengths[runs[:, 0]] + LENGTH_EASE)
    return found


LENGTH_EASE = 20
"""Characters added to every length: lengths of short segments say little."""


def _breaks(side: SideVectors, runs: Numbers) -> Numbers:
    """How many paragraph starts a run reaches across."""
    found: Numbers = side.breaks[runs[:, 1]] - side.breaks[np.minimum(runs[:, 0] + 1, runs[:, 1])]
    return found
