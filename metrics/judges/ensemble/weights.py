"""The fitted weights: of what judges words, of what makes strain of that, and of phrases."""

from dataclasses import dataclass

from corpus import once
from metrics.judges.ensemble.head import Head, load_head
from metrics.judges.ensemble.network import load_network
from metrics.judges.ensemble.numbers import PACKAGE
from metrics.judges.ensemble.words import Ensemble
from metrics.trees import Trees, load_trees

NETWORKS = {"fast": {"fast": 1}, "full": {"fast": 1, "full": 2}}
"""The networks of each effort, and how much each counts beside the trees, which count 1: the
network that reads words in context overlooks some that stand out alone, and the trees, which see no
vectors, err in other places."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What `bench/train_judge.py` fits.

    Attributes:
        words: who says how likely a word has no counterpart.
        strain: what makes strain of what they read.
        phrases: how likely a reviewer agrees that a phrase has none.
    """

    words: Ensemble
    strain: Head
    phrases: Trees


@once
def load_weights(effort: str) -> Weights:
    """The weights that ship, for an effort of `NETWORKS`."""
    return Weights(
        load_ensemble(effort),
        load_head(PACKAGE, f"strain-{effort}"),
        load_trees(PACKAGE, f"phrases-{effort}"),
    )


@once
def load_ensemble(effort: str) -> Ensemble:
    """Who judges words at an effort."""
    networks = [load_network(PACKAGE, f"words-{name}") for name in NETWORKS[effort]]
    trees = load_trees(PACKAGE, "words-trees")
    return Ensemble(tuple(networks), trees, shares_of(effort))


def shares_of(effort: str) -> tuple[float, ...]:
    """How much each network of an effort counts, and the trees."""
    return (*NETWORKS[effort].values(), 1)
