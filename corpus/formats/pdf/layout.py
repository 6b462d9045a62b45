"""Which lines of a PDF's pages are text, which are notes and which are page furniture; in order."""

import heapq
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from corpus.formats.pdf.notes import Note, separated
from corpus.formats.pdf.pages import Line, Page, main_size
from corpus.provenance import load_numbers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:[^\W\d]{1,7}\.?\s)?\d{1,4}(?:\s*(?:/|\w{1,3})\s*\d{1,4})?[-–—\s]*"
)
_NUMBER = re.compile(r"\d{1,5}")
_ADDRESS = re.compile(r"(?:https?|file)://\S+")
_MOMENT = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4},?\s\d{1,2}[:.]\d{2}.{0,6}")


class Layout(NamedTuple):
    """A document's lines, sorted out.

    Attributes:
        pages: the text's lines by page, in reading order, without the numbers of footnotes.
        notes: the footnotes, in reading order.
        furniture: how many lines were left out: running headers and footers, page numbers.
    """

    pages: tuple[tuple[Line, ...], ...]
    notes: tuple[Note, ...]
    furniture: int


def laid_out(pages: Sequence[Page]) -> Layout:
    """The lines of a document's pages by what they are."""
    body_size = main_size(line for page in pages for line in page.lines)
    ordered = [in_reading_order(_evened(page, body_size)) for page in pages]
    furniture = _furniture(ordered, body_size)
    rest = [[line for line in lines if line not in furniture] for lines in ordered]
    return Layout(*separated(rest, body_size), len(furniture))


def _evened(page: Page, body_size: float) -> list[Line]:
    """A page's lines, those of about the text's size of just that: scanners can only guess it."""
    most = load_numbers("corpus", "pdf")["guessed_size" if page.is_recognised else "same_size"]
    return [
        line._replace(size=body_size) if abs(line.size - body_size) <= most * body_size else line
        for line in page.lines
    ]


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
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


def _above(lines: Sequence[Line]) -> "NDArray[np.bool_]":
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


class _Edge(NamedTuple):
    """A line that may be a header or a footer, as others may repeat it."""

    text: str
    height: int


@dataclass(frozen=True, slots=True)
class _Seen:
    line: Line
    numbers: tuple[int, ...]


def _furniture(pages: Sequence[Sequence[Line]], body_size: float) -> set[Line]:
    """Lines at the pages' edges that other pages repeat in their place, and page numbers."""
    most_size = load_numbers("corpus", "pdf")["header_size"] * body_size
    rows = [_rows(lines) for lines in pages]
    counting = _counting(rows, most_size)
    repeated = {*_repeated(pages, most_size), *counting}
    return {line for page in rows for line in _at_edges(page, repeated, counting)}


def _repeated(pages: Sequence[Sequence[Line]], most_size: float) -> Iterator[Line]:
    slack: float = load_numbers("corpus", "pdf")["header_slack"]
    seen: dict[_Edge, list[_Seen]] = defaultdict(list)
    for lines in pages:
        for line in lines:
            height = round(line.baseline / slack)
            seen[_Edge(_DIGITS.sub("#", line.text), height)].append(_seen(line))
    for alike in seen.values():
        if _is_repeated(alike, most_size):
            yield from (each.line for each in alike)


def _counting(pages: Sequence[Sequence[Sequence[Line]]], most_size: float) -> set[Line]:
    """Rows at the pages' edges with a number that counts the pages, as another page has one."""
    found: dict[int, list[Sequence[Line]]] = defaultdict(list)
    for rows in pages:
        for row in (*rows[:1], *rows[1:][-1:]):
            if all(line.size <= most_size for line in row):
                for line in row:
                    if _NUMBER.fullmatch(line.text):
                        found[int(line.text) - line.page].append(row)
    several = (rows for rows in found.values() if len({row[0].page for row in rows}) > 1)
    return {line for rows in several for row in rows for line in row}


def _at_edges(
    rows: Sequence[Sequence[Line]], repeated: set[Line], counting: set[Line]
) -> Iterator[Line]:
    """The furniture of a page: from its edges inwards, as far as lines are repeated or numbers.

    Where that goes on into the page, the page itself is repeated, and none of it is furniture; a
    page with nothing but its number is empty.
    """
    inside = {*repeated, *_page_numbers(rows), *_printed(rows)}
    most: int = load_numbers("corpus", "pdf")["header_lines"]
    for inwards in (rows, rows[::-1]):
        outer = list(takewhile(inside.issuperset, inwards))
        is_empty = len(rows) == 1 and counting.issuperset(rows[0])
        if len(outer) <= most and (len(outer) < len(rows) or is_empty):
            yield from (line for row in outer for line in row)


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand beside each other, from the top of a page."""
    rows: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        rows[-round(line.baseline)].append(line)
    return [rows[height] for height in sorted(rows)]


def _seen(line: Line) -> _Seen:
    most: int = load_numbers("corpus", "pdf")["header_digits"]
    return _Seen(line, tuple(int(digits[:most]) for digits in _DIGITS.findall(line.text)))


def _page_numbers(rows: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """Page numbers: alone on the highest or the lowest line of a page, at some distance."""
    if len(rows) < 2:
        return
    for row, inner in ((rows[0], rows[1]), (rows[-1], rows[-2])):
        apart = load_numbers("corpus", "pdf")["number_gap"] * row[0].size
        is_apart = abs(row[0].baseline - inner[0].baseline) > apart
        if len(row) == 1 and is_apart and _PAGE_NUMBER.fullmatch(row[0].text):
            yield row[0]


def _printed(rows: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """What a browser prints above and below a page: its address, title, number, and the time."""
    edges = [row for row in (*rows[:1], *rows[-1:]) if len(row) > 1]
    if any(_ADDRESS.fullmatch(line.text) for row in edges for line in row):
        for row in edges:
            if any(_is_stamp(line.text) for line in row):
                yield from row


def _is_stamp(text: str) -> bool:
    return any(kind.fullmatch(text) for kind in (_ADDRESS, _MOMENT, _PAGE_NUMBER))


def _is_repeated(seen: Sequence[_Seen], most_size: float) -> bool:
    """Whether lines alike stand on several pages; numbers in small ones may count the pages."""
    first = seen[0]
    is_small = first.line.size <= most_size
    return len({each.line.page for each in seen}) > 1 and all(
        now == then or (is_small and now - then == each.line.page - first.line.page)
        for each in seen
        for then, now in zip(first.numbers, each.numbers, strict=True)
    )
