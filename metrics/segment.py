"""The words of one side of a bead, in place, and the running text that they stand in."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus import Document, SentenceId, Side, Span
from metrics.comparison import Comparison

# A hyphen, a full stop between letters and a comma between digits join ("Jong-un", "U.S",
# "10,000"). An apostrophe joins what is at most two small letters ("Korea's", "don't", "c'è");
# otherwise a new word begins behind it ("dell'|invio", "l'|UE").
_WORD = re.compile(
    r"[^\W_]+(?:(?:[-‐‑.]|(?<=\d),(?=\d)|['’](?=[^\W\d_A-Z]{1,2}(?![^\W_])))[^\W_]+)*"
    r"(?:['’](?=[^\W_]))?"
)


@dataclass(frozen=True, slots=True)
class WordSpan:
    """Where a word stands in its document."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """One side of a bead: its sentences as one text, and its words.

    Attributes:
        text: the sentences joined by a space.
        places: where each word stands in the document.
        spans: the same words as spans of ``text``.
    """

    text: str
    places: tuple[WordSpan, ...]
    spans: tuple[Span, ...]

    def words(self) -> list[str]:
        """The words themselves."""
        return [span.of(self.text) for span in self.spans]


def word_spans(text: str) -> Iterator[Span]:
    """The words of a text, in order; punctuation and symbols are none."""
    return (Span(*match.span()) for match in _WORD.finditer(text))


def cut_segments(comparison: Comparison) -> list[dict[Side, Segment]]:
    """Both sides of every bead, in order."""
    return [
        {side: cut_segment(comparison.on(side), bead.on(side)) for side in Side}
        for bead in comparison.beads()
    ]


def cut_segment(document: Document, sentences: Iterable[SentenceId]) -> Segment:
    """The segment of some sentences of a document, in the order given."""
    pieces: list[str] = []
    places: list[WordSpan] = []
    spans: list[Span] = []
    offset = 0
    for where in sentences:
        start = document.paragraphs[where.paragraph].sentences[where.sentence].start
        text = document.sentence(where)
        for span in word_spans(text):
            places.append(WordSpan(where.paragraph, start + span.start, start + span.end))
            spans.append(Span(offset + span.start, offset + span.end))
        pieces.append(text)
        offset += len(text) + 1
    return Segment(" ".join(pieces), tuple(places), tuple(spans))
