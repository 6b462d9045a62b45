"""Aligning segments: what every alignment keeps, and what editing does to it."""

import random

import numpy as np
import pytest
from encoders import default_encoder
from hypothesis import given, settings
from hypothesis import strategies as st

from align import align_segments


@pytest.fixture(scope="module")
def encoder():
    return default_encoder()


def sides(pairs):
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def links(beads):
    return {(bead.source, bead.target) for bead in beads}


WORDS = st.sampled_from(["sole", "the sun", "1961", "Wien", "Ja!", "", "two dogs", "due cani"])
TEXT = st.lists(st.lists(WORDS, max_size=4).map(" ".join), max_size=9)


@settings(max_examples=40, deadline=None)
@given(TEXT, TEXT)
def test_every_segment_is_in_exactly_one_bead(encoder, source, target):
    beads = align_segments(iter(source), iter(target), encoder=encoder)
    assert sorted(n for bead in beads for n in bead.source) == list(range(len(source)))
    assert sorted(n for bead in beads for n in bead.target) == list(range(len(target)))
    for bead in beads:
        assert bead.source or bead.target
        assert (bead.similarity is None) == (not (bead.source and bead.target))
        assert 0 <= bead.confidence <= 1


def test_a_translation_is_aligned_one_to_one(encoder, pairs):
    beads = align_segments(*sides(pairs), encoder=encoder)
    assert links(beads) == {((n,), (n,)) for n in range(len(pairs))}


def test_a_dropped_segment_stands_alone(encoder, pairs):
    source, target = sides(pairs)
    beads = align_segments(source, target[:7] + target[8:], encoder=encoder)
    assert ((7,), ()) in links(beads)
    assert len(beads) == len(source)


def test_merged_segments_make_one_bead(encoder, pairs):
    source, target = sides(pairs)
    merged = [*target[:10], " ".join(target[10:13]), *target[13:]]
    assert ((10, 11, 12), (10,)) in links(align_segments(source, merged, encoder=encoder))


def test_swapped_neighbours_cross(encoder, pairs):
    source, target = sides(pairs)
    target[20], target[21] = target[21], target[20]
    found = links(align_segments(source, target, encoder=encoder))
    assert {((20,), (21,)), ((21,), (20,))} <= found


@pytest.mark.parametrize("count", [5, 6, 8])
def test_many_segments_may_be_one(encoder, pairs, count):
    source, target = sides(pairs)
    merged = [*target[:12], " ".join(target[12 : 12 + count]), *target[12 + count :]]
    many = tuple(range(12, 12 + count))
    assert (many, (12,)) in links(align_segments(source, merged, encoder=encoder))
    assert ((12,), many) in links(align_segments(merged, source, encoder=encoder))


def test_a_split_segment_swapped_with_its_neighbour_is_found_whole(encoder, pairs):
    source, target = sides(pairs)
    n = next(n for n in range(20, 38) if 0.3 < target[n].find(", ") / len(target[n]) < 0.7)
    first, _, rest = target[n].partition(", ")
    swapped = [*target[:n], target[n + 1], first + ",", rest, *target[n + 2 :]]
    found = links(align_segments(source, swapped, encoder=encoder))
    assert {((n,), (n + 1, n + 2)), ((n + 1,), (n,))} <= found


def test_a_segment_left_over_does_not_hide_swapped_neighbours(encoder, pairs):
    source, target = sides(pairs)
    moved = [*target[:20], target[21], "Two dogs ran across the square.", target[20], *target[22:]]
    found = links(align_segments(source, moved, encoder=encoder))
    assert {((20,), (22,)), ((21,), (20,)), ((), (21,))} <= found


def test_a_moved_run_is_found_and_leaves_the_rest_in_place(encoder, pairs):
    source, target = sides(pairs)
    moved = target[:5] + target[9:30] + target[5:9] + target[30:]
    order = [*range(5), *range(9, 30), *range(5, 9), *range(30, len(target))]
    found = links(align_segments(source, moved, encoder=encoder))
    assert found == {((old,), (new,)) for new, old in enumerate(order)}


def test_a_repeated_line_does_not_pull_its_neighbours(encoder, pairs):
    source, target = sides(pairs[:24])
    for place in (20, 13, 4):
        source.insert(place, "Condividi su Facebook")
        target.insert(place, "Share on Facebook")
    beads = align_segments(source, target, encoder=encoder)
    assert links(beads) == {((n,), (n,)) for n in range(len(source))}


def test_unrelated_texts_share_next_to_nothing(encoder, stories):
    source, _ = sides([*stories[0].pairs, *stories[1].pairs])
    _, target = sides(stories[2].pairs)
    beads = align_segments(source, target, encoder=encoder)
    linked = [bead for bead in beads if bead.source and bead.target]
    assert len(linked) <= 2
    assert all(bead.confidence < 0.7 for bead in linked)


def test_both_directions_agree(encoder, pairs):
    source, target = sides(pairs)
    random.Random(3).shuffle(drop := list(range(len(target))))
    target = [text for n, text in enumerate(target) if n not in drop[:5]]
    there = links(align_segments(source, target, encoder=encoder))
    back = links(align_segments(target, source, encoder=encoder))
    assert there == {(second, first) for first, second in back}


def test_a_rendering_unlike_its_source_is_linked_where_nothing_else_is_left_out(encoder, pairs):
    source, target = sides(pairs)
    source[15], target[15] = "Si è fatto tardi.", "It is time for us to leave."
    assert float(np.dot(*encoder.encode([source[15], target[15]]))) < 0.4, "not so free after all"
    assert ((15,), (15,)) in links(align_segments(source, target, encoder=encoder))


def test_an_omission_and_an_addition_stay_apart_where_both_are_common(encoder, pairs):
    source, target = sides(pairs)
    lone = range(2, 36, 5)
    for place in lone:
        target[place] = f"Two dogs ran across empty square number {place}."
    beads = align_segments(source, target, encoder=encoder)
    assert sum(((place,), (place,)) in links(beads) for place in lone) <= 2


def test_a_lone_heading_is_not_joined_to_its_paragraph_in_a_text_without_merges(encoder, pairs):
    source, target = sides(pairs)
    source = [line for n, text in enumerate(source) for line in (f"Nota {n}", text)]
    target = [line for n, text in enumerate(target) for line in (f"Note {n}", text)]
    found = links(align_segments(source, target[:20] + target[21:], encoder=encoder))
    assert {((20,), ()), ((21,), (20,))} <= found


def test_untranslated_lines_are_paired_with_themselves(encoder, pairs):
    source, target = sides(pairs)
    for place in range(0, 36, 4):
        source.insert(place, line := f"$ apt-get install package{place} --yes")
        target.insert(place, line)
    beads = align_segments(source, target, encoder=encoder)
    assert links(beads) == {((n,), (n,)) for n in range(len(source))}
