"""Negations that were lost or gained."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus import Side, load_numbers
from metrics.comparison import Comparison
from metrics.facts.logistic import probability
from metrics.facts.polarity import polarity
from metrics.facts.rendering import Rendering, Sentence, other, renderings
from metrics.facts.unspelled import Vector
from metrics.flag import Category, Flag, Kind, Passage, Severity


@dataclass(frozen=True, slots=True)
class Excess:
    """A bead in which one side denies more often than the other.

    Attributes:
        side: the side that denies more.
        rendering: the bead.
        denials: every denial of that side, as sentence number and offsets.
        across: how often the other side denies.
        hints: how many words of the other side may stand for a denial.
    """

    side: Side
    rendering: Rendering
    denials: tuple[tuple[int, int, int], ...]
    across: int
    hints: int

    def texts(self) -> list[str]:
        """What the encoder compares: the other side, this side, this side without each denial."""
        sentences = [one.text for one in self.rendering.side(self.side)]
        whole = " ".join(one.text for one in self.rendering.side(other(self.side)))
        without = [
            " ".join((*sentences[:n], text[:start] + text[end:].lstrip(), *sentences[n + 1 :]))
            for n, start, end in self.denials
            for text in (sentences[n],)
        ]
        return [whole, " ".join(sentences), *without]


def check(comparison: Comparison) -> list[Flag]:
    """Flags of kind negation: denied on one side, not on the other.

    Counted a bead, double negation once ("non ... nessuno"), phrases that deny nothing left out
    ("not only"). What speaks against a loss are words of the other side that deny in their
    meaning ("lack", "impossibile"); what speaks for it is that the two sides come closer in
    meaning when the negation is left out.
    """
    found = [one for rendering in renderings(comparison) if (one := find_excess(rendering))]
    texts = list(dict.fromkeys(text for one in found for text in one.texts()))
    vectors = dict(zip(texts, comparison.encoder.encode(texts), strict=True)) if texts else {}
    return [flag for one in found for flag in _flags(one, gains(one, vectors))]


def find_excess(rendering: Rendering) -> Excess | None:
    """The side that denies more often, in the bead and with the sentences around it, if any."""
    for side in Side:
        across = other(side)
        more = _count(rendering.side(side)) - _count(rendering.side(across))
        nearby = _count(rendering.nearby(side)) - _count(rendering.nearby(across))
        if more > 0 and more + nearby > 0:
            denials = tuple(
                (number, denial.start, denial.end)
                for number, sentence in enumerate(rendering.side(side))
                for denial in polarity(sentence.text, sentence.language).denials
            )
            hints = sum(polarity(one.text, one.language).hints for one in rendering.side(across))
            return Excess(side, rendering, denials, _count(rendering.side(across)), hints)
    return None


def gains(excess: Excess, vectors: Mapping[str, Vector]) -> list[float]:
    """For every denial, how much closer the two sides come when it is left out, as a cosine."""
    across, whole, *without = (vectors[text] for text in excess.texts())
    return [float(across @ one - across @ whole) for one in without]


def evidence(excess: Excess, gained: Sequence[float]) -> dict[str, float]:
    """What speaks for and against a loss: ``alone``, ``hints`` and ``gain``.

    ``alone`` is 1 where the other side denies nothing, ``hints`` counts its words that may deny in
    other ways, up to 1, and ``gain`` is the greatest of `gains`.
    """
    most = load_numbers("metrics", "facts")["negation"]["most_hints"]
    return {
        "alone": float(excess.across == 0),
        "hints": min(excess.hints, most) / most,
        "gain": max(gained),
    }


def _count(sentences: Sequence[Sentence]) -> int:
    return sum(len(polarity(one.text, one.language).denials) for one in sentences)


def _flags(excess: Excess, gained: Sequence[float]) -> Iterator[Flag]:
    least = load_numbers("metrics", "facts")["negation"]["least_confidence"]
    confidence = probability("negation_weights", evidence(excess, gained))
    if confidence < least:
        return
    number, start, end = excess.denials[max(range(len(gained)), key=gained.__getitem__)]
    passage = excess.rendering.side(excess.side)[number].passage(start, end)
    lost = excess.side is Side.SOURCE
    yield Flag(
        Category.OMISSION if lost else Category.ADDITION,
        Kind.NEGATION,
        Severity.MAJOR,
        confidence,
        passage if lost else None,
        None if lost else passage,
        _message(lost, passage, excess.across > 0),
    )


def _message(lost: bool, passage: Passage, denies_too: bool) -> str:
    here, there = ("source", "translation") if lost else ("translation", "source")
    if denies_too:
        return f"“{passage.text}” denies something in the {here} that the {there} does not deny."
    return f"The {here} denies something (“{passage.text}”), the {there} denies nothing."
