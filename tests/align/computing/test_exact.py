"""Products that round nothing, and functions put together from what is the same everywhere."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from align import exact

RANDOM = np.random.default_rng(7)


def rows_and_weights():
    """Numbers of any size, side by side, and a matrix to multiply them with."""
    numbers = st.floats(-1e4, 1e4, width=32)
    return st.integers(1, 40).flatmap(
        lambda inner: st.tuples(
            arrays(np.float32, st.tuples(st.integers(1, 6), st.just(inner)), elements=numbers),
            arrays(np.float32, st.tuples(st.just(inner), st.integers(1, 5)), elements=numbers),
        )
    )


@given(rows_and_weights(), st.booleans())
def test_a_row_gives_the_same_bits_alone_and_beside_others(drawn, double):
    rows, weights = drawn
    layer = exact.Linear(weights, double=double)
    together = layer(rows)
    alone = [layer(row[None])[0] for row in rows]
    assert np.array_equal(together, alone)


@given(rows_and_weights(), st.randoms(use_true_random=False))
def test_the_order_of_the_inputs_changes_nothing(drawn, random):
    rows, weights = drawn
    order = random.sample(range(len(weights)), len(weights))
    shuffled = exact.Linear(weights[order])(np.ascontiguousarray(rows[:, order]))
    assert np.array_equal(shuffled, exact.Linear(weights)(rows))


@pytest.mark.parametrize(("double", "error"), [(False, 0.01), (True, 1e-6)])
@pytest.mark.parametrize("inputs", [1, 96, 384, 1536])
def test_a_layer_is_as_near_to_the_true_product_as_its_bits_allow(inputs, double, error):
    rows = RANDOM.standard_normal((50, inputs)).astype(np.float32)
    weights = RANDOM.standard_normal((inputs, 30)).astype(np.float32)
    bias = RANDOM.standard_normal(30).astype(np.float32)
    layer = exact.Linear(weights, bias, bits=24 if double else 9, double=double)
    expected = rows.astype(np.float64) @ weights + bias
    assert np.sqrt(np.mean((layer(rows) - expected) ** 2)) < error * np.sqrt(np.mean(expected**2))


def test_a_layer_sums_whole_numbers_that_single_precision_holds():
    """The promise that all others rest on, in the worst case: all signs alike, nothing cancels."""
    weights = np.full((1536, 4), 0.37, np.float32)
    layer = exact.Linear(weights, bits=10)
    (found,) = layer(np.ones((1, 1536), np.float32))
    assert found == pytest.approx(1536 * 0.37, rel=0.002)
    assert np.ptp(found) == 0


def test_weights_that_are_next_to_nothing_count_as_nothing():
    with np.errstate(divide="raise", over="raise", invalid="raise"):
        layer = exact.Linear(np.array([[1.7e-44, 1], [0, 0.5]], np.float32))
    assert np.array_equal(layer(np.ones((1, 2), np.float32))[:, 0], [0])


def test_rows_of_zeros_and_no_rows_have_a_place():
    layer = exact.Linear(np.eye(3, dtype=np.float32), np.array([1, 2, 3]))
    assert np.array_equal(layer(np.zeros((2, 3), np.float32)), [[1, 2, 3]] * 2)
    assert layer(np.zeros((0, 3), np.float32)).shape == (0, 3)


@given(rows_and_weights())
def test_a_product_is_what_whole_numbers_give(drawn):
    rows, columns = drawn
    found = exact.product(rows, columns)
    order = np.arange(len(columns))[::-1]
    assert np.array_equal(exact.product(rows[:, order], columns[order]), found)
    rows, columns = rows.astype(np.float64), columns.astype(np.float64)
    expected = rows @ columns
    largest = np.abs(rows).max(axis=1)[:, None] * np.abs(columns).max(axis=0)
    assert (np.abs(found - expected) <= len(columns) * largest * 1e-5).all()


def test_cosines_of_unit_vectors_are_exact():
    rows = exact.unit(RANDOM.standard_normal((20, 512)))
    fine = np.rint(rows.astype(np.float64) * 2**24).astype(object)
    expected = np.array([[int(a @ b) / 2**48 for b in fine] for a in fine])
    assert np.array_equal(exact.cosines(rows, rows), expected)
    assert np.array_equal(exact.paired_cosines(rows, rows), np.diag(expected))
    assert exact.cosine(rows[0], rows[1]) == expected[0, 1]


def test_unit_vectors_have_unit_length_and_zeros_stay():
    rows = exact.unit(np.vstack([RANDOM.standard_normal((9, 300)), np.zeros((1, 300))]))
    assert np.allclose(np.linalg.norm(rows[:9], axis=1), 1, atol=1e-5)
    assert not rows[9].any()


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_exponential_and_what_is_made_of_it_agree_with_the_library(kind):
    numbers = np.linspace(-30, 30, 10_001).astype(kind)
    near = {"rtol": 4 * float(np.finfo(kind).eps), "atol": 4 * float(np.finfo(kind).eps)}
    doubles = numbers.astype(np.float64)
    assert np.allclose(exact.exp(numbers), np.exp(doubles), **near)
    assert np.allclose(exact.tanh(numbers), np.tanh(doubles), **near)
    assert np.allclose(exact.sigmoid(numbers), 1 / (1 + np.exp(-doubles)), **near)


def test_exponentials_beyond_what_can_be_told_are_cut_off():
    found = exact.exp(np.array([-1e9, -np.inf, 1e9], np.float32))
    assert 0 < found[0] == found[1] < 1e-37
    assert np.isfinite(found).all()


def test_the_logarithm_agrees_with_the_library():
    numbers = np.concatenate([np.arange(1, 2_000), 10.0 ** np.arange(-300, 300, 7)])
    assert np.allclose(exact.log(numbers), np.log(numbers), rtol=1e-15, atol=1e-15)
    assert exact.softplus(np.array([-800.0, 0.0, 800.0])).tolist() == [
        0.0,
        pytest.approx(math.log(2)),
        800.0,
    ]


def test_gaussian_units_follow_their_formula():
    rows = np.linspace(-8, 8, 4_001).astype(np.float32)
    exactly = rows.astype(np.float64)
    inner = np.sqrt(2 / np.pi) * (exactly + 0.044715 * exactly**3)
    assert np.allclose(exact.gelu(rows), 0.5 * exactly * (1 + np.tanh(inner)), atol=2e-6)
