"""Whose word it is, said on one side only: according to sources, reportedly, a suo dire."""

from metrics.comparison import Comparison
from metrics.facts.one_sided import Sort, check_sort
from metrics.flag import Flag, Severity

_ATTRIBUTIONS = Sort("attributions", Severity.MAJOR)


def check(comparison: Comparison) -> list[Flag]:
    """Flags of kind modality for an attribution that nothing on the other side could answer."""
    return check_sort(comparison, _ATTRIBUTIONS)
