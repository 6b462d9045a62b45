"""How many are meant: all that became some, most that became few, both that became neither."""

from metrics.comparison import Comparison
from metrics.facts.opposites import opposite_flags
from metrics.flag import Flag


def check(comparison: Comparison) -> list[Flag]:
    """Flags of kind contradiction: all or some, most or few, both or neither, always or never."""
    return opposite_flags(comparison, "quantifiers")
