"""Text translated out of order: what the path leaves over, and what is found in it."""

from dataclasses import replace

import pytest
from counted import GAINS, bitext, shape

from align.search.coarse_to_fine import find_path
from align.search.dynamic_programming import Link
from align.search.moves import Hole, crossing_cost, find_moves, holes, reorder
from align.search.numbers import search_numbers

SAID = [[n, n + 20] for n in range(12)]


def path_of(both):
    return find_path(both, range(len(both.source)), range(len(both.target)), GAINS)


def pair(row, column):
    return Link((row, row + 1), (column, column + 1), 1.0, 0.6)


@pytest.mark.parametrize(
    ("count", "path", "moved", "expected"),
    [
        (3, [], [], [Hole(range(3), 0)]),
        (3, [pair(0, 0), pair(1, 1), pair(2, 2)], [], []),
        (
            5,
            [pair(1, 0), pair(3, 1)],
            [],
            [Hole(range(1), 0), Hole(range(2, 3), 1), Hole(range(4, 5), 2)],
        ),
        (4, [pair(0, 0)], [pair(2, 1)], [Hole(range(1, 2), 1), Hole(range(3, 4), 1)]),
        (0, [], [], []),
    ],
)
def test_holes_are_what_no_link_holds(count, path, moved, expected):
    assert holes(count, path, moved, 0) == expected


def test_the_further_a_move_the_more_it_costs():
    both = bitext(SAID, SAID)
    costs = [crossing_cost(both, crossed) for crossed in (0, 1, 10, 1000)]
    assert costs == sorted(costs)
    assert costs[0] == search_numbers().move_cost


def test_a_block_that_moved_is_linked_where_it_went():
    both = bitext(SAID, [*SAID[8:10], *SAID[:8], *SAID[10:]])
    path = path_of(both)
    assert shape(path) == [((n, n + 1), (n + 2, n + 3)) for n in range(8)] + [
        ((n, n + 1), (n, n + 1)) for n in (10, 11)
    ]
    assert sorted(shape(find_moves(both, path, GAINS))) == [((8, 9), (0, 1)), ((9, 10), (1, 2))]
    assert reorder(both, path, GAINS) == (path, find_moves(both, path, GAINS))


def test_a_move_beyond_every_reach_is_none():
    numbers = replace(search_numbers(), reaches=(2,))
    both = bitext(SAID, [*SAID[8:10], *SAID[:8], *SAID[10:]], numbers)
    assert find_moves(both, path_of(both), GAINS) == []


def test_a_sentence_that_is_said_twice_did_not_move():
    both = bitext(SAID, [SAID[8], *SAID])
    path = path_of(both)
    assert len(path) == len(SAID)
    assert find_moves(both, path, GAINS) == []


def test_a_weak_link_gives_way_to_a_better_one_out_of_order():
    target = [*SAID[:4], [5, 50, 51], SAID[4], *SAID[6:], SAID[5]]
    both = bitext(SAID, target)
    kept, moved = reorder(both, path_of(both), GAINS)
    assert ((5, 6), (len(target) - 1, len(target))) in shape(moved)
    assert all(link.source != (5, 6) for link in kept)
