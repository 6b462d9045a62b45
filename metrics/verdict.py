"""The verdict: is the one text a translation of the other at all?"""

from enum import StrEnum

from corpus import Side, load_numbers
from metrics.comparison import Comparison


class Verdict(StrEnum):
    """What the two texts are to each other."""

    TRANSLATION = "translation"
    PARTIAL = "partial"
    UNRELATED = "unrelated"


def verdict(comparison: Comparison) -> Verdict:
    """Judge from how much of each side stands in beads that have something in common.

    Returns:
        TRANSLATION; PARTIAL where large parts of a side are unmatched; UNRELATED where too little
        is matched for a comparison word by word to mean anything.
    """
    numbers = load_numbers("metrics", "verdict")
    shares = [matched_share(comparison, side) for side in Side]
    if max(shares) < numbers["unrelated_below"]:
        return Verdict.UNRELATED
    return Verdict.PARTIAL if min(shares) < numbers["partial_below"] else Verdict.TRANSLATION


def matched_share(comparison: Comparison, side: Side) -> float:
    """The share of one side's text, by characters, that stands in beads to be sure of.

    A bead counts for nothing up to a confidence of ``unsure``, in full from ``sure`` on: texts on
    the same subject find sentences that resemble each other, but none to be sure of.

    Returns:
        0 to 1; 0 where the side has no sentence to align.
    """
    numbers = load_numbers("metrics", "verdict")
    unsure, sure = numbers["unsure"], numbers["sure"]
    document = comparison.document(side)
    matched = total = 0.0
    for bead in comparison.beads():
        sentences = bead.source if side is Side.SOURCE else bead.target
        length = sum(len(document.sentence(where)) for where in sentences)
        total += length
        if bead.similarity is not None:
            matched += length * min(1.0, max(0.0, (bead.confidence - unsure) / (sure - unsure)))
    return matched / total if total else 0.0
