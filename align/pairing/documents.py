"""Which documents of a heap render which, where no names say so.

Likely pairs come from the documents' vectors (`align.pairing.nearest`); each is then aligned
sentence by sentence, and the share of either text that stands in sure beads tells whether one
renders the other, as in Thompson and Koehn ("Exploiting Sentence Order in Document Alignment",
EMNLP 2020). Documents are paired one to one, the surest pair first (competitive linking, as in
Buck and Koehn, "Quick and Reliable Document Alignment via TF/IDF-weighted Cosine Distance", WMT
2016). A document that is left and yet renders one that is taken is a further part of it, or a
further copy.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, fsum, log1p

import numpy as np
from numpy.typing import NDArray

from align.computing.threads import in_turn, let_others
from align.encoders.protocol import Encoder
from align.pairing.nearest import Likely, nearest
from align.pairing.sketch import Sketch, Weights, weigh, weigh_marks
from align.search.confidence import confidences
from align.search.side import SideVectors
from align.segments import find_links
from corpus import Progress, Side, load_numbers

FEATURES = (
    "larger",
    "likeness",
    "matched",
    "brief",
    "brief_larger",
    "least_margin",
    "greatest_margin",
    "figures",
    "names",
)


class MatchKind(StrEnum):
    """How two documents that belong together do so."""

    PAIR = "pair"
    PART = "part"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Match:
    """Two documents of which one renders the other, or part of it.

    Attributes:
        source, target: numbers of documents.
        kind: pair, one to one; part, where other documents render other parts of one of the two;
            copy, where another document that renders the same text is a better pair.
        confidence: calibrated probability that they belong together.
        source_coverage, target_coverage: share of each text, by characters and rarity, that is
            surely rendered by the other.
    """

    source: int
    target: int
    kind: MatchKind
    confidence: float
    source_coverage: float
    target_coverage: float


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A document without counterpart.

    Attributes:
        document: its number on its side.
        nearest: the one on the other side that is most likely to render it, None where that side
            is empty.
        confidence: how likely that is; 0 where there is none.
        coverage: share of this document that the nearest surely renders.
        is_kin: whether most of one seems to render the other, but their figures clash: documents
            of one kind, such as weekly reports.
    """

    document: int
    nearest: int | None
    confidence: float
    coverage: float
    is_kin: bool = False


@dataclass(frozen=True, slots=True)
class Heap:
    """Documents of two languages, each matched or not.

    Attributes:
        matches: by source, then target; a document may be in several, but only in one that is a
            pair.
        sources, targets: those in no match, ascending.
    """

    matches: tuple[Match, ...]
    sources: tuple[Unmatched, ...]
    targets: tuple[Unmatched, ...]


@in_turn()
def pair_documents(
    sources: Sequence[Sketch],
    targets: Sequence[Sketch],
    encoder: Encoder,
    *,
    progress: Progress | None = None,
) -> Heap:
    """Find which documents of two languages belong together.

    Args:
        sources: documents of one language, see `sketch`.
        targets: documents of the other.
        encoder: the one that the sketches were made with.
        progress: called as candidates are aligned.

    Returns:
        Every document in some match, or unmatched; the same, whatever order files came in, but
        for the numbers.
    """
    if not sources or not targets:
        return _decided((), len(sources), len(targets))
    return _decided(compare_all(sources, targets, encoder, progress), len(sources), len(targets))


def compare_all(
    sources: Sequence[Sketch],
    targets: Sequence[Sketch],
    encoder: Encoder,
    progress: Progress | None = None,
    gap: float | None = None,
) -> "list[ComparedDocuments]":
    """Align every likely pair of documents; arguments as `pair_documents`'.

    A ``gap`` other than that of `data/heap.toml` says how far below the nearest's the cosine of a
    candidate may be.
    """
    gap = load_numbers("align", "heap")["gap"] if gap is None else gap
    left, right = _weighed(sources), _weighed(targets)
    weights = [one.weights for one in left], [one.weights for one in right]
    found = nearest(sources, weights[0], targets, weights[1], encoder, gap)
    compared: list[ComparedDocuments] = []
    for done, likely in enumerate(found, 1):
        compared.append(_compared(likely, left[likely.source], right[likely.target], encoder))
        let_others()
        if progress:
            progress("compare", done, len(found))
    return compared


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A document, what its sentences weigh in the heap, and what any figure and name does."""

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
        return self.agreement < 0 and max(shares) >= load_numbers("align", "heap")["same"]

    def match(self, kind: MatchKind) -> Match:
        """As it leaves the room."""
        return Match(
            self.source,
            self.target,
            kind,
            self.confidence,
            self.source_coverage,
            self.target_coverage,
        )


def _compared(
    likely: Likely, left: _Weighed, right: _Weighed, encoder: Encoder
) -> ComparedDocuments:
    """Align two documents and see how much of each the other renders."""
    numbers = load_numbers("align", "heap")
    sides = left.sketch.side(), right.sketch.side()
    links = find_links(*sides, encoder)
    sure = np.array(confidences(links, *map(len, sides)))
    links = [link for link, value in zip(links, sure, strict=True) if value >= numbers["sure"]]
    source_sure = _within([link.source for link in links], sides[0])
    target_sure = _within([link.target for link in links], sides[1])
    shares = left.share(source_sure), right.share(target_sure)
    matched = min(left.weights[source_sure].sum(), right.weights[target_sure].sum())
    size = min(left.sketch.lengths.sum(), right.sketch.lengths.sum())
    brief = float(numbers["brief"] / (numbers["brief"] + size))
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
    weights = load_numbers("align", "heap")["confidence"]
    values = zip(FEATURES, features, strict=True)
    return float(weights["constant"] + sum(weights[name] * value for name, value in values))


def _decided(compared: Sequence[ComparedDocuments], sources: int, targets: int) -> Heap:
    """Who goes with whom, the surest first."""
    least = load_numbers("align", "heap")["confidence"]["least"]
    ranked = sorted(compared, key=lambda one: (-one.odds, one.source, one.target))
    likely = _without_kin([one for one in ranked if one.confidence >= least])
    matches = sorted(_matches(likely), key=lambda match: (match.source, match.target))
    return Heap(
        tuple(matches),
        _unmatched(ranked, {match.source for match in matches}, Side.SOURCE, sources),
        _unmatched(ranked, {match.target for match in matches}, Side.TARGET, targets),
    )


def _without_kin(likely: Sequence[ComparedDocuments]) -> list[ComparedDocuments]:
    """Without documents of one kind, such as weekly reports, taken for renderings of each other.

    Of two that seem to render the same text of a third, both do if they are copies; where the
    less likely one's figures clash with it, and more than the other one's do, it is of its kind.
    """
    best: dict[tuple[Side, int], ComparedDocuments] = {}
    for one in likely:
        for end in _ends(one):
            best.setdefault(end, one)
    return [one for one in likely if not any(_is_kin(one, best[end], end[0]) for end in _ends(one))]


def _is_kin(one: ComparedDocuments, best: ComparedDocuments, shared: Side) -> bool:
    numbers = load_numbers("align", "heap")
    return (
        one.agreement < numbers["figures"]
        and best.agreement - one.agreement > numbers["clash"]
        and _kind(one, best, shared) is MatchKind.COPY
    )


def _ends(one: ComparedDocuments) -> tuple[tuple[Side, int], tuple[Side, int]]:
    return (Side.SOURCE, one.source), (Side.TARGET, one.target)


def _matches(likely: Sequence[ComparedDocuments]) -> list[Match]:
    """One-to-one pairs, then those that are left with whom they render best among the taken."""
    taken: dict[tuple[Side, int], ComparedDocuments] = {}
    for one in likely:
        ends = _ends(one)
        if not taken.keys() & set(ends):
            taken |= dict.fromkeys(ends, one)
    kinds = {(one.source, one.target): MatchKind.PAIR for one in taken.values()}
    added: dict[tuple[Side, int], ComparedDocuments] = {}
    for one in likely:
        ends = _ends(one)
        free = [end for end in ends if end not in taken]
        if len(free) == 1 and free[0] not in added:
            added[free[0]] = one
            shared = next(end for end in ends if end in taken)
            kind = _kind(one, taken[shared], shared[0])
            kinds[one.source, one.target] = kind
            if kind is MatchKind.PART:
                kinds[taken[shared].source, taken[shared].target] = kind
    return [
        one.match(kinds[one.source, one.target])
        for one in likely
        if (one.source, one.target) in kinds
    ]


def _kind(further: ComparedDocuments, pair: ComparedDocuments, shared: Side) -> MatchKind:
    """Whether two documents render the same text of a third, or other parts of it."""
    if shared is Side.SOURCE:
        first, second = further.source_sure, pair.source_sure
    else:
        first, second = further.target_sure, pair.target_sure
    both = np.count_nonzero(first & second)
    smaller = min(np.count_nonzero(first), np.count_nonzero(second))
    is_same = both >= load_numbers("align", "heap")["same"] * smaller
    return MatchKind.COPY if is_same else MatchKind.PART


def _unmatched(
    ranked: Sequence[ComparedDocuments], matched: set[int], side: Side, documents: int
) -> tuple[Unmatched, ...]:
    """The documents of a side that are in no match, each with its likeliest candidate."""
    best: dict[int, Unmatched] = {}
    for one in ranked:
        here, there, coverage = one.source, one.target, one.source_coverage
        if side is Side.TARGET:
            here, there, coverage = one.target, one.source, one.target_coverage
        best.setdefault(here, Unmatched(here, there, one.confidence, coverage, one.is_kin))
    left = (number for number in range(documents) if number not in matched)
    return tuple(best.get(number, Unmatched(number, None, 0.0, 0.0)) for number in left)
