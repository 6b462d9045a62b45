"""Which documents of two languages render which, where no names say so.

Documents that were compared (`align.pairing.compare`) are paired one to one, the surest pair first.
A document that is left and yet renders one that is taken is a further part of it, or a further
copy.

Source: buck-koehn-2016, competitive linking.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from align.computing.threads import in_turn
from align.encoders.protocol import Encoder
from align.pairing.compare import ComparedDocuments, compare_all
from align.pairing.numbers import pairing_numbers
from align.pairing.sketch import Sketch
from corpus import Progress, Side


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
class PairedDocuments:
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
) -> PairedDocuments:
    """Find which documents of two languages belong together.

    Args:
        sources: documents of one language, see `sketch_document`.
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


def _decided(compared: Sequence[ComparedDocuments], sources: int, targets: int) -> PairedDocuments:
    """Who goes with whom, the surest first."""
    least = pairing_numbers().least_confidence
    ranked = sorted(compared, key=lambda one: (-one.odds, one.source, one.target))
    likely = _without_kin([one for one in ranked if one.confidence >= least])
    matches = sorted(_matches(likely), key=lambda match: (match.source, match.target))
    return PairedDocuments(
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
    numbers = pairing_numbers()
    return (
        one.agreement < numbers.figures
        and best.agreement - one.agreement > numbers.clash
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
        _match(one, kinds[one.source, one.target])
        for one in likely
        if (one.source, one.target) in kinds
    ]


def _match(one: ComparedDocuments, kind: MatchKind) -> Match:
    return Match(
        one.source,
        one.target,
        kind,
        one.confidence,
        one.source_coverage,
        one.target_coverage,
    )


def _kind(further: ComparedDocuments, pair: ComparedDocuments, shared: Side) -> MatchKind:
    """Whether two documents render the same text of a third, or other parts of it."""
    if shared is Side.SOURCE:
        first, second = further.source_sure, pair.source_sure
    else:
        first, second = further.target_sure, pair.target_sure
    both = np.count_nonzero(first & second)
    smaller = min(np.count_nonzero(first), np.count_nonzero(second))
    is_same = both >= pairing_numbers().same * smaller
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
