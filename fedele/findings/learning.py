"""What decisions say about other flags of their kind: how much surer, or less sure, those are.

A flag's confidence is a probability that a reviewer agrees. Where a project's reviewers agree with
flags of a kind more often than their confidences said, or less often, later flags of that kind are
shifted in log-odds by what fits the decisions best, shrunken towards no shift: recalibration in the
large of a predictive model, for which few cases suffice. Source: steyerberg-2004.

"To fix" and "intended" both say that a flag is right; "false alarm" says that it is not. Of flags
of the same words, wherever they stand, the latest decision counts, once. What a flag's confidence
was before any shift is kept with its decision, so that what was learned never teaches. A decision
without it, as earlier versions wrote them, teaches nothing. Scores are not touched.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import fsum, sqrt

from corpus import load_numbers
from fedele.findings.decisions import Decision, Ruling
from metrics import Kind

COUNT, DIGEST = "learned_decisions", "learned_sha256"
"""What lessons are called in a signature."""
STEPS = 60
"""Halvings of the interval that a shift lies in: to the last bit of a double. Odds are multiplied
where the paper adds to their logarithms, since products and roots have the same bits everywhere."""


@dataclass(frozen=True, slots=True)
class LearningNumbers:
    """What ``data/learning.toml`` says, where each number has its origin."""

    doubt: float
    most: float


@cache
def learning_numbers() -> LearningNumbers:
    """The numbers, loaded once."""
    return load_numbers("fedele", "learning", LearningNumbers)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What decisions say about a kind of flags.

    Attributes:
        factor: what the odds of a flag's confidence are multiplied by.
        decisions: how many flags it was learned from.
    """

    factor: float
    decisions: int

    def moved(self, confidence: float) -> float:
        """A confidence after that, 0 to 1; what is certain stays certain."""
        return _moved(confidence, self.factor)


@dataclass(frozen=True, slots=True)
class Learned:
    """How decisions about other flags moved a flag's confidence.

    Attributes:
        confidence_before: what it was, 0 to 1.
        decisions: how many flags of the kind were decided about.
        listed: whether the flag is sure enough to be listed after that.
    """

    confidence_before: float
    decisions: int
    listed: bool


def lessons_from(
    decisions: Iterable[Decision], numbers: LearningNumbers | None = None
) -> Mapping[Kind, Lesson]:
    """What decisions say about the kinds of their flags; kinds that they say nothing about lack.

    Args:
        decisions: of one project, in any order.
        numbers: others than those of the product, to measure them.
    """
    weights = numbers or learning_numbers()
    stated = defaultdict[Kind, list[tuple[float, bool]]](list)
    for decision in _once(decisions):
        if decision.confidence is not None:
            agreed = decision.decision is not Ruling.FALSE_ALARM
            stated[decision.kind].append((decision.confidence, agreed))
    return {
        kind: Lesson(_factor(said, weights), len(said)) for kind, said in sorted(stated.items())
    }


def sign(signature: Mapping[str, str], lessons: Mapping[Kind, Lesson]) -> dict[str, str]:
    """A result's signature with how many decisions were learned from, and a digest of the lessons.

    Args:
        signature: what an earlier one says of lessons is left out.
        lessons: with none, nothing is said of them.
    """
    signed = {key: value for key, value in signature.items() if key not in (COUNT, DIGEST)}
    if lessons:
        said = repr([(kind.value, lesson.factor) for kind, lesson in lessons.items()])
        signed[COUNT] = str(sum(lesson.decisions for lesson in lessons.values()))
        signed[DIGEST] = hashlib.sha256(said.encode()).hexdigest()
    return signed


def _once(decisions: Iterable[Decision]) -> Iterable[Decision]:
    """Of the decisions about flags of a kind and the same words, the latest that can teach."""
    latest: dict[tuple[object, ...], Decision] = {}
    for decision in sorted(decisions, key=_rank):
        if decision.confidence is not None:
            words = (_plain(decision.source), _plain(decision.target))
            latest[decision.kind, *words] = decision
    return latest.values()


def _rank(decision: Decision) -> tuple[object, ...]:
    """By date; of two at the same moment one that agrees comes later, as where files are merged."""
    agrees = decision.decision is not Ruling.FALSE_ALARM
    return decision.date, agrees, decision.id, decision.confidence or 0.0


def _plain(words: str | None) -> str | None:
    return None if words is None else " ".join(words.split()).casefold()


def _factor(stated: Sequence[tuple[float, bool]], numbers: LearningNumbers) -> float:
    """The factor of the odds under which what was decided is likeliest, the prior counted in.

    The prior is worth some flags that were stated at a half, half of them agreed with. The
    derivative of the log-likelihood, agreed less expected, only falls as the factor grows, so that
    its zero is found by halving.
    """
    low, high = 1 / numbers.most, numbers.most
    for _ in range(STEPS):
        factor = sqrt(low * high)
        surplus = fsum(agreed - _moved(confidence, factor) for confidence, agreed in stated)
        if surplus + numbers.doubt * (0.5 - _moved(0.5, factor)) > 0:
            low = factor
        else:
            high = factor
    return sqrt(low * high)


def _moved(confidence: float, factor: float) -> float:
    """A probability with its odds multiplied."""
    gained = confidence * factor
    return gained / (gained + (1 - confidence))
