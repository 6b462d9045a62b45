"""From words to phrases: what a reader would take out or put in as one piece.

A phrase grows from a word that most likely has no counterpart over its likely neighbours, bridges
structure words, ends at punctuation, takes in the preposition and the article that it cannot do
without, and leaves none dangling behind it. Clauses are tried as well, whole or from a preposition
or conjunction on: of a clause that is gone, some words find a counterpart by chance.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from metrics.grammar import Grammar
from metrics.omissions.numbers import OmissionNumbers
from metrics.phrase import Phrase
from metrics.segment import Segment

STOPS = frozenset('.;:!?()[]«»“”"—–…')


def find_phrases(
    segment: Segment,
    difference: NDArray[np.float64],
    grammar: Grammar,
    numbers: OmissionNumbers,
) -> list[Phrase]:
    """The segment's phrases that may have no counterpart; they may overlap."""
    shape = _Shape(segment, grammar)
    grown = (
        shape.fitted(first, last)
        for level in numbers.levels
        for first, last in _runs(difference >= level, shape)
        if difference[first:last].max() >= max(level, numbers.seed)
    )
    clauses = (
        clause
        for clause in shape.clauses(numbers.clauses)
        if shape.share(clause, difference > 0.0) >= numbers.clause_share
        and difference[clause.first : clause.last].max() >= numbers.seed
    )
    return list(dict.fromkeys(phrase for phrase in (*grown, *clauses) if phrase))


def _runs(likely: NDArray[np.bool_], shape: "_Shape") -> Iterator[tuple[int, int]]:
    """Runs of likely words; structure words between two are bridged, stops are not."""
    first: int | None = None
    last = 0
    for word, hit in enumerate(likely):
        if not hit:
            continue
        if first is not None and not shape.bridged(last, word):
            yield first, last
            first = None
        first = word if first is None else first
        last = word + 1
    if first is not None:
        yield first, last


class _Shape:
    """What a segment's words and punctuation allow."""

    def __init__(self, segment: Segment, grammar: Grammar) -> None:
        self._words = segment.words()
        self._grammar = grammar
        self._content = [grammar.is_content(word) for word in self._words]
        ends = pairwise(segment.spans)
        between = ["", *(segment.text[one.end : two.start] for one, two in ends), "."]
        self._stop = [any(mark in STOPS for mark in gap) for gap in between]
        for word, (one, two) in enumerate(pairwise(segment.places), start=1):
            self._stop[word] |= one.paragraph != two.paragraph
        self._pause = ["," in gap or stop for gap, stop in zip(between, self._stop, strict=True)]

    def bridged(self, last: int, word: int) -> bool:
        """Whether the words from ``last`` up to ``word`` let a phrase run on to it."""
        return not any(self._stop[last : word + 1]) and not (
            self._pause[word] or any(self._content[last:word])
        )

    def fitted(self, first: int, last: int) -> Phrase | None:
        """The run with its edges put right; None where nothing is left that says anything."""
        while last > first and not self._content[last - 1]:
            last -= 1
        if not any(self._content[first:last]):
            return None
        while self._dangles(first):
            first += 1
        if self._ends_phrase(last):
            first = self._opened(first)
        return Phrase(first, last)

    def clauses(self, most: int) -> Iterator[Phrase]:
        """What stands between pauses, up to ``most`` pieces in a row, or from an opener on."""
        words = range(len(self._words))
        bounds = [word for word in words if word == 0 or self._pause[word]]
        ends = [*bounds[1:], len(self._words)]
        for piece, start in enumerate(bounds):
            for end in ends[piece : piece + most]:
                if any(self._stop[start + 1 : end]):
                    break
                yield Phrase(start, end)
            for first in range(start + 1, ends[piece]):
                if self._grammar.opens(self._words[first]) or self._grammar.joins(
                    self._words[first]
                ):
                    yield Phrase(first, ends[piece])

    def share(self, phrase: Phrase, hits: NDArray[np.bool_]) -> float:
        """The share of a phrase's content words that are hits."""
        inside = [hits[word] for word in range(phrase.first, phrase.last) if self._content[word]]
        return float(np.mean(inside)) if inside else 0.0

    def _opened(self, first: int) -> int:
        """Take in the preposition and article before the phrase, or what joins it on."""
        while self._attached(first) and self._grammar.opens(self._words[first - 1]):
            first -= 1
        if self._attached(first) and self._grammar.joins(self._words[first - 1]):
            first -= 1
        return first

    def _attached(self, first: int) -> bool:
        return first > 0 and not self._pause[first]

    def _dangles(self, first: int) -> bool:
        """Whether a first word belongs to what stands before the phrase."""
        word = self._words[first]
        return not self._content[first] and not (
            self._grammar.opens(word) or self._grammar.joins(word)
        )

    def _ends_phrase(self, last: int) -> bool:
        """Whether a noun phrase can end before the word ``last``."""
        return last == len(self._words) or self._pause[last] or not self._content[last]
