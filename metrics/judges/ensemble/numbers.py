"""What the ensemble makes of words, in numbers."""

from dataclasses import dataclass
from functools import cache

from corpus import load_numbers

PACKAGE = "metrics.judges.ensemble"
"""Its folder `data` has the numbers and the weights."""


@dataclass(frozen=True, slots=True)
class EnsembleNumbers:
    """What ``data/numbers.toml`` says, where each number has its origin."""

    floor: float
    marked: float
    foreign: float


@cache
def ensemble_numbers() -> EnsembleNumbers:
    """The numbers, loaded once."""
    return load_numbers(PACKAGE, "numbers", EnsembleNumbers)
