"""What a cosine means in this bitext: 0 where texts have nothing in common, 1 for a translation.

Encoders differ in the cosine they give to unrelated texts and to translations, and so do
documents: sentences about one topic are alike without translating each other, and free
translations are less alike than close ones. Both ends are measured in the bitext itself and drawn
towards what the encoder is known to give, all the more the shorter the bitext is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from statistics import median

import numpy as np
from numpy.typing import NDArray

from align.computing import exact
from align.encoders.protocol import Encoder, Vectors
from corpus import load_numbers

Array = NDArray[np.float32]

WEIGHT = 20
"""How many segments the encoder's own figures weigh."""


@dataclass(frozen=True, slots=True)
class UsualCosines:
    """The cosines that an encoder gives to unrelated texts, and to translations."""

    background: float
    level: float


@dataclass(frozen=True, slots=True)
class ScaleNumbers:
    """What ``data/scale.toml`` says, where each number has its origin."""

    encoders: Mapping[str, UsualCosines]
    other: UsualCosines


@cache
def scale_numbers() -> ScaleNumbers:
    """The numbers, read once."""
    return load_numbers("align", "scale", ScaleNumbers)


@dataclass(frozen=True, slots=True)
class Scale:
    """Turns cosines into likeness.

    Attributes:
        source_mean, target_mean: (dimension,) mean vectors of the sides; their product with a
            run's vector says how alike it is to the other side at large.
        source_prior, target_prior: cosine to add to that product, for what the sides are too
            short to tell.
        level: how far translations stand above the background.
    """

    source_mean: Array
    target_mean: Array
    source_prior: float
    target_prior: float
    level: float

    def likeness(self, source: Vectors, target: Vectors) -> Array:
        """Likeness of every source run, by row, to every target run, by column."""
        background = np.add.outer(
            exact.cosines(source, self.target_mean) + self.target_prior,
            exact.cosines(target, self.source_mean) + self.source_prior,
        )
        likeness = (exact.cosines(source, target) - background / 2) / self.level
        return likeness.astype(np.float32)

    def refit(self, likeness: Sequence[float]) -> "Scale":
        """The scale on which translations found with this one have a likeness of 1."""
        found = median(likeness) if likeness else 1.0
        share = len(likeness) / (len(likeness) + WEIGHT)
        drawn = min(max(share * found + (1 - share), 0.75), 1.2)
        return replace(self, level=self.level * drawn)


def usual_cosines(encoder: Encoder) -> tuple[float, float]:
    """The cosines that an encoder gives to unrelated segments of one text and to translations."""
    numbers = scale_numbers()
    known = numbers.encoders.get(encoder.name, numbers.other)
    return known.background, known.level


def measure(source: Vectors, target: Vectors, background: float, level: float) -> Scale:
    """The scale of two sides, by an encoder's cosine of unrelated texts and of translations."""
    source_share = len(source) / (len(source) + WEIGHT)
    target_share = len(target) / (len(target) + WEIGHT)
    return Scale(
        source_mean=_mean(source, source_share),
        target_mean=_mean(target, target_share),
        source_prior=background * (1 - source_share),
        target_prior=background * (1 - target_share),
        level=level - background,
    )


def _mean(vectors: Vectors, share: float) -> Array:
    """The mean times a share, on the grid of unit vectors."""
    total = vectors.sum(axis=0, dtype=np.float64)
    return exact.on_grid(total * (share / max(len(vectors), 1)))
