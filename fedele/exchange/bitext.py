"""A bitext as translation tools know it: pairs of texts, with the flags on their words."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from align import Aside, Group, SentenceBead
from corpus import Document, SentenceId, Side, Span
from fedele.exchange.numbers import exchange_numbers
from fedele.files.atomic import file_of
from fedele.findings.issues import Issue
from fedele.findings.reviewed import Reviewed

ASIDE = "aside"
"""The kind of what takes no part in the comparison, beside those of `align.GroupKind`."""


@dataclass(frozen=True, slots=True)
class FlaggedSpan:
    """A flag's words in one text of a pair, as a half-open span; it may be empty."""

    span: Span
    issue: Issue


@dataclass(frozen=True, slots=True)
class SegmentPair:
    """A bead: the texts that render each other, one of which may be empty.

    Attributes:
        source, target: the sentences, as they stand; those of several paragraphs joined by spaces.
        similarity: cosine of the two, None where a side is empty.
        confidence: 0 to 1, that the bead is right as it stands, None where nobody asked.
        fidelity: 0 to 100, None where it was not scored.
        source_marks, target_marks: the flags on the words of either text.
    """

    source: str
    target: str
    similarity: float | None = None
    confidence: float | None = None
    fidelity: float | None = None
    source_marks: tuple[FlaggedSpan, ...] = ()
    target_marks: tuple[FlaggedSpan, ...] = ()

    @property
    def issues(self) -> tuple[Issue, ...]:
        """The flags that touch the pair, each once."""
        marks = (*self.source_marks, *self.target_marks)
        return tuple({mark.issue.id: mark.issue for mark in marks}.values())

    @property
    def is_whole(self) -> bool:
        """Whether there is text on both sides."""
        return bool(self.source and self.target)


@dataclass(frozen=True, slots=True)
class PairGroup:
    """Pairs that belong together.

    Attributes:
        kind: aligned, moved, omitted, added (`align.GroupKind`) or aside; None where the pairs
            stand in no paragraphs.
        pairs: in reading order.
    """

    kind: str | None
    pairs: tuple[SegmentPair, ...]


@dataclass(frozen=True, slots=True)
class Bitext:
    """Two texts in pairs.

    Attributes:
        source_language, target_language: BCP 47 codes.
        unit: what a pair is made of: "sentence", "paragraph" or "line".
        groups: every part of both texts, in reading order; what was set aside comes last.
        path: the source's file, None where there is none.
        signature: the recipe of the result, by name.
    """

    source_language: str
    target_language: str
    unit: str
    groups: tuple[PairGroup, ...]
    path: str | None = None
    signature: Mapping[str, str] | None = None

    @property
    def pairs(self) -> Iterator[SegmentPair]:
        """The pairs that have text on both sides: all that a translation memory can hold."""
        return (pair for group in self.groups for pair in group.pairs if pair.is_whole)


def is_confirmed(pair: SegmentPair) -> bool:
    """Whether a pair may go into a translation memory unseen.

    It has both sides, is surely a pair, and no flag stands on its words that was not dismissed.
    """
    least = exchange_numbers().least_confidence
    sure = pair.confidence is None or pair.confidence >= least
    return pair.is_whole and sure and not any(issue.is_open for issue in pair.issues)


def review_bitext(review: Reviewed) -> Bitext:
    """A review's beads as pairs."""
    maker = _Maker(review)
    scored = zip(review.alignment.groups, review.scores.beads, strict=True)
    return Bitext(
        source_language=review.source.language,
        target_language=review.target.language,
        unit="sentence",
        groups=(*(maker.group(*item) for item in scored), *maker.asides()),
        path=file_of(review.source),
        signature=review.signature,
    )


class _Maker:
    """What pairs are made from."""

    def __init__(self, review: Reviewed) -> None:
        self._review = review
        self._issues: defaultdict[tuple[Side, int], list[Issue]] = defaultdict(list)
        for issue in review.issues:
            for side in Side:
                if passage := issue.passage(side):
                    self._issues[side, passage.paragraph].append(issue)

    def group(self, group: Group, fidelities: Sequence[float]) -> PairGroup:
        pairs = (
            self._pair(bead, score) for bead, score in zip(group.beads, fidelities, strict=True)
        )
        return PairGroup(group.kind.value, tuple(pairs))

    def asides(self) -> Iterator[PairGroup]:
        alignment = self._review.alignment
        for side, asides in (
            (Side.SOURCE, alignment.source_aside),
            (Side.TARGET, alignment.target_aside),
        ):
            if asides:
                yield PairGroup(ASIDE, tuple(self._aside(side, aside) for aside in asides))

    def _pair(self, bead: SentenceBead, fidelity: float) -> SegmentPair:
        source, source_marks = self._side(Side.SOURCE, bead.source)
        target, target_marks = self._side(Side.TARGET, bead.target)
        return SegmentPair(
            source,
            target,
            bead.similarity,
            bead.confidence,
            None if math.isnan(fidelity) else fidelity,
            source_marks,
            target_marks,
        )

    def _aside(self, side: Side, aside: Aside) -> SegmentPair:
        paragraph = self._review.document(side).paragraphs[aside.paragraph]
        sentences = [SentenceId(aside.paragraph, n) for n in range(len(paragraph.sentences))]
        text, marks = self._side(side, sentences)
        if side is Side.SOURCE:
            return SegmentPair(text, "", source_marks=marks)
        return SegmentPair("", text, target_marks=marks)

    def _side(
        self, side: Side, sentences: Sequence[SentenceId]
    ) -> tuple[str, tuple[FlaggedSpan, ...]]:
        document = self._review.document(side)
        texts: list[str] = []
        marks: list[FlaggedSpan] = []
        offset = 0
        for paragraph, span in _runs(document, sentences):
            texts.append(span.of(document.paragraphs[paragraph].text))
            for issue in self._issues[side, paragraph]:
                passage = issue.passage(side)
                if passage and (found := _overlap(span, passage.span)):
                    begin = offset - span.start
                    marks.append(FlaggedSpan(Span(found.start + begin, found.end + begin), issue))
            offset += len(texts[-1]) + 1
        return " ".join(texts), tuple(marks)


def _overlap(passage: Span, words: Span) -> Span | None:
    """What two spans share; empty words lie in a passage if they touch it."""
    start, end = max(passage.start, words.start), min(passage.end, words.end)
    is_there = start < end or (words.start == words.end and start == end)
    return Span(start, end) if is_there else None


def _runs(document: Document, sentences: Sequence[SentenceId]) -> Iterator[tuple[int, Span]]:
    """The sentences, with what stands between those that follow each other in a paragraph."""
    numbered = enumerate(sentences)
    for (paragraph, _), run in groupby(
        numbered, key=lambda item: (item[1][0], item[1][1] - item[0])
    ):
        ids = [where.sentence for _, where in run]
        spans = document.paragraphs[paragraph].sentences
        yield paragraph, Span(spans[ids[0]].start, spans[ids[-1]].end)
