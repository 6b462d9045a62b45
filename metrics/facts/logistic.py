"""The probability that a fitted model gives to some evidence."""

import math
from collections.abc import Mapping


def probability(weights: Mapping[str, float], evidence: Mapping[str, float]) -> float:
    """A logistic model's probability, 0 to 1.

    Args:
        weights: the model's, an ``intercept`` and one weight for every key of the evidence.
        evidence: what speaks for and against, each between -1 and 1.
    """
    total = weights["intercept"] + sum(weights[key] * value for key, value in evidence.items())
    return 1 / (1 + math.exp(-total))
