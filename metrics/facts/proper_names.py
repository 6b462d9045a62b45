"""Proper names that were dropped, added or changed, compared by value, sound and meaning."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from corpus import Side
from metrics.comparison import Comparison
from metrics.facts.difference_flag import difference_flag
from metrics.facts.logistic import probability
from metrics.facts.numbers import fact_numbers
from metrics.facts.rendering import renderings
from metrics.facts.unspelled import Unspelled, Vector, encode_names, evidence, find_unspelled
from metrics.flag import Category, Flag, Kind, Severity, by_side
from metrics.messages import Evidence


def check(comparison: Comparison) -> list[Flag]:
    """Flags of kind name: one gone, one added, or one in place of another.

    A name is answered by a word that is spelled or sounds alike, or by the same place in CLDR, in
    the bead or around it. For the rest a logistic model weighs what speaks for a loss, above all
    how alike in meaning the encoder finds the other side's words (Pechino, Beijing). Of a name
    that is answered in part ("Donald Trump", "Trump") nothing is said, unless several of its words
    are missing, or another name on the other side is answered in part too. A name that an acronym
    may stand for (Brussels, the EU) is a shift, not a loss.
    """
    unspelled = [find_unspelled(rendering) for rendering in renderings(comparison)]
    vectors = encode_names(chain.from_iterable(unspelled), comparison.encoder)
    return [flag for names in unspelled for flag in _flags(_missed(names, vectors))]


def _missed(
    names: Sequence[Unspelled], vectors: Mapping[str, Vector]
) -> list[tuple[Unspelled, float]]:
    """The names that are missed at least as likely as not, with the probability."""
    numbers = fact_numbers()
    judged = [(it, probability(numbers.name_weights, evidence(it, vectors))) for it in names]
    return [(it, likely) for it, likely in judged if likely >= numbers.name.least_confidence]


def _flags(missed: Sequence[tuple[Unspelled, float]]) -> Iterator[Flag]:
    """Pairs what one bead's sides lack of each other; what is left over is dropped or added."""
    gained = [one for one in missed if one[0].side is Side.TARGET]
    for name, likely in missed:
        if name.side is not Side.SOURCE:
            continue
        instead = next((one for one in gained if one[0].whole == name.whole), None)
        if instead:
            gained.remove(instead)
            yield _changed(name, instead[0], max(likely, instead[1]))
        elif name.telling:
            yield _alone(name, likely)
    yield from (_alone(name, likely) for name, likely in gained if name.telling)


def _changed(source: Unspelled, target: Unspelled, confidence: float) -> Flag:
    return difference_flag(
        Kind.NAME, Severity.MAJOR, confidence, source.passage(), target.passage()
    )


def _alone(name: Unspelled, confidence: float) -> Flag:
    here, there = name.passage(), name.stand_in
    if there is None:
        passages = by_side(name.side, here, None)
        return difference_flag(Kind.NAME, Severity.MAJOR, confidence, *passages)
    source, target = by_side(name.side, here, there)
    return Flag(
        Category.MISTRANSLATION,
        Kind.SHIFT,
        Severity.MINOR,
        fact_numbers().name.stand_in,
        source,
        target,
        Evidence("shift.stand_in", {"source": source.text, "target": target.text}),
    )
