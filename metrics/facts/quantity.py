"""A number or a part of a date, as a text states it."""

from collections.abc import Hashable
from dataclasses import dataclass

from metrics.flag import Kind

Value = Hashable
"""A `Fraction`, or a pair such as ("month", 6) for what is no plain number."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or a part of a date, as a text states it.

    Attributes:
        start, end: half-open offsets into the text.
        values: what it may stand for; two quantities agree when they share one.
        kind: number or date.
        claims: whether a reader would miss it. What does not claim ("one", "both", "COVID-19")
            can answer a claim of the other side but is never itself missed.
        spelled: whether it is written in words.
    """

    start: int
    end: int
    values: frozenset[Value]
    kind: Kind = Kind.NUMBER
    claims: bool = True
    spelled: bool = False

    def agrees(self, other: "Quantity") -> bool:
        """Whether both may stand for the same value."""
        return not self.values.isdisjoint(other.values)
