"""Negations that were lost or gained."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from align import exact
from corpus import Side
from metrics.comparison import Comparison
from metrics.facts.logistic import probability
from metrics.facts.numbers import fact_numbers
from metrics.facts.polarity import polarity
from metrics.facts.rendering import Rendering, Sentence, renderings
from metrics.facts.unspelled import Vector
from metrics.flag import Flag, Kind, Severity
from metrics.messages import Evidence

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Excess:
    """A bead in which one side denies more often than the other.

    Attributes:
        side: the side that denies more.
        rendering: the bead.
        denials: that side's denials, as sentence number and offsets; of very many the first.
        across: how often the other side denies.
    """

    side: Side
    rendering: Rendering
    denials: tuple[tuple[int, int, int], ...]
    across: int

    def whole_and_without(self) -> list[str]:
        """The other side, this side, and this side without each denial."""
        sentences = [one.text for one in self.rendering.on(self.side)]
        whole = " ".join(one.text for one in self.rendering.on(self.side.opposite))
        without = [
            " ".join((*sentences[:n], text[:start] + text[end:].lstrip(), *sentences[n + 1 :]))
            for n, start, end in self.denials
            for text in (sentences[n],)
        ]
        return [whole, " ".join(sentences), *without]

    def denied(self) -> list[tuple[str, str]]:
        """For every denial the words that it denies, with it and without it."""
        sentences = [one.text for one in self.rendering.on(self.side)]
        return [
            (f"{sentences[n][start:end]} {after}", after)
            for n, start, end in self.denials
            for after in (_words_at(sentences[n], end),)
        ]

    def hints(self) -> list[str]:
        """What on the other side may deny in other words: a word alone, and with what follows."""
        return [
            text
            for one in self.rendering.on(self.side.opposite)
            for start, end in polarity(one.text, one.language).hints
            for text in (one.text[start:end], _words_at(one.text, start))
        ]

    def texts(self) -> list[str]:
        """Everything that the encoder compares."""
        denied = (text for pair in self.denied() for text in pair)
        return [*self.whole_and_without(), *denied, *self.hints()]


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
    return [flag for one in found for flag in _flags(one, vectors)]


def find_excess(rendering: Rendering) -> Excess | None:
    """The side that denies more often, in the bead and with the sentences around it, if any."""
    most = fact_numbers().negation.denials
    for side in Side:
        across = side.opposite
        more = _count(rendering.on(side)) - _count(rendering.on(across))
        if more > 0 and more + _count_nearby(rendering, side) > 0:
            denials = (
                (number, denial.start, denial.end)
                for number, sentence in enumerate(rendering.on(side))
                for denial in polarity(sentence.text, sentence.language).denials
            )
            looked_at = tuple(islice(denials, most))
            return Excess(side, rendering, looked_at, _count(rendering.on(across)))
    return None


def gains(excess: Excess, vectors: Mapping[str, Vector]) -> list[float]:
    """For every denial, how much closer the two sides come when it is left out, as a cosine."""
    across, whole, *without = (vectors[text] for text in excess.whole_and_without())
    return [exact.cosine(across, one) - exact.cosine(across, whole) for one in without]


def evidence(excess: Excess, vectors: Mapping[str, Vector]) -> dict[str, float]:
    """What speaks for and against a loss.

    Returns:
        ``alone``, 1 where the other side denies nothing; ``gain``, the greatest of `gains`;
        ``hints``, whether any word of the other side may deny in its own way; ``fit``, how alike
        such words are to what is denied, and ``turn``, how much more alike than without the denial.
    """
    answers = [
        tuple(exact.cosine(vectors[hint], vectors[each]) for each in (denied, affirmed))
        for hint in excess.hints()
        for denied, affirmed in excess.denied()
    ]
    return {
        "alone": float(excess.across == 0),
        "hints": float(bool(answers)),
        "gain": max(gains(excess, vectors)),
        "fit": max((denied for denied, _ in answers), default=0.0),
        "turn": max((denied - affirmed for denied, affirmed in answers), default=0.0),
    }


def _words_at(text: str, start: int) -> str:
    """The first few words from an offset on."""
    most = fact_numbers().negation.denied_words
    return " ".join(match[0] for match in islice(_WORD.finditer(text, start), most))


def _count(sentences: Sequence[Sentence]) -> int:
    return sum(len(polarity(one.text, one.language).denials) for one in sentences)


def _count_nearby(rendering: Rendering, side: Side) -> int:
    """How much more often a side's sentences around deny than the other side's."""
    return _count(rendering.nearby(side)) - _count(rendering.nearby(side.opposite))


def _flags(excess: Excess, vectors: Mapping[str, Vector]) -> Iterator[Flag]:
    least = fact_numbers().negation.least_confidence
    confidence = probability(fact_numbers().negation_weights, evidence(excess, vectors))
    if confidence < least:
        return
    gained = gains(excess, vectors)
    number, start, end = excess.denials[max(range(len(gained)), key=gained.__getitem__)]
    passage = excess.rendering.on(excess.side)[number].passage(start, end)
    how = "lost" if excess.side is Side.SOURCE else "gained"
    yield Flag.one_sided(
        excess.side,
        passage,
        Kind.NEGATION,
        Severity.MAJOR,
        confidence,
        Evidence(
            f"negation.{'one_' if excess.across else ''}{how}",
            {"words": passage.text},
        ),
    )
