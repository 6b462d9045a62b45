"""What a judge is: who says of every word how well the other side renders it.

To make another: a class with a method `judge`, in a folder beside `ensemble`, and a line in
`chosen.py`. Flags and fidelity see nothing of it but what is written here; what they make of a
bead's strain is weighed by `metrics/data/fidelity.toml`.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus import Progress, Side
from metrics.comparison import Comparison
from metrics.flag import Severity
from metrics.phrase import Phrase
from metrics.segment import Segment
from metrics.word import Word

Column = NDArray[np.float64]
"""One number a word of a segment."""


class Judge(Protocol):
    """Who is given the two sides of beads and says how well they render each other."""

    def judge(
        self, comparison: Comparison, progress: Progress | None = None
    ) -> Sequence["JudgedBead"]:
        """Every bead of a comparison, in order (`Comparison.beads`).

        Args:
            comparison: two aligned documents.
            progress: called as the work goes, with the stage "words".
        """
        ...


@dataclass(frozen=True, eq=False)
class JudgedSide:
    """One side of a bead.

    Attributes:
        side: which one.
        segment: its text and where its words stand.
        difference: 0 to 1, how likely each word has no counterpart on the other side; 0 where
            there is next to no sign of it.
        strain: from 0, how badly each word is rendered, long before it is likely that it is not.
    """

    side: Side
    segment: Segment
    difference: Column
    strain: Column

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words, with what is said of them."""
        segment = self.segment
        judged = zip(self.difference.tolist(), self.strain.tolist(), strict=True)
        return tuple(
            Word(self.side, it.paragraph, it.start, it.end, text, *said)
            for it, text, said in zip(segment.places, segment.words(), judged, strict=True)
        )


@dataclass(frozen=True, slots=True, eq=False)
class JudgedBead:
    """A bead.

    Attributes:
        source, target: its sides.
        phrases: whom to ask about phrases of its words; None where a side has no words.
        strain: what says how badly it is rendered, by name, each from 0, nothing amiss; empty where
            a side has no words.
        opinion: what a borrowed judge says of it; None where none was asked, or a side has no
            words.
    """

    source: JudgedSide
    target: JudgedSide
    phrases: "PhraseJudge | None" = None
    strain: Mapping[str, float] = field(default_factory=dict)
    opinion: "Opinion | None" = None

    def on(self, side: Side) -> JudgedSide:
        """One of its sides."""
        return self.source if side is Side.SOURCE else self.target


@dataclass(frozen=True, slots=True)
class Marked:
    """An error that a borrowed judge marks in the target.

    Attributes:
        phrase: its words there.
        severity: as the judge has it.
        confidence: 0 to 1, how likely a reviewer marks it too.
    """

    phrase: Phrase
    severity: Severity
    confidence: float


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a borrowed judge says of a bead (`metrics.judges.borrowed`).

    Attributes:
        judge: its name.
        score: on its own scale.
        points: MQM points that reviewers are expected to take off for the bead, from 0.
        marked: the errors that it marks, in order.
    """

    judge: str
    score: float
    points: float
    marked: tuple[Marked, ...] = ()


class PhraseJudge(Protocol):
    """Who is asked about phrases of a bead whose words are judged."""

    @property
    def key(self) -> Hashable:
        """What the answers depend on: where it is the same, so are they."""
        ...

    def missing(self, side: Side, phrases: Sequence[Phrase]) -> Sequence[float]:
        """0 to 1, how likely a reviewer agrees that nothing renders them, one a phrase."""
        ...

    def answer(self, side: Side, phrase: Phrase) -> tuple[Phrase, float]:
        """What comes nearest to a side's phrase on the other, and how like it is, as a cosine."""
        ...

    def likeness(self, source: Phrase, target: Phrase) -> float:
        """How like a phrase of the source and one of the target are in meaning, as a cosine."""
        ...

    def counterparts(self) -> Mapping[int, int]:
        """The source's words that a word of the target answers, with that word."""
        ...
