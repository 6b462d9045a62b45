"""The reader of both sides at once: upper layers of a transformer, tuned to what people marked.

The packaged encoder's lower layers read each side by itself. Then every token is told what it finds
on the other side, and from there on the upper layers, tuned on passages that professionals judged,
let the tokens of both sides attend to one another (compare macavaney-2020), so that what is said of
a word depends on all of the other side. Without the first step, attention had not found across the
languages after thirty thousand passages. Weights from a file, those of the layers 8 bits each, one
step an output; numpy alone. `bench/train_reader.py` tunes them.
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


class Matched(NamedTuple):
    """What the tokens of one side find on the other.

    Attributes:
        own: their vectors, each dimension brought to mean 0 and deviation 1.
        mixed: of the other side's vectors, what answers to each.
        signs: (tokens, 3), the best cosine, how much of each is answered, and answers it back.
    """

    own: Array
    mixed: Array
    signs: Array


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
        found = [self._matched(bead) for bead in beads]
        joined = [self._joined(*it) for it in zip(beads, found, strict=True)]
        hidden, batch = np.concatenate(joined), PaddedBatch(sizes)
        for layer in self._layers:
            hidden = layer(hidden, batch)
        parts = np.split(hidden, np.cumsum(sizes)[:-1])
        return [self._said(*it) for it in zip(beads, found, parts, strict=True)]

    def _matched(self, bead: Mapping[Side, SideTokens]) -> dict[Side, Matched]:
        """What the tokens of each side find on the other."""
        weights = self.weights
        own = {
            side: (it.tokens.vectors[0] - weights["mean"]) / weights["std"]
            for side, it in bead.items()
        }
        unit = {side: exact.unit(self._products["proj"](rows)) for side, rows in own.items()}
        cosines = exact.cosines(*(unit[side] for side in Side)).astype(np.float32)
        strength = exact.exp((cosines - weights["null"]) * exact.exp(weights["scale"][None]))
        return {
            side: _found(
                own[side],
                own[side.opposite],
                *(it if side is Side.SOURCE else it.T for it in (cosines, strength)),
            )
            for side in Side
        }

    def _joined(self, bead: Mapping[Side, SideTokens], found: Mapping[Side, Matched]) -> Array:
        """A marker for the whole, then the tokens of both sides with side and findings added."""
        rows = [self.weights["marker"][None]]
        for side, kind in zip(Side, self.weights["types"], strict=True):
            it = found[side]
            told = np.concatenate([it.mixed, it.own - it.mixed, it.signs], axis=1)
            rows.append(bead[side].tokens.vectors[0] + kind + self._products["told"](told))
        return np.concatenate(rows)

    def _said(
        self, bead: Mapping[Side, SideTokens], found: Mapping[Side, Matched], rows: Array
    ) -> Said:
        marker, rest = rows[:1], rows[1:]
        count = len(bead[Side.SOURCE].tokens.spans)
        states = dict(zip(Side, (rest[:count], rest[count:]), strict=True))
        words = {side: self._of_words(bead[side], found[side], states[side]) for side in Side}
        means = [it.mean(axis=0, keepdims=True) for it in states.values()]
        signs = [found[side].signs.mean(axis=0, keepdims=True) for side in Side]
        apart = np.abs(means[0] - means[1])
        whole = self._headed("whole", np.concatenate([marker, *means, apart, *signs], axis=1))
        return Said(words, whole[0])

    def _of_words(self, side: SideTokens, found: Matched, states: Array) -> Array:
        rows = np.concatenate([states, found.own, found.mixed, found.signs], axis=1)
        (of_words,) = pool(TokenLayers(side.tokens.spans, rows[None]), side.words)
        first, last = states.shape[1], -found.signs.shape[1]
        own, mixed = np.split(of_words[:, first:last], 2, axis=1)
        return self._headed("words", np.concatenate([of_words, np.abs(own - mixed)], axis=1))

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
    def _products(self) -> Mapping[str, exact.Linear]:
        """Of the tokens before the layers: to compare them, and to tell them what they find."""
        weights = self.weights
        return {
            "proj": linear(weights["proj.weight"].T),
            "told": linear(weights["told.weight"].T, weights["told.bias"]),
        }

    @cached_property
    def _heads_of(self) -> Mapping[str, tuple[exact.Linear, exact.Linear]]:
        def of(name: str) -> exact.Linear:
            return linear(self.weights[f"{name}.weight"].T, self.weights[f"{name}.bias"])

        return {name: (of(f"{name}.inner"), of(f"{name}.outer")) for name in ("words", "whole")}


def _product(own: Mapping[str, NDArray[Any]], part: str) -> exact.Linear:
    weights = own[f"{part}.weight"].astype(np.float32) * own[f"{part}.step"][:, None]
    return exact.Linear(weights.T, own[f"{part}.bias"], bits=BITS)


def _found(own: Array, other: Array, cosines: Array, strength: Array) -> Matched:
    """What each row's token finds; the tokens of the other side are columns."""
    forth = strength / (1 + strength.sum(axis=1, keepdims=True))
    back = strength / (1 + strength.sum(axis=0, keepdims=True))
    chosen = np.minimum((forth * back).sum(axis=1), 1)
    signs = np.stack([cosines.max(axis=1), forth.sum(axis=1), chosen], axis=1)
    return Matched(own, exact.product(forth, other).astype(np.float32), signs)


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
