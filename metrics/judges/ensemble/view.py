"""What the signals look at: one bead from one side, and what surrounds it.

A side that stands alone faces the most similar bead of the other version, so that what was moved,
or wrongly left alone, is seen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from align import (
    AdditiveEncoder,
    GroupKind,
    SentenceBead,
    Vectors,
    exact,
    let_others,
    load_encoder,
)
from corpus import Side
from metrics.comparison import Comparison
from metrics.judges.ensemble.encoded_segment import (
    EncodedSegment,
    batches,
    distinct_words,
    encode_segments,
    read_ahead,
)
from metrics.judges.ensemble.rivals import Rivals, find_rivals
from metrics.segment import Segment

ENCODER = "use"
"""The encoder that the weights in `data/` were fitted to."""
STRETCH = 40
"""How many beads before and after tell how the other version renders a word at all."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One bead, seen from one side.

    Attributes:
        bead: its number among the comparison's.
        own: this side, read.
        other: what it faces: the bead's other side, or the most similar one elsewhere; None where
            the other version has nothing.
        near: the other version's beads before and after ``other``.
        stretch: the other version's beads up to `STRETCH` away from ``other``, and that one.
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
        measured: what the signals give for its words, filled in when first asked for.
    """

    bead: int
    own: EncodedSegment
    other: EncodedSegment | None
    near: tuple[EncodedSegment, ...]
    stretch: Sequence[EncodedSegment]
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
    measured: dict[str, NDArray[np.float64]] = field(default_factory=dict)

    @property
    def facing(self) -> list[EncodedSegment]:
        """This side, and what it faces, if anything."""
        return [self.own] if self.other is None else [self.own, self.other]

    @property
    def around(self) -> Vectors:
        """(words, dimension), every word of the other version for a good stretch around, once."""
        return distinct_words(self.stretch)


class _EncodedVersion:
    """One version's bead sides that have words, in the order of the beads.

    Attributes:
        segments: themselves, encoded.
        beads: each one's bead.
        rows: by bead, which of them it is.
        null: which of them stand alone.
        null_share: share of all words that stand in those.
    """

    def __init__(
        self,
        segments: Sequence[EncodedSegment],
        beads: Sequence[int],
        null: NDArray[np.bool_],
        paragraphs: Sequence[set[int]],
    ) -> None:
        self.segments = segments
        self.beads = beads
        self.rows = {bead: row for row, bead in enumerate(beads)}
        self.null = null
        self._sizes = np.array([len(segment) for segment in segments], dtype=np.float64)
        self._paragraphs = [frozenset(numbers) for numbers in paragraphs]
        self._shares: dict[frozenset[int], float] = {}
        self._within: dict[int, set[int]] = {}
        for row, numbers in enumerate(paragraphs):
            for number in numbers:
                self._within.setdefault(number, set()).add(row)
        self.null_share = self._null_share(np.arange(len(segments)))

    def vectors(self) -> Vectors:
        """(bead sides, dimension), each one's own."""
        return np.array([segment.vector for segment in self.segments], np.float32)

    def paragraph_null(self, row: int) -> float:
        """Share of the words of a bead side's paragraphs that stand in beads without another."""
        paragraphs = self._paragraphs[row]
        if paragraphs not in self._shares:
            rows = set[int]().union(*(self._within[number] for number in paragraphs))
            self._shares[paragraphs] = self._null_share(np.array(sorted(rows)))
        return self._shares[paragraphs]

    def _null_share(self, rows: NDArray[np.int64]) -> float:
        sizes = self._sizes[rows]
        return float((sizes * self.null[rows]).sum() / sizes.sum()) if len(rows) else 0.0


BeadViews = Mapping[Side, View]
"""One bead from each of its sides that has words, the source's first."""


def read_views(
    comparison: Comparison, segments: Sequence[Mapping[Side, Segment]]
) -> list[BeadViews]:
    """Every bead's views.

    Args:
        comparison: two aligned documents.
        segments: the sides of its beads, as `cut_segments` gives them.
    """
    encoder = fitted_encoder(comparison)
    beads = list(comparison.beads())
    moved = [
        group.kind is GroupKind.MOVED for group in comparison.alignment.groups for _ in group.beads
    ]
    versions = {side: _encode_version(beads, segments, side, encoder) for side in Side}
    vectors = {side: version.vectors() for side, version in versions.items()}
    rivals = {side: find_rivals(vectors[side], vectors[side.opposite]) for side in Side}
    found: list[dict[Side, View]] = [{} for _ in beads]
    for side in Side:
        for view in _views(versions, rivals, beads, moved, side):
            found[view.bead][side] = view
    return list(found)


def read_together(views: Iterable[BeadViews]) -> Iterator[list[BeadViews]]:
    """Some beads' views at a time, their texts' parts read together: quicker than one by one."""
    for some in batches(views, lambda bead: sum(len(view.own) for view in bead.values())):
        read_ahead([it for bead in some for view in bead.values() for it in view.facing])
        yield some
        let_others()


def fitted_encoder(comparison: Comparison) -> AdditiveEncoder:
    """The encoder that the weights were fitted to: the comparison's own where it is that one."""
    own = comparison.encoder
    if own.name == ENCODER and isinstance(own, AdditiveEncoder):
        return own
    encoder = load_encoder(ENCODER)
    if not isinstance(encoder, AdditiveEncoder):
        raise TypeError(f"the encoder {ENCODER!r} must be additive")
    return encoder


def _encode_version(
    beads: Sequence[SentenceBead],
    segments: Sequence[Mapping[Side, Segment]],
    side: Side,
    encoder: AdditiveEncoder,
) -> _EncodedVersion:
    kept = [number for number, sides in enumerate(segments) if sides[side].spans]
    return _EncodedVersion(
        encode_segments([segments[number][side] for number in kept], encoder),
        kept,
        np.array([not beads[n].on(side.opposite) for n in kept], dtype=bool),
        [{where.paragraph for where in beads[n].on(side)} for n in kept],
    )


def _views(
    versions: Mapping[Side, _EncodedVersion],
    rivals: Mapping[Side, Rivals],
    beads: Sequence[SentenceBead],
    moved: Sequence[bool],
    side: Side,
) -> Iterator[View]:
    own, other = versions[side], versions[side.opposite]
    paired = [
        _cosine(own.segments[row], other.segments[other.rows[bead]])
        for row, bead in enumerate(own.beads)
        if bead in other.rows
    ]
    usual = _rough(float(np.mean(paired))) if paired else float("nan")
    for row, bead in enumerate(own.beads):
        column = other.rows.get(bead)
        if column is None and other.segments:
            column = int(rivals[side].best[row])
        faced = None if column is None else other.segments[column]
        yield View(
            bead=bead,
            own=own.segments[row],
            other=faced,
            near=_near(other, column),
            stretch=_stretch(other, column),
            is_null=bool(own.null[row]),
            moved=moved[bead],
            similarity=float("nan") if faced is None else _cosine(own.segments[row], faced),
            elsewhere=rivals[side].beside(row, column),
            rival=_rival(rivals[side.opposite], column, row),
            sentences=len(beads[bead].on(side)),
            other_sentences=len(beads[bead].on(side.opposite)),
            around_null=float(np.mean(own.null[max(0, row - 1) : row + 2])),
            paragraph_null=own.paragraph_null(row),
            document_null=_rough(own.null_share),
            other_document_null=_rough(other.null_share),
            usual=usual,
            place=_rough(row / len(own.beads)),
        )


def _cosine(one: EncodedSegment, two: EncodedSegment) -> float:
    return exact.cosine(one.vector, two.vector)


def _rough(share: float) -> float:
    """To hundredths: what is said of the whole text, so that an edit elsewhere changes no word."""
    return round(share, 2)


def _rival(rivals: Rivals, column: int | None, row: int) -> float:
    """How alike a faced bead side finds the best of this version's others."""
    return float("nan") if column is None else rivals.beside(column, row)


def _near(other: _EncodedVersion, column: int | None) -> tuple[EncodedSegment, ...]:
    """The beads beside the answering one: a sentence's content may be rendered next door."""
    if column is None:
        return ()
    beside = (column - 1, column + 1)
    return tuple(other.segments[c] for c in beside if 0 <= c < len(other.segments))


def _stretch(other: _EncodedVersion, column: int | None) -> Sequence[EncodedSegment]:
    if column is None:
        return ()
    return other.segments[max(0, column - STRETCH) : column + STRETCH + 1]
