"""Fidelity: how much of each version the other one renders, 0 to 100.

Read like ESA (Kocmi et al. 2024, "Error Span Annotation"): 100 says everything and nothing else,
66 most of the meaning with gaps, 33 some of it, 0 none.

Each side has a mass, the weighted count of its words, of which some is lost: words without a
counterpart, flags at least at the price of their severity, and, where the two sides of a bead have
little to do with each other, whatever their similarity says. The fidelity is the share kept of the
source times the share kept of the target, so a drop and an addition cost alike, and swapping the
two versions changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from align import SentenceBead
from corpus import Side, load_numbers
from metrics.comparison import Comparison
from metrics.flag import Flag, Kind, Passage
from metrics.word import Word


@dataclass(frozen=True, slots=True)
class Fidelity:
    """Fidelity at every level, 0 to 100.

    Attributes:
        document: of the whole pair.
        groups: one a group of the alignment, in its order.
        beads: one a bead, group by group.
    """

    document: float
    groups: tuple[float, ...]
    beads: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Mass:
    """How much there is to render on each side of some text, and how much of it is lost."""

    source: float = 0.0
    source_lost: float = 0.0
    target: float = 0.0
    target_lost: float = 0.0

    def __add__(self, other: "Mass") -> "Mass":
        return Mass(
            self.source + other.source,
            self.source_lost + other.source_lost,
            self.target + other.target,
            self.target_lost + other.target_lost,
        )

    @property
    def fidelity(self) -> float:
        """The share kept of the one side times the share kept of the other, times 100."""
        return 100 * _kept(self.source, self.source_lost) * _kept(self.target, self.target_lost)


def fidelity(comparison: Comparison, words: Sequence[Word], flags: Sequence[Flag]) -> Fidelity:
    """The fidelity of a comparison, from its words' differences and its flags.

    Args:
        comparison: two aligned documents.
        words: every word of both sides.
        flags: the findings; shifts, which change no content, cost nothing.

    Returns:
        Scores of the document, its groups and their beads; 100 where there is no word to render.
    """
    numbers = load_numbers("metrics", "fidelity")
    ledger = _Ledger(comparison, words, flags, numbers)
    groups = [[ledger.mass(bead) for bead in group.beads] for group in comparison.alignment.groups]
    return Fidelity(
        document=_total(mass for group in groups for mass in group).fidelity,
        groups=tuple(_total(group).fidelity for group in groups),
        beads=tuple(tuple(mass.fidelity for mass in group) for group in groups),
    )


class _Ledger:
    """The words and flags of a comparison, by the sentence that they stand in."""

    def __init__(
        self,
        comparison: Comparison,
        words: Sequence[Word],
        flags: Sequence[Flag],
        numbers: Mapping[str, float],
    ) -> None:
        self._comparison = comparison
        self._numbers = numbers
        self._words = {side: _by_paragraph(words, side) for side in Side}
        self._flags = [flag for flag in flags if flag.kind is not Kind.SHIFT]

    def mass(self, bead: SentenceBead) -> Mass:
        """What a bead has to render, and what of it is lost."""
        source, source_lost = self._side(bead, Side.SOURCE)
        target, target_lost = self._side(bead, Side.TARGET)
        if not bead.source or not bead.target:
            return Mass(source, source, target, target)
        least = 1 - self._rendered(bead.similarity or 0.0)
        return Mass(
            source, max(source_lost, least * source), target, max(target_lost, least * target)
        )

    def _rendered(self, similarity: float) -> float:
        """How much of a bead its similarity lets it render at most, 0 to 1."""
        none, full = self._numbers["similarity_none"], self._numbers["similarity_full"]
        return min(1.0, max(0.0, (similarity - none) / (full - none)))

    def _side(self, bead: SentenceBead, side: Side) -> tuple[float, float]:
        document = self._comparison.document(side)
        mass = lost = 0.0
        for where in bead.source if side is Side.SOURCE else bead.target:
            span = document.paragraphs[where.paragraph].sentences[where.sentence]
            inside = [
                word
                for word in self._words[side].get(where.paragraph, ())
                if span.start <= word.start < span.end
            ]
            mass += sum(self._weight(word) for word in inside)
            lost += self._lost(inside, side, where.paragraph, span.start, span.end)
        return mass, min(lost, mass)

    def _lost(
        self, words: Sequence[Word], side: Side, paragraph: int, start: int, end: int
    ) -> float:
        """The mass lost in one sentence: its words', or its flags' price where that is more."""
        lost = {word.start: self._weight(word) * self._excess(word.difference) for word in words}
        total = sum(lost.values())
        for flag in self._flags:
            passage = flag.source if side is Side.SOURCE else flag.target
            if passage is None or not _starts_in(passage, paragraph, start, end):
                continue
            price = self._price(flag, words, passage)
            paid = sum(cost for at, cost in lost.items() if passage.start <= at < passage.end)
            total += max(0.0, price - paid)
        return total

    def _price(self, flag: Flag, words: Sequence[Word], passage: Passage) -> float:
        """What a flag costs at least: by severity, or all its words where none is translated."""
        if flag.kind is Kind.UNTRANSLATED:
            inside = (word for word in words if passage.start <= word.start < passage.end)
            return sum(self._weight(word) for word in inside)
        return self._numbers[flag.severity.value] * flag.confidence

    def _excess(self, difference: float) -> float:
        background = self._numbers["background"]
        return max(0.0, difference - background) / (1 - background)

    def _weight(self, word: Word) -> float:
        """A word's share of the meaning: names, figures and longer words weigh more."""
        plain = word.text.islower() and len(word.text) < self._numbers["content_letters"]
        return 1.0 if plain else float(self._numbers["content_weight"])


def _by_paragraph(words: Sequence[Word], side: Side) -> dict[int, list[Word]]:
    found: dict[int, list[Word]] = {}
    for word in words:
        if word.side is side:
            found.setdefault(word.paragraph, []).append(word)
    return found


def _starts_in(passage: Passage, paragraph: int, start: int, end: int) -> bool:
    return passage.paragraph == paragraph and start <= passage.start < end


def _total(masses: Iterable[Mass]) -> Mass:
    return sum(masses, Mass())


def _kept(mass: float, lost: float) -> float:
    return 1.0 - lost / mass if mass else 1.0
