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

from align.search import Gains, Link, everywhere, links, search
from align.side import SideVectors

Numbers = NDArray[np.int64]


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
    likeness = gains.scale.likeness(source.vectors[rows], target.vectors[columns])
    best_column, best_row = likeness.argmax(axis=1), likeness.argmax(axis=0)
    mutual = np.flatnonzero(best_row[best_column] == np.arange(len(rows)))
    strength = likeness[mutual, best_column[mutual]]
    order = mutual[np.argsort(-strength, kind="stable")]
    pairs, used = [], set[tuple[int, int]]()
    for row in order:
        column = best_column[row]
        if likeness[row, column] < numbers["seed"]:
            break
        left, right = int(row_holes[row]), int(column_holes[column])
        if source_holes[left].place == target_holes[right].place:
            continue
        if (0, left) in used or (1, right) in used:
            continue
        pair = int(rows[row]), int(columns[column])
        if not _is_distinct(source, target, pair, gains, numbers["seed_margin"]):
            continue
        used |= {(0, left), (1, right)}
        pairs.append((source_holes[left], target_holes[right]))
    return pairs


def _members(found: Sequence[Hole]) -> tuple[Numbers, Numbers]:
    """Every segment in the holes, and the number of the hole it is in."""
    members = np.concatenate([np.array(hole.segments) for hole in found])
    return members, np.repeat(np.arange(len(found)), [len(hole.segments) for hole in found])


def _is_distinct(
    source: SideVectors, target: SideVectors, pair: tuple[int, int], gains: Gains, margin: float
) -> bool:
    """Whether neither segment has another on the other side that is nearly as like it."""
    row, column = pair
    across = gains.scale.likeness(source.vectors[row : row + 1], target.vectors)[0]
    down = gains.scale.likeness(source.vectors, target.vectors[column : column + 1])[:, 0]
    own = across[column]
    across[column] = down[row] = -np.inf
    return bool(own - max(across.max(), down.max()) >= margin)


def _moved(
    source: SideVectors,
    target: SideVectors,
    left: Hole,
    right: Hole,
    gains: Gains,
    numbers: Mapping[str, Any],
) -> list[Link]:
    """The links between two holes, none if they do not earn what crossing the path costs."""
    found = search(
        source, target, everywhere(left.segments, right.segments), gains, numbers["size"]
    )
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
