"""Gradient-boosted trees as plain arrays: read from JSON, evaluated with numpy.

The format keeps what a reader can check: the columns' names, and for each tree its nodes' column,
threshold, children and value. ``bench/train_judge.py`` writes it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """An additive model of binary trees.

    Source: friedman-2001.

    Attributes:
        names: the columns that it reads, in order.
        base: what the sum starts from.
        roots: (trees,), each tree's first node.
        column, threshold: (nodes,), a row goes left when its value is at most the threshold.
        missing_left: (nodes,), where a row without the value goes.
        left, right: (nodes,), children; a leaf's are itself.
        value: (nodes,), what a leaf adds.
        depth: of the deepest leaf.
    """

    names: tuple[str, ...]
    base: float
    roots: NDArray[np.int64]
    column: NDArray[np.int64]
    threshold: NDArray[np.float64]
    missing_left: NDArray[np.bool_]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]
    depth: int

    def probability(self, rows: Matrix) -> NDArray[np.float64]:
        """The sum over all trees, kept between 0 and 1, one number a row of columns as `names`."""
        node = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        for _ in range(self.depth):
            value = np.take_along_axis(rows, self.column[node], axis=1)
            goes_left = np.where(
                np.isnan(value), self.missing_left[node], value <= self.threshold[node]
            )
            node = np.where(goes_left, self.left[node], self.right[node])
        return np.asarray(np.clip(self.base + self.value[node].sum(axis=1), 0.0, 1.0))


def load_trees(package: str, name: str) -> Trees:
    """The model in ``package``'s ``data/name.json``."""
    file = resources.files(package) / "data" / f"{name}.json"
    return parse_trees(json.loads(file.read_text("utf-8")))


def parse_trees(content: Mapping[str, Any]) -> Trees:
    """A model from its JSON: nodes of all trees in one list each, children counted from 0."""
    left = np.array(content["left"], dtype=np.int64)
    nodes = np.arange(len(left))
    leaf = left < 0
    return Trees(
        tuple(content["names"]),
        float(content["base"]),
        np.array(content["roots"], dtype=np.int64),
        np.array(content["column"], dtype=np.int64),
        np.array(content["threshold"], dtype=np.float64),
        np.array(content["missing_left"], dtype=bool),
        np.where(leaf, nodes, left),
        np.where(leaf, nodes, np.array(content["right"], dtype=np.int64)),
        np.array(content["value"], dtype=np.float64),
        int(content["depth"]),
    )
