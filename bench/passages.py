"""A passage with what is known of it: what the reader of both sides learns from.

A passage is a bead's two texts. Of each word four things may be known: whether the other side lacks
it, whether professionals marked it as an error of content, whether as a grave one, and whether
people labelled it as different at all. Of the whole: what its errors cost by MQM's weights.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.labelled_pages import UNJUDGED
from corpus import Side

ANSWERS = ("alone", "fault", "grave", "differs")
"""What is asked about each word; see the module's docstring."""
ALONE, FAULT, GRAVELY, DIFFERS = range(len(ANSWERS))
PHRASE_COST, PLANTED_WEIGHT = 5.0, 0.3
"""A planted fault costs as a major error does; what is known by planting counts for less."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Two texts that render each other, and what people said of them.

    Attributes:
        origin: the data set.
        languages: of source and target.
        group: passages of one source share it; they are put in people's order.
        held: whether no training may see it.
        source, target: the texts.
        known: by side, (words, answers), 0 to 1, or -1 where nobody said.
        cost: of its errors by MQM's weights; -1 where nobody said.
        grave: whether it holds a grave error of content, 0 to 1; -1 where nobody said.
        weight: how much cost and grave count.
    """

    origin: str
    languages: tuple[str, str]
    group: str
    held: bool
    source: str
    target: str
    known: dict[Side, NDArray[np.float32]]
    cost: float = UNJUDGED
    grave: float = UNJUDGED
    weight: float = 1.0

    def text(self, side: Side) -> str:
        """One of the texts."""
        return self.source if side is Side.SOURCE else self.target


def unknown(words: int) -> NDArray[np.float32]:
    """Of so many words nothing is known."""
    return np.full((words, len(ANSWERS)), UNJUDGED, np.float32)
