"""Documents that know what renders what: translation memories, line-parallel files and the like.

The file's units are the groups. A unit of one sentence a side is a bead as it stands; in a longer
one the search finds which sentence renders which, unless it finds nothing: then the file's word
holds, and the whole unit is one bead.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from align.bead import Alignment, Bead, Group, GroupKind
from align.documents.encoded import Encoded, compared, encode, placed
from align.encoders.protocol import Encoder
from align.segments import beads_of
from corpus import Document, Progress

GIVEN = 1.0
"""The confidence of what the file says."""


def align_given(
    source: Document, target: Document, encoder: Encoder, progress: Progress | None
) -> Alignment:
    """An alignment by the documents' units; every paragraph is in a group, in the units' order.

    Args:
        source: one version, its units known.
        target: the other, likewise.
        encoder: what says how alike texts are.
        progress: called as the work goes.
    """
    left, right = (
        encode(document, list(document.sentence_ids()), encoder, progress)
        for document in (source, target)
    )
    rows, columns = _by_unit(source), _by_unit(target)
    nothing = range(0)
    groups = [
        _group(left, rows.get(unit, nothing), right, columns.get(unit, nothing), encoder)
        for unit in sorted(rows.keys() | columns.keys())
    ]
    return Alignment(tuple(compared(groups, left, right)))


def _by_unit(document: Document) -> Mapping[int, range]:
    """The numbers of each unit's sentences, counted through the document."""
    found: dict[int, range] = {}
    for number, where in enumerate(document.sentence_ids()):
        unit = (document.units or ())[where.paragraph]
        found[unit] = range(found.get(unit, range(number, number)).start, number + 1)
    return found


def _group(
    source: Encoded, rows: range, target: Encoded, columns: range, encoder: Encoder
) -> Group:
    if rows and columns:
        kind, beads = GroupKind.ALIGNED, _paired(source, rows, target, columns, encoder)
    else:
        kind = GroupKind.OMITTED if rows else GroupKind.ADDED
        beads = [*(Bead((n,), (), None, GIVEN) for n in rows)]
        beads += [Bead((), (n,), None, GIVEN) for n in columns]
    return Group(
        _paragraphs(source, rows),
        _paragraphs(target, columns),
        kind,
        None,
        tuple(placed(bead, source, target) for bead in beads),
    )


def _paragraphs(encoded: Encoded, numbers: range) -> tuple[int, ...]:
    return tuple(dict.fromkeys(encoded.ids[number].paragraph for number in numbers))


def _paired(
    source: Encoded, rows: range, target: Encoded, columns: range, encoder: Encoder
) -> list[Bead]:
    """The beads of a unit that both sides have, its sentences counted through the documents."""
    if max(len(rows), len(columns)) > 1:
        found = beads_of(source.side.within(rows), target.side.within(columns), encoder)
        if any(bead.source and bead.target for bead in found):
            return list(_moved(found, rows.start, columns.start))
    return [Bead(tuple(rows), tuple(columns), _likeness(source, rows, target, columns), GIVEN)]


def _moved(beads: Sequence[Bead], row: int, column: int) -> Iterator[Bead]:
    for bead in beads:
        yield replace(
            bead,
            source=tuple(row + number for number in bead.source),
            target=tuple(column + number for number in bead.target),
        )


def _likeness(source: Encoded, rows: range, target: Encoded, columns: range) -> float:
    left = source.side.of(np.array([[rows.start, rows.stop]], np.int64))
    right = target.side.of(np.array([[columns.start, columns.stop]], np.int64))
    return float((left * right).sum())
