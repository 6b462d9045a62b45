"""Phrases that may have no counterpart, with how likely a reviewer agrees."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from align import AdditiveEncoder
from corpus import Recent, load_numbers
from metrics.grammar import Grammar
from metrics.judges.ensemble.encoded import BEADS
from metrics.judges.ensemble.phrase_signals import best_answer, measure_phrases
from metrics.judges.ensemble.signals import measure
from metrics.judges.ensemble.trees import Trees
from metrics.judges.ensemble.view import View
from metrics.omissions.spans import STOPS, Phrase, find_phrases
from metrics.segment import Segment


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase of one side of a bead.

    Attributes:
        view: the bead, from the phrase's side.
        phrase: its words.
        confidence: 0 to 1, how likely nothing on the other side renders it.
        difference: mean of its words' differences.
        answer: what comes nearest to it on the other side, None where nothing faces it.
        likeness: cosine of the two.
    """

    view: View
    phrase: Phrase
    confidence: float
    difference: float
    answer: Phrase | None
    likeness: float

    @property
    def text(self) -> str:
        """Its words as they stand."""
        segment = self.view.own.segment
        return self.phrase.span(segment).of(segment.text)


def find_candidates(
    view: View,
    difference: NDArray[np.float64],
    other_difference: NDArray[np.float64] | None,
    grammar: Grammar,
    trees: Trees,
) -> list[Candidate]:
    """The view's phrases, apart from each other, in order.

    Args:
        view: the bead, from the phrases' side.
        difference: one number a word of ``view.own``.
        other_difference: the same of ``view.other``, None where there is none.
        grammar: of this side's language.
        trees: the weights of phrases.
    """
    texts = [it.segment.text for it in (view.own, view.other, *view.near) if it]
    given = [difference, other_difference, *measure(view).values()]
    columns = [b"" if column is None else column.tobytes() for column in given]
    first = view.own.segment.places[0].paragraph
    breaks = tuple(place.paragraph - first for place in view.own.segment.places)
    looked = Looked(view.own.encoder, grammar, trees, tuple(texts), breaks, tuple(columns))

    def find(_: object) -> list[list[Found]]:
        return [_found(view, difference, other_difference, grammar, trees)]

    return [Candidate(view, *it) for it in _FOUND.get([looked], find)[0]]


class Looked(NamedTuple):
    """All that a view's phrases are found by.

    Attributes:
        encoder, grammar, trees: what reads and weighs them.
        texts: the view's own, the one that it faces, those beside that one.
        breaks: each word's paragraph, counted from the first's: no phrase crosses into another.
        columns: differences of both sides, and what the signals give.
    """

    encoder: AdditiveEncoder
    grammar: Grammar
    trees: Trees
    texts: tuple[str, ...]
    breaks: tuple[int, ...]
    columns: tuple[bytes, ...]


Found = tuple[Phrase, float, float, Phrase | None, float]
"""Of a candidate all but its view."""
_FOUND: Recent[Looked, list[Found]] = Recent(BEADS)


def _found(
    view: View,
    difference: NDArray[np.float64],
    other_difference: NDArray[np.float64] | None,
    grammar: Grammar,
    trees: Trees,
) -> list[Found]:
    phrases = find_phrases(
        view.own.segment, difference, grammar, load_numbers("metrics", "coverage")
    )
    if not phrases:
        return []
    measured = measure_phrases(view, phrases, difference, other_difference, grammar)
    rows = np.array([[row.get(name, np.nan) for name in trees.names] for row in measured])
    contents = [row["content"] for row in measured]
    kept = _apart(phrases, trees.probability(rows).tolist(), contents)
    joined = _joined(kept, view.own.segment, difference)
    return [_answered(view, *found, difference) for found in joined]


def _apart(
    phrases: Sequence[Phrase], likely: Sequence[float], contents: Sequence[float]
) -> list[tuple[Phrase, float]]:
    """The likeliest phrases that do not overlap, longer ones preferred a little."""
    bonus = load_numbers("metrics", "coverage")["length_bonus"]
    order = sorted(
        zip(phrases, likely, contents, strict=True), key=lambda it: -it[1] * (1 + bonus * it[2])
    )
    kept: list[tuple[Phrase, float]] = []
    for phrase, probability, _ in order:
        if all(phrase.last <= other.first or other.last <= phrase.first for other, _ in kept):
            kept.append((phrase, probability))
    return sorted(kept, key=lambda it: it[0].first)


def _joined(
    found: Sequence[tuple[Phrase, float]], segment: Segment, difference: NDArray[np.float64]
) -> list[tuple[Phrase, float]]:
    """The phrases, one for those that run on into each other; it is as sure as the surest."""
    least = load_numbers("metrics", "coverage")["considered"]
    joined: list[tuple[Phrase, float]] = []
    for phrase, likely in found:
        both = joined and min(likely, joined[-1][1]) >= least
        if both and _runs_on(joined[-1][0], phrase, segment, difference):
            before, surest = joined.pop()
            joined.append((Phrase(before.first, phrase.last), max(surest, likely)))
        else:
            joined.append((phrase, likely))
    return joined


def _runs_on(
    before: Phrase, after: Phrase, segment: Segment, difference: NDArray[np.float64]
) -> bool:
    """Whether nothing but likely words, spaces and commas stand between two phrases."""
    between = segment.text[before.span(segment).end : after.span(segment).start]
    same = segment.places[before.last - 1].paragraph == segment.places[after.first].paragraph
    likely = difference[before.last : after.first] >= load_numbers("metrics", "coverage")["bridge"]
    return same and bool(likely.all()) and STOPS.isdisjoint(between)


def _answered(view: View, phrase: Phrase, likely: float, difference: NDArray[np.float64]) -> Found:
    mean = float(difference[phrase.first : phrase.last].mean())
    if view.other is None:
        return phrase, likely, mean, None, 0.0
    vector = view.own.parts.kept([(phrase.first, phrase.last)])[0]
    answer, likeness = best_answer(view.other, vector)
    return phrase, likely, mean, answer, likeness
