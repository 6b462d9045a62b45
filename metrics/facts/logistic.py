"""The probability that a fitted model gives to some evidence."""

import math
from collections.abc import Mapping

from corpus import load_numbers


def probability(weights: str, evidence: Mapping[str, float]) -> float:
    """A logistic model's probability, 0 to 1.

    Args:
        weights: the model's group in metrics/data/facts.toml, with an ``intercept`` and one
            weight for every key of the evidence.
        evidence: what speaks for and against, each between -1 and 1.
    """
    table = load_numbers("metrics", "facts")[weights]
    total = table["intercept"] + sum(table[key] * value for key, value in evidence.items())
    return 1 / (1 + math.exp(-total))
