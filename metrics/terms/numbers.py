"""How closely words are held to the rules about them, in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpus import load_numbers


@dataclass(frozen=True, slots=True)
class TermNumbers:
    """What ``data/terms.toml`` says, where each number has its origin.

    Attributes:
        confidence: how sure a flag is, by what it says.
    """

    stem: int
    ending: int
    confidence: Mapping[str, float]
    parts: int


@cache
def term_numbers() -> TermNumbers:
    """The numbers, loaded once."""
    return load_numbers("metrics", "terms", TermNumbers)
