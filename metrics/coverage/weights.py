"""The fitted weights of coverage: trees for words, and for the phrases made of them."""

from dataclasses import dataclass
from functools import cache

from metrics.coverage.trees import Trees, load_trees


@dataclass(frozen=True, slots=True)
class Weights:
    """What `bench/train_coverage.py` fits.

    Attributes:
        words: how likely a word has no counterpart.
        phrases: how likely a reviewer agrees that a phrase has none.
    """

    words: Trees
    phrases: Trees


@cache
def load_weights() -> Weights:
    """The weights that ship, from `metrics/data`."""
    return Weights(
        load_trees("metrics", "coverage-words"), load_trees("metrics", "coverage-phrases")
    )
