"""A review in a few words, for what has no room for more."""

import math
from typing import TYPE_CHECKING

from fedele.reports.wording import Wording

if TYPE_CHECKING:
    from fedele.result import Review


def fidelity_phrase(review: "Review", wording: Wording) -> str:
    """The fidelity as a reader is told it, such as "Fidelity 82 of 100"."""
    if math.isnan(review.fidelity):
        return f"{wording('fidelity.name')}: {wording('fidelity.none')}"
    score = wording.number(review.fidelity)
    return f"{wording('fidelity.name')} {score} {wording('fidelity.of')}"


def counts_phrase(review: "Review", wording: Wording) -> str:
    """How many flags are open, such as "10 flags: 6 major, 4 minor"."""
    listed = ", ".join(
        f"{count} {wording.count(f'severities.{severity.value}', count)}"
        for severity, count in review.open_counts.items()
        if count
    )
    total = wording.count("flags", sum(review.open_counts.values()))
    return f"{total}: {listed}" if listed else total
