"""Phrases that may have no counterpart, with how likely a reviewer agrees."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from corpus import Recent, Side
from metrics.grammar import Grammar
from metrics.judges import Column, JudgedBead, PhraseJudge
from metrics.omissions.numbers import omission_numbers
from metrics.omissions.spans import STOPS, find_phrases
from metrics.phrase import Phrase
from metrics.segment import Segment

SIDES = 2_000
"""Sides of beads whose phrases are kept: those of a text that is being edited."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase of one side of a bead.

    Attributes:
        bead: the bead.
        side: the side.
        phrase: its words.
        confidence: 0 to 1, how likely nothing on the other side renders it.
        difference: mean of its words' differences.
        answer: what comes nearest to it on the other side.
        likeness: cosine of the two.
    """

    bead: JudgedBead
    side: Side
    phrase: Phrase
    confidence: float
    difference: float
    answer: Phrase
    likeness: float

    @property
    def segment(self) -> Segment:
        """The text that it stands in."""
        return self.bead.on(self.side).segment

    @property
    def text(self) -> str:
        """Its words as they stand."""
        return self.phrase.span(self.segment).of(self.segment.text)


def find_candidates(bead: JudgedBead, side: Side, grammar: Grammar) -> list[Candidate]:
    """The phrases of one side of a bead, apart from each other, in order.

    Args:
        bead: a judged bead; it has none where a side has no words.
        side: of the phrases.
        grammar: of that side's language.
    """
    if bead.phrases is None:
        return []
    judge, segment = bead.phrases, bead.on(side).segment
    difference = bead.on(side).difference
    paragraphs = tuple(it.paragraph - segment.places[0].paragraph for it in segment.places)

    def find(_: object) -> list[list[Found]]:
        return [_found(judge, side, segment, difference, grammar)]

    (found,) = _FOUND.get([(judge.key, side, paragraphs, grammar)], find)
    return [Candidate(bead, side, *it) for it in found]


Found = tuple[Phrase, float, float, Phrase, float]
"""Of a candidate all but where it stands."""
_FOUND: Recent[tuple[Hashable, Side, tuple[int, ...], Grammar], list[Found]] = Recent(SIDES)
"""By what the judge goes by, the side, and each word's paragraph, counted from the first's: no
phrase crosses into another."""


def _found(
    judge: PhraseJudge, side: Side, segment: Segment, difference: Column, grammar: Grammar
) -> list[Found]:
    phrases = find_phrases(segment, difference, grammar, omission_numbers())
    if not phrases:
        return []
    content = [grammar.is_content(word) for word in segment.words()]
    contents = [sum(content[phrase.first : phrase.last]) for phrase in phrases]
    kept = _apart(phrases, judge.missing(side, phrases), contents)
    return [
        (
            phrase,
            likely,
            float(difference[phrase.first : phrase.last].mean()),
            *judge.answer(side, phrase),
        )
        for phrase, likely in _joined(kept, segment, difference)
    ]


def _apart(
    phrases: Sequence[Phrase], likely: Sequence[float], contents: Sequence[int]
) -> list[tuple[Phrase, float]]:
    """The likeliest phrases that do not overlap, longer ones preferred a little."""
    bonus = omission_numbers().length_bonus
    order = sorted(
        zip(phrases, likely, contents, strict=True), key=lambda it: -it[1] * (1 + bonus * it[2])
    )
    kept: list[tuple[Phrase, float]] = []
    for phrase, probability, _ in order:
        if all(phrase.last <= other.first or other.last <= phrase.first for other, _ in kept):
            kept.append((phrase, probability))
    return sorted(kept, key=lambda it: it[0].first)


def _joined(
    found: Sequence[tuple[Phrase, float]], segment: Segment, difference: Column
) -> list[tuple[Phrase, float]]:
    """The phrases, one for those that run on into each other; it is as sure as the surest."""
    least = omission_numbers().considered
    joined: list[tuple[Phrase, float]] = []
    for phrase, likely in found:
        both = joined and min(likely, joined[-1][1]) >= least
        if both and _runs_on(joined[-1][0], phrase, segment, difference):
            before, surest = joined.pop()
            joined.append((Phrase(before.first, phrase.last), max(surest, likely)))
        else:
            joined.append((phrase, likely))
    return joined


def _runs_on(before: Phrase, after: Phrase, segment: Segment, difference: Column) -> bool:
    """Whether nothing but likely words, spaces and commas stand between two phrases."""
    between = segment.text[before.span(segment).end : after.span(segment).start]
    same = segment.places[before.last - 1].paragraph == segment.places[after.first].paragraph
    likely = difference[before.last : after.first] >= omission_numbers().bridge
    return same and bool(likely.all()) and STOPS.isdisjoint(between)
