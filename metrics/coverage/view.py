"""What the signals look at: one bead from one side, and what surrounds it.

A side that stands alone faces the most similar bead of the other version, so that what was moved,
or wrongly left alone, is seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from align import AdditiveEncoder, GroupKind, SentenceBead, Vectors
from corpus import SentenceId, Side
from metrics.comparison import Comparison
from metrics.coverage.reading import Reading, read_strips
from metrics.coverage.strip import cut_strip

STRETCH = 40
"""How many beads before and after tell how the other version renders a word at all."""


@dataclass(frozen=True, slots=True)
class View:
    """One bead, seen from one side.

    Attributes:
        bead: its number among the comparison's.
        own: this side, read.
        other: what it faces: the bead's other side, or the most similar one elsewhere; None where
            the other version has nothing.
        near: the other version's beads before and after ``other``.
        around: (words, dimension), every word of the other version for a good stretch around.
        is_null: whether the bead's other side is empty.
        moved: whether its group stands out of order.
        similarity: cosine of the two sides, NaN where there is no other.
        elsewhere: best cosine of this side with any bead of the other version but ``other``.
        rival: best cosine of ``other`` with any bead of this version but this one.
        sentences, other_sentences: how many on each side of the bead.
        around_null: share of the two beads around, on this side, that stand alone.
        paragraph_null: share of the words of this bead's paragraphs that stand in such beads.
        document_null, other_document_null: the same for each whole version.
        usual: mean cosine of the document's beads that have both sides, NaN without any.
        place: 0 to 1, how far into its version the bead stands.
    """

    bead: int
    own: Reading
    other: Reading | None
    near: tuple[Reading, ...]
    around: Vectors
    is_null: bool
    moved: bool
    similarity: float
    elsewhere: float
    rival: float
    sentences: int
    other_sentences: int
    around_null: float
    paragraph_null: float
    document_null: float
    other_document_null: float
    usual: float
    place: float


@dataclass(frozen=True, slots=True)
class _Half:
    """One version's bead sides that have words, in the order of the beads."""

    readings: list[Reading]
    beads: list[int]
    null: NDArray[np.bool_]
    paragraphs: list[set[int]]

    def null_share(self, rows: NDArray[np.bool_] | None = None) -> float:
        """Share of words that stand in beads without another side."""
        sizes = np.array([len(reading) for reading in self.readings], dtype=np.float64)
        if rows is not None:
            sizes = sizes * rows
        total = sizes.sum()
        return float((sizes * self.null).sum() / total) if total else 0.0


def read_views(comparison: Comparison, encoder: AdditiveEncoder) -> dict[Side, list[View]]:
    """Every bead that has words on a side, seen from that side, in the order of the beads.

    Words and flags look at the same views; they are read once, and kept while the comparison is.
    """
    if comparison not in _READ:
        _READ[comparison] = _read_views(comparison, encoder)
    return _READ[comparison]


def sentences_of(bead: SentenceBead, side: Side) -> tuple[SentenceId, ...]:
    """The bead's sentences on one side."""
    return bead.source if side is Side.SOURCE else bead.target


_READ: WeakKeyDictionary[Comparison, dict[Side, list[View]]] = WeakKeyDictionary()


def _read_views(comparison: Comparison, encoder: AdditiveEncoder) -> dict[Side, list[View]]:
    beads = list(comparison.beads())
    moved = [
        group.kind is GroupKind.MOVED for group in comparison.alignment.groups for _ in group.beads
    ]
    halves = {side: _read_half(comparison, beads, side, encoder) for side in Side}
    return {
        side: list(_views(halves[side], halves[_opposite(side)], beads, moved, side))
        for side in Side
    }


def _opposite(side: Side) -> Side:
    return Side.TARGET if side is Side.SOURCE else Side.SOURCE


def _read_half(
    comparison: Comparison, beads: list[SentenceBead], side: Side, encoder: AdditiveEncoder
) -> _Half:
    document = comparison.document(side)
    strips = [cut_strip(document, sentences_of(bead, side)) for bead in beads]
    kept = [number for number, strip in enumerate(strips) if strip.spans]
    return _Half(
        read_strips([strips[number] for number in kept], encoder),
        kept,
        np.array([not sentences_of(beads[n], _opposite(side)) for n in kept], dtype=bool),
        [{where.paragraph for where in sentences_of(beads[n], side)} for n in kept],
    )


def _views(
    own: _Half, other: _Half, beads: list[SentenceBead], moved: list[bool], side: Side
) -> Iterator[View]:
    cosines = _cosines(own, other)
    columns = {bead: column for column, bead in enumerate(other.beads)}
    paired = [(row, columns[bead]) for row, bead in enumerate(own.beads) if bead in columns]
    usual = float(np.mean([cosines[at] for at in paired])) if paired else float("nan")
    for row, bead in enumerate(own.beads):
        column = columns.get(bead)
        if column is None and other.readings:
            column = int(cosines[row].argmax())
        same = np.array([bool(own.paragraphs[row] & each) for each in own.paragraphs])
        yield View(
            bead=bead,
            own=own.readings[row],
            other=None if column is None else other.readings[column],
            near=_near(other, column),
            around=_around(other, column, own.readings[row]),
            is_null=bool(own.null[row]),
            moved=moved[bead],
            similarity=float("nan") if column is None else float(cosines[row, column]),
            elsewhere=_best_but(cosines[row], column),
            rival=float("nan") if column is None else _best_but(cosines[:, column], row),
            sentences=len(sentences_of(beads[bead], side)),
            other_sentences=len(sentences_of(beads[bead], _opposite(side))),
            around_null=float(np.mean(own.null[max(0, row - 1) : row + 2])),
            paragraph_null=own.null_share(same),
            document_null=own.null_share(),
            other_document_null=other.null_share(),
            usual=usual,
            place=row / len(own.beads),
        )


def _cosines(own: _Half, other: _Half) -> NDArray[np.float64]:
    if not own.readings or not other.readings:
        return np.zeros((len(own.readings), len(other.readings)))
    rows = np.stack([reading.vector for reading in own.readings])
    columns = np.stack([reading.vector for reading in other.readings])
    return (rows @ columns.T).astype(np.float64)


def _near(other: _Half, column: int | None) -> tuple[Reading, ...]:
    """The beads beside the answering one: a sentence's content may be rendered next door."""
    if column is None:
        return ()
    beside = (column - 1, column + 1)
    return tuple(other.readings[c] for c in beside if 0 <= c < len(other.readings))


def _around(other: _Half, column: int | None, own: Reading) -> Vectors:
    """The words of the other version's beads up to `STRETCH` away from the answering one."""
    if column is None:
        return own.alone[:0]
    stretch = other.readings[max(0, column - STRETCH) : column + STRETCH + 1]
    return np.concatenate([reading.alone for reading in stretch])


def _best_but(cosines: NDArray[np.float64], excluded: int | None) -> float:
    rest = cosines if excluded is None else np.delete(cosines, excluded)
    return float(rest.max()) if rest.size else float("nan")
