"""Which documents are likely to render which: the parts that need no encoder."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.pairing.nearest import _Nearest, _PertWindows, _starts
from align.pairing.sketch import Sketch, SummedRuns, weigh, weigh_marks


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [(1, [0]), (6, [0]), (7, [0, 3]), (20, [0, 5, 10, 15]), (600, [0, 150, 300, 450])],
)
def test_a_document_is_cut_into_parts_of_much_the_same_length(sentences, expected):
    assert _starts(sentences, part=6, most=4).tolist() == expected


@given(st.integers(1, 2000))
def test_parts_are_no_longer_than_asked_until_there_are_too_many(sentences):
    starts = _starts(sentences, part=6, most=64)
    sizes = np.diff([*starts, sentences])
    assert starts[0] == 0
    assert sizes.max() - sizes.min() <= 1
    assert sizes.min() >= 1
    assert len(starts) == 64 or sizes.max() <= 6


def test_a_window_weighs_its_middle_most():
    weights = _PertWindows(windows=4, peakedness=20).weights(36)
    assert weights.shape == (4, 36)
    assert (weights.max(axis=1) == 1).all()
    assert weights.argmax(axis=1).tolist() == [4, 13, 22, 31]


@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 4), st.data())
def test_block_by_block_the_nearest_are_those_of_all_at_once(rows, columns, most, data):
    values = data.draw(
        st.lists(st.floats(-1, 1, width=16), min_size=rows * columns, max_size=rows * columns)
    )
    cosines = np.array(values, np.float32).reshape(rows, columns)
    across, down = _Nearest(rows, most), _Nearest(columns, most)
    for first in range(0, rows, 2):
        across.add_rows(cosines[first : first + 2], first)
        down.add_columns(cosines[first : first + 2], first)
    for found, table in ((across, cosines), (down, cosines.T)):
        near = {
            (row, int(n))
            for row, each in enumerate(table)
            for n in np.argsort(-each, kind="stable")[:most]
        }
        assert set(found.pairs(gap=2.0)) == near
        assert {number for number, _ in found.pairs(gap=0.0)} == set(range(len(table)))


def test_only_what_is_hardly_further_off_counts_as_near():
    found = _Nearest(1, most=3)
    found.add_rows(np.array([[0.9, 0.5, 0.85]], np.float32), 0)
    assert sorted(found.pairs(gap=0.1)) == [(0, 0), (0, 2)]
    assert found.next_best(0, 0) == pytest.approx(0.85)
    assert found.next_best(0, 1) == pytest.approx(0.9)
    assert _Nearest(1, most=1).next_best(0, 0) == -np.inf


def sketch(lengths, digests):
    return Sketch(
        np.zeros((len(lengths), 2), np.float16),
        np.array(lengths),
        np.zeros(len(lengths), np.bool_),
        tuple(digests),
    )


def test_what_all_documents_say_weighs_little_and_what_one_says_its_length():
    header, one, other = b"header", b"one", b"other"
    first, second = weigh([sketch([10, 80], [header, one]), sketch([10, 50], [header, other])])
    assert (first[1], second[1]) == (80, 50)
    assert 0 < first[0] == second[0] < 10


def test_a_mark_weighs_by_how_few_documents_have_it():
    weights = weigh_marks([frozenset({"1961", "7"}), frozenset({"7"}), frozenset({"7", "8"})])
    assert weights["1961"] == weights["8"] == 1
    assert 0 < weights["7"] < 0.3


def test_a_run_is_its_sentences_by_their_length():
    runs = SummedRuns(np.eye(2, dtype=np.float32), np.array([3, 4]))
    found = runs.vectors([(0, 1), (1, 2), (0, 2)])
    assert found == pytest.approx(np.array([[1, 0], [0, 1], [0.6, 0.8]]), abs=1e-6)
