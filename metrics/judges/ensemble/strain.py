"""Strain: how far the two sides of a bead are from finding themselves in each other.

A flag says that something is gone; strain moves with every word, long before anything is sure
enough to be flagged. Each word has a strain of its own (`head.py`). Beside it, each word, each pair
and each run of five words as it stands in its sentence looks for its best counterpart over there;
words compete for counterparts, so that one word does not answer for two; what is left in the other
language answers for nothing.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from align import exact
from corpus import Side, commonness, is_covered
from metrics.judges.ensemble.encoded_segment import EncodedSegment
from metrics.judges.ensemble.numbers import ensemble_numbers
from metrics.judges.ensemble.signals.counterpart import (
    contest,
    link,
    mean_over_runs,
    raised_by_pairs,
    runs_of,
)
from metrics.judges.ensemble.view import BeadViews, View
from metrics.judges.protocol import Column

FEATURES = ("words", "runs_of_five", "pairs", "links", "contest", "whole", "question", "leftover")
QUESTION_MARKS = frozenset("?？؟⸮;")
RUN = 5

Matrix = NDArray[np.float64]


def strain_features(
    views: BeadViews, strain: Mapping[Side, Column], languages: tuple[str, str]
) -> dict[str, float]:
    """What makes up a bead's strain, by the names in `FEATURES`.

    Args:
        views: the bead from both sides.
        strain: of each word of either.
        languages: BCP 47 codes of source and target.

    Returns:
        Numbers from 0, nothing amiss, to 1 or 2: the mean of the words' own strain, both sides
        added up; the mean over a side's words of what is not answered, both sides added up; one
        minus the cosine of both sides; whether only one side asks; the share of words left as they
        are in the other language. Swapping the sides changes nothing. Nothing at all where a side
        has no words.
    """
    if len(views) < len(Side):
        return {}
    source, target = views.values()
    likeness = exact.cosines(_parts(source.own), _parts(target.own))
    sides = (
        _answered(source.own, target.own, likeness),
        _answered(target.own, source.own, likeness.T),
    )
    found = {"words": sum(_mean(strain[side]) for side in Side)}
    found |= {name: 2.0 - sum(side[name] for side in sides) for name in sides[0]}
    found["whole"] = 1.0 - source.similarity
    found["question"] = float(_asks(source) != _asks(target))
    found["leftover"] = _leftover(source, target, languages)
    return found


def _mean(column: Column) -> float:
    return float(sum(column.tolist()) / len(column))


def _parts(segment: EncodedSegment) -> NDArray[np.float32]:
    """Each word by itself, then each run of words as it stands in the text."""
    return np.concatenate([segment.alone, segment.inner_windows])


def _answered(own: EncodedSegment, other: EncodedSegment, likeness: Matrix) -> Mapping[str, float]:
    """How well one side's words are answered, on average, 0 to 1.

    Args:
        own: the side.
        other: the other one.
        likeness: cosines of all parts of the one, a row each, to all parts of the other.
    """
    words, top = likeness[: len(own), : len(other)], likeness.max(axis=1)
    return {
        "runs_of_five": _runs(own, likeness[len(own) :, len(other) :]),
        "pairs": float(raised_by_pairs(top[: len(own)], own, top[len(own) :]).mean()),
        "links": float(link(words).sum(axis=1).mean()),
        "contest": float(contest(words).mean()),
    }


def _runs(own: EncodedSegment, likeness: Matrix) -> float:
    """Mean over the words of the best match of the runs of `RUN` that hold each."""
    rows = runs_of(own, RUN)
    if not rows.any() or not likeness.shape[1]:
        return 1.0
    return float(mean_over_runs(likeness[rows].max(axis=1), len(own), RUN).mean())


def _asks(view: View) -> bool:
    return not QUESTION_MARKS.isdisjoint(view.own.segment.text)


def _leftover(source: View, target: View, languages: tuple[str, str]) -> float:
    """Share of words that both sides have letter by letter, and only one language knows."""
    sides = [view.own.segment.words() for view in (source, target)]
    shared = set(map(str.casefold, sides[0])) & set(map(str.casefold, sides[1]))
    shares = [
        sum(_foreign(word, languages) for word in words if word.casefold() in shared) / len(words)
        for words in sides
    ]
    return sum(shares)


def _foreign(word: str, languages: tuple[str, str]) -> float:
    """0 to 1, how much better one of the two languages knows a word; 0 for names and figures."""
    if not word.islower() or not word.isalpha() or not all(map(is_covered, languages)):
        return 0.0
    one, other = (commonness(word, language) for language in languages)
    return min(1.0, abs(one - other) / ensemble_numbers().foreign)
