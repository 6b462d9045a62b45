"""The arithmetic of the ensemble's signals, trees and rivals, on numbers worked out by hand."""

import numpy as np
import pytest

from metrics.judges.ensemble.columns import smoothed, tabulate
from metrics.judges.ensemble.rivals import find_rivals
from metrics.judges.ensemble.signals.counterpart import contest, mean_over_runs
from metrics.trees import parse_trees

SMOOTHED = [
    ([1.0, 2.0, 6.0], 1, [1.5, 3.0, 4.0]),
    ([1.0, 2.0, 6.0], 5, [3.0, 3.0, 3.0]),
    ([4.0], 2, [4.0]),
    ([1.0, 2.0], 0, [1.0, 2.0]),
]


@pytest.mark.parametrize(("column", "reach", "expected"), SMOOTHED)
def test_smoothing_is_the_mean_of_the_words_within_reach(column, reach, expected):
    np.testing.assert_allclose(smoothed(np.array(column), reach), expected)


def test_a_table_has_a_row_a_word_and_nan_for_a_column_that_is_left_out():
    one, two = {"a": np.array([1.0, 2.0]), "b": np.array([3.0, 4.0])}, {"a": np.array([5.0])}
    expected = [[3.0, 1.0], [4.0, 2.0], [np.nan, 5.0]]
    np.testing.assert_equal(tabulate([one, two], ["b", "a"]), expected)
    assert tabulate([], ["a"]).shape == (0, 1)


def test_a_word_wins_its_best_match_by_what_its_rival_lacks():
    words = np.array([[0.9, 0.1], [0.6, 0.5]])
    np.testing.assert_allclose(contest(words), [0.3, -0.3])
    np.testing.assert_allclose(contest(words[:1]), [0.9])


@pytest.mark.parametrize(
    ("best", "words", "length", "expected"),
    [([1.0, 3.0], 3, 2, [1.0, 2.0, 3.0]), ([2.0], 3, 3, [2.0, 2.0, 2.0])],
)
def test_a_word_has_the_mean_of_the_runs_that_hold_it(best, words, length, expected):
    np.testing.assert_allclose(mean_over_runs(np.array(best), words, length), expected)


def unit(*rows):
    rows = np.array(rows, np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_each_vector_finds_the_two_that_are_most_like_it():
    found = find_rivals(unit([1, 0], [0, 1]), unit([1, 0], [1, 1], [0, -1]))
    assert found.best.tolist() == [0, 1]
    np.testing.assert_allclose(found.first, [1.0, 0.5**0.5], atol=1e-6)
    np.testing.assert_allclose(found.second, [0.5**0.5, 0.0], atol=1e-6)
    assert found.beside(0, 0) == pytest.approx(0.5**0.5), "the best is the chosen one"
    assert found.beside(0, 1) == pytest.approx(1.0), "another one is"


def test_a_vector_with_no_other_finds_none():
    found = find_rivals(unit([1, 0]), np.zeros((0, 2), np.float32))
    assert found.best.tolist() == [-1]
    assert np.isnan(found.first).all()


STUMPS = {
    "names": ["a", "b"],
    "base": 0.5,
    "roots": [0, 3],
    "depth": 1,
    "column": [0, 0, 0, 1, 0, 0],
    "threshold": [1.0, 0, 0, 0.0, 0, 0],
    "missing_left": [1, 0, 0, 0, 0, 0],
    "left": [1, -1, -1, 4, -1, -1],
    "right": [2, -1, -1, 5, -1, -1],
    "value": [0, -0.2, 0.2, 0, -0.1, 0.4],
}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ([1.0, 0.0], 0.2),
        ([1.5, 0.0], 0.6),
        ([1.5, 1.0], 1.0),  # 1.1, kept between 0 and 1
        ([np.nan, 1.0], 0.7),  # goes left
        ([1.0, np.nan], 0.7),  # goes right
    ],
)
def test_trees_add_up_what_the_leaves_say(row, expected):
    assert parse_trees(STUMPS).probability(np.array([row])) == pytest.approx(expected)
