"""A paragraph cut where its sentences and marks begin and end, ready to be written out.

Marks may overlap in any way. The text is cut at every edge, so that each piece lies inside or
outside of each mark as a whole, and nothing has to be nested across.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from corpus import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A flag's words in one paragraph.

    Attributes:
        span: where; may be empty, for a place between words.
        flag: the flag's number.
    """

    span: Span
    flag: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that no edge divides.

    Attributes:
        text: the characters.
        flags: numbers of the flags that cover it, the widest first.
        begins: numbers of the flags whose words begin here.
    """

    text: str
    flags: tuple[int, ...]
    begins: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A sentence, or what stands between two, in pieces.

    Attributes:
        bead: name of the sentence's bead, None between sentences or where it has none.
        pieces: in order.
    """

    bead: str | None
    pieces: tuple[Piece, ...]


def cut(
    text: str, sentences: Sequence[tuple[Span, str | None]], marks: Sequence[Mark]
) -> tuple[Run, ...]:
    """The whole text in runs of pieces; joined, they are the text.

    Args:
        text: of the paragraph.
        sentences: span and bead of each, in order, not overlapping.
        marks: in any order, each within the text.
    """
    widest_first = sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end, mark.flag))
    edges = {0, len(text)}
    edges.update(*(span for span, _ in sentences), *(mark.span for mark in marks))
    runs: list[Run] = []
    for bead, pieces in groupby(
        _pieces(text, sorted(edges), widest_first),
        key=lambda placed: _sentence_at(placed[0], sentences),
    ):
        name = None if bead is None else sentences[bead][1]
        runs.append(Run(name, tuple(piece for _, piece in pieces)))
    return tuple(runs)


def _pieces(text: str, edges: Sequence[int], marks: Sequence[Mark]) -> Iterator[tuple[int, Piece]]:
    """Each piece with its start; an empty one at the end for marks that begin there."""
    beginning: dict[int, list[Mark]] = {}
    for mark in marks:
        beginning.setdefault(mark.span.start, []).append(mark)
    covering: list[Mark] = []
    for start, end in pairwise(edges):
        begun = beginning.get(start, [])
        covering = [mark for mark in (*covering, *begun) if end <= mark.span.end]
        yield start, Piece(text[start:end], _flags(covering), _flags(begun))
    if at_end := beginning.get(len(text)):
        yield len(text), Piece("", (), _flags(at_end))


def _flags(marks: Iterable[Mark]) -> tuple[int, ...]:
    return tuple(mark.flag for mark in marks)


def _sentence_at(position: int, sentences: Sequence[tuple[Span, str | None]]) -> int | None:
    """Number of the sentence that a position lies in, None between sentences."""
    number = bisect_right(sentences, position, key=lambda sentence: sentence[0].start) - 1
    if number >= 0 and position < sentences[number][0].end:
        return number
    return None
