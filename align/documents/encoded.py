"""A document's sentences with their vectors, and what is made of them once they are paired."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from align.bead import Bead, Group, SentenceBead
from align.computing import exact
from align.encoders.protocol import Encoder, Vectors
from align.search.side import SideVectors, side_vectors
from corpus import Document, Progress, SentenceId


@dataclass(frozen=True, slots=True)
class Encoded:
    """Sentences of a document that are to be paired.

    Attributes:
        side: their vectors.
        ids: which sentence each of them is.
    """

    side: SideVectors
    ids: Sequence[SentenceId]


def encode(
    document: Document, ids: Sequence[SentenceId], encoder: Encoder, progress: Progress | None
) -> Encoded:
    """Some of a document's sentences with their vectors."""
    side = side_vectors(
        [document.sentence(where) for where in ids],
        encoder,
        starts=[where.sentence == 0 for where in ids],
        progress=progress,
    )
    return Encoded(side, ids)


def placed(bead: Bead, source: Encoded, target: Encoded) -> SentenceBead:
    """A bead, its sentences by paragraph."""
    return SentenceBead(
        tuple(source.ids[number] for number in bead.source),
        tuple(target.ids[number] for number in bead.target),
        bead.similarity,
        bead.confidence,
    )


def compared(groups: Sequence[Group], source: Encoded, target: Encoded) -> list[Group]:
    """The groups with the similarity of their two sides."""
    whole = [group for group in groups if group.source and group.target]
    left = _together(source, [[s for bead in g.beads for s in bead.source] for g in whole])
    right = _together(target, [[s for bead in g.beads for s in bead.target] for g in whole])
    cosines = iter(exact.paired_cosines(left, right).tolist())
    return [
        replace(group, similarity=next(cosines)) if group.source and group.target else group
        for group in groups
    ]


def _together(encoded: Encoded, parts: Sequence[Sequence[SentenceId]]) -> Vectors:
    """One unit vector for each set of sentences: their runs', weighted by the runs' sentences."""
    side = encoded.side
    numbers = {where: number for number, where in enumerate(encoded.ids)}
    runs: list[tuple[int, int]] = []
    starts = []
    for part in parts:
        starts.append(len(runs))
        runs += _runs(sorted(numbers[where] for where in part))
    if not runs:
        return side.vectors[:0]
    found = np.array(runs, np.int64)
    sums = np.add.reduceat(side.of(found) * np.diff(found), starts, axis=0)
    return exact.unit(sums)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """The half-open runs that ascending numbers form."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        first = runs.pop()[0] if runs and runs[-1][1] == number else number
        runs.append((first, number + 1))
    return runs
