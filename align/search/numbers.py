"""What the search for an alignment weighs, in numbers."""

from dataclasses import dataclass
from functools import cache

from corpus import load_numbers


@dataclass(frozen=True, slots=True)
class BeadWeights:
    """What the confidence in a bead weighs: a constant, and each feature of the bead."""

    constant: float
    likeness: float
    extra: float
    adjoining: float
    linked: float


@dataclass(frozen=True, slots=True)
class Priors:
    """What is known of translations before a bitext is seen, and how much it weighs."""

    weight: float
    sample: int
    joined: float
    joined_slope: float
    joined_most: float
    alone: float
    free: float
    free_likeness: float
    free_slope: float


@dataclass(frozen=True, slots=True)
class SearchNumbers:
    """What ``data/search.toml`` says, where each number has its origin."""

    threshold: float
    length_weight: float
    break_penalty: float
    size: int
    size_at_most: int
    seed: float
    seed_margin: float
    move_cost: float
    move_cost_growth: float
    reaches: tuple[int, ...]
    release_reach: int
    whole: int
    chunk: int
    chunk_radius: int
    chunk_threshold: float
    anchor: float
    radius: int
    confidence: BeadWeights
    least_confidence: float
    lone_confidence: float
    around: int
    joining_confidence: float
    priors: Priors


@cache
def search_numbers() -> SearchNumbers:
    """The numbers, read once."""
    return load_numbers("align", "search", SearchNumbers)
