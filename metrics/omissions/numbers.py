"""How words become flags, in numbers."""

from dataclasses import dataclass
from functools import cache

from corpus import load_numbers


@dataclass(frozen=True, slots=True)
class OmissionNumbers:
    """What ``data/omissions.toml`` says, where each number has its origin."""

    levels: tuple[float, ...]
    seed: float
    shown: float
    shown_phrase: float
    phrase_words: int
    considered: float
    bridge: float
    clauses: int
    clause_share: float
    length_bonus: float
    clause: int
    same: float
    replaces: float
    rephrased: float
    short_sentence: int
    long_paragraph: int
    shown_whole: float
    words_beyond: int


@cache
def omission_numbers() -> OmissionNumbers:
    """The numbers, loaded once."""
    return load_numbers("metrics", "omissions", OmissionNumbers)
