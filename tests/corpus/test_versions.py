"""Two versions in one text without markers: where the one ends and the other begins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.formats import TextBlock
from corpus.versions import _cut, _filled_in, _smoothed

IT, EN = "it", "en"


def blocks(*sizes):
    return [TextBlock("x" * size) for size in sizes]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([IT, None, EN], [IT, IT, EN]),
        ([None, None, IT, EN], [IT, IT, IT, EN]),
        ([IT, EN, None], [IT, EN, EN]),
    ],
)
def test_a_block_of_no_known_language_goes_with_the_one_before_it(codes, expected):
    assert _filled_in(codes) == expected


@pytest.mark.parametrize(
    ("codes", "sizes", "expected"),
    [
        ([IT, EN], [100, 100], [IT, EN]),
        ([EN, IT], [100, 100], [EN, IT]),
        ([IT, EN, IT, EN], [100, 10, 100, 100], [IT, IT, IT, EN]),
        ([IT, EN, IT, EN], [100, 100, 100, 100], [IT, EN, IT, EN]),
        ([IT, EN, EN, IT], [100, 100, 100, 5], [IT, EN, EN, EN]),
    ],
    ids=["in order", "the other way round", "a quotation", "in turn", "a last line"],
)
def test_little_that_is_out_of_place_is_smoothed_over(codes, sizes, expected):
    assert list(_smoothed(codes, blocks(*sizes))) == expected


coded = st.lists(st.tuples(st.sampled_from([IT, EN]), st.integers(1, 50)), min_size=2, max_size=8)


@given(coded)
def test_no_cut_leaves_fewer_characters_out_of_place(found):
    codes, sizes = zip(*found, strict=True)
    misplaced, cut, *_ = _cut(codes, sizes, IT, EN)
    wrong = [
        sum(size for code, size in found[:at] if code == EN)
        + sum(size for code, size in found[at:] if code == IT)
        for at in range(1, len(found))
    ]
    assert misplaced == min(wrong) == wrong[cut - 1]
