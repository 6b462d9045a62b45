"""The network that says how likely each word has no counterpart: weights from a file, numpy alone.

It learns what to compare: each head projects the words' vectors of both sides into a space of its
own, and what a word finds there (its best cosine, how much of it is linked, whether it is chosen
back; compare jalili-sabet-2020) is set beside the signals of `signals/`. What
the linked words leave of the word's vector goes along. Convolutions along the sentence then make
phrases of words. `bench/train_judge.py` fits it; `bench/word_network.py` has the same
network as a torch module.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from align import exact, read_arrays
from metrics.judges.ensemble.columns import Columns, tabulate

Array = NDArray[np.float32]

CLIP = 5.0
"""Signals are cut off at so many standard deviations."""
EPSILON = 1e-5
NAMES = ("scale", "null")
"""How sharply words choose, and how strong having no counterpart is."""


class WordFeatures(NamedTuple):
    """What is known of the words of one side of a bead.

    Attributes:
        signals: their columns by name.
        own: by source, their vectors: (words, dimension), or (layers, words, dimension).
        other: the same of what the side faces, None where it faces nothing.
    """

    signals: Columns
    own: Mapping[str, Array]
    other: Mapping[str, Array] | None

    @property
    def sides(self) -> list[Mapping[str, Array]]:
        """Both, or the one there is."""
        return [self.own] if self.other is None else [self.own, self.other]


@dataclass(frozen=True, eq=False)
class Network:
    """The fitted network.

    Attributes:
        signals: the columns of `signals/` that it reads, in order.
        sources: which vectors of a word it compares; see `metrics.judges.ensemble.vectors`.
        weights: its arrays by name, float32.
    """

    signals: tuple[str, ...]
    sources: tuple[str, ...]
    weights: Mapping[str, Array]

    @cached_property
    def _layers(self) -> Mapping[str, exact.Linear]:
        """Its products by name; a convolution gives what a word brings to each place."""
        weights, ends = self.weights, (".weight", ".bias")
        layers = {
            name: linear(weights[f"{name}.weight"].T, weights[f"{name}.bias"])
            for name in {key.rpartition(".")[0] for key in weights if key.endswith(ends)}
            if weights[f"{name}.weight"].ndim == 2
        }
        for source in self.sources:
            layers[f"q.{source}"] = linear(weights[f"q.{source}"].T)
        for block in range(int(weights["blocks"])):
            kernel = weights[f"convs.{block}.weight"]
            layers[f"convs.{block}"] = linear(np.vstack(list(kernel.transpose(2, 0, 1))).T)
        return layers

    def read(self, cases: Sequence[WordFeatures]) -> Array:
        """(words, width), what the last layer makes of the words of all cases, in order."""
        ends = np.cumsum([len(next(iter(case.signals.values()))) for case in cases])
        columns = tabulate([case.signals for case in cases], self.signals)
        hidden = self._layers["feat"](self._scaled(columns))
        found = []
        for source in self.sources:
            compared, rest = zip(*self._compared(source, cases), strict=True)
            found.append(np.concatenate(compared))
            hidden += self._layers[f"v.{source}"](np.concatenate(rest))
        hidden += self._layers["stat"](np.concatenate(found, axis=1))
        hidden = self._normed("n0", hidden)
        for block in range(int(self.weights["blocks"])):
            normed = self._normed(f"norms.{block}", hidden)
            hidden += exact.gelu(self._convolved(block, normed, ends))
            normed = self._normed(f"n2.{block}", hidden)
            inner = exact.gelu(self._layers[f"ff.{block}.0"](normed))
            hidden += self._layers[f"ff.{block}.2"](inner)
        return hidden

    def answers(self, read: Array) -> NDArray[np.float64]:
        """(words, 2), how likely each word is on one side only, and is marked at all."""
        return exact.sigmoid(self._layers["out"](read).astype(np.float64))

    def _scaled(self, columns: NDArray[np.float64]) -> Array:
        scaled = (columns - self.weights["mean"]) / self.weights["deviation"]
        return np.clip(np.nan_to_num(scaled), -CLIP, CLIP).astype(np.float32)

    def _mixed(self, vectors: Array) -> Array:
        """One vector a word; layers are brought to one size and mixed."""
        if vectors.ndim == 2:
            return vectors
        share = exact.exp(self.weights["mix"] - self.weights["mix"].max())
        layers = zip(share / share.sum(), _standardized(vectors), strict=True)
        return np.asarray(sum(part * layer for part, layer in layers))

    def _compared(
        self, source: str, cases: Sequence[WordFeatures]
    ) -> Iterator[tuple[Array, Array]]:
        """What each word finds, (words, 4 heads), and what its links leave of its vector."""
        sides = {id(side): side[source] for case in cases for side in case.sides}
        mixed = dict(zip(sides, map(self._mixed, sides.values()), strict=True))
        heads = dict(zip(mixed, self._heads(source, list(mixed.values())), strict=True))
        for case in cases:
            mine = mixed[id(case.own)]
            if case.other is None:
                nothing = np.zeros((len(mine), len(self.weights[f"scale.{source}"]), 4), np.float32)
                nothing[:, :, 0] = -1.0
                yield nothing.reshape(len(mine), -1), mine
            else:
                cosine = heads[id(case.own)] @ heads[id(case.other)].transpose(0, 2, 1)
                found, forth = self._linked(source, cosine.astype(np.float32))
                rest = exact.product(forth, mixed[id(case.other)]).astype(np.float32)
                yield found, mine - rest

    def _linked(self, source: str, cosine: Array) -> tuple[Array, Array]:
        """What each word finds, and how much of it goes to each word of the other side."""
        scale, null = (self.weights[f"{name}.{source}"][:, None, None] for name in NAMES)
        strength = exact.exp(cosine * scale)
        nobody = exact.exp(null)
        forth = strength / (nobody + strength.sum(axis=2, keepdims=True))
        back = strength / (nobody + strength.sum(axis=1, keepdims=True))
        link = forth * back
        linked = np.minimum(link.sum(axis=2), 1.0)
        found = np.stack([cosine.max(axis=2), forth.sum(axis=2), linked, link.max(axis=2)], axis=2)
        return found.transpose(1, 0, 2).reshape(cosine.shape[1], -1), forth.mean(axis=0)

    def _heads(self, source: str, sides: Sequence[Array]) -> list[NDArray[np.float64]]:
        """(heads, words, dimension of a head) a side, unit vectors whose cosines are exact."""
        heads = len(self.weights[f"scale.{source}"])
        projected = self._layers[f"q.{source}"](np.concatenate(sides))
        rows = exact.unit(projected.reshape(len(projected), heads, -1)).astype(np.float64)
        return np.split(rows.transpose(1, 0, 2), np.cumsum([*map(len, sides)])[:-1], axis=1)

    def _normed(self, name: str, rows: Array) -> Array:
        return _standardized(rows) * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def _convolved(self, block: int, rows: Array, ends: NDArray[np.int64]) -> Array:
        """Each word with its neighbours in the case, further apart from block to block.

        Args:
            block: which one.
            rows: (words, width), of all cases.
            ends: where each case ends.
        """
        width, _, places = self.weights[f"convs.{block}.weight"].shape
        step = 2**block
        beside = places // 2 * step
        number = np.searchsorted(ends, np.arange(len(rows)), side="right")
        here = np.arange(len(rows)) + beside * (number + 1)
        brought = np.zeros((len(rows) + beside * (len(ends) + 1), width * places), np.float32)
        brought[here] = self._layers[f"convs.{block}"](rows)
        sums = np.repeat(self.weights[f"convs.{block}.bias"][None], len(rows), axis=0)
        for place in range(places):
            sums += brought[here - beside + place * step, width * place : width * (place + 1)]
        return sums


def load_network(package: str, name: str) -> Network:
    """A network from ``the package's data/<name>.npz``."""
    return parse_network(load_arrays(package, name))


def load_arrays(package: str, name: str) -> dict[str, NDArray[Any]]:
    """The arrays of ``the package's data/<name>.npz``, by name."""
    content = resources.files(package).joinpath("data", f"{name}.npz").read_bytes()
    return read_arrays(content)


def parse_network(content: Mapping[str, NDArray[Any]]) -> Network:
    """A network from the arrays of its file; "about" holds names and provenance as JSON."""
    about = json.loads(str(content["about"]))
    weights = {key: value.astype(np.float32) for key, value in content.items() if key != "about"}
    return Network(tuple(about["signals"]), tuple(about["sources"]), weights)


def _standardized(rows: Array) -> Array:
    centred = rows - rows.mean(axis=-1, keepdims=True)
    variance = np.square(centred).mean(axis=-1, keepdims=True)
    return np.asarray(centred / np.sqrt(variance + EPSILON))


def linear(weights: Array, bias: Array | None = None) -> exact.Linear:
    """Products of a few words at a time, which cost little: as fine as they were fitted."""
    return exact.Linear(weights, bias, bits=24, double=True)
