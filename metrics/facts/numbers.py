"""Numbers that were dropped, added or changed, compared by value."""

from metrics.comparison import Comparison
from metrics.facts.quantity_flags import quantity_flags
from metrics.flag import Flag, Kind


def check(comparison: Comparison) -> list[Flag]:
    """Flags of kind number: 12.000 that became 10,000, a percentage that is gone."""
    return quantity_flags(comparison, Kind.NUMBER)
