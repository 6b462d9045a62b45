"""The reader of both sides at once: upper layers of a transformer, tuned to what people marked.

The packaged encoder's lower layers read each side by itself. From there on its upper layers, tuned
on passages that professionals judged, let the tokens of both sides attend to one another, so that
what is said of a word depends on all of the other side (compare macavaney-2020). Weights from a
file, 8 bits each, one step an output; numpy alone. `bench/train_reader.py` tunes them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from align import LayerWeights, Norm, PaddedBatch, TokenLayers, TransformerLayer, exact, spread
from corpus import Side, Span
from metrics.judges.ensemble.network import Array, linear, load_arrays
from metrics.judges.ensemble.vectors import pool

TOGETHER = 256
"""Tokens that are read at once: enough for the matrix products, small in memory."""
BITS = 8
"""Of a weight, as the file has it."""
EPSILON = 1e-12
PARTS = ("asked", "mixed", "widened", "narrowed")
"""Of a layer, its products."""


class SideTokens(NamedTuple):
    """One side of a bead, as the lower layers leave it.

    Attributes:
        tokens: its tokens' vectors at the reader's own layer, (1, tokens, dimension).
        words: where its words stand in its text.
    """

    tokens: TokenLayers
    words: Sequence[Span]


class Said(NamedTuple):
    """What the reader says of a bead.

    Attributes:
        words: by side, (words, answers), logits.
        whole: (answers,) of the passage.
    """

    words: Mapping[Side, Array]
    whole: Array


@dataclass(frozen=True, eq=False)
class Reader:
    """The tuned layers.

    Attributes:
        layer: of the packaged encoder, whose tokens it reads on.
        heads: of a layer's attention.
        answers: what it says of a word, by name, in order.
        weights: its arrays by name.
    """

    layer: int
    heads: int
    answers: tuple[str, ...]
    weights: Mapping[str, NDArray[Any]]

    def read(self, beads: Sequence[Mapping[Side, SideTokens]]) -> list[Said]:
        """What is said of some beads, each with words on both sides, in order."""
        found: dict[int, Said] = {}
        batches = list(_together(beads))
        every = spread(lambda rows: self._read([beads[row] for row in rows]), batches)
        for rows, said in zip(batches, every, strict=True):
            found.update(zip(rows, said, strict=True))
        return [found[row] for row in range(len(beads))]

    def _read(self, beads: Sequence[Mapping[Side, SideTokens]]) -> list[Said]:
        sizes = [1 + _size(bead) for bead in beads]
        hidden, batch = np.concatenate([self._joined(it) for it in beads]), PaddedBatch(sizes)
        for layer in self._layers:
            hidden = layer(hidden, batch)
        parts = np.split(hidden, np.cumsum(sizes)[:-1])
        return [self._said(bead, rows) for bead, rows in zip(beads, parts, strict=True)]

    def _joined(self, bead: Mapping[Side, SideTokens]) -> Array:
        """A marker for the whole, then the tokens of both sides, each told which side it is on."""
        types = zip(Side, self.weights["types"], strict=True)
        sides = [bead[side].tokens.vectors[0] + kind for side, kind in types]
        return np.concatenate([self.weights["marker"][None], *sides])

    def _said(self, bead: Mapping[Side, SideTokens], rows: Array) -> Said:
        marker, rest = rows[:1], rows[1:]
        count = len(bead[Side.SOURCE].tokens.spans)
        states = dict(zip(Side, (rest[:count], rest[count:]), strict=True))
        words = {side: self._of_words(bead[side], states[side]) for side in Side}
        means = [it.mean(axis=0, keepdims=True) for it in states.values()]
        apart = np.abs(means[0] - means[1])
        whole = self._headed("whole", np.concatenate([marker, *means, apart], axis=1))
        return Said(words, whole[0])

    def _of_words(self, side: SideTokens, states: Array) -> Array:
        read = TokenLayers(side.tokens.spans, np.stack([states, side.tokens.vectors[0]]))
        both = pool(read, side.words)
        return self._headed("words", np.concatenate(list(both), axis=1))

    def _headed(self, name: str, rows: Array) -> Array:
        inner, outer = self._heads_of[name]
        return outer(exact.gelu(inner(rows)))

    @cached_property
    def _layers(self) -> list[TransformerLayer]:
        count = sum(key.endswith(".asked.weight") for key in self.weights)
        return [TransformerLayer(self._layer(number)) for number in range(count)]

    def _layer(self, number: int) -> LayerWeights:
        own = {
            key.removeprefix(f"{number}."): value
            for key, value in self.weights.items()
            if key.startswith(f"{number}.")
        }
        norms = [
            Norm(own[f"{name}.weight"], own[f"{name}.bias"], EPSILON)
            for name in ("after_attention", "after")
        ]
        asked, mixed, widened, narrowed = (_product(own, part) for part in PARTS)
        return LayerWeights(self.heads, asked, mixed, widened, narrowed, *norms)

    @cached_property
    def _heads_of(self) -> Mapping[str, tuple[exact.Linear, exact.Linear]]:
        def of(name: str) -> exact.Linear:
            return linear(self.weights[f"{name}.weight"].T, self.weights[f"{name}.bias"])

        return {name: (of(f"{name}.inner"), of(f"{name}.outer")) for name in ("words", "whole")}


def _product(own: Mapping[str, NDArray[Any]], part: str) -> exact.Linear:
    weights = own[f"{part}.weight"].astype(np.float32) * own[f"{part}.step"][:, None]
    return exact.Linear(weights.T, own[f"{part}.bias"], bits=BITS)


def load_reader(package: str, name: str) -> Reader:
    """A reader from ``the package's data/<name>.npz``."""
    return parse_reader(load_arrays(package, name))


def parse_reader(content: Mapping[str, NDArray[Any]]) -> Reader:
    """A reader from the arrays of its file; "about" holds shape, names and provenance as JSON."""
    about = json.loads(str(content["about"]))
    weights = {
        key: value if value.dtype == np.int8 else value.astype(np.float32)
        for key, value in content.items()
        if key != "about"
    }
    return Reader(about["layer"], about["heads"], tuple(about["answers"]), weights)


def _size(bead: Mapping[Side, SideTokens]) -> int:
    return sum(len(side.tokens.spans) for side in bead.values())


def _together(beads: Sequence[Mapping[Side, SideTokens]]) -> Iterator[list[int]]:
    """The beads' numbers, those of like length together, in lists of `TOGETHER` tokens or more."""
    some, tokens = list[int](), 0
    for row in sorted(range(len(beads)), key=lambda row: _size(beads[row])):
        some.append(row)
        tokens += _size(beads[row])
        if tokens >= TOGETHER:
            yield some
            some, tokens = [], 0
    if some:
        yield some
