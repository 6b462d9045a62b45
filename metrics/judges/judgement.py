"""A judgement: a comparison, judged once. Evidence, fidelity and flags are made of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from align import in_turn
from corpus import Progress, Side
from metrics.comparison import Comparison
from metrics.judges.chosen import DEFAULT_EFFORT, load_judge
from metrics.judges.protocol import Judge, JudgedBead, JudgedSide
from metrics.segment import Segment, WordSpan, cut_segments, word_spans
from metrics.word import Word


@dataclass(frozen=True, eq=False)
class Judgement:
    """What a judge says of a comparison.

    Attributes:
        comparison: two aligned documents.
        beads: every bead of theirs, in order.
        unknown: the difference of words that stand in no bead, such as those set aside.
    """

    comparison: Comparison
    beads: Sequence[JudgedBead]
    unknown: float = 0.0

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Every word of both documents, once, in reading order, the source's first."""
        return tuple(word for side in Side for word in self._words(side))

    def _words(self, side: Side) -> Iterator[Word]:
        judged = {word.place: word for bead in self.beads for word in bead.on(side).words}
        for number, paragraph in enumerate(self.comparison.on(side).paragraphs):
            for sentence in paragraph.sentences:
                for span in word_spans(sentence.of(paragraph.text)):
                    start, end = sentence.start + span.start, sentence.start + span.end
                    word = judged.get(WordSpan(number, start, end))
                    text = paragraph.text[start:end]
                    yield word or Word(side, number, start, end, text, self.unknown)


@in_turn()
def judge(
    comparison: Comparison, by: Judge | None = None, *, progress: Progress | None = None
) -> Judgement:
    """Judge a comparison.

    Args:
        comparison: two aligned documents.
        by: who judges it; the judge that ships where not given.
        progress: called as the work goes.
    """
    by = by or load_judge(DEFAULT_EFFORT)
    return Judgement(comparison, by.judge(comparison, progress))


def all_different(comparison: Comparison) -> Judgement:
    """No word has a counterpart, as befits texts that are no translations of each other."""

    def lost(side: Side, segment: Segment) -> JudgedSide:
        count = len(segment.places)
        return JudgedSide(side, segment, np.ones(count), np.zeros(count))

    sides = ([lost(*it) for it in both.items()] for both in cut_segments(comparison))
    beads = [JudgedBead(source, target) for source, target in sides]
    return Judgement(comparison, beads, unknown=1.0)
