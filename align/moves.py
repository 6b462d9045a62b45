"""Text translated out of order: what the monotone path left over on both sides, linked.

The path leaves moved text unlinked where it stood and where it went, as two holes. A pair of
segments that are each other's best among all that is left over, and that nothing else in the
bitext resembles as much, is a seed; the holes it lies in are then searched as a small bitext of
their own. A move has to earn what it costs: crossing one link is common (neighbours swapped),
crossing a thousand is rare, so it takes more text to believe it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.corridor import find_path
from align.encoder import Vectors
from align.search import Gains, Link, links
from align.side import SideVectors

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
    while True:
        source_holes = holes(len(source), path, found, 0)
        target_holes = holes(len(target), path, found, 1)
        pairs = _seeded(source, target, source_holes, target_holes, gains, numbers)
        more = [
            link
            for left, right in pairs
            for link in _moved(source, target, left, right, gains, numbers)
        ]
        if not more:
            return found
        found += more


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
    gains: Gains,
    numbers: Mapping[str, Any],
) -> list[tuple[Hole, Hole]]:
    """Pairs of holes, at different places, with a seed in common; each hole at most once."""
    if not source_holes or not target_holes:
        return []
    rows, row_holes = _members(source_holes)
    columns, column_holes = _members(target_holes)
    if len(rows) * len(columns) > numbers["most_left_over"]:
        return []
    best_column, likeness, best_row = _nearest(source.vectors[rows], target.vectors[columns], gains)
    mutual = np.flatnonzero(
        (best_row[best_column] == np.arange(len(rows))) & (likeness >= numbers["seed"])
    )
    partners = best_column[mutual]
    clear = _rivals(source, target, rows[mutual], columns[partners], gains)
    clear = likeness[mutual] - clear >= numbers["seed_margin"]
    pairs, used = [], set[tuple[int, int]]()
    for index in np.argsort(-likeness[mutual], kind="stable"):
        left, right = int(row_holes[mutual[index]]), int(column_holes[partners[index]])
        holes_here = source_holes[left], target_holes[right]
        same_place = holes_here[0].place == holes_here[1].place
        if clear[index] and not same_place and not {(0, left), (1, right)} & used:
            used |= {(0, left), (1, right)}
            pairs.append(holes_here)
    return pairs


def _nearest(
    source: Vectors, target: Vectors, gains: Gains
) -> tuple[Numbers, NDArray[np.float32], Numbers]:
    """Each source vector's nearest target and how like it is, and each target's nearest source."""
    columns = np.zeros(len(source), np.int64)
    values = np.zeros(len(source), np.float32)
    rows = np.zeros(len(target), np.int64)
    most = np.full(len(target), -np.inf, np.float32)
    for first in range(0, len(source), ROWS):
        likeness = gains.scale.likeness(source[first : first + ROWS], target)
        part = likeness.argmax(axis=1)
        columns[first : first + ROWS] = part
        values[first : first + ROWS] = likeness[np.arange(len(part)), part]
        top = likeness.argmax(axis=0)
        height = likeness[top, np.arange(len(target))]
        rows[height > most] = top[height > most] + first
        most = np.maximum(most, height)
    return columns, values, rows


def _rivals(
    source: SideVectors, target: SideVectors, rows: Numbers, columns: Numbers, gains: Gains
) -> NDArray[np.float32]:
    """How like either segment of each pair is to the next best one of the other side."""
    rivals = np.full(len(rows), -np.inf, np.float32)
    for first in range(0, len(rows), ROWS):
        part = slice(first, first + ROWS)
        index = np.arange(len(rows[part]))
        across = gains.scale.likeness(source.vectors[rows[part]], target.vectors)
        across[index, columns[part]] = -np.inf
        down = gains.scale.likeness(source.vectors, target.vectors[columns[part]])
        down[rows[part], index] = -np.inf
        rivals[part] = np.maximum(across.max(axis=1), down.max(axis=0))
    return rivals


def _members(found: Sequence[Hole]) -> tuple[Numbers, Numbers]:
    """Every segment in the holes, and the number of the hole it is in."""
    members = np.concatenate([np.array(hole.segments) for hole in found])
    return members, np.repeat(np.arange(len(found)), [len(hole.segments) for hole in found])


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
