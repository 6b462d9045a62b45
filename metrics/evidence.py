"""What is known about each bead, gathered once, so that weighing it again costs nothing."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from align import SentenceBead
from corpus import Document, SentenceId, Side, Span
from metrics.comparison import Comparison
from metrics.flag import Flag, Kind, Passage
from metrics.judges.ensemble.strain import strain_features, words_strain
from metrics.judges.ensemble.view import Views, facing_views, read_views
from metrics.word import Word


class FlagHere(NamedTuple):
    """A flag on one side of a bead.

    Attributes:
        number: its own among the findings.
        flag: itself.
        inside: which of the side's words are in it.
        begins: whether it begins here, so that its price is due.
    """

    number: int
    flag: Flag
    inside: tuple[int, ...]
    begins: bool


@dataclass(frozen=True, slots=True)
class SideEvidence:
    """One side of a bead.

    Attributes:
        words: its words, with their differences.
        flags: those that are about some of them.
        paragraph: where it begins, None where the side is empty.
    """

    words: tuple[Word, ...] = ()
    flags: tuple[FlagHere, ...] = ()
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class BeadEvidence:
    """One bead.

    Attributes:
        source, target: its sides.
        similarity: cosine of the two, 0 where a side is empty.
        strain: what makes up its strain, by name; nothing where a side has no words.
    """

    source: SideEvidence
    target: SideEvidence
    similarity: float = 0.0
    strain: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_alone(self) -> bool:
        """Whether one side is empty."""
        return self.source.paragraph is None or self.target.paragraph is None


def gather(
    comparison: Comparison,
    words: Sequence[Word],
    flags: Sequence[Flag],
    views: Views | None = None,
) -> list[list[BeadEvidence]]:
    """The evidence about every bead of a comparison, group by group.

    Args:
        comparison: two aligned documents.
        words: every word of both sides, with its difference, in reading order.
        flags: the findings; shifts, which change no content, are no evidence.
        views: the comparison's, where they were read already.
    """
    shelf = {side: _Shelf(comparison.document(side), words, flags, side) for side in Side}
    related = any(word.difference < 1 for word in words)
    strains = _strains(comparison, views or read_views(comparison)) if related else {}
    groups, number = list[list[BeadEvidence]](), 0
    for group in comparison.alignment.groups:
        beads = list[BeadEvidence]()
        for bead in group.beads:
            beads.append(_bead(bead, shelf, strains.get(number, {})))
            number += 1
        groups.append(beads)
    return groups


def _strains(comparison: Comparison, views: Views) -> dict[int, dict[str, float]]:
    """The strain of every bead that has words on both sides, by its number."""
    languages = (comparison.source.language, comparison.target.language)
    return {
        source.bead: strain_features(source, target, languages)
        for source, target in facing_views(views)
    }


class _Shelf:
    """The words of one side by their paragraph, its flags by the sentences that they touch."""

    def __init__(
        self, document: Document, words: Sequence[Word], flags: Sequence[Flag], side: Side
    ) -> None:
        self._document = document
        self._words: dict[int, list[Word]] = {}
        self._flags: dict[SentenceId, list[tuple[int, Flag, Passage]]] = {}
        for word in words:
            if word.side is side:
                self._words.setdefault(word.paragraph, []).append(word)
        for number, flag in enumerate(flags):
            passage = flag.on(side)
            if passage is not None and flag.kind is not Kind.SHIFT:
                for where in document.sentences_at(passage.paragraph, passage.span):
                    self._flags.setdefault(where, []).append((number, flag, passage))

    def side(self, sentences: Sequence[SentenceId]) -> SideEvidence:
        words, flags = list[Word](), list[FlagHere]()
        for where in sentences:
            span = self._document.paragraphs[where.paragraph].sentences[where.sentence]
            first = len(words)
            words += _within(self._words.get(where.paragraph, ()), span)
            for number, flag, passage in self._flags.get(where, ()):
                held = (
                    n
                    for n in range(first, len(words))
                    if passage.start <= words[n].start < passage.end
                )
                begins = span.start <= passage.start
                flags.append(FlagHere(number, flag, tuple(held), begins))
        paragraph = sentences[0].paragraph if sentences else None
        return SideEvidence(tuple(words), tuple(flags), paragraph)


def _within(words: Sequence[Word], span: Span) -> Sequence[Word]:
    """Of words in order those that begin in a span."""
    first, last = (bisect_left(words, at, key=attrgetter("start")) for at in span)
    return words[first:last]


def _bead(
    bead: SentenceBead,
    shelf: Mapping[Side, _Shelf],
    strain: Mapping[str, float],
) -> BeadEvidence:
    source = shelf[Side.SOURCE].side(bead.source)
    target = shelf[Side.TARGET].side(bead.target)
    if strain:
        strain = {"words": words_strain(source.words) + words_strain(target.words), **strain}
    return BeadEvidence(source, target, bead.similarity or 0.0, strain)
