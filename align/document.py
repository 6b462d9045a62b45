"""Aligning documents: sentences to beads, paragraphs to groups, the rest set aside."""

from collections.abc import Sequence

import numpy as np

from align.bead import Alignment, Aside, Bead, Group, GroupKind, SentenceBead
from align.encoder import Encoder
from align.groups import connected
from align.segments import beads_of
from align.side import SideVectors, side_vectors
from corpus import Document, Progress, Role, SentenceId

NEVER_PAIRED = frozenset({Role.BYLINE, Role.FURNITURE})


def align(
    source: Document, target: Document, encoder: Encoder, *, progress: Progress | None = None
) -> Alignment:
    """Which sentence and paragraph renders which.

    Bylines, furniture and paragraphs in another language than their document take no part;
    captions do, and are set aside where they have no counterpart.

    Args:
        source: one version.
        target: the other.
        encoder: what says how alike texts are.
        progress: called as the work goes.

    Returns:
        Every paragraph in exactly one group, or set aside.
    """
    source_ids, target_ids = _taking_part(source), _taking_part(target)
    found = beads_of(
        _encoded(source, source_ids, encoder, progress),
        _encoded(target, target_ids, encoder, progress),
        encoder,
    )
    beads = [_placed(bead, source_ids, target_ids) for bead in found]
    groups = _groups(beads, source, target, encoder)
    return Alignment(
        tuple(group for group in groups if not _is_lone_caption(group, source, target)),
        _aside(source, groups, source, target),
        _aside(target, groups, source, target),
    )


def _taking_part(document: Document) -> list[SentenceId]:
    return [
        where
        for where in document.sentence_ids()
        if not document.is_foreign(where.paragraph)
        and document.paragraphs[where.paragraph].role not in NEVER_PAIRED
    ]


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


def _groups(
    beads: Sequence[SentenceBead], source: Document, target: Document, encoder: Encoder
) -> list[Group]:
    sets = connected(
        ([where.paragraph for where in bead.source], [where.paragraph for where in bead.target])
        for bead in beads
    )
    by_source = {number: index for index, (left, _) in enumerate(sets) for number in left}
    by_target = {number: index for index, (_, right) in enumerate(sets) for number in right}
    members: list[list[SentenceBead]] = [[] for _ in sets]
    for bead in beads:
        index = (
            by_source[bead.source[0].paragraph]
            if bead.source
            else by_target[bead.target[0].paragraph]
        )
        members[index].append(bead)
    groups = []
    for (left, right), own in zip(sets, members, strict=True):
        if not left or not right:
            kind = GroupKind.OMITTED if left else GroupKind.ADDED
            groups.append(Group(left, right, kind, None, tuple(own)))
            continue
        texts = [
            " ".join(source.paragraphs[number].text for number in left),
            " ".join(target.paragraphs[number].text for number in right),
        ]
        first, second = encoder.encode(texts)
        groups.append(
            Group(left, right, GroupKind.ALIGNED, float(np.dot(first, second)), tuple(own))
        )
    return groups


def _is_lone_caption(group: Group, source: Document, target: Document) -> bool:
    if group.source and group.target:
        return False
    document, numbers = (source, group.source) if group.source else (target, group.target)
    return all(document.paragraphs[number].role is Role.CAPTION for number in numbers)


def _aside(
    document: Document, groups: Sequence[Group], source: Document, target: Document
) -> tuple[Aside, ...]:
    grouped = {
        number
        for group in groups
        if not _is_lone_caption(group, source, target)
        for number in (group.source if document is source else group.target)
    }
    return tuple(
        Aside(number, "foreign" if document.is_foreign(number) else str(paragraph.role))
        for number, paragraph in enumerate(document.paragraphs)
        if number not in grouped
    )
