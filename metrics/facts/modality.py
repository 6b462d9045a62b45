"""Hedges lost or gained, duties turned into options: may became is, must became may."""

from collections.abc import Iterator

from metrics.comparison import Comparison
from metrics.facts.numbers import fact_numbers
from metrics.facts.one_sided import Sort, claims, count, one_sided_flags
from metrics.facts.rendering import Rendering, renderings
from metrics.flag import Category, Flag, Kind, Severity
from metrics.messages import Evidence

_HEDGES = Sort("hedges", Severity.MINOR)
_DUTY = Sort("duties", Severity.MAJOR)
_OPTION = Sort("options", Severity.MAJOR)
_SWAPS = ((_DUTY, _OPTION), (_OPTION, _DUTY))


def check(comparison: Comparison) -> list[Flag]:
    """Flags of kind modality, few and clear.

    A plain hedge on one side of a bead, and on the other no word at all that could answer it. And
    a duty facing a possibility: a side that has lost the one has gained the other.
    """
    flags: list[Flag] = []
    for rendering in renderings(comparison):
        swapped = [flag for pair in _SWAPS for flag in _swapped(rendering, *pair)]
        flags += swapped or one_sided_flags(rendering, _HEDGES)
    return flags


def _swapped(rendering: Rendering, here: Sort, there: Sort) -> Iterator[Flag]:
    """A word of duty where the other side has a word of possibility, or the reverse."""
    source, target = rendering.source, rendering.target
    lost = count(source, here) > count(target, here) == 0
    if not lost or count(target, there) <= count(source, there):
        return
    gone, new = next(claims(source, here), None), next(claims(target, there), None)
    if gone and new:
        yield Flag(
            Category.MISTRANSLATION,
            Kind.MODALITY,
            here.severity,
            fact_numbers().modality["swapped"],
            gone,
            new,
            Evidence(f"modality.{here.key}_swapped", {"source": gone.text, "target": new.text}),
        )
