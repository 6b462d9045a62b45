"""The words of a document, and how likely each lacks a counterpart on the other side."""

from dataclasses import dataclass

from corpus import Side


@dataclass(frozen=True, slots=True)
class Word:
    """One word in place.

    Attributes:
        side: the document that it stands in.
        paragraph: its paragraph's number there.
        start, end: half-open offsets into that paragraph's text.
        text: the word.
        difference: 0 to 1, how likely it has no counterpart on the other side.
    """

    side: Side
    paragraph: int
    start: int
    end: int
    text: str
    difference: float
