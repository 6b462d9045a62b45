"""What tells a phrase that was dropped or added from one that is said in other words."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from align import Vectors, exact
from metrics.grammar import Grammar
from metrics.judges.ensemble.columns import Columns
from metrics.judges.ensemble.encoded_segment import EncodedSegment
from metrics.judges.ensemble.signals import measure
from metrics.judges.ensemble.view import View
from metrics.phrase import Phrase

MEANS = (
    "match",
    "contest",
    "link",
    "inner",
    "phrase",
    "known",
    "span_3",
    "span_5",
    "anchored",
    "room",
    "room_open",
    "stretch",
    "alike",
    "rise",
    "rise_5",
)
"""The word signals whose mean over the phrase counts."""


def best_answer(segment: EncodedSegment, vector: Vectors) -> tuple[Phrase, float]:
    """The word, or short run of words, most like a vector, and the cosine."""
    words = exact.cosines(segment.inner, vector)
    windows = exact.cosines(segment.inner_windows, vector)
    word = int(words.argmax())
    if not windows.size or words[word] >= windows.max():
        return Phrase(word, word + 1), float(words[word])
    row = int(windows.argmax())
    first, last = segment.windows[row]
    return Phrase(int(first), int(last)), float(windows[row])


def measure_phrases(
    view: View,
    phrases: Sequence[Phrase],
    difference: NDArray[np.float64],
    other_difference: NDArray[np.float64] | None,
    grammar: Grammar,
) -> list[dict[str, float]]:
    """One row of named numbers a phrase; a number that cannot be had is left out.

    Args:
        view: the bead, from the phrases' side.
        phrases: runs of words of ``view.own``.
        difference: one number a word of ``view.own``.
        other_difference: one number a word of ``view.other``, None where there is none.
        grammar: of this side's language.
    """
    if not phrases:
        return []
    runs = [(phrase.first, phrase.last) for phrase in phrases]
    kept, left_out = view.own.parts.kept(runs), view.own.parts.left_out(runs)
    bead = _bead(view, difference, other_difference)
    columns = measure(view)
    rows = []
    for phrase, alone, rest in zip(phrases, kept, left_out, strict=True):
        row = bead | _words(view, phrase, difference, grammar) | _signals(columns, phrase)
        row["weight"] = 1.0 - exact.cosine(rest, view.own.vector)
        row["near"] = max((best_answer(it, alone)[1] for it in view.near), default=-1.0)
        if view.other is not None:
            row["rise"] = exact.cosine(rest, view.other.vector) - view.similarity
            row["rise_share"] = row["rise"] / (row["weight"] + 0.01)
            row["whole"] = exact.cosine(alone, view.other.vector)
            answer, row["answer"] = best_answer(view.other, alone)
            if other_difference is not None:
                row["answer_open"] = float(other_difference[answer.first : answer.last].mean())
        rows.append(row)
    return rows


def _words(
    view: View, phrase: Phrase, difference: NDArray[np.float64], grammar: Grammar
) -> dict[str, float]:
    segment = view.own.segment
    words = segment.words()[phrase.first : phrase.last]
    inside = difference[phrase.first : phrase.last]
    content = np.array([grammar.is_content(word) for word in words])
    telling = inside[content] if content.any() else inside
    beside = np.concatenate(
        [difference[max(0, phrase.first - 2) : phrase.first], difference[phrase.last :][:2]]
    )
    span = phrase.span(segment)
    return {
        "greatest": float(inside.max()),
        "mean": float(inside.mean()),
        "content_mean": float(telling.mean()),
        "content_least": float(telling.min()),
        "content_total": float(telling.sum()),
        "beside": float(beside.mean()) if beside.size else float("nan"),
        "length": float(len(words)),
        "content": float(content.sum()),
        "letters": float(max(len(word) for word in words)),
        "capital": float(any(word[0].isupper() for word in words[int(phrase.first == 0) :])),
        "digit": float(any(c.isdigit() for word in words for c in word)),
        "starts": float(phrase.first == 0),
        "ends": float(phrase.last == len(segment.spans)),
        "bracketed": float(
            segment.text.count("(", 0, span.start) > segment.text.count(")", 0, span.start)
        ),
        "paused": float(segment.text[: span.start].rstrip()[-1:] in (",", ";", ":", "—", "–")),
        "share": len(words) / len(segment.spans),
    }


def _signals(columns: Columns, phrase: Phrase) -> dict[str, float]:
    """Means of the words' own signals."""
    return {
        f"mean_{name}": float(columns[name][phrase.first : phrase.last].mean())
        for name in MEANS
        if name in columns
    }


def _bead(
    view: View, difference: NDArray[np.float64], other_difference: NDArray[np.float64] | None
) -> dict[str, float]:
    other = float("nan") if other_difference is None else float(other_difference.mean())
    return {
        "null": float(view.is_null),
        "similarity": view.similarity,
        "gain": view.similarity - view.elsewhere,
        "bead_mean": float(difference.mean()),
        "other_mean": other,
        "bead_words": float(len(view.own)),
        "word_ratio": len(view.own) / len(view.other) if view.other else float("nan"),
    }
