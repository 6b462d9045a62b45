"""The rows of the page: groups of paragraphs side by side, and what was set aside between them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from align import Alignment, Aside, Group, GroupKind
from corpus import SentenceId, Side, Span
from fedele.findings.entries import Entry
from fedele.findings.places import Places
from fedele.findings.reviewed import Reviewed
from fedele.reports.html.marks import Mark, Run, cut
from metrics import Category, Verdict


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph on the page.

    Attributes:
        number: in its document, from 1.
        language: BCP 47, for `lang`.
        role: as in `corpus.Role`.
        runs: its text.
        aside: why it was set aside, where that is said first or differs from the one above it.
    """

    number: int
    language: str
    role: str
    runs: tuple[Run, ...]
    aside: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What stands side by side.

    Attributes:
        name: the element's id.
        kind: "aligned", "moved", "omitted", "added", "aside", or "plain" where the texts are
            unrelated and stand side by side only to be read.
        source, target: the paragraphs of each side.
        fidelity: 0 to 100, None where the row has no score.
        moved_here: (target, source) paragraph numbers, from 1, of passages that would follow
            here in the translation and stand elsewhere.
        gaps: where one side is missing as a whole, the flags that say so.
        ticks: the flags, shifts aside, whose words stand here, each with how far down its side
            they do, 0 to 1.
        length: characters of the longer side.
    """

    name: str
    kind: str
    source: tuple[Block, ...]
    target: tuple[Block, ...]
    fidelity: float | None = None
    moved_here: tuple[tuple[int, int], ...] = ()
    gaps: tuple[int, ...] = ()
    ticks: tuple[tuple[int, float], ...] = ()
    length: int = 0


@dataclass(slots=True)
class _Place:
    """A row to be: paragraph numbers, from 0."""

    kind: str
    source: list[int]
    target: list[int]
    group: int | None = None
    moved_here: list[tuple[int, int]] = field(default_factory=list)


def build_rows(review: Reviewed, found: Sequence[Entry]) -> tuple[Row, ...]:
    """Every paragraph of both documents in rows, in the source's order.

    Paragraphs set aside stand after the paragraph that they follow in their document.
    """
    if review.verdict is Verdict.UNRELATED:
        places = _unrelated_places(review)
    else:
        places = _places(review.alignment)
    page = _Page(review, found)
    return tuple(page.row(number, place) for number, place in enumerate(places, 1))


def _unrelated_places(review: Reviewed) -> list[_Place]:
    """The two texts whole, one beside the other: no passage of one answers to the other's."""
    source = list(range(len(review.source.paragraphs)))
    target = list(range(len(review.target.paragraphs)))
    return [_Place("plain", source, target)]


def _places(alignment: Alignment) -> list[_Place]:
    places = [
        _Place(group.kind.value, list(group.source), list(group.target), number)
        for number, group in enumerate(alignment.groups)
    ]
    places = _with_asides(places, alignment.source_aside, Side.SOURCE)
    places = _with_asides(places, alignment.target_aside, Side.TARGET)
    _leave_notes(places, alignment.groups)
    return _merge_asides(places)


def _with_asides(places: Sequence[_Place], asides: Sequence[Aside], side: Side) -> list[_Place]:
    """The rows, and one for each paragraph set aside, behind the row of the paragraph before it."""
    rows = [_Place("head", [], []), *places]
    next_row = [*range(1, len(rows)), 0]
    homes = _homes(rows, side)
    for aside in asides:
        row = _Place("aside", [], [])
        getattr(row, side).append(aside.paragraph)
        before = homes.get(aside.paragraph - 1, 0)
        homes[aside.paragraph] = len(rows)
        rows.append(row)
        next_row.append(next_row[before])
        next_row[before] = len(rows) - 1
    ordered, row_number = list[_Place](), next_row[0]
    while row_number:
        ordered.append(rows[row_number])
        row_number = next_row[row_number]
    return ordered


def _homes(places: Sequence[_Place], side: Side) -> dict[int, int]:
    """The number of the row of each paragraph of a side."""
    return {
        paragraph: row for row, place in enumerate(places) for paragraph in getattr(place, side)
    }


def _leave_notes(places: Sequence[_Place], groups: Sequence[Group]) -> None:
    """Say, where a moved passage would stand in the translation, where it stands instead."""
    homes = _homes(places, Side.TARGET)
    for group in groups:
        if group.kind is GroupKind.MOVED:
            note = (group.target[0] + 1, group.source[0] + 1)
            places[homes.get(group.target[0] - 1, 0)].moved_here.append(note)


def _merge_asides(places: Sequence[_Place]) -> list[_Place]:
    """Asides that follow each other share a row."""
    merged: list[_Place] = []
    for place in places:
        if place.kind == "aside" and merged and merged[-1].kind == "aside":
            merged[-1].source += place.source
            merged[-1].target += place.target
            merged[-1].moved_here += place.moved_here
        else:
            merged.append(place)
    return merged


class _Page:
    """What the rows are filled from."""

    def __init__(self, review: Reviewed, found: Sequence[Entry]) -> None:
        self._review = review
        self._marks = {side: _marks(review, found, side) for side in Side}
        self._alone = {side: _alone(found, side) for side in Side}
        self._beads = {side: dict(_beads(review.alignment.groups, side)) for side in Side}
        self._asides = {side: _reasons(review.alignment.aside(side)) for side in Side}
        self._shifts = {entry.number for entry in found if entry.is_shift}

    def row(self, number: int, place: _Place) -> Row:
        aside = place.kind == "aside"
        source = self._blocks(Side.SOURCE, place.source, aside=aside)
        target = self._blocks(Side.TARGET, place.target, aside=aside)
        row = Row(f"passage-{number}", place.kind, source, target)
        return replace(
            row,
            fidelity=None if place.group is None else self._review.scores.groups[place.group],
            moved_here=tuple(place.moved_here),
            gaps=tuple(self._missing(place)),
            ticks=self._ticks(place),
            length=max(_length(source), _length(target)),
        )

    def _blocks(self, side: Side, numbers: Sequence[int], *, aside: bool) -> tuple[Block, ...]:
        reasons = [self._asides[side][number] if aside else None for number in numbers]
        return tuple(
            self._block(side, number, reason if reason != above else None)
            for number, reason, above in zip(numbers, reasons, [None, *reasons], strict=False)
        )

    def _block(self, side: Side, number: int, aside: str | None) -> Block:
        document = self._review.document(side)
        paragraph = document.paragraphs[number]
        beads = self._beads[side]
        sentences = [
            (span, beads.get(SentenceId(number, index)))
            for index, span in enumerate(paragraph.sentences)
        ]
        runs = cut(paragraph.text, sentences, self._marks[side].get(number, ()))
        language = paragraph.language or document.language
        return Block(number + 1, language, paragraph.role.value, runs, aside)

    def _missing(self, place: _Place) -> Iterator[int]:
        """The flags about a row that only one side has, to be shown in the gap on the other."""
        alone = {"omitted": (Side.SOURCE, place.source), "added": (Side.TARGET, place.target)}
        side, numbers = alone.get(place.kind, (Side.SOURCE, []))
        yield from sorted(flag for number in numbers for flag in self._alone[side].get(number, ()))

    def _ticks(self, place: _Place) -> tuple[tuple[int, float], ...]:
        """Each flag once, at its words in the source where it has some there."""
        found = {
            **dict(self._heights(Side.TARGET, place.target)),
            **dict(self._heights(Side.SOURCE, place.source)),
        }
        return tuple(sorted((number, at) for number, at in found.items()))

    def _heights(self, side: Side, numbers: Sequence[int]) -> Iterator[tuple[int, float]]:
        """Each mark in these paragraphs, with the share of their text that stands before it."""
        lengths = [len(self._review.document(side).paragraphs[number].text) for number in numbers]
        total, before = sum(lengths) or 1, 0
        for number, length in zip(numbers, lengths, strict=True):
            for mark in self._marks[side].get(number, ()):
                if mark.flag not in self._shifts:
                    yield mark.flag, (before + mark.span.start) / total
            before += length


def _reasons(asides: Sequence[Aside]) -> Mapping[int, str]:
    return {aside.paragraph: aside.reason for aside in asides}


def _alone(found: Sequence[Entry], side: Side) -> Mapping[int, Sequence[int]]:
    """The flags in each paragraph of a side that have no words on the other."""
    flags: defaultdict[int, list[int]] = defaultdict(list)
    for entry in found:
        passage = entry.passage(side)
        if passage is not None and entry.passage(side.opposite) is None:
            flags[passage.paragraph].append(entry.number)
    return flags


def _marks(review: Reviewed, found: Sequence[Entry], side: Side) -> Mapping[int, Sequence[Mark]]:
    """The flags' words in each paragraph, and empty marks where words that are missing would be."""
    marks: defaultdict[int, list[Mark]] = defaultdict(list)
    for entry in found:
        passage = entry.passage(side)
        if passage is not None:
            marks[passage.paragraph].append(Mark(passage.span, entry.number))
    for number, (paragraph, offset) in _gaps(review, found, side):
        marks[paragraph].append(Mark(Span(offset, offset), number))
    return marks


def _gaps(
    review: Reviewed, found: Sequence[Entry], side: Side
) -> Iterator[tuple[int, tuple[int, int]]]:
    """Flags about what this side lacks, and where it would stand here.

    A group of paragraphs that one side lacks has a gap of its own, and none within the text.
    """
    places = Places(review)
    lone = {
        number
        for group in review.alignment.groups
        if not group.on(side)
        for number in group.on(side.opposite)
    }
    for entry in found:
        passage = entry.passage(side.opposite)
        lacks = entry.flag.category in (Category.OMISSION, Category.ADDITION)
        if not lacks or passage is None or passage.paragraph in lone:
            continue
        if gap := places.gap(entry.flag, side):
            yield entry.number, (gap.sentence.paragraph, gap.offset)


def _beads(groups: Sequence[Group], side: Side) -> Iterator[tuple[SentenceId, str]]:
    for group_number, group in enumerate(groups):
        for bead_number, bead in enumerate(group.beads):
            if not (bead.source and bead.target):
                continue
            for where in bead.on(side):
                yield where, f"{group_number}-{bead_number}"


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(piece.text) for block in blocks for run in block.runs for piece in run.pieces)
