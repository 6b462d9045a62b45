"""Does a word find a word or a pair of words that means the same on the other side?

Similarity of words alone, and of words in their context; whether the best match prefers another
word of this side; and how much of the word's own meaning weight stays unmatched.

Source: jalili-sabet-2020, mutual argmax.
"""

import numpy as np
from numpy.typing import NDArray

from align import exact
from metrics.judges.ensemble.columns import Columns, constant, smoothed
from metrics.judges.ensemble.encoded_segment import EncodedSegment
from metrics.judges.ensemble.view import View
from metrics.judges.protocol import Column

Matrix = NDArray[np.float64]

LINK_AT, LINK_SLOPE = 0.5, 12.0
"""Cosine at which a word is as likely linked to another as to nothing, and how sharply it turns."""


def counterpart(view: View) -> Columns:
    """The best counterpart of each word, its rivals, and what stays unmatched on both sides."""
    if view.other is None:
        return {}
    words = exact.cosines(view.own.alone, view.other.alone)
    inner = exact.cosines(view.own.inner, view.other.inner)
    best = words.max(axis=1)
    links = link(words)
    weight = _weight(view.own)
    columns = {
        "match": best,
        "match_second": _second(words),
        "match_mean": words.mean(axis=1),
        "contest": contest(words),
        "mutual": (words.argmax(axis=0)[words.argmax(axis=1)] == np.arange(len(best))) * 1.0,
        "link": links.max(axis=1),
        "link_sum": links.sum(axis=1),
        "inner": inner.max(axis=1),
        "inner_contest": contest(inner),
        "phrase": _phrase(view.own, view.other),
        "near": _near(view),
        "around": (around := exact.cosines(view.own.alone, view.around).max(axis=1)),
        "known": around - best,
        "span_3": _span(view.own, view.other, 3),
        "span_5": _span(view.own, view.other, 5),
        "open": constant(view, _open(view.own, best)),
        "other_open": constant(view, _open(view.other, words.max(axis=0))),
        "match_weighted": smoothed(best * weight, 2) / smoothed(weight, 2),
    }
    for reach in (1, 2, 4):
        columns[f"match_{reach}"] = smoothed(best, reach)
    for reach in (1, 2):
        columns[f"link_{reach}"] = smoothed(columns["link"], reach)
    return columns


def link(words: Matrix) -> Matrix:
    """Product of both directions' softmax, each with room for no counterpart at all.

    Args:
        words: cosines, a row a word of the one side, a column a word of the other.
    """
    likely: Matrix = exact.exp((words - LINK_AT) * LINK_SLOPE)
    forth = likely / (1.0 + likely.sum(axis=1, keepdims=True))
    back = likely / (1.0 + likely.sum(axis=0, keepdims=True))
    return np.asarray(forth * back)


def contest(words: Matrix) -> Column:
    """How much better each word likes its best match than the best of its side's others do.

    Args:
        words: as for `link`.
    """
    best, chosen = words.max(axis=1), words.argmax(axis=1)
    if len(words) < 2:
        return np.asarray(best)
    rivals = words[:, chosen].copy()
    np.fill_diagonal(rivals, -1.0)
    return np.asarray(best - rivals.max(axis=0))


def runs_of(segment: EncodedSegment, length: int) -> NDArray[np.bool_]:
    """Which of a segment's windows have a length."""
    return np.asarray(segment.windows[:, 1] - segment.windows[:, 0] == length)


def mean_over_runs(best: Column, words: int, length: int) -> Column:
    """Each word's mean over the runs of a length that hold it, from a value a run."""
    index = np.arange(words)
    first = np.maximum(index - length + 1, 0)
    last = np.minimum(index + 1, len(best))
    sums = np.concatenate([[0.0], np.cumsum(best)])
    return np.asarray((sums[last] - sums[first]) / np.maximum(last - first, 1))


def raised_by_pairs(best: Column, segment: EncodedSegment, windows: Column) -> Column:
    """Each word's value, or that of a pair with it where it is greater.

    Args:
        best: a value a word of the segment.
        segment: the words.
        windows: a value a window of the segment, of any length.
    """
    raised = best.copy()
    pairs = runs_of(segment, 2)
    for (first, last), value in zip(segment.windows[pairs], windows[pairs], strict=True):
        raised[first:last] = np.maximum(raised[first:last], value)
    return raised


def _second(words: Matrix) -> Column:
    if words.shape[1] < 2:
        return np.zeros(len(words))
    return np.asarray(np.partition(words, -2, axis=1)[:, -2])


def _phrase(own: EncodedSegment, other: EncodedSegment) -> Column:
    """Best similarity of the word, or of a pair with it, to words and pairs over there."""
    theirs = np.concatenate([other.alone, other.inner_windows])
    best = exact.cosines(own.alone, theirs).max(axis=1)
    if not len(own.windows):
        return np.asarray(best)
    return raised_by_pairs(best, own, exact.cosines(own.inner_windows, theirs).max(axis=1))


def _span(own: EncodedSegment, other: EncodedSegment, length: int) -> Column:
    """Mean over the runs of that length that hold the word of their best match over there."""
    rows = runs_of(own, length)
    if not rows.any() or not len(other.windows):
        return np.full(len(own), np.nan)
    best = exact.cosines(own.inner_windows[rows], other.inner_windows).max(axis=1)
    return mean_over_runs(best, len(own), length)


def _near(view: View) -> Column:
    """Best counterpart in the beads beside the answering one; -1 where there are none."""
    best = np.full(len(view.own), -1.0)
    for segment in view.near:
        best = np.maximum(best, exact.cosines(view.own.alone, segment.alone).max(axis=1))
    return best


def _weight(segment: EncodedSegment) -> Column:
    return 1.0 - exact.cosines(segment.without, segment.vector) + 1e-3


def _open(segment: EncodedSegment, best: Column) -> float:
    """How much of a side's weight stays unmatched."""
    weight = _weight(segment)
    return float((weight * (1.0 - best)).sum() / weight.sum())
