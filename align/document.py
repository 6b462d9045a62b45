"""Aligning documents: sentences to beads, paragraphs to groups, the rest set aside."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from align.bead import Alignment, Aside, Bead, Group, GroupKind, SentenceBead
from align.encoder import Encoder, Vectors
from align.groups import connected, out_of_order, without_strays
from align.segments import beads_of
from align.side import SideVectors, side_vectors
from corpus import Document, Progress, Role, SentenceId, Side

NEVER_PAIRED = frozenset({Role.BYLINE, Role.FURNITURE})


def align(
    source: Document, target: Document, encoder: Encoder, *, progress: Progress | None = None
) -> Alignment:
    """Which sentence and paragraph renders which.

    Bylines and furniture take no part, nor do paragraphs in another language than their document,
    unless the other one has the very same text; captions do, and are set aside where they have no
    counterpart.

    Args:
        source: one version.
        target: the other.
        encoder: what says how alike texts are.
        progress: called as the work goes.

    Returns:
        Every paragraph in exactly one group, or set aside.
    """
    source_ids, target_ids = _taking_part(source, target), _taking_part(target, source)
    source_side = _encoded(source, source_ids, encoder, progress)
    target_side = _encoded(target, target_ids, encoder, progress)
    found = beads_of(source_side, target_side, encoder, progress)
    beads = without_strays([_placed(bead, source_ids, target_ids) for bead in found])
    groups = _groups(beads, source, target)
    groups = [group for group in groups if not _is_lone_caption(group, source, target)]
    return Alignment(
        tuple(_compared(groups, (source_side, source_ids), (target_side, target_ids))),
        _aside(source, {number for group in groups for number in group.source}),
        _aside(target, {number for group in groups for number in group.target}),
    )


def _taking_part(document: Document, across: Document) -> list[SentenceId]:
    there = {_plain(paragraph.text) for paragraph in across.paragraphs}
    out = {
        number
        for number, paragraph in enumerate(document.paragraphs)
        if paragraph.role in NEVER_PAIRED
        or (document.is_foreign(number) and _plain(paragraph.text) not in there)
    }
    return [where for where in document.sentence_ids() if where.paragraph not in out]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _encoded(
    document: Document, ids: Sequence[SentenceId], encoder: Encoder, progress: Progress | None
) -> SideVectors:
    return side_vectors(
        [document.sentence(where) for where in ids],
        encoder,
        starts=[where.sentence == 0 for where in ids],
        progress=progress,
    )


def _placed(bead: Bead, source: Sequence[SentenceId], target: Sequence[SentenceId]) -> SentenceBead:
    return SentenceBead(
        tuple(source[number] for number in bead.source),
        tuple(target[number] for number in bead.target),
        bead.similarity,
        bead.confidence,
    )


def _groups(beads: Sequence[SentenceBead], source: Document, target: Document) -> list[Group]:
    """The paragraphs that beads connect, without similarities yet, in source order.

    Groups without a source paragraph stand where their first bead does.
    """
    sets = connected((_paragraphs(bead.source), _paragraphs(bead.target)) for bead in beads)
    home = {
        (side, number): index
        for index, pair in enumerate(sets)
        for side, numbers in zip(Side, pair, strict=True)
        for number in numbers
    }
    members: list[list[SentenceBead]] = [[] for _ in sets]
    places: dict[int, tuple[int, bool]] = {}
    for place, bead in enumerate(beads):
        side = Side.SOURCE if bead.source else Side.TARGET
        index = home[side, (bead.source or bead.target)[0].paragraph]
        members[index].append(bead)
        if bead.source or not sets[index][0]:
            places.setdefault(index, (place, not bead.source))
    moved = out_of_order(sets, [_length(pair, source, target) for pair in sets])
    return [
        Group(*sets[index], _kind(sets[index], index in moved), None, tuple(members[index]))
        for index in sorted(places, key=places.__getitem__)
    ]


def _paragraphs(where: Iterable[SentenceId]) -> list[int]:
    return [sentence.paragraph for sentence in where]


def _length(
    pair: tuple[tuple[int, ...], tuple[int, ...]], source: Document, target: Document
) -> int:
    return sum(
        len(document.paragraphs[number].text)
        for document, numbers in zip((source, target), pair, strict=True)
        for number in numbers
    )


def _kind(pair: tuple[tuple[int, ...], tuple[int, ...]], moved: bool) -> GroupKind:
    left, right = pair
    if not right:
        return GroupKind.OMITTED
    if not left:
        return GroupKind.ADDED
    return GroupKind.MOVED if moved else GroupKind.ALIGNED


Encoded = tuple[SideVectors, Sequence[SentenceId]]
"""A side's vectors, and which sentence each belongs to."""


def _compared(groups: Sequence[Group], source: Encoded, target: Encoded) -> list[Group]:
    """The groups with the similarity of their two sides."""
    whole = [group for group in groups if group.source and group.target]
    left = _together(source, [[s for bead in g.beads for s in bead.source] for g in whole])
    right = _together(target, [[s for bead in g.beads for s in bead.target] for g in whole])
    cosines = iter(np.einsum("ij,ij->i", left, right).tolist())
    return [
        replace(group, similarity=next(cosines)) if group.source and group.target else group
        for group in groups
    ]


def _together(encoded: Encoded, parts: Sequence[Sequence[SentenceId]]) -> Vectors:
    """One unit vector for each set of sentences: their runs', weighted by the runs' sentences."""
    side, ids = encoded
    numbers = {where: number for number, where in enumerate(ids)}
    runs: list[tuple[int, int]] = []
    starts = []
    for part in parts:
        starts.append(len(runs))
        runs += _runs(sorted(numbers[where] for where in part))
    if not runs:
        return side.vectors[:0]
    found = np.array(runs, np.int64)
    sums = np.add.reduceat(side.of(found) * np.diff(found), starts, axis=0)
    vectors: Vectors = (sums / np.linalg.norm(sums, axis=1, keepdims=True)).astype(np.float32)
    return vectors


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """The half-open runs that ascending numbers form."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        first = runs.pop()[0] if runs and runs[-1][1] == number else number
        runs.append((first, number + 1))
    return runs


def _is_lone_caption(group: Group, source: Document, target: Document) -> bool:
    if group.source and group.target:
        return False
    document, numbers = (source, group.source) if group.source else (target, group.target)
    return all(document.paragraphs[number].role is Role.CAPTION for number in numbers)


def _aside(document: Document, grouped: set[int]) -> tuple[Aside, ...]:
    return tuple(
        Aside(number, "foreign" if document.is_foreign(number) else str(paragraph.role))
        for number, paragraph in enumerate(document.paragraphs)
        if number not in grouped
    )
