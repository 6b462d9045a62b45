"""How much of either of two documents the other renders, seen by aligning them.

Likely pairs come from the documents' vectors (`align.pairing.nearest`); each is then aligned
sentence by sentence, and the share of either text that stands in sure beads tells whether one
renders the other.

Source: thompson-koehn-2020.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from math import exp, fsum, log1p

import numpy as np
from numpy.typing import NDArray

from align.computing.threads import let_others
from align.encoders.protocol import Encoder
from align.pairing.nearest import Likely, likely_pairs
from align.pairing.numbers import PairWeights, pairing_numbers
from align.pairing.sketch import Sketch, Weights, weigh, weigh_marks
from align.search.confidence import confidences
from align.search.side import SideVectors
from align.segments import find_links
from corpus import Progress

FEATURES = tuple(field.name for field in fields(PairWeights))[1:]


@dataclass(frozen=True, slots=True)
class ComparedDocuments:
    """Two documents that were aligned, and what came of it.

    Attributes:
        source, target: numbers of documents.
        source_sure, target_sure: which sentences stand in sure beads.
        source_coverage, target_coverage: what those weigh, as a share of each document.
        features: what the confidence rests on, in the order of `FEATURES`.
        agreement: how far their figures agree, -1 to 1.
        odds: logarithm of the odds that one renders the other.
    """

    source: int
    target: int
    source_sure: NDArray[np.bool_]
    target_sure: NDArray[np.bool_]
    source_coverage: float
    target_coverage: float
    features: tuple[float, ...]
    agreement: float
    odds: float

    @property
    def confidence(self) -> float:
        """The probability that one renders the other."""
        return 1 / (1 + exp(-self.odds))

    @property
    def is_kin(self) -> bool:
        """Whether most of one seems to render the other, but their figures clash."""
        shares = self.source_coverage, self.target_coverage
        return self.agreement < 0 and max(shares) >= pairing_numbers().same


def compare_all(
    sources: Sequence[Sketch],
    targets: Sequence[Sketch],
    encoder: Encoder,
    progress: Progress | None = None,
    gap: float | None = None,
) -> list[ComparedDocuments]:
    """Align every likely pair of documents; arguments as `pair_documents`'.

    A ``gap`` other than that of `data/pairing.toml` says how far below the nearest's the cosine of
    a candidate may be.
    """
    gap = pairing_numbers().gap if gap is None else gap
    left, right = _weighed(sources), _weighed(targets)
    weights = [one.weights for one in left], [one.weights for one in right]
    found = likely_pairs(sources, weights[0], targets, weights[1], encoder, gap)
    compared: list[ComparedDocuments] = []
    for done, likely in enumerate(found, 1):
        compared.append(_compared(likely, left[likely.source], right[likely.target], encoder))
        let_others()
        if progress:
            progress("compare", done, len(found))
    return compared


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A document, what its sentences weigh in the collection, and what any figure and name does."""

    sketch: Sketch
    weights: Weights
    figures: Mapping[str, float]
    names: Mapping[str, float]

    def share(self, sentences: NDArray[np.bool_]) -> float:
        """What some sentences weigh, as a share of the document."""
        return float(self.weights[sentences].sum() / (self.weights.sum() or 1))


def _weighed(sketches: Sequence[Sketch]) -> list[_Weighed]:
    figures = weigh_marks([one.figures for one in sketches])
    names = weigh_marks([one.names for one in sketches])
    pairs = zip(sketches, weigh(sketches), strict=True)
    return [_Weighed(one, weights, figures, names) for one, weights in pairs]


def _compared(
    likely: Likely, left: _Weighed, right: _Weighed, encoder: Encoder
) -> ComparedDocuments:
    """Align two documents and see how much of each the other renders."""
    numbers = pairing_numbers()
    sides = left.sketch.side(), right.sketch.side()
    links = find_links(*sides, encoder)
    sure = np.array(confidences(links, *map(len, sides)))
    links = [link for link, value in zip(links, sure, strict=True) if value >= numbers.sure]
    source_sure = _within([link.source for link in links], sides[0])
    target_sure = _within([link.target for link in links], sides[1])
    shares = left.share(source_sure), right.share(target_sure)
    matched = min(left.weights[source_sure].sum(), right.weights[target_sure].sum())
    size = min(left.sketch.lengths.sum(), right.sketch.lengths.sum())
    brief = float(numbers.brief / (numbers.brief + size))
    agreement = _agreement(*_common(left, right, "figures"))
    features = (
        max(shares),
        float(np.average([link.likeness for link in links])) if links else 0.0,
        log1p(matched),
        brief,
        brief * max(shares),
        *likely.margins,
        agreement,
        _share(*_common(left, right, "names")),
    )
    return ComparedDocuments(
        likely.source,
        likely.target,
        source_sure,
        target_sure,
        *shares,
        features,
        agreement,
        _odds(features),
    )


def _common(left: _Weighed, right: _Weighed, kind: str) -> tuple[float, float]:
    """What the marks of the document with fewer of them weigh: those in the other, and the rest."""
    fewer, more = sorted((left, right), key=lambda one: len(getattr(one.sketch, kind)))
    weights: Mapping[str, float] = getattr(fewer, kind)
    here, there = getattr(fewer.sketch, kind), getattr(more.sketch, kind)
    return fsum(weights[one] for one in here & there), fsum(weights[one] for one in here - there)


def _agreement(shared: float, other: float) -> float:
    """How far figures agree: -1 to 1; reports of one kind differ in little else.

    0 where there are none, near it where there are few that tell documents apart.
    """
    return (shared - other) / (shared + other + 1)


def _share(shared: float, other: float) -> float:
    """How many names are in common, 0 to 1; those that are not may well be translated."""
    return shared / (shared + other + 1)


def _within(ranges: Iterable[tuple[int, int]], side: SideVectors) -> NDArray[np.bool_]:
    sure = np.zeros(len(side), np.bool_)
    for part in ranges:
        sure[slice(*part)] = True
    return sure


def _odds(features: Sequence[float]) -> float:
    constant, *weights = astuple(pairing_numbers().confidence)
    weighed = (weight * value for weight, value in zip(weights, features, strict=True))
    return float(constant + sum(weighed))
