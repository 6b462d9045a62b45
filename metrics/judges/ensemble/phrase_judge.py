"""What the ensemble says of phrases: how likely they are missing, and what comes nearest."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from align import Vectors, exact
from corpus import Side
from metrics.grammar import Grammar
from metrics.judges.ensemble.phrase_signals import best_answer, measure_phrases
from metrics.judges.ensemble.view import BeadViews
from metrics.judges.protocol import Column
from metrics.phrase import Phrase
from metrics.trees import Trees


@dataclass(frozen=True, slots=True, eq=False)
class EnsemblePhrases:
    """Implements `metrics.judges.PhraseJudge`.

    Attributes:
        views: the bead from both sides.
        difference: of the words of each side.
        grammars: of each side's language.
        trees: how likely a reviewer agrees that a phrase has no counterpart.
        key: what all that depends on.
    """

    views: BeadViews
    difference: Mapping[Side, Column]
    grammars: Mapping[Side, Grammar]
    trees: Trees
    key: Hashable

    def missing(self, side: Side, phrases: Sequence[Phrase]) -> Sequence[float]:
        """0 to 1, one a phrase."""
        differences = self.difference[side], self.difference[side.opposite]
        measured = measure_phrases(self.views[side], phrases, *differences, self.grammars[side])
        rows = [[row.get(name, np.nan) for name in self.trees.names] for row in measured]
        likely: list[float] = self.trees.probability(np.array(rows)).tolist()
        return likely

    def answer(self, side: Side, phrase: Phrase) -> tuple[Phrase, float]:
        """The word, or short run of words, whose vector is most like the phrase's."""
        return best_answer(self.views[side.opposite].own, self._vector(side, phrase))

    def likeness(self, source: Phrase, target: Phrase) -> float:
        """Cosine of the two as they stand in their texts."""
        return exact.cosine(self._vector(Side.SOURCE, source), self._vector(Side.TARGET, target))

    def counterparts(self) -> Mapping[int, int]:
        """Words that are each other's best match, by themselves."""
        source, target = (self.views[side].own.alone for side in Side)
        likeness = exact.cosines(source, target)
        best, back = likeness.argmax(axis=1).tolist(), likeness.argmax(axis=0)
        return {word: answer for word, answer in enumerate(best) if back[answer] == word}

    def _vector(self, side: Side, phrase: Phrase) -> Vectors:
        kept: Vectors = self.views[side].own.parts.kept([(phrase.first, phrase.last)])[0]
        return kept
