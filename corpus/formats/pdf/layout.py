"""Which lines of a PDF's pages are text, which are notes and which are page furniture; in order."""

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.formats.pdf.pages import Line, Page
from corpus.provenance import load_numbers

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:[^\W\d]{1,7}\.?\s)?\d{1,4}(?:\s*(?:/|\w{1,3})\s*\d{1,4})?[-–—\s]*"
)
_NOTE_NUMBER = re.compile(r"[\[(]?(\d{1,3}|[*†‡§]{1,3})[\])]?[.:]?\s*(?=\S)")


class Layout(NamedTuple):
    """A document's lines, sorted out.

    Attributes:
        pages: the text's lines by page, in reading order.
        notes: the footnotes' lines by page, in reading order.
        numbers: by page, the numbers of its footnotes.
        furniture: how many lines were left out: running headers and footers, page numbers.
    """

    pages: tuple[tuple[Line, ...], ...]
    notes: tuple[tuple[Line, ...], ...]
    numbers: tuple[frozenset[str], ...]
    furniture: int


def laid_out(pages: Sequence[Page]) -> Layout:
    """The lines of a document's pages by what they are."""
    body_size = main_size(line for page in pages for line in page.lines)
    ordered = [in_reading_order(page.lines) for page in pages]
    furniture = _furniture(ordered, body_size)
    texts, notes, numbers = [], [], []
    for lines in ordered:
        kept = [line for line in lines if line not in furniture]
        begin = _notes_begin(kept, body_size)
        texts.append(tuple(kept[:begin]))
        notes.append(tuple(kept[begin:]))
        numbers.append(frozenset(_note_numbers(kept[begin:])))
    return Layout(tuple(texts), tuple(notes), tuple(numbers), len(furniture))


def main_size(lines: Iterable[Line]) -> float:
    """The size that most characters have, 0 where there are none."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """The lines as they are drawn, but none before one that stands above it.

    Writers draw a column to its end before the next, and a table's cells row by row. What they
    draw apart, such as headers, footers and text boxes, finds its place by its height.
    """
    after: dict[int, list[int]] = defaultdict(list)
    waiting = [0] * len(lines)
    for upper, above in enumerate(lines):
        for lower, below in enumerate(lines):
            if _is_above(above, below):
                after[upper].append(lower)
                waiting[lower] += 1
    ready = [number for number, count in enumerate(waiting) if not count]
    heapq.heapify(ready)
    found = []
    while ready:
        number = heapq.heappop(ready)
        found.append(lines[number])
        for lower in after[number]:
            waiting[lower] -= 1
            if not waiting[lower]:
                heapq.heappush(ready, lower)
    return found


def _is_above(above: Line, below: Line) -> bool:
    """Whether a line stands over another, by height and by a part of its width."""
    if above.baseline - below.baseline <= min(above.size, below.size) / 2:
        return False
    shared = min(above.right, below.right) - max(above.left, below.left)
    return shared > min(above.size, below.size)


class _Edge(NamedTuple):
    """A line that may be a header or a footer, as others may repeat it."""

    text: str
    height: int


@dataclass(frozen=True, slots=True)
class _Seen:
    line: Line
    numbers: tuple[int, ...]


def _furniture(pages: Sequence[Sequence[Line]], body_size: float) -> set[Line]:
    """Lines at the pages' edges that other pages repeat in their place, and bare page numbers."""
    numbers = load_numbers("corpus", "pdf")
    seen: dict[_Edge, list[_Seen]] = defaultdict(list)
    found: set[Line] = set()
    for lines in pages:
        found.update(_page_numbers(lines))
        for line in _edges(lines):
            height = round(line.baseline / numbers["header_slack"])
            seen[_Edge(_DIGITS.sub("#", line.text), height)].append(_seen(line))
    for lines_alike in seen.values():
        if _is_repeated(lines_alike, numbers["header_size"] * body_size):
            found.update(each.line for each in lines_alike)
    return found


def _seen(line: Line) -> _Seen:
    most: int = load_numbers("corpus", "pdf")["header_digits"]
    return _Seen(line, tuple(int(digits[:most]) for digits in _DIGITS.findall(line.text)))


def _page_numbers(lines: Sequence[Line]) -> Iterator[Line]:
    """Page numbers: alone on the highest or the lowest line of a page, at some distance."""
    rows: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        rows[round(line.baseline)].append(line)
    heights = sorted(rows)
    if len(heights) < 2:
        return
    for row, next_row in (heights[:2], heights[:-3:-1]):
        alone = rows[row]
        apart = load_numbers("corpus", "pdf")["number_gap"] * alone[0].size
        if (
            len(alone) == 1
            and abs(row - next_row) > apart
            and _PAGE_NUMBER.fullmatch(alone[0].text)
        ):
            yield alone[0]


def _edges(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines at the top and at the foot of a page, until some text stands between."""
    count: int = load_numbers("corpus", "pdf")["header_lines"]
    heights = sorted({round(line.baseline) for line in lines}, reverse=True)
    at_edge = {*heights[:count], *heights[-count:]}
    return (line for line in lines if round(line.baseline) in at_edge)


def _is_repeated(seen: Sequence[_Seen], most_size: float) -> bool:
    """Whether lines alike stand on several pages; numbers in small ones may count the pages."""
    first = seen[0]
    is_small = first.line.size <= most_size
    return len({each.line.page for each in seen}) > 1 and all(
        now == then or (is_small and now - then == each.line.page - first.line.page)
        for each in seen
        for then, now in zip(first.numbers, each.numbers, strict=True)
    )


def _notes_begin(lines: Sequence[Line], body_size: float) -> int:
    """Where the footnotes begin among a page's lines: small lines at its end, with a number."""
    most = load_numbers("corpus", "pdf")["note_size"] * body_size
    begin = found = len(lines)
    while begin and lines[begin - 1].size <= most:
        begin -= 1
        if _NOTE_NUMBER.match(lines[begin].text):
            found = begin
    return found


def _note_numbers(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        number = _NOTE_NUMBER.match(line.text)
        if number:
            yield number[1]
