"""Arithmetic that gives the same bits on every machine.

A matrix product is a sum, and sums of floating-point numbers depend on their order: on the kernel
that the processor gets, on how many threads share the work, on how many rows go through at once.
Unless every partial sum can be represented: then there is nothing to round, and all orders agree.
So what is summed here lies on a grid coarse enough. Numbers are whole multiples of a step, and the
largest sum that could come about stays below 2**24 in single precision, below 2**53 in double.

What is left are operations on single numbers. Sum, product, quotient and square root are the same
everywhere (IEEE 754); exponentials, logarithms and the like are not, since libraries round them as
they see fit, so that they are put together here from the former.

Source: ozaki-2012, the idea of error-free transformations.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import factorial
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Doubles = NDArray[np.float64]
Real = TypeVar("Real", bound=NDArray[np.floating[Any]])

FINEST = np.float32(2.0**24)
"""Unit vectors are whole multiples of one part in so many: products of two need 48 bits of 53."""
SINGLE, DOUBLE = 24, 53
"""Bits of a whole number that single and double precision hold."""
WEIGHT_BITS = 10
"""Of a weight, sign included, where nothing else is asked for; rows get what is left."""
LEAST = np.float32(1e-30)
"""Rows of numbers and columns of weights with nothing larger count as nothing."""
ROWS = 256
"""Rows that go through at once: enough for the products, and what is made of them stays near."""


class Linear:
    """``rows @ weights + bias`` of a network's layer, to the bit.

    Weights are whole multiples of a step, one a column; a row's numbers of a step of its own, as
    fine as the sums allow. Each part of the inputs is summed by itself, which leaves rows more
    bits; the parts are added in order.

    Args:
        weights: (inputs, outputs).
        bias: (outputs,), none if not given.
        bits: of a weight, sign included.
        most: inputs that are summed at once.
        double: whether sums are taken in double precision, which has room for more bits and takes
            twice the time.
    """

    def __init__(
        self,
        weights: NDArray[Any],
        bias: NDArray[Any] | None = None,
        *,
        bits: int = WEIGHT_BITS,
        most: int = 512,
        double: bool = False,
    ) -> None:
        kind, room = (np.float64, DOUBLE) if double else (np.float32, SINGLE)
        whole: NDArray[Any] = np.array(weights, kind, order="C")
        largest = np.maximum(whole.max(axis=0), -whole.min(axis=0))
        step = np.where(largest > LEAST, largest, 1) / kind(2 ** (bits - 1) - 1)
        np.rint(whole / step, out=whole)
        count = -(-len(whole) // most)
        bounds = [len(whole) * part // count for part in range(count + 1)]
        self._parts = [slice(*pair) for pair in pairwise(bounds)]
        self._whole = [whole[part] for part in self._parts]
        heaviest = max(np.abs(part).sum(axis=0).max() for part in self._whole)
        self._levels = np.floor(kind(2**room) / np.maximum(heaviest, 1))
        self._step = step / self._levels
        self._bias = None if bias is None else np.asarray(bias, np.float32)
        self.outputs = weights.shape[1]

    def __call__(self, rows: Array) -> Array:
        """(rows, outputs) from (rows, inputs)."""
        made = np.empty((len(rows), self.outputs), self._step.dtype)
        for first in range(0, len(rows), ROWS):
            self._put(rows[first : first + ROWS], made[first : first + ROWS])
        return made if made.dtype == np.float32 else made.astype(np.float32)

    def _put(self, rows: Array, made: NDArray[Any]) -> None:
        largest = np.maximum(rows.max(axis=1), -rows.min(axis=1))[:, None]
        scale = self._levels / np.maximum(largest, LEAST)
        whole = rows * scale
        np.rint(whole, out=whole)
        np.matmul(whole[:, self._parts[0]], self._whole[0], out=made)
        for part, weights in zip(self._parts[1:], self._whole[1:], strict=True):
            made += whole[:, part] @ weights
        made *= largest
        made *= self._step
        if self._bias is not None:
            made += self._bias


def product(rows: NDArray[Any], columns: NDArray[Any]) -> Doubles:
    """``rows @ columns``, each row and column on a grid of its own, as fine as the sums allow.

    Args:
        rows: (..., rows, inner).
        columns: (..., inner, columns).
    """
    inner = rows.shape[-1]
    bits = (DOUBLE - max(1, inner - 1).bit_length()) // 2
    left, left_step = _on_grid(rows, -1, bits)
    right, right_step = _on_grid(columns, -2, bits)
    found: Doubles = left @ right
    found *= left_step
    found *= right_step
    return found


def _on_grid(numbers: NDArray[Any], axis: int, bits: int) -> tuple[Doubles, Doubles]:
    """Numbers as whole multiples of a power of two, and that, for each line along an axis."""
    whole = np.array(numbers, np.float64)
    largest = np.abs(whole).max(axis=axis, keepdims=True, initial=0.0)
    _, exponents = np.frexp(largest)
    step = np.ldexp(1.0, exponents - bits)
    whole /= step
    np.rint(whole, out=whole)
    return whole, np.asarray(step, np.float64)


def unit(rows: NDArray[Any]) -> Array:
    """Rows made unit vectors whose cosines are exact; a row of zeros stays one.

    Args:
        rows: (..., dimension).
    """
    doubles = np.asarray(rows, np.float64)
    lengths = np.sqrt(np.square(doubles).sum(axis=-1, keepdims=True))
    return on_grid(doubles / np.where(lengths > 0, lengths, 1.0))


def on_grid(numbers: Doubles) -> Array:
    """Numbers up to 1 where `unit` leaves its, so that products with them are exact."""
    whole: Array = np.rint(numbers * float(FINEST)).astype(np.float32)
    whole /= FINEST
    return whole


def cosines(rows: Array, columns: Array) -> Doubles:
    """Of every row with every column, both unit vectors as `unit` gives them.

    Args:
        rows: (rows, dimension), or (dimension,) for one.
        columns: likewise.

    Returns:
        (rows, columns), without the dimension of one that was given by itself.
    """
    found: Doubles = np.asarray(rows, np.float64) @ np.asarray(columns, np.float64).T
    return found


def cosine(one: Array, two: Array) -> float:
    """Of two unit vectors as `unit` gives them."""
    return float(cosines(one, two))


def paired_cosines(rows: Array, others: Array) -> Doubles:
    """Of each row with the other side's in its place, unit vectors as `unit` gives them."""
    found: Doubles = np.multiply(rows, others, dtype=np.float64).sum(axis=-1)
    return found


def exp(numbers: Real) -> Real:
    """The exponential, to about a unit in the last place; overflow and underflow are cut off."""
    kind: Any = numbers.dtype.type
    made = _EXPONENTIALS[numbers.dtype.name]
    rest = np.clip(numbers, kind(made.least), kind(made.most))
    power = rest * kind(1 / LN2)
    np.rint(power, out=power)
    found = power * kind(LN2_HIGH)
    rest -= found
    rest -= np.multiply(power, kind(LN2_LOW), out=found)
    np.multiply(rest, kind(made.series[0]), out=found)
    for factor in made.series[1:-1]:
        found += kind(factor)
        found *= rest
    found += kind(made.series[-1])
    bits, shift = found.view(made.whole), power.astype(made.whole)
    shift <<= made.mantissa
    bits += shift
    return found  # type: ignore[no-any-return]


def log(numbers: NDArray[Any]) -> Doubles:
    """The natural logarithm of positive numbers, to about a unit in the last place."""
    part, power = np.frexp(np.asarray(numbers, np.float64))
    small = part < SQRT_HALF
    part = np.where(small, 2 * part, part)
    power = power - small
    ratio = (part - 1) / (part + 1)
    square = ratio * ratio
    found = np.full_like(square, 1 / LAST_ODD)
    for odd in range(LAST_ODD - 2, 0, -2):
        found = found * square + 1 / odd
    logs: Doubles = 2 * ratio * found + power * LN2
    return logs


def tanh(numbers: Real) -> Real:
    """The hyperbolic tangent."""
    return 1 - 2 / (exp(2 * numbers) + 1)  # type: ignore[return-value]


def sigmoid(numbers: Real) -> Real:
    """The logistic function, 0 to 1."""
    return 1 / (exp(-numbers) + 1)  # type: ignore[return-value]


def softplus(numbers: Doubles) -> Doubles:
    """The logarithm of one plus the exponential."""
    return np.maximum(numbers, 0) + log(1 + exp(-np.abs(numbers)))


def gelu(rows: Array) -> Array:
    """Gaussian error linear units, by the usual tanh formula.

    Source: hendrycks-gimpel-2016.
    """
    inner = rows * rows
    inner *= np.float32(-2 * SQRT_2_PI * 0.044715)
    inner += np.float32(-2 * SQRT_2_PI)
    inner *= rows
    below = exp(inner)
    below += 1
    units: Array = np.divide(rows, below, out=below)
    return units


LN2 = 0.6931471805599453
LN2_HIGH, LN2_LOW = 0.693359375, -2.1219444005469058277e-4
"""Of ln 2 what takes so few bits that whole multiples of it are exact, and the rest."""
SQRT_HALF = 0.7071067811865476
LAST_ODD = 21
"""Where the series of the logarithm ends: 0.172 ** 23 / 23 is beyond double precision."""
SQRT_2_PI = 0.7978845608028654


class _Exponential(NamedTuple):
    """How an exponential is put together in a precision.

    Attributes:
        whole: integers of the same width, to add to the exponent.
        mantissa: bits below the exponent.
        least, most: between these nothing overflows.
        series: of the exponential about 0, the highest power first.
    """

    whole: type[Any]
    mantissa: int
    least: float
    most: float
    series: Sequence[float]


def _series(degree: int) -> list[float]:
    return [1 / factorial(power) for power in range(degree, -1, -1)]


_EXPONENTIALS = {
    "float32": _Exponential(np.int32, 23, -87.0, 88.0, _series(6)),
    "float64": _Exponential(np.int64, 52, -708.0, 709.0, _series(13)),
}
