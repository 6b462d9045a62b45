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
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align import read_arrays

Array = NDArray[np.float32]

CLIP = 5.0
"""Signals are cut off at so many standard deviations."""
EPSILON = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
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
        hidden = self._linear("feat", self._scaled(columns))
        found = []
        for source in self.sources:
            mine = self._mixed(own[source])
            theirs = None if other is None else self._mixed(other[source])
            compared, rest = self._compared(source, mine, theirs)
            found.append(compared)
            hidden = hidden + self._linear(f"v.{source}", rest)
        hidden = self._normed("n0", hidden + self._linear("stat", np.concatenate(found, axis=1)))
        for block in range(int(self.weights["blocks"])):
            hidden = hidden + gelu(self._convolved(block, self._normed(f"norms.{block}", hidden)))
            inner = gelu(self._linear(f"ff.{block}.0", self._normed(f"n2.{block}", hidden)))
            hidden = hidden + self._linear(f"ff.{block}.2", inner)
        return hidden

    def answers(self, read: Array) -> NDArray[np.float64]:
        """(words, 2), how likely each word is on one side only, and is marked at all."""
        return np.asarray(1 / (1 + np.exp(-self._linear("out", read).astype(np.float64))))

    def _scaled(self, columns: NDArray[np.float64]) -> Array:
        scaled = (columns - self.weights["mean"]) / self.weights["deviation"]
        return np.clip(np.nan_to_num(scaled), -CLIP, CLIP).astype(np.float32)

    def _mixed(self, vectors: Array) -> Array:
        """One vector a word; layers are brought to one size and mixed."""
        if vectors.ndim == 2:
            return vectors
        share = np.exp(self.weights["mix"] - self.weights["mix"].max())
        return np.asarray(np.tensordot(share / share.sum(), _standardized(vectors), 1))

    def _compared(self, source: str, mine: Array, theirs: Array | None) -> tuple[Array, Array]:
        """What each word finds, (words, 4 heads), and what its links leave of its vector."""
        scale, null = self.weights[f"scale.{source}"], self.weights[f"null.{source}"]
        if theirs is None:
            nothing = np.zeros((len(mine), len(scale), 4), np.float32)
            nothing[:, :, 0] = -1.0
            return nothing.reshape(len(mine), -1), mine
        cosine = self._heads(source, mine) @ self._heads(source, theirs).transpose(0, 2, 1)
        strength = np.exp(cosine * scale[:, None, None])
        nobody = np.exp(null)[:, None, None]
        forth = strength / (nobody + strength.sum(axis=2, keepdims=True))
        back = strength / (nobody + strength.sum(axis=1, keepdims=True))
        link = forth * back
        linked = np.minimum(link.sum(axis=2), 1.0)
        found = np.stack([cosine.max(axis=2), forth.sum(axis=2), linked, link.max(axis=2)], axis=2)
        rest = mine - forth.mean(axis=0) @ theirs
        return found.transpose(1, 0, 2).reshape(len(mine), -1), rest

    def _heads(self, source: str, vectors: Array) -> Array:
        """(heads, words, dimension of a head), rows of unit length."""
        heads = len(self.weights[f"scale.{source}"])
        projected = (vectors @ self.weights[f"q.{source}"].T).reshape(len(vectors), heads, -1)
        lengths = np.linalg.norm(projected, axis=2, keepdims=True)
        return np.asarray((projected / np.maximum(lengths, 1e-12)).transpose(1, 0, 2))

    def _linear(self, name: str, rows: Array) -> Array:
        return np.asarray(rows @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"])

    def _normed(self, name: str, rows: Array) -> Array:
        return _standardized(rows) * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def _convolved(self, block: int, rows: Array) -> Array:
        """Each word with its neighbours, further apart from block to block; zeros outside."""
        kernel = self.weights[f"convs.{block}.weight"]
        reach, step = kernel.shape[2] // 2, 2**block
        padded = np.pad(rows, ((reach * step, reach * step), (0, 0)))
        sums = self.weights[f"convs.{block}.bias"] + sum(
            padded[place * step : place * step + len(rows)] @ kernel[:, :, place].T
            for place in range(kernel.shape[2])
        )
        return np.asarray(sums)


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


def gelu(rows: Array) -> Array:
    """Gaussian error linear units, by the usual tanh formula."""
    inner = np.sqrt(2 / np.pi).astype(np.float32) * (rows + 0.044715 * rows * rows * rows)
    return np.asarray(0.5 * rows * (1 + np.tanh(inner)))
