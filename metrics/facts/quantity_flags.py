"""From quantities without counterpart to flags."""

from metrics.comparison import Comparison
from metrics.facts.difference_flag import difference_flag
from metrics.facts.leftovers import differences
from metrics.facts.numbers import fact_numbers
from metrics.facts.rendering import renderings
from metrics.flag import Flag, Kind, Severity


def quantity_flags(comparison: Comparison, kind: Kind) -> list[Flag]:
    """Flags for the quantities of one kind, number or date."""
    known = fact_numbers()
    confidences = known.number if kind is Kind.NUMBER else known.date
    return [
        difference_flag(
            kind,
            Severity.MAJOR,
            confidences.spelled if difference.spelled else confidences.figures,
            difference.source,
            difference.target,
        )
        for rendering in renderings(comparison)
        for difference in differences(rendering)
        if difference.kind is kind
    ]
