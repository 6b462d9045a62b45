"""The fitted weights of coverage: a network for words, trees for the phrases made of them."""

from dataclasses import dataclass
from functools import cache

from corpus import UsageError
from metrics.coverage.network import Network, load_network
from metrics.coverage.trees import Trees, load_trees

EFFORTS = ("fast", "full")
"""With the default encoder's vectors alone; with a transformer's too."""
NETWORKS = {"fast": ("fast",), "full": ("fast", "full")}
"""Whose mean judges a word: what reads words in context overlooks some that stand out alone."""
DEFAULT_EFFORT = "full"


@dataclass(frozen=True, slots=True)
class Weights:
    """What `bench/train_coverage.py` fits.

    Attributes:
        words: how likely a word has no counterpart; the mean of these counts.
        phrases: how likely a reviewer agrees that a phrase has none.
    """

    words: tuple[Network, ...]
    phrases: Trees


@cache
def load_weights(effort: str = DEFAULT_EFFORT) -> Weights:
    """The weights that ship, from `metrics/data`.

    Raises:
        UsageError: no such effort.
    """
    if effort not in EFFORTS:
        raise UsageError(f"`effort` is one of {', '.join(EFFORTS)}; got {effort!r}")
    return Weights(
        tuple(load_network("metrics", f"coverage-words-{name}") for name in NETWORKS[effort]),
        load_trees("metrics", f"coverage-phrases-{effort}"),
    )
