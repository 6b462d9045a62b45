"""Dates, months and weekdays that were dropped, added or changed, compared by value."""

from metrics.comparison import Comparison
from metrics.facts.quantity_flags import quantity_flags
from metrics.flag import Flag, Kind


def check(comparison: Comparison) -> list[Flag]:
    """Flags of kind date: 29/11/24 that became November 28, October that is gone."""
    return quantity_flags(comparison, Kind.DATE)
