"""Every check of facts, by name."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from align import let_others
from metrics.comparison import Comparison
from metrics.facts import modality, negation, proper_names, ranges, units, untranslated, urls
from metrics.facts.one_sided import Sort, check_sort
from metrics.facts.opposites import opposite_flags
from metrics.facts.quantity_flags import quantity_flags
from metrics.flag import Flag, Kind, Severity

Check = Callable[[Comparison], list[Flag]]

CHECKS: Mapping[str, Check] = MappingProxyType({
    # 12.000 that became 10,000, a percentage that is gone
    "numbers": partial(quantity_flags, kind=Kind.NUMBER),
    "units": units.check,
    "ranges": ranges.check,
    # 29/11/24 that became November 28, October that is gone
    "dates": partial(quantity_flags, kind=Kind.DATE),
    "names": proper_names.check,
    "negation": negation.check,
    "modality": modality.check,
    # whose word it is: according to sources, reportedly, a suo dire
    "attribution": partial(check_sort, sort=Sort("attributions", Severity.MAJOR)),
    # aumento that became decrease
    "directions": partial(opposite_flags, axis="directions"),
    # più that became fewer
    "comparatives": partial(opposite_flags, axis="comparatives"),
    # all that became some, most that became few, both that became neither
    "quantifiers": partial(opposite_flags, axis="quantifiers"),
    "untranslated": untranslated.check,
    "urls": urls.check,
})  # fmt: skip
"""In the order in which their flags come."""


def find_fact_flags(comparison: Comparison) -> list[Flag]:
    """The flags of every check, check by check; overlapping ones are not merged here."""
    flags = []
    for check in CHECKS.values():
        flags += check(comparison)
        let_others()
    return flags
