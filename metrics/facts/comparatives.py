"""More on one side and less on the other:  più that became fewer."""

from metrics.comparison import Comparison
from metrics.facts.opposites import opposite_flags
from metrics.flag import Flag


def check(comparison: Comparison) -> list[Flag]:
    """Flags of kind contradiction: more and less, most and least."""
    return opposite_flags(comparison, "comparatives")
