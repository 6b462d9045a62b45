"""Whether what the pages of a PDF share at their top is furniture, or headings that are alike.

Larger type than the text's may be either. A heading does not stand where the text goes on from one
page to the next.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import takewhile
from statistics import median
from typing import NamedTuple

from corpus.formats.pdf.line_rows import Rows, gap, is_apart
from corpus.formats.pdf.numbers import pdf_numbers
from corpus.formats.pdf.pages import TextLine
from corpus.formats.pdf.repeats import RepeatedLines, is_number


class Sizes(NamedTuple):
    """The size of the text, and that of lines which need no more to be furniture."""

    body: float
    most: float


class Flow(NamedTuple):
    """How the text goes on from page to page.

    Attributes:
        unfinished: the pages before which a sentence breaks off.
        filled: the pages before which text fills its page.
    """

    unfinished: Set[int]
    filled: Set[int]

    @classmethod
    def of(cls, pages: Sequence[Rows]) -> "Flow":
        """The flow of pages, given their rows from the foot, without its furniture."""
        texts = [rows for rows in pages if rows]
        lowest = min((rows[0][0].baseline for rows in texts), default=0)
        return cls(
            {rows[0][0].page + 1 for rows in texts if not rows[0][-1].stops},
            {rows[0][0].page + 1 for rows in texts if _is_filled(rows, lowest)},
        )


def _is_filled(rows: Rows, lowest: float) -> bool:
    """Whether text, from its foot, goes as low as on any page, and is higher than wide."""
    most = pdf_numbers().full_page
    foot, top = rows[0][0].baseline, rows[-1][0].baseline
    lines = [line for row in rows for line in row]
    width = max(line.right for line in lines) - min(line.left for line in lines)
    usual = median([gap(rows, at) for at in range(len(rows) - 1)] or [0])
    return top - foot > width and foot - lowest <= most * usual


@dataclass(frozen=True, slots=True)
class FurnitureTest:
    """Tells furniture from headings that pages share.

    Attributes:
        pages: how many there are.
        running_on: those whose text goes on in mid-sentence.
        filled: those before which text fills its page.
        beside: lines that do not stand alone in their row.
        most_size: of lines that need no more to be furniture.
    """

    pages: int
    running_on: Set[int]
    filled: Set[int]
    beside: Set[TextLine]
    most_size: float

    @classmethod
    def of(
        cls, pages: Sequence[Rows], known: set[TextLine], most_size: float, flow: Flow
    ) -> "FurnitureTest":
        """The test of what pages share, given all lines that they do."""
        beside = {line for rows in pages for row in rows if len(row) > 1 for line in row}
        running_on = flow.unfinished & _running_on(pages, known)
        return cls(len(pages), running_on, flow.filled, beside, most_size)

    def is_furniture(self, group: RepeatedLines) -> bool:
        """Whether what pages share is furniture."""
        if self._is_small(group) or self._interrupts(group) or self._is_total(group):
            return True
        if group.is_counting:  # as chapters do, but not with a number that stands apart
            return all(is_number(line.text) and line in self.beside for line in group.lines)
        return self.is_usual(len(group.pages))

    def is_likely(self, group: RepeatedLines, counting: Set[TextLine]) -> bool:
        """Whether lines are furniture of which only a number counts, as items of a list may."""
        is_known = self._is_small(group) and not counting.isdisjoint(group.lines)
        return is_known or self._interrupts(group)

    def is_usual(self, pages: int) -> bool:
        """Whether so many pages are half of all."""
        return 2 * pages >= self.pages

    def _is_total(self, group: RepeatedLines) -> bool:
        """Whether it counts from one up to the number of pages."""
        return group.sign.first == 1 and self.pages in group.sign.numbers

    def _is_small(self, group: RepeatedLines) -> bool:
        return all(line.size <= self.most_size for line in group.lines)

    def _interrupts(self, group: RepeatedLines) -> bool:
        """Whether it stands where text goes on; chapters fill their pages by accident, at most."""
        numbers = pdf_numbers()
        running_on = len(group.pages & self.running_on)
        filled = len(group.pages & self.filled)
        return running_on >= numbers.running_on * len(group.pages) or (
            filled >= numbers.header_pages and 2 * filled >= len(group.pages)
        )


def _running_on(pages: Sequence[Rows], known: set[TextLine]) -> set[int]:
    """The pages whose text begins in mid-sentence inside of what is known, or stands apart."""
    most = pdf_numbers().header_lines
    starts = ((rows, _start(rows, known)) for rows in pages)
    return {
        rows[start][0].page
        for rows, start in starts
        if 0 < start < min(most + 1, len(rows)) and rows[start][0].runs_on
    }


def _start(rows: Rows, known: set[TextLine]) -> int:
    """Where a page's text begins, if it shares what is beyond; a title may stand over a number."""
    most = pdf_numbers().header_lines
    shared = len(list(takewhile(known.issuperset, rows)))
    if shared == 0 and len(rows) > 1 and is_apart(rows, 0):
        shared = 1
    numbered = [
        at + 1
        for at, row in enumerate(rows[:most])
        if any(line in known and is_number(line.text) for line in row)
    ]
    return max(shared, *numbered, 0)
