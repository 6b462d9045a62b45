"""Aligning documents: sentences to beads, paragraphs to groups, the rest set aside."""

from collections.abc import Iterable, Sequence

from align.bead import Alignment, Aside, Group, GroupKind, SentenceBead
from align.computing.threads import in_turn
from align.documents.encoded import compared, encode, placed
from align.documents.given import align_given
from align.documents.groups import connected, out_of_order, without_strays
from align.encoders.protocol import Encoder
from align.segments import beads_of
from corpus import Document, Progress, Role, SentenceId, Side


@in_turn()
def align(
    source: Document, target: Document, encoder: Encoder, *, progress: Progress | None = None
) -> Alignment:
    """Which sentence and paragraph renders which.

    Bylines and furniture take no part, nor do paragraphs in another language than their document,
    unless the other one has the very same text; captions do, and are set aside where they have no
    counterpart.

    Where the documents know their units (`corpus.Document.units`), these are the groups: nothing
    is searched for but the beads inside a unit of several sentences, and nothing is set aside.

    Args:
        source: one version.
        target: the other.
        encoder: what says how alike texts are.
        progress: called as the work goes.

    Returns:
        Every paragraph in exactly one group, or set aside.
    """
    if source.units is not None and target.units is not None:
        return align_given(source, target, encoder, progress)
    left = encode(source, _taking_part(source, target), encoder, progress)
    right = encode(target, _taking_part(target, source), encoder, progress)
    found = beads_of(left.side, right.side, encoder, progress)
    beads = without_strays([placed(bead, left, right) for bead in found])
    groups = _groups(beads, source, target)
    groups = [group for group in groups if not _is_lone_caption(group, source, target)]
    return Alignment(
        tuple(compared(groups, left, right)),
        _aside(source, {number for group in groups for number in group.source}),
        _aside(target, {number for group in groups for number in group.target}),
    )


def _taking_part(document: Document, across: Document) -> list[SentenceId]:
    there = {_plain(paragraph.text) for paragraph in across.paragraphs}
    out = {
        number
        for number, paragraph in enumerate(document.paragraphs)
        if paragraph.role.is_set_aside
        or (document.is_foreign(number) and _plain(paragraph.text) not in there)
    }
    return [where for where in document.sentence_ids() if where.paragraph not in out]


def _plain(text: str) -> str:
    return " ".join(text.split())


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
