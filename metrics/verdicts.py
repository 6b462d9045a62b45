"""The verdict: is the one text a translation of the other at all?"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from corpus import Side, load_numbers
from metrics.comparison import Comparison


class Verdict(StrEnum):
    """What the two texts are to each other."""

    TRANSLATION = "translation"
    PARTIAL = "partial"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class VerdictNumbers:
    """What ``data/verdict.toml`` says, where each number has its origin."""

    unsure: float
    sure: float
    unrelated_below: float
    partial_below: float


@cache
def verdict_numbers() -> VerdictNumbers:
    """The numbers, loaded once."""
    return load_numbers("metrics", "verdict", VerdictNumbers)


def verdict(comparison: Comparison) -> Verdict:
    """Judge from how much of each side stands in beads that have something in common.

    Returns:
        TRANSLATION; PARTIAL where large parts of a side are unmatched; UNRELATED where too little
        is matched for a comparison word by word to mean anything.
    """
    numbers = verdict_numbers()
    shares = [matched_share(comparison, side) for side in Side]
    if max(shares) < numbers.unrelated_below:
        return Verdict.UNRELATED
    return Verdict.PARTIAL if min(shares) < numbers.partial_below else Verdict.TRANSLATION


def matched_share(comparison: Comparison, side: Side) -> float:
    """The share of one side's text, by characters, that stands in beads to be sure of.

    A bead counts for nothing up to a confidence of ``unsure``, in full from ``sure`` on: texts on
    the same subject find sentences that resemble each other, but none to be sure of.

    Returns:
        0 to 1; 0 where the side has no sentence to align.
    """
    numbers = verdict_numbers()
    unsure, sure = numbers.unsure, numbers.sure
    document = comparison.on(side)
    matched = total = 0.0
    for bead in comparison.beads():
        length = sum(len(document.sentence(where)) for where in bead.on(side))
        total += length
        if bead.similarity is not None:
            matched += length * min(1.0, max(0.0, (bead.confidence - unsure) / (sure - unsure)))
    return matched / total if total else 0.0
