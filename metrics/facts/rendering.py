"""The unit that every check reads: what renders what, and what stands around it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from align import Group, SentenceBead
from corpus import Document, SentenceId, Side
from metrics.comparison import Comparison
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


@dataclass(frozen=True, slots=True)
class Rendering:
    """Sentences that render each other, and the sentences around them.

    Attributes:
        source, target: the two sides of a bead; neither is empty.
        source_nearby, target_nearby: the other sentences of the same paragraph group and of the
            beads before and after; what moved there is not lost.
    """

    source: tuple[Sentence, ...]
    target: tuple[Sentence, ...]
    source_nearby: tuple[Sentence, ...]
    target_nearby: tuple[Sentence, ...]

    def side(self, side: Side) -> tuple[Sentence, ...]:
        """The sentences of one side."""
        return self.source if side is Side.SOURCE else self.target

    def nearby(self, side: Side) -> tuple[Sentence, ...]:
        """The sentences around one side."""
        return self.source_nearby if side is Side.SOURCE else self.target_nearby


def renderings(comparison: Comparison) -> Iterator[Rendering]:
    """Every bead that has both sides, in order.

    A bead with an empty side is an omission or addition as a whole; what stands in it is not
    counted again, but it does count as near by. A paragraph that was left in the other language
    renders nothing.
    """
    groups = comparison.alignment.groups
    beads = [(group, bead) for group in groups for bead in group.beads]
    for index, (group, bead) in enumerate(beads):
        if bead.source and bead.target and not _is_copied(comparison, bead):
            edges = [around for _, around in beads[max(index - 1, 0) : index + 2]]
            yield _rendering(comparison, bead, group, edges)


def _is_copied(comparison: Comparison, bead: SentenceBead) -> bool:
    """Whether a bead's sentences stand in a paragraph of another language than its document."""
    sides = ((comparison.source, bead.source), (comparison.target, bead.target))
    return any(document.is_foreign(where.paragraph) for document, side in sides for where in side)


def _rendering(
    comparison: Comparison, bead: SentenceBead, group: Group, edges: Sequence[SentenceBead]
) -> Rendering:
    around = (*group.beads, *edges)
    source_around = {where for near in around for where in near.source} - set(bead.source)
    target_around = {where for near in around for where in near.target} - set(bead.target)
    return Rendering(
        _sentences(comparison.source, bead.source),
        _sentences(comparison.target, bead.target),
        _sentences(comparison.source, sorted(source_around)),
        _sentences(comparison.target, sorted(target_around)),
    )


def _sentences(document: Document, where: Sequence[SentenceId]) -> tuple[Sentence, ...]:
    return tuple(_sentence(document, one) for one in where)


def _sentence(document: Document, where: SentenceId) -> Sentence:
    span = document.paragraphs[where.paragraph].sentences[where.sentence]
    return Sentence(document.sentence(where), document.language, where.paragraph, span.start)
