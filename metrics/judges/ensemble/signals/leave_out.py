"""Leave words out of one side and look how much closer the two sides come.

What has no counterpart pulls a sentence's vector away from its translation; without it, the
similarity rises. Runs of two, three and five words are left out too: a phrase's words hide one
another.
"""

import numpy as np
from numpy.typing import NDArray

from align import exact
from metrics.judges.ensemble.columns import Columns
from metrics.judges.ensemble.encoded_segment import WINDOWS
from metrics.judges.ensemble.view import View


def leave_out(view: View) -> Columns:
    """How much the similarity rises without each word, and how much the word weighs."""
    own = view.own
    weight = 1.0 - exact.cosines(own.without, own.vector)
    if view.other is None:
        return {"weight": weight}
    rise = exact.cosines(own.without, view.other.vector) - view.similarity
    columns = {
        "weight": weight,
        "rise": rise,
        "rise_total": rise * len(own),
        "rise_share": rise / (weight + 0.01),
    }
    return columns | _window_rises(view, rise)


def _window_rises(view: View, rise: NDArray[np.float64]) -> Columns:
    """For each length, the largest rise among the runs that hold the word."""
    own, columns = view.own, {}
    assert view.other is not None
    rises = exact.cosines(own.without_windows, view.other.vector) - view.similarity
    lengths = own.windows[:, 1] - own.windows[:, 0]
    for length in WINDOWS:
        best = rise.copy()
        for (first, last), value in zip(
            own.windows[lengths == length], rises[lengths == length], strict=True
        ):
            best[first:last] = np.maximum(best[first:last], value)
        columns[f"rise_{length}"] = best
    return columns
