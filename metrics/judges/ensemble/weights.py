"""The fitted weights of coverage: a ensemble and strain for words, trees for phrases of them."""

from contextlib import suppress
from dataclasses import dataclass
from threading import Thread

from corpus import FedeleError, UsageError, once
from metrics.judges.ensemble.head import Head, load_head
from metrics.judges.ensemble.network import load_network
from metrics.judges.ensemble.trees import Trees, load_trees
from metrics.judges.ensemble.vectors import context_encoder
from metrics.judges.ensemble.words import Ensemble

EFFORTS = ("fast", "full")
"""With the default encoder's vectors alone; with a transformer's too."""
NETWORKS = {"fast": {"fast": 1}, "full": {"fast": 1, "full": 2}}
"""The networks of each effort, and how much each counts beside the trees, which count 1: the
network that reads words in context overlooks some that stand out alone, and the trees, which see no
vectors, err in other places."""
DEFAULT_EFFORT = "full"


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What `bench/train_coverage.py` fits.

    Attributes:
        words: who says how likely a word has no counterpart.
        strain: what makes strain of what they read.
        phrases: how likely a reviewer agrees that a phrase has none.
    """

    words: Ensemble
    strain: Head
    phrases: Trees


@once
def load_weights(effort: str = DEFAULT_EFFORT) -> Weights:
    """The weights that ship, from `metrics/data`.

    Raises:
        UsageError: no such effort.
    """
    if effort not in EFFORTS:
        raise UsageError(f"`effort` is one of {', '.join(EFFORTS)}; got {effort!r}")
    return Weights(
        load_ensemble(effort),
        load_head("metrics", f"coverage-strain-{effort}"),
        load_trees("metrics", f"coverage-phrases-{effort}"),
    )


@once
def load_ensemble(effort: str) -> Ensemble:
    """Who judges words at an effort."""
    networks = [load_network("metrics", f"coverage-words-{name}") for name in NETWORKS[effort]]
    trees = load_trees("metrics", "coverage-words-trees")
    return Ensemble(tuple(networks), trees, shares_of(effort))


def load_ahead(effort: str) -> None:
    """Load in a thread what judging words needs, which takes a second, beside other work.

    Nothing is started where it is there already: a process with little memory left may fail to
    start a thread. What goes wrong is left to whoever needs it, and is told there.
    """

    def load() -> None:
        with suppress(FedeleError):
            if "context" in load_weights(effort).words.sources:
                context_encoder()

    if not load_weights.has(effort):
        Thread(target=load).start()


def shares_of(effort: str) -> tuple[float, ...]:
    """How much each network of an effort counts, and the trees."""
    return (*NETWORKS[effort].values(), 1)
