"""Facts that must survive translation: one check a file, each by value or logic, not by wording."""

from collections.abc import Callable

from align import let_others
from metrics.comparison import Comparison
from metrics.facts import (
    attribution,
    comparatives,
    dates,
    directions,
    modality,
    names,
    negation,
    numbers,
    quantifiers,
    ranges,
    units,
    untranslated,
    urls,
)
from metrics.flag import Flag

Check = Callable[[Comparison], list[Flag]]

CHECKS: tuple[Check, ...] = (
    numbers.check,
    units.check,
    ranges.check,
    dates.check,
    names.check,
    negation.check,
    modality.check,
    attribution.check,
    directions.check,
    comparatives.check,
    quantifiers.check,
    untranslated.check,
    urls.check,
)


def find_fact_flags(comparison: Comparison) -> list[Flag]:
    """The flags of every check, check by check; overlapping ones are not merged here."""
    flags = []
    for check in CHECKS:
        flags += check(comparison)
        let_others()
    return flags


__all__ = ["CHECKS", "Check", "find_fact_flags"]
