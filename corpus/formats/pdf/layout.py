"""Which lines of a PDF's pages are text, which are notes and which are page furniture; in order."""

import heapq
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from corpus.formats.pdf.furniture import furniture
from corpus.formats.pdf.notes import Footnote, separated
from corpus.formats.pdf.numbers import pdf_numbers
from corpus.formats.pdf.pages import Page, TextLine, main_size

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Layout(NamedTuple):
    """A document's lines, sorted out.

    Attributes:
        pages: the text's lines by page, in reading order, without the numbers of footnotes.
        notes: the footnotes, in reading order.
        furniture: how many lines were left out: running headers and footers, page numbers.
    """

    pages: tuple[tuple[TextLine, ...], ...]
    notes: tuple[Footnote, ...]
    furniture: int


def laid_out(pages: Sequence[Page]) -> Layout:
    """The lines of a document's pages by what they are."""
    body_size = main_size(line for page in pages for line in page.lines)
    ordered = [in_reading_order(_evened(page, body_size)) for page in pages]
    left_out = furniture(ordered, body_size)
    rest = [[line for line in lines if line not in left_out] for lines in ordered]
    return Layout(*separated(rest, body_size), len(left_out))


def _evened(page: Page, body_size: float) -> list[TextLine]:
    """A page's lines, those of about the text's size of just that: scanners can only guess it."""
    numbers = pdf_numbers()
    most = numbers.guessed_size if page.is_recognised else numbers.same_size
    return [
        line._replace(size=body_size) if abs(line.size - body_size) <= most * body_size else line
        for line in page.lines
    ]


def in_reading_order(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines as they are drawn, but none before one that stands above it.

    Writers draw a column to its end before the next, and a table's cells row by row. What they
    draw apart, such as headers, footers and text boxes, finds its place by its height.
    """
    above = _above(lines)
    waiting = above.sum(axis=0)
    ready = [int(number) for number in (waiting == 0).nonzero()[0]]
    found = []
    while ready:
        number = heapq.heappop(ready)
        found.append(lines[number])
        waiting -= above[number]
        for lower in (above[number] & (waiting == 0)).nonzero()[0]:
            heapq.heappush(ready, int(lower))
    return found


def _above(lines: Sequence[TextLine]) -> "NDArray[np.bool_]":
    """Lines by lines: whether the first stands over the second, by height and a part of width."""
    import numpy as np

    left, right, baseline, size = (
        np.array([getattr(line, name) for line in lines], dtype=float)
        for name in ("left", "right", "baseline", "size")
    )
    least = np.minimum.outer(size, size)
    is_higher = np.subtract.outer(baseline, baseline) > least / 2
    shared = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    above: NDArray[np.bool_] = is_higher & (shared > least)
    return above
