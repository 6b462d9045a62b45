"""Who judges words: networks that compare their vectors, and trees that see their signals alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align import spread
from metrics.judges.ensemble.columns import tabulate
from metrics.judges.ensemble.network import Array, Network, WordFeatures
from metrics.judges.ensemble.numbers import ensemble_numbers
from metrics.trees import Trees


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the ensemble makes of the words of some sides of beads, in order.

    Attributes:
        read: (words, width), each network's last layer.
        answers: (words, answers), each model's answers, 0 to 1; the trees' come last.
    """

    read: Sequence[Array]
    answers: Sequence[NDArray[np.float64]]


@dataclass(frozen=True, slots=True, eq=False)
class Ensemble:
    """Some networks, trees, and how much each counts.

    Attributes:
        networks: each gives two answers a word.
        trees: one answer a word.
        shares: of the networks, then of the trees, in what they find together.
    """

    networks: tuple[Network, ...]
    trees: Trees
    shares: tuple[float, ...]

    @property
    def sources(self) -> set[str]:
        """The vectors that the networks compare."""
        return {source for network in self.networks for source in network.sources}

    def outputs(self, features: Sequence[WordFeatures]) -> Outputs:
        """What each makes of some sides of beads, one or more."""
        read = list(spread(lambda network: network.read(features), self.networks))
        answers = [it.answers(rows) for it, rows in zip(self.networks, read, strict=True)]
        columns = tabulate([it.signals for it in features], self.trees.names)
        return Outputs(read, [*answers, self.trees.probability(columns)[:, None]])

    def likely(self, outputs: Outputs) -> NDArray[np.float64]:
        """(words,), how likely each has no counterpart: the mean of all, each with its share.

        0 where there is next to no sign of it.
        """
        each = [answers.mean(axis=1) for answers in outputs.answers]
        likely = np.average(each, axis=0, weights=self.shares)
        return np.where(likely < ensemble_numbers().floor, 0.0, likely)
