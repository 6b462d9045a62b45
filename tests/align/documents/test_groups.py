"""Groups of paragraphs: what beads connect, what they weld, what stands out of order."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.bead import SentenceBead
from align.documents.groups import connected, out_of_order, without_strays
from corpus import SentenceId

CONNECTED = {
    "nothing": ([], []),
    "one to one": ([((0,), (0,)), ((1,), (1,))], [((0,), (0,)), ((1,), (1,))]),
    "one paragraph in two": ([((0,), (0,)), ((0,), (1,))], [((0,), (0, 1))]),
    "a chain": ([((0,), (0,)), ((1,), (0,)), ((1,), (1,))], [((0, 1), (0, 1))]),
    "left out": ([((0,), ()), ((), (0,))], [((0,), ()), ((), (0,))]),
    "crossing": ([((0,), (1,)), ((1,), (0,))], [((0,), (1,)), ((1,), (0,))]),
    "an omission beside a link": ([((0,), ()), ((0,), (2,))], [((0,), (2,))]),
}


@pytest.mark.parametrize(("links", "expected"), CONNECTED.values(), ids=CONNECTED)
def test_paragraphs_that_a_bead_links_are_in_one_group(links, expected):
    assert connected(links) == expected


numbers = st.lists(st.integers(0, 6), max_size=2, unique=True)


@given(st.lists(st.tuples(numbers, numbers), max_size=10))
def test_no_bead_leaves_its_group_and_every_paragraph_is_in_one(links):
    found = connected(links)
    for source, target in links:
        holders = [
            (left, right) for left, right in found if {*source} & {*left} or {*target} & {*right}
        ]
        assert len(holders) == bool(source or target)
    for side in (0, 1):
        members = [number for group in found for number in group[side]]
        assert sorted(members) == sorted({number for link in links for number in link[side]})


def bead(source, target, confidence):
    return SentenceBead(
        tuple(SentenceId(paragraph, 0) for paragraph in source),
        tuple(SentenceId(paragraph, 0) for paragraph in target),
        None,
        confidence,
    )


SURE = [bead([0], [0], 0.9), bead([1], [1], 0.9)]


@pytest.mark.parametrize(
    ("beads", "is_stray"),
    [
        ([*SURE, bead([0], [1], 0.3)], True),
        ([*SURE, bead([0], [1], 0.6)], False),
        ([*SURE, bead([0], [0], 0.3)], False),
        ([*SURE, bead([0], [2], 0.3)], False),
        ([*SURE, bead([2], [1], 0.3)], False),
        ([*SURE, bead([0, 2], [1], 0.3)], True),
    ],
)
def test_a_bead_that_joins_what_surer_beads_link_elsewhere_is_taken_apart(beads, is_stray):
    found = without_strays(beads)
    assert found[: len(SURE)] == SURE
    rest, last = found[len(SURE) :], beads[-1]
    if is_stray:
        assert [one.source for one in rest if one.source] == [(each,) for each in last.source]
        assert [one.target for one in rest if one.target] == [(each,) for each in last.target]
    else:
        assert rest == [last]


@pytest.mark.parametrize(
    ("targets", "weights", "expected"),
    [
        ([], [], set()),
        ([0, 1, 2], [1, 1, 1], set()),
        ([1, 0], [3, 1], {1}),
        ([1, 0], [1, 3], {0}),
        ([3, 0, 1, 2], [1, 1, 1, 1], {0}),
        ([3, 0, 1, 2], [5, 1, 1, 1], {1, 2, 3}),
    ],
)
def test_what_is_lighter_was_moved(targets, weights, expected):
    groups = [((number,), (target,)) for number, target in enumerate(targets)]
    assert out_of_order(groups, weights) == expected


def test_a_group_without_a_counterpart_never_moved():
    groups = [((0,), (1,)), ((1,), ()), ((), (0,)), ((2,), (2,))]
    assert out_of_order(groups, [1, 9, 9, 1]) == set()


@given(st.permutations(range(6)), st.lists(st.integers(1, 9), min_size=6, max_size=6))
def test_no_set_in_order_is_heavier_than_what_is_kept(targets, weights):
    groups = [((number,), (target,)) for number, target in enumerate(targets)]
    kept = sorted(set(range(6)) - out_of_order(groups, weights))
    assert in_order(kept, targets)
    heaviest = max(
        sum(weights[number] for number in some)
        for size in range(7)
        for some in combinations(range(6), size)
        if in_order(some, targets)
    )
    assert sum(weights[number] for number in kept) == heaviest


def in_order(some, targets):
    return [targets[number] for number in some] == sorted(targets[number] for number in some)
