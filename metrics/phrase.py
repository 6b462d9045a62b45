"""A phrase: some words of one side of a bead that follow one another."""

from dataclasses import dataclass

from corpus import Span
from metrics.segment import Segment


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of words of one segment, half-open."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first

    def span(self, segment: Segment) -> Span:
        """Where it stands in the segment's text."""
        return Span(segment.spans[self.first].start, segment.spans[self.last - 1].end)
