"""A borrowed judge: the one that ships says which words lack a counterpart, the model the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import NamedTuple

from corpus import ModelError, Progress, Recent
from metrics.comparison import Comparison
from metrics.flag import Severity
from metrics.judges.borrowed.batches import BATCH, DIGITS
from metrics.judges.borrowed.calibration import borrowed_numbers, expected_points
from metrics.judges.borrowed.model import ErrorSpan, PassageModel, Passages, Reading
from metrics.judges.protocol import Judge, JudgedBead, Marked, Opinion
from metrics.phrase import Phrase
from metrics.segment import Segment

BEADS = 1_000
"""Passages of which it is kept what was said: those of a text that is being edited."""


class _Asked(NamedTuple):
    """A passage that a model was asked about."""

    digest: str
    passages: Passages


_SAID: Recent[_Asked, Reading] = Recent(BEADS)


@dataclass(frozen=True, slots=True, eq=False)
class BorrowedJudge:
    """Implements `metrics.judges.Judge`.

    Attributes:
        model: what reads passages.
        words: the judge who says what it does not.
    """

    model: PassageModel
    words: Judge

    def judge(
        self, comparison: Comparison, progress: Progress | None = None
    ) -> Sequence[JudgedBead]:
        """Every bead; those with words on both sides with the model's opinion.

        Raises:
            ModelError: the model gives what is no number.
        """
        beads = list(self.words.judge(comparison, progress))
        asked = {
            number: _Asked(
                self.model.digest, Passages(bead.source.segment.text, bead.target.segment.text)
            )
            for number, bead in enumerate(beads)
            if bead.source.segment.spans and bead.target.segment.spans
        }
        keys, numbers = list(asked.values()), list(asked)
        for first in range(0, len(keys), 8 * BATCH):
            some = slice(first, first + 8 * BATCH)
            said = _SAID.get(keys[some], self._read)
            for number, reading in zip(numbers[some], said, strict=True):
                beads[number] = self._with_opinion(beads[number], reading)
            if progress:
                progress("judge", min(first + 8 * BATCH, len(keys)), len(keys))
        return beads

    def _read(self, asked: Sequence[_Asked]) -> list[Reading]:
        readings = self.model.read([it.passages for it in asked])
        if not all(isfinite(it.score) for it in readings):
            raise ModelError(f"judge {self.model.name}: gives no number; its weights are damaged")
        return readings

    def _with_opinion(self, bead: JudgedBead, reading: Reading) -> JudgedBead:
        score = round(reading.score, DIGITS)
        marked = (_marked(span, bead.target.segment) for span in reading.spans)
        return replace(
            bead,
            opinion=Opinion(
                judge=self.model.name,
                score=score,
                points=expected_points(score, self.model.family),
                marked=tuple(filter(None, marked)),
            ),
        )


def _marked(error: ErrorSpan, segment: Segment) -> Marked | None:
    """A marked error on whole words of one paragraph; None where it touches none, a comma say."""
    touched = [
        number
        for number, word in enumerate(segment.spans)
        if word.start < error.span.end and error.span.start < word.end
    ]
    if not touched:
        return None
    paragraph = segment.places[touched[0]].paragraph
    touched = [number for number in touched if segment.places[number].paragraph == paragraph]
    confidence = error.probability * borrowed_numbers().confidence[error.severity]
    return Marked(
        Phrase(touched[0], touched[-1] + 1), Severity(error.severity), round(confidence, DIGITS)
    )
