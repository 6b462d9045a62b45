"""Text translated out of order: what the monotone path left over on both sides, linked.

The path leaves moved text unlinked where it stood and where it went, as two holes. A pair of
segments left over, of which neither has another near by that is nearly as like it, is a seed; the
holes it lies in are then searched as a small bitext of their own. Short moves are sought first. A
move has to earn what it costs: crossing one link is common (neighbours swapped), crossing a
thousand is rare, so it takes more text to believe it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.corridor import find_path
from align.search import Gains, Link, links
from align.side import SideVectors
from corpus import load_numbers

Numbers = NDArray[np.int64]

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


def uncross(
    source: SideVectors, target: SideVectors, found: Sequence[Link], gains: Gains, cost: float
) -> list[Link]:
    """Beads that are two neighbours swapped, as the two they are."""
    result = []
    for link in found:
        split = _best_crossing(source, target, link, gains, cost)
        result += uncross(source, target, split, gains, cost) if split else [link]
    return result


def find_moves(
    source: SideVectors,
    target: SideVectors,
    path: Sequence[Link],
    gains: Gains,
    numbers: Mapping[str, Any],
) -> list[Link]:
    """Links between what the path passes over.

    Args:
        source: one side.
        target: the other.
        path: monotone links in order.
        gains: what links are worth.
        numbers: the settings in `data/search.toml`.

    Returns:
        The links found, in no order; they cross the path.
    """
    found: list[Link] = []
    for reach in numbers["reaches"]:
        source_holes = holes(len(source), path, found, 0)
        target_holes = holes(len(target), path, found, 1)
        for left, right in _seeded(source, target, source_holes, target_holes, reach, gains):
            found += _moved(source, target, left, right, gains, numbers)
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


def _seeded(
    source: SideVectors,
    target: SideVectors,
    source_holes: Sequence[Hole],
    target_holes: Sequence[Hole],
    reach: int,
    gains: Gains,
) -> list[tuple[Hole, Hole]]:
    """Pairs of holes up to ``reach`` links apart with a seed in common; each hole at most once."""
    numbers = load_numbers("align", "search")
    if not source_holes or not target_holes:
        return []
    seeds = _seeds(source, target, _members(source_holes), _members(target_holes), reach, gains)
    pairs, used = [], set[tuple[int, int]]()
    for seed in sorted(seeds, reverse=True):
        left, right = source_holes[seed.hole], target_holes[seed.target_hole]
        if left.place == right.place or {(0, seed.hole), (1, seed.target_hole)} & used:
            continue
        parts = (part for part in numbers["reaches"] if part <= reach)  # what repeats is seen soon
        most = seed.likeness - numbers["seed_margin"]
        if all(_rival(source, target, seed, 2 * part, gains) <= most for part in parts):
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
    source: SideVectors,
    target: SideVectors,
    rows: "_Members",
    columns: "_Members",
    reach: int,
    gains: Gains,
) -> Iterator[_Seed]:
    """Each source segment left over with the target one, within reach, that it is most like."""
    least = load_numbers("align", "search")["seed"]
    for first in range(0, len(rows.segments), ROWS):
        part = rows.part(first, first + ROWS)
        low, high = np.searchsorted(
            columns.places, [part.places[0] - reach, part.places[-1] + reach + 1]
        )
        there = columns.part(low, high)
        if not len(there.segments):
            continue
        likeness = gains.scale.likeness(
            source.vectors[part.segments], target.vectors[there.segments]
        )
        likeness[np.abs(np.subtract.outer(part.places, there.places)) > reach] = -np.inf
        best = likeness.argmax(axis=1)
        for row in np.flatnonzero(likeness.max(axis=1) >= least).tolist():
            column = int(best[row])
            yield _Seed(
                float(likeness[row, column]),
                int(part.segments[row]),
                int(there.segments[column]),
                int(part.holes[row]),
                int(there.holes[column]),
            )


def _rival(
    source: SideVectors, target: SideVectors, seed: _Seed, reach: int, gains: Gains
) -> float:
    """How like either of a seed is to the next best segment, linked or not, within reach."""
    row, column = seed.segment, seed.target_segment
    rows = slice(max(0, row - reach), row + reach + 1)
    columns = slice(max(0, column - reach), column + reach + 1)
    across = gains.scale.likeness(source.vectors[row : row + 1], target.vectors[columns])[0]
    down = gains.scale.likeness(source.vectors[rows], target.vectors[column : column + 1])[:, 0]
    across[column - columns.start] = down[row - rows.start] = -np.inf
    return float(max(across.max(), down.max()))


@dataclass(frozen=True, slots=True)
class _Members:
    """Segments in holes, with the number and the place of the hole that each is in."""

    segments: Numbers
    holes: Numbers
    places: Numbers

    def part(self, first: int, end: int) -> "_Members":
        return _Members(self.segments[first:end], self.holes[first:end], self.places[first:end])


def _members(found: Sequence[Hole]) -> _Members:
    sizes = [len(hole.segments) for hole in found]
    return _Members(
        np.concatenate([np.array(hole.segments) for hole in found]),
        np.repeat(np.arange(len(found)), sizes),
        np.repeat([hole.place for hole in found], sizes),
    )


def _moved(
    source: SideVectors,
    target: SideVectors,
    left: Hole,
    right: Hole,
    gains: Gains,
    numbers: Mapping[str, Any],
) -> list[Link]:
    """The links between two holes, none if they do not earn what crossing the path costs."""
    found = find_path(source, target, left.segments, right.segments, gains, numbers)
    cost = crossing_cost(abs(left.place - right.place), numbers)
    return found if sum(link.gain for link in found) > cost else []


def crossing_cost(crossed: int, numbers: Mapping[str, Any]) -> float:
    """What a move costs that crosses so many links."""
    return float(numbers["move_cost"] + numbers["move_cost_growth"] * log1p(crossed))


def _best_crossing(
    source: SideVectors, target: SideVectors, link: Link, gains: Gains, cost: float
) -> list[Link]:
    """The two swapped beads that a bead is better read as, none if it is not."""
    (first, end), (left, right) = link.source, link.target
    best: list[Link] = []
    most = link.gain + cost
    for row in range(first + 1, end):
        for column in range(left + 1, right):
            cells = np.array([(first, row, column, right), (row, end, left, column)])
            pair = links(source, target, cells, gains)
            if min(part.gain for part in pair) > 0 and sum(part.gain for part in pair) > most:
                best, most = pair, sum(part.gain for part in pair)
    return best
