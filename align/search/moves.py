"""Text translated out of order: what the monotone path left over on both sides, linked.

The path leaves moved text unlinked where it stood and where it went, as two holes. A pair of
segments left over, of which neither has another near by that is nearly as like it, is a seed; the
holes it lies in are then searched as a small bitext of their own. Short moves are sought first. A
move has to earn what it costs: crossing one link is common (neighbours swapped), crossing a
thousand is rare, so it takes more text to believe it.

A link of the path that stands in the way of a better one, out of order, is let go before and put
back where nothing came of it. Neighbours that are swapped leave no hole: `align.search.swaps`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log1p
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.search.coarse_to_fine import find_path
from align.search.dynamic_programming import Gains, Link
from align.search.side import EncodedBitext

Integers = NDArray[np.int64]

ROWS = 512
"""Segments compared with all others at once."""


@dataclass(frozen=True, slots=True)
class Hole:
    """Consecutive segments without a link.

    Attributes:
        segments: their numbers.
        place: how many links of the path stand before it.
    """

    segments: range
    place: int


def reorder(
    bitext: EncodedBitext, path: Sequence[Link], gains: Gains
) -> tuple[list[Link], list[Link]]:
    """The path without the links that stood in the way of moved text, and the links of the latter.

    Args:
        bitext: both sides.
        path: monotone links in order.
        gains: what links are worth.
    """
    released = _outbid(bitext, path, gains)
    kept = [link for index, link in enumerate(path) if index not in released]
    moved = find_moves(bitext, kept, gains)
    taken = [{n for link in moved for n in range(*_range(link, side))} for side in (0, 1)]
    back = [
        path[index]
        for index in released
        if not any(taken[side] & {*range(*_range(path[index], side))} for side in (0, 1))
    ]
    return sorted(kept + back), moved


def find_moves(bitext: EncodedBitext, path: Sequence[Link], gains: Gains) -> list[Link]:
    """Links between what the path passes over, in no order; arguments as for `reorder`."""
    found: list[Link] = []
    for reach in bitext.numbers.reaches:
        source_holes = holes(len(bitext.source), path, found, 0)
        target_holes = holes(len(bitext.target), path, found, 1)
        for left, right in _seeded(bitext, source_holes, target_holes, reach, gains):
            found += _moved(bitext, left, right, gains)
    return found


def holes(count: int, path: Sequence[Link], moved: Sequence[Link], side: int) -> list[Hole]:
    """The stretches of one side (0 source, 1 target) that no link holds."""
    taken = np.zeros(count + 1, bool)
    place = np.zeros(count + 1, np.int64)
    for link in path:
        first, end = _range(link, side)
        taken[first:end] = True
        place[first] += 1
    for link in moved:
        taken[slice(*_range(link, side))] = True
    place = np.cumsum(place)
    free = np.flatnonzero(~taken[:count])
    groups = np.split(free, np.flatnonzero(np.diff(free) > 1) + 1) if len(free) else []
    return [Hole(range(int(g[0]), int(g[-1]) + 1), int(place[g[0]])) for g in groups]


def _range(link: Link, side: int) -> tuple[int, int]:
    return link.target if side else link.source


def _outbid(bitext: EncodedBitext, path: Sequence[Link], gains: Gains) -> set[int]:
    """Which links gain less than what one of their segments would gain with one left over."""
    reach = bitext.numbers.release_reach
    sides = [
        (holes(len(side), path, [], number), _links_as_holes(path, number))
        for number, side in enumerate((bitext.source, bitext.target))
    ]
    (source_holes, source_links), (target_holes, target_links) = sides
    found = set()
    for rows, columns, number in (
        (source_links, target_holes, 0),
        (source_holes, target_links, 1),
    ):
        if not rows or not columns:
            continue
        for seed in _seeds(bitext, _members(rows), _members(columns), reach, gains):
            index = seed.target_hole if number else seed.hole
            crossed = abs(rows[seed.hole].place - columns[seed.target_hole].place)
            worth = seed.likeness - gains.threshold - crossing_cost(bitext, crossed)
            if worth > path[index].gain:
                found.add(index)
    return found


def _links_as_holes(path: Sequence[Link], side: int) -> list[Hole]:
    return [Hole(range(*_range(link, side)), place) for place, link in enumerate(path)]


def _seeded(
    bitext: EncodedBitext,
    source_holes: Sequence[Hole],
    target_holes: Sequence[Hole],
    reach: int,
    gains: Gains,
) -> list[tuple[Hole, Hole]]:
    """Pairs of holes up to ``reach`` links apart with a seed in common; each hole at most once."""
    if not source_holes or not target_holes:
        return []
    numbers = bitext.numbers
    seeds = _seeds(bitext, _members(source_holes), _members(target_holes), reach, gains)
    pairs, used = [], set[tuple[int, int]]()
    for seed in sorted(seeds, reverse=True):
        left, right = source_holes[seed.hole], target_holes[seed.target_hole]
        if left.place == right.place or {(0, seed.hole), (1, seed.target_hole)} & used:
            continue
        parts = (part for part in numbers.reaches if part <= reach)  # repeats are seen soon
        most = seed.likeness - numbers.seed_margin
        if all(_rival(bitext, seed, left, right, 2 * part, gains) <= most for part in parts):
            used |= {(0, seed.hole), (1, seed.target_hole)}
            pairs.append((left, right))
    return pairs


class _Seed(NamedTuple):
    """A source and a target segment left over that are like each other, and their holes."""

    likeness: float
    segment: int
    target_segment: int
    hole: int
    target_hole: int


def _seeds(
    bitext: EncodedBitext, rows: "_Members", columns: "_Members", reach: int, gains: Gains
) -> Iterator[_Seed]:
    """Each source segment left over with the target one, within reach, that it is most like."""
    for first in range(0, len(rows.segments), ROWS):
        part = rows.part(first, first + ROWS)
        low, high = np.searchsorted(
            columns.places, [part.places[0] - reach, part.places[-1] + reach + 1]
        )
        there = columns.part(low, high)
        if not len(there.segments):
            continue
        likeness = gains.scale.likeness(
            bitext.source.vectors[part.segments], bitext.target.vectors[there.segments]
        )
        likeness[np.abs(np.subtract.outer(part.places, there.places)) > reach] = -np.inf
        best = likeness.argmax(axis=1)
        for row in np.flatnonzero(likeness.max(axis=1) >= bitext.numbers.seed).tolist():
            column = int(best[row])
            yield _Seed(
                float(likeness[row, column]),
                int(part.segments[row]),
                int(there.segments[column]),
                int(part.holes[row]),
                int(there.holes[column]),
            )


def _rival(
    bitext: EncodedBitext, seed: _Seed, left: Hole, right: Hole, reach: int, gains: Gains
) -> float:
    """How like either of a seed is to the next best segment within reach, linked or not.

    What stands beside it in the same hole is no rival, but perhaps a part of the same bead.
    """
    row, column = seed.segment, seed.target_segment
    rows = slice(max(0, row - reach), row + reach + 1)
    columns = slice(max(0, column - reach), column + reach + 1)
    source, target = bitext.source.vectors, bitext.target.vectors
    across = gains.scale.likeness(source[row : row + 1], target[columns])[0]
    down = gains.scale.likeness(source[rows], target[column : column + 1])[:, 0]
    for likeness, hole, start in (
        (across, right.segments, columns.start),
        (down, left.segments, rows.start),
    ):
        likeness[max(0, hole.start - start) : hole.stop - start] = -np.inf
    return float(max(across.max(), down.max()))


@dataclass(frozen=True, slots=True)
class _Members:
    """Segments in holes, with the number and the place of the hole that each is in."""

    segments: Integers
    holes: Integers
    places: Integers

    def part(self, first: int, end: int) -> "_Members":
        return _Members(self.segments[first:end], self.holes[first:end], self.places[first:end])


def _members(found: Sequence[Hole]) -> _Members:
    sizes = [len(hole.segments) for hole in found]
    return _Members(
        np.concatenate([np.array(hole.segments) for hole in found]),
        np.repeat(np.arange(len(found)), sizes),
        np.repeat([hole.place for hole in found], sizes),
    )


def _moved(bitext: EncodedBitext, left: Hole, right: Hole, gains: Gains) -> list[Link]:
    """The links between two holes, none if they do not earn what crossing the path costs."""
    found = find_path(bitext, left.segments, right.segments, gains)
    cost = crossing_cost(bitext, abs(left.place - right.place))
    return found if sum(link.gain for link in found) > cost else []


def crossing_cost(bitext: EncodedBitext, crossed: int) -> float:
    """What a move costs that crosses so many links."""
    numbers = bitext.numbers
    return numbers.move_cost + numbers.move_cost_growth * log1p(crossed)
