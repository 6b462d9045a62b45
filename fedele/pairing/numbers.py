"""What is said about pairs, and how doubtful languages are settled, in numbers."""

from dataclasses import dataclass
from functools import cache

from corpus import load_numbers


@dataclass(frozen=True, slots=True)
class CollectionNumbers:
    """What ``data/pairing.toml`` says, where each number has its origin."""

    much: float
    run: int
    runs: int
    floor: float


@cache
def collection_numbers() -> CollectionNumbers:
    """The numbers, loaded once."""
    return load_numbers("fedele", "pairing", CollectionNumbers)
