"""From quantities without counterpart to flags."""

from corpus import load_numbers
from metrics.comparison import Comparison
from metrics.facts.difference_flag import difference_flag
from metrics.facts.leftovers import differences
from metrics.facts.rendering import renderings
from metrics.flag import Flag, Kind, Severity


def quantity_flags(comparison: Comparison, kind: Kind) -> list[Flag]:
    """Flags for the quantities of one kind, number or date."""
    confidences = load_numbers("metrics", "facts")[kind.value]
    return [
        difference_flag(
            kind,
            Severity.MAJOR,
            confidences["spelled" if difference.spelled else "figures"],
            difference.source,
            difference.target,
        )
        for rendering in renderings(comparison)
        for difference in differences(rendering)
        if difference.kind is kind
    ]
