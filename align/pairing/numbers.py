"""How documents of two languages find their counterparts, in numbers."""

from dataclasses import dataclass
from functools import cache

from corpus import load_numbers


@dataclass(frozen=True, slots=True)
class PairWeights:
    """What the confidence in a pair of documents weighs: a constant, and each feature of it."""

    constant: float
    larger: float
    likeness: float
    matched: float
    brief: float
    brief_larger: float
    least_margin: float
    greatest_margin: float
    figures: float
    names: float


@dataclass(frozen=True, slots=True)
class PairingNumbers:
    """What ``data/pairing.toml`` says, where each number has its origin."""

    sentences: int
    sentence_chars: int
    windows: int
    peakedness: float
    part: int
    parts: int
    candidates: int
    rival: float
    brief: float
    gap: float
    sure: float
    figures: float
    clash: float
    same: float
    confidence: PairWeights
    least_confidence: float


@cache
def pairing_numbers() -> PairingNumbers:
    """The numbers, read once."""
    return load_numbers("align", "pairing", PairingNumbers)
