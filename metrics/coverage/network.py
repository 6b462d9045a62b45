"""The network that says how likely each word has no counterpart: weights from a file, numpy alone.

It learns what to compare: each head projects the words' vectors of both sides into a space of its
own, and what a word finds there (its best cosine, how much of it is linked, whether it is chosen
back; compare Jalili Sabet et al. 2020, "SimAlign") is set beside the signals of `signals/`. What
the linked words leave of the word's vector goes along. Convolutions along the sentence then make
phrases of words. `bench/train_coverage.py` fits it; `bench/coverage_network.py` has the same
network as a torch module.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align import exact, read_arrays

Array = NDArray[np.float32]

CLIP = 5.0
"""Signals are cut off at so many standard deviations."""
EPSILON = 1e-5


@dataclass(frozen=True, eq=False)
class Network:
    """The fitted network.

    Attributes:
        signals: the columns of `signals/` that it reads, in order.
        sources: which vectors of a word it compares; see `metrics.coverage.vectors`.
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

    def read(
        self,
        columns: NDArray[np.float64],
        own: Mapping[str, Array],
        other: Mapping[str, Array] | None,
    ) -> Array:
        """(words, width), what the last layer makes of each word of one side of a bead.

        Args:
            columns: (words, signals), NaN where a signal says nothing.
            own: by source, (words, dimension), or (layers, words, dimension) where it has layers.
            other: the same of what the side faces, None where it faces nothing.
        """
        hidden = self._layers["feat"](self._scaled(columns))
        found = []
        for source in self.sources:
            mine = self._mixed(own[source])
            theirs = None if other is None else self._mixed(other[source])
            compared, rest = self._compared(source, mine, theirs)
            found.append(compared)
            hidden = hidden + self._layers[f"v.{source}"](rest)
        hidden = self._normed("n0", hidden + self._layers["stat"](np.concatenate(found, axis=1)))
        for block in range(int(self.weights["blocks"])):
            hidden = hidden + exact.gelu(
                self._convolved(block, self._normed(f"norms.{block}", hidden))
            )
            inner = exact.gelu(self._layers[f"ff.{block}.0"](self._normed(f"n2.{block}", hidden)))
            hidden = hidden + self._layers[f"ff.{block}.2"](inner)
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

    def _compared(self, source: str, mine: Array, theirs: Array | None) -> tuple[Array, Array]:
        """What each word finds, (words, 4 heads), and what its links leave of its vector."""
        scale, null = self.weights[f"scale.{source}"], self.weights[f"null.{source}"]
        if theirs is None:
            nothing = np.zeros((len(mine), len(scale), 4), np.float32)
            nothing[:, :, 0] = -1.0
            return nothing.reshape(len(mine), -1), mine
        left, right = (self._heads(source, vectors) for vectors in (mine, theirs))
        cosine = (left @ right.transpose(0, 2, 1)).astype(np.float32)
        strength = exact.exp(cosine * scale[:, None, None])
        nobody = exact.exp(null)[:, None, None]
        forth = strength / (nobody + strength.sum(axis=2, keepdims=True))
        back = strength / (nobody + strength.sum(axis=1, keepdims=True))
        link = forth * back
        linked = np.minimum(link.sum(axis=2), 1.0)
        found = np.stack([cosine.max(axis=2), forth.sum(axis=2), linked, link.max(axis=2)], axis=2)
        rest = mine - exact.product(forth.mean(axis=0), theirs).astype(np.float32)
        return found.transpose(1, 0, 2).reshape(len(mine), -1), rest

    def _heads(self, source: str, vectors: Array) -> NDArray[np.float64]:
        """(heads, words, dimension of a head), rows of unit length whose cosines are exact."""
        heads = len(self.weights[f"scale.{source}"])
        projected = self._layers[f"q.{source}"](vectors).reshape(len(vectors), heads, -1)
        return exact.unit(projected.transpose(1, 0, 2)).astype(np.float64)

    def _normed(self, name: str, rows: Array) -> Array:
        return _standardized(rows) * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def _convolved(self, block: int, rows: Array) -> Array:
        """Each word with its neighbours, further apart from block to block; zeros outside."""
        width, _, places = self.weights[f"convs.{block}.weight"].shape
        step = 2**block
        beside = places // 2 * step
        brought = np.pad(self._layers[f"convs.{block}"](rows), ((beside, beside), (0, 0)))
        sums = np.repeat(self.weights[f"convs.{block}.bias"][None], len(rows), axis=0)
        for place in range(places):
            first = place * step
            sums += brought[first : first + len(rows), width * place : width * (place + 1)]
        return sums


def load_network(room: str, name: str) -> Network:
    """A network from ``<room>/data/<name>.npz``."""
    return parse_network(load_arrays(room, name))


def load_arrays(room: str, name: str) -> dict[str, NDArray[Any]]:
    """The arrays of ``<room>/data/<name>.npz``, by name."""
    content = resources.files(room).joinpath("data", f"{name}.npz").read_bytes()
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
