"""Is there room for a counterpart where one would stand?

Words whose best matches choose each other are anchors. Between the places that answer the anchors
before and after a word, its counterpart would stand; where they answer next to each other, nothing
can, and where other words without counterpart stand there, they may say it in other words.
"""

import numpy as np
from numpy.typing import NDArray

from align import exact
from metrics.judges.ensemble.columns import Columns
from metrics.judges.ensemble.view import View

LEAST = 0.55
"""Cosine from which two words that choose each other are an anchor."""


def answering_place(view: View) -> Columns:
    """How many words, and how many open ones, stand at each word's answering place."""
    if view.other is None:
        return {}
    likeness = exact.cosines(view.own.alone, view.other.alone)
    chosen, back = likeness.argmax(axis=1), likeness.argmax(axis=0)
    words = np.arange(len(chosen))
    anchored = (back[chosen] == words) & (likeness[words, chosen] >= LEAST)
    taken = np.zeros(likeness.shape[1], dtype=bool)
    taken[chosen[anchored]] = True
    opens = np.concatenate([[0.0], np.cumsum((1.0 - likeness.max(axis=0)) * ~taken)])
    left, right = _anchors_around(anchored)
    start = np.append(chosen, -1)[left]
    end = np.append(chosen, len(taken))[right]
    low, high = np.minimum(start, end), np.maximum(start, end)
    gap = np.maximum(high - low - 1, 0)
    return {
        "anchored": anchored * 1.0,
        "anchored_share": np.full(len(words), anchored.mean()),
        "room": gap.astype(np.float64),
        "room_open": opens[np.maximum(high, 0)] - opens[np.maximum(low + 1, 0)],
        "stretch": (right - left - 1 - gap).astype(np.float64),
        "unanchored_run": (right - left - 1).astype(np.float64),
        "crossed": (end < start) * 1.0,
    }


def _anchors_around(
    anchored: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The nearest anchor before and after each word; -1 and the number of words for none."""
    words = np.arange(len(anchored))
    anchors = words[anchored]
    before = np.searchsorted(anchors, words)
    after = np.searchsorted(anchors, words, side="right")
    return np.insert(anchors, 0, -1)[before], np.append(anchors, len(words))[after]
