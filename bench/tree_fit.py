"""Fits gradient-boosted trees and writes them as the judge reads them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def export_trees(
    rows: NDArray[np.floating],
    aims: NDArray[np.float64],
    names: Sequence[str],
    shape: Mapping[str, int],
    weights: NDArray[np.float64] | None = None,
) -> dict[str, Any]:
    """Fit gradient-boosted trees and write them as `metrics.trees` reads them."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    model = HistGradientBoostingRegressor(
        learning_rate=0.05,
        l2_regularization=5,
        max_features=0.5,
        early_stopping=False,
        random_state=0,
        **shape,
    ).fit(rows, aims, weights)
    content: dict[str, Any] = {
        "names": list(names),
        "base": float(model._baseline_prediction[0, 0]),
    }
    nodes: dict[str, list[Any]] = {
        key: [] for key in ("column", "threshold", "missing_left", "left", "right", "value")
    }
    roots, depth = [], 0
    for (predictor,) in model._predictors:
        first = len(nodes["left"])
        roots.append(first)
        for node in predictor.nodes:
            leaf = bool(node["is_leaf"])
            depth = max(depth, int(node["depth"]))
            nodes["column"].append(0 if leaf else int(node["feature_idx"]))
            nodes["threshold"].append(0 if leaf else _short(node["num_threshold"]))
            nodes["missing_left"].append(int(node["missing_go_to_left"]))
            nodes["left"].append(-1 if leaf else first + int(node["left"]))
            nodes["right"].append(-1 if leaf else first + int(node["right"]))
            nodes["value"].append(_short(node["value"]) if leaf else 0)
    return content | {"depth": depth, "roots": roots} | nodes


def _short(value: float) -> float:
    return float(f"{value:.5g}")
