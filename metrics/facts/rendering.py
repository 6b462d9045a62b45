"""The unit that every check reads: what renders what, and what stands around it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from align import SentenceBead
from corpus import Document, SentenceId, Side
from metrics.comparison import Comparison
from metrics.facts.numbers import fact_numbers
from metrics.flag import Passage


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its place and language.

    Attributes:
        text: the sentence as it stands.
        language: BCP 47 code of the document that it stands in.
        paragraph: its paragraph's number.
        start: where it begins in the paragraph's text.
    """

    text: str
    language: str
    paragraph: int
    start: int

    def passage(self, start: int, end: int) -> Passage:
        """The words between two offsets into the sentence, as a place in the document."""
        return Passage(self.paragraph, self.start + start, self.start + end, self.text[start:end])


@dataclass(frozen=True)
class Rendering:
    """Sentences that render each other, and the sentences around them.

    Attributes:
        source, target: the two sides of a bead; neither is empty.
        comparison: which the bead is of.
        around: the beads whose sentences are near by; the bead itself may be among them.
    """

    source: tuple[Sentence, ...]
    target: tuple[Sentence, ...]
    comparison: Comparison
    around: tuple[SentenceBead, ...]

    def on(self, side: Side) -> tuple[Sentence, ...]:
        """The sentences of one side."""
        return self.source if side is Side.SOURCE else self.target

    def nearby(self, side: Side) -> tuple[Sentence, ...]:
        """The other sentences around one side, in order; what moved there is not lost."""
        return self._nearby[side]

    @cached_property
    def _nearby(self) -> dict[Side, tuple[Sentence, ...]]:
        around = {side: {where for bead in self.around for where in bead.on(side)} for side in Side}
        return {
            side: _others(self.comparison.on(side), around[side], self.on(side)) for side in Side
        }


def renderings(comparison: Comparison) -> Iterator[Rendering]:
    """Every bead that has both sides, in order.

    Near by are the beads of the same paragraph group, as far as something may have moved, and the
    beads before and after. A bead with an empty side is an omission or addition as a whole; what
    stands in it is not counted again, but it does count as near by. A paragraph that was left in
    the other language renders nothing.
    """
    reach = fact_numbers().bounds.nearby_beads
    beads = list(comparison.beads())
    first = 0
    for group in comparison.alignment.groups:
        last = first + len(group.beads)
        for index in range(first, last):
            bead = beads[index]
            if bead.source and bead.target and not _is_copied(comparison, bead):
                start = max(0, min(index - 1, max(first, index - reach)))
                end = max(index + 2, min(last, index + reach + 1))
                yield Rendering(
                    _sentences(comparison.source, bead.source),
                    _sentences(comparison.target, bead.target),
                    comparison,
                    tuple(beads[start:end]),
                )
        first = last


def _is_copied(comparison: Comparison, bead: SentenceBead) -> bool:
    """Whether a bead's sentences stand in a paragraph of another language than its document."""
    sides = ((comparison.source, bead.source), (comparison.target, bead.target))
    return any(document.is_foreign(where.paragraph) for document, side in sides for where in side)


def _others(
    document: Document, where: Iterable[SentenceId], own: Sequence[Sentence]
) -> tuple[Sentence, ...]:
    """Sentences of a document but for some, in order."""
    return tuple(one for one in _sentences(document, sorted(where)) if one not in own)


def _sentences(document: Document, where: Sequence[SentenceId]) -> tuple[Sentence, ...]:
    return tuple(_sentence(document, one) for one in where)


def _sentence(document: Document, where: SentenceId) -> Sentence:
    span = document.paragraphs[where.paragraph].sentences[where.sentence]
    return Sentence(document.sentence(where), document.language, where.paragraph, span.start)
