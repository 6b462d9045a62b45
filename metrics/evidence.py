"""What is known about each bead, gathered once, so that weighing it again costs nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from align import SentenceBead
from corpus import Document, SentenceId, Side
from metrics.comparison import Comparison
from metrics.flag import Flag, Kind, Passage
from metrics.judges import JudgedBead, JudgedSide, Judgement
from metrics.word import Word


class FlagHere(NamedTuple):
    """A flag on one side of a bead.

    Attributes:
        number: its own among all flags.
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
        strain: what says how badly it is rendered, by name; nothing where a side has no words.
        points: MQM points that a borrowed judge expects reviewers to take off, None without one.
    """

    source: SideEvidence
    target: SideEvidence
    similarity: float = 0.0
    strain: Mapping[str, float] = field(default_factory=dict)
    points: float | None = None

    @property
    def is_alone(self) -> bool:
        """Whether one side is empty."""
        return self.source.paragraph is None or self.target.paragraph is None


def gather(judgement: Judgement, flags: Sequence[Flag]) -> list[list[BeadEvidence]]:
    """The evidence about every bead of a judged comparison, group by group.

    Args:
        judgement: what is said of its words and beads.
        flags: what was found; shifts, which change no content, are no evidence.
    """
    comparison = judgement.comparison
    touching = {side: _flags_by_sentence(comparison.on(side), flags, side) for side in Side}
    judged = iter(judgement.beads)
    return [
        [_bead(comparison, bead, next(judged), touching) for bead in group.beads]
        for group in comparison.alignment.groups
    ]


Touching = Mapping[SentenceId, Sequence[tuple[int, Flag, Passage]]]
"""By sentence of one side, the flags that touch it, each with its number and its passage there."""


def _flags_by_sentence(document: Document, flags: Sequence[Flag], side: Side) -> Touching:
    found: dict[SentenceId, list[tuple[int, Flag, Passage]]] = {}
    for number, flag in enumerate(flags):
        passage = flag.on(side)
        if passage is not None and flag.kind is not Kind.SHIFT:
            for where in document.sentences_at(passage.paragraph, passage.span):
                found.setdefault(where, []).append((number, flag, passage))
    return found


def _bead(
    comparison: Comparison,
    bead: SentenceBead,
    judged: JudgedBead,
    touching: Mapping[Side, Touching],
) -> BeadEvidence:
    source, target = (
        _side(comparison.on(side), bead.on(side), judged.on(side), touching[side]) for side in Side
    )
    points = judged.opinion.points if judged.opinion else None
    return BeadEvidence(source, target, bead.similarity or 0.0, judged.strain, points)


def _side(
    document: Document, sentences: Sequence[SentenceId], judged: JudgedSide, touching: Touching
) -> SideEvidence:
    flags = list[FlagHere]()
    for where in sentences:
        sentence = document.paragraphs[where.paragraph].sentences[where.sentence]
        for number, flag, passage in touching.get(where, ()):
            start, end = max(sentence.start, passage.start), min(sentence.end, passage.end)
            inside = tuple(
                index
                for index, word in enumerate(judged.words)
                if word.paragraph == where.paragraph and start <= word.start < end
            )
            flags.append(FlagHere(number, flag, inside, sentence.start <= passage.start))
    return SideEvidence(judged.words, tuple(flags), sentences[0].paragraph if sentences else None)
