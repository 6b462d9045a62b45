"""Things that rise on one side and fall on the other: aumento that became decrease."""

from metrics.comparison import Comparison
from metrics.facts.opposites import opposite_flags
from metrics.flag import Flag


def check(comparison: Comparison) -> list[Flag]:
    """Flags of kind contradiction: up and down, growth and decline."""
    return opposite_flags(comparison, "directions")
