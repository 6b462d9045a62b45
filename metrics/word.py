"""The words of a document, and how likely each lacks a counterpart on the other side."""

from dataclasses import dataclass

from corpus import Side
from metrics.segment import WordSpan


@dataclass(frozen=True, slots=True)
class Word:
    """One word in place.

    Attributes:
        side: the document that it stands in.
        paragraph: its paragraph's number there.
        start, end: half-open offsets into that paragraph's text.
        text: the word.
        difference: 0 to 1, how likely it has no counterpart on the other side.
        strain: from 0, how badly it is rendered there, long before it is likely that it is not.
    """

    side: Side
    paragraph: int
    start: int
    end: int
    text: str
    difference: float
    strain: float = 0.0

    @property
    def place(self) -> WordSpan:
        """Where it stands there."""
        return WordSpan(self.paragraph, self.start, self.end)
