"""A review in a few words, for what has no room for more."""

import math
from collections import Counter

from fedele.findings.decisions import Ruling
from fedele.findings.reviewed import Reviewed
from fedele.wording import Wording


def fidelity_phrase(review: Reviewed, wording: Wording) -> str:
    """The fidelity as a reader is told it, such as "Fidelity 82 of 100"."""
    if math.isnan(review.fidelity):
        return f"{wording('fidelity.name')}: {wording('fidelity.none')}"
    score = wording.number(review.fidelity)
    return f"{wording('fidelity.name')} {score} {wording('fidelity.of')}"


def counts_phrase(review: Reviewed, wording: Wording) -> str:
    """How many flags are open, such as "10 flags: 6 major, 4 minor"."""
    listed = ", ".join(
        f"{count} {wording.count(f'severities.{severity.value}', count)}"
        for severity, count in review.open_counts.items()
        if count
    )
    total = wording.count("flags", sum(review.open_counts.values()))
    return f"{total}: {listed}" if listed else total


def applied_phrase(review: Reviewed, wording: Wording) -> str | None:
    """How many decisions hold, such as "3 decisions applied: 1 to fix, 2 intended"."""
    if not review.decisions:
        return None
    counts = Counter(decision.decision for decision in review.decided.values())
    parts = [wording.count(f"decisions.{r.value}", counts[r]) for r in Ruling if counts[r]]
    total = wording.count("decisions.applied", len(review.decided))
    return f"{total}: {', '.join(parts)}" if parts else total


def lapsed_phrase(review: Reviewed, wording: Wording) -> str | None:
    """How many decisions lapsed, None where none did."""
    return wording.count("decisions.lapsed", len(review.lapsed)) if review.lapsed else None
