"""From what the networks make of a word to its strain: weights from a file, numpy alone.

The networks are fitted to tell words without a counterpart from others; their last layers know
more than that answer. A small layer on top of them is fitted so that the strain of a sentence
rises with any damage done to it (`bench/strain_head.py`).

Source: bradley-terry-1952, ranking by pairs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align import exact
from metrics.judges.ensemble.network import CLIP, Array, linear, load_arrays
from metrics.judges.ensemble.words import Outputs

LEAST = 1e-4
"""Answers are kept this far from 0 and 1, since their logits are taken."""
LOGIT = 3.0
"""Logits are brought to the size of the rest."""


@dataclass(frozen=True, eq=False)
class Head:
    """The fitted layer; its arrays by name, float32."""

    weights: Mapping[str, Array]

    def strain(self, outputs: Outputs) -> NDArray[np.float64]:
        """(words,), from 0 up, how far each word is from finding itself on the other side."""
        return self.of_rows(head_rows(outputs))

    def of_rows(self, rows: Array) -> NDArray[np.float64]:
        """The same from `head_rows`."""
        scaled = np.clip((rows - self.weights["mean"]) / self.weights["deviation"], -CLIP, CLIP)
        found = self._outer(exact.gelu(self._inner(scaled)))
        return exact.softplus(found[:, 0].astype(np.float64))

    @cached_property
    def _inner(self) -> exact.Linear:
        return linear(self.weights["inner.weight"].T, self.weights["inner.bias"])

    @cached_property
    def _outer(self) -> exact.Linear:
        return linear(self.weights["outer.weight"].T, self.weights["outer.bias"])


def head_rows(outputs: Outputs) -> Array:
    """(words, columns), what the layer is given of each word."""
    likely = np.clip(np.concatenate(outputs.answers, axis=1), LEAST, 1 - LEAST)
    logits = exact.log(likely / (1 - likely)) / LOGIT
    return np.concatenate([*outputs.read, logits], axis=1).astype(np.float32)


def load_head(package: str, name: str) -> Head:
    """A layer from ``the package's data/<name>.npz``."""
    return parse_head(load_arrays(package, name))


def parse_head(content: Mapping[str, NDArray[Any]]) -> Head:
    """A layer from the arrays of its file; "about" holds provenance as JSON."""
    return Head({key: value.astype(np.float32) for key, value in content.items() if key != "about"})
