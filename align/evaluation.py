"""How well beads match a gold standard.

Strict and lax precision and recall are those of Vecalign's scorer: precision counts every bead
found, recall every gold bead with two sides; a bead is right strictly if the gold has the very
same, laxly if some source segment and some target segment of it are linked there.

Source: thompson-koehn-2019.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeAlias


class Linked(Protocol):
    """Anything with two sides: a bead, a group."""

    @property
    def source(self) -> tuple[int, ...]:
        """Numbers on the source side."""
        ...

    @property
    def target(self) -> tuple[int, ...]:
        """Numbers on the target side."""
        ...


Pair: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision and recall, each 0 to 1; 1 where there was nothing to find or nothing found."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean, 0 if both are 0."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Beads against a gold standard.

    Attributes:
        strict: beads exactly as the gold has them.
        lax: beads that share a link with the gold.
        null: segments without a counterpart, each side's segments one by one.
        groups: all beads, those with an empty side included on both counts; the figure for
            paragraph groups.
    """

    strict: Agreement
    lax: Agreement
    null: Agreement
    groups: Agreement


def evaluate(beads: Iterable[Linked], gold: Iterable[Linked]) -> Evaluation:
    """Compare beads, or groups, with a gold standard of the same two texts.

    Args:
        beads: as found.
        gold: as they ought to be.

    Returns:
        Strict, lax, null and group agreement.
    """
    found, right = _pairs(beads), _pairs(gold)
    two_sided = {pair for pair in right if all(pair)}
    found_two_sided = {pair for pair in found if all(pair)}
    return Evaluation(
        strict=Agreement(_share(found, right), _share(two_sided, found_two_sided)),
        lax=Agreement(_lax_share(found, right), _lax_share(two_sided, found_two_sided)),
        null=_agreement(_nulls(found), _nulls(right)),
        groups=_agreement(found, right),
    )


def _pairs(beads: Iterable[Linked]) -> set[Pair]:
    pairs = {(tuple(sorted(bead.source)), tuple(sorted(bead.target))) for bead in beads}
    return pairs - {((), ())}


def _nulls(pairs: Iterable[Pair]) -> set[tuple[bool, int]]:
    """Segments without a counterpart: whether it stands on the source side, and its number."""
    lone = [pair for pair in pairs if not all(pair)]
    return {(bool(source), n) for source, target in lone for n in (source or target)}


def _agreement(found: Collection[object], right: Collection[object]) -> Agreement:
    return Agreement(_share(found, right), _share(right, found))


def _share(items: Collection[object], among: Collection[object]) -> float:
    return sum(item in among for item in items) / len(items) if items else 1.0


def _lax_share(items: Collection[Pair], among: Collection[Pair]) -> float:
    links = {(s, t) for source, target in among for s in source for t in target}
    right = sum(
        pair in among or any((s, t) in links for s in pair[0] for t in pair[1]) for pair in items
    )
    return right / len(items) if items else 1.0
