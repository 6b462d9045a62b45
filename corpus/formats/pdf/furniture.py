"""Which lines of a PDF's pages are running headers, footers and page numbers.

Other pages tell: they have such a line again in its place, or it counts them. Its font and its
size do not tell, nor does its distance from the text where the pages do. What several pages have
may be text, too, though: a heading, a template's sentences. So the lines are taken from the edge
inwards, and what one page leaves open is read off the others.
"""

import math
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import takewhile

from corpus.formats.pdf.flow import Flow, FurnitureTest, Sizes
from corpus.formats.pdf.line_rows import (
    Row,
    Rows,
    gap,
    is_apart,
    is_close,
    is_farthest,
    rows_of,
    runs_into,
)
from corpus.formats.pdf.numbers import pdf_numbers
from corpus.formats.pdf.pages import TextLine
from corpus.formats.pdf.pattern import with_places, with_words
from corpus.formats.pdf.repeats import is_number, repeated_lines
from corpus.formats.pdf.singles import told_alone


def furniture(pages: Sequence[Sequence[TextLine]], body_size: float) -> set[TextLine]:
    """The lines at the pages' edges that are no text.

    Args:
        pages: their lines, those of about the text's size of just that.
        body_size: that most characters have.
    """
    from_top = [rows_of(lines) for lines in pages]
    from_foot = [rows[::-1] for rows in from_top]
    heading = pdf_numbers().heading_size * body_size
    alone = {line for rows in from_top for line in told_alone(rows, heading)}
    no_flow = Flow(frozenset(), frozenset())  # headings do not stand at a page's foot
    feet = set(_of_edge(from_foot, alone, Sizes(body_size, math.inf), no_flow))
    above = [[row for row in rows if not feet.issuperset(row)] for rows in from_top]
    flow = Flow.of([rows[::-1] for rows in above])
    return feet.union(_of_edge(above, alone, Sizes(body_size, heading), flow))


def _of_edge(
    pages: Sequence[Rows], alone: Set[TextLine], sizes: Sizes, flow: Flow
) -> Iterator[TextLine]:
    """The furniture at the top of all pages, or at their foot.

    Args:
        pages: their rows, from that edge inwards.
        alone: lines of which their own page tells what they are.
        sizes: of the text and the furniture.
        flow: how the text goes on from page to page.
    """
    shared = _Shared.of(pages, alone, sizes, flow)
    counts = [shared.reach(rows) or shared.set_off(rows) for rows in pages]
    counts = with_words(pages, counts, shared.has)
    counts = with_places(pages, counts, sizes.body)
    for rows, count in zip(pages, counts, strict=True):
        yield from (line for row in rows[:count] for line in row)


@dataclass(frozen=True, slots=True)
class _Shared:
    """What pages share at an edge.

    Attributes:
        on: on how many pages a line is found again, 0 where its own page tells what it is.
        counting: lines with a number that counts the pages.
        numbers: those that are nothing else, on so many pages that no text stands beyond them.
        sizes: of the text and the furniture.
    """

    on: Mapping[TextLine, int]
    counting: Set[TextLine]
    numbers: Set[TextLine]
    sizes: Sizes

    @classmethod
    def of(cls, pages: Sequence[Rows], alone: Set[TextLine], sizes: Sizes, flow: Flow) -> "_Shared":
        """What pages share, and the lines that are furniture for certain."""
        numbers = pdf_numbers()
        outer = [rows[: 2 * numbers.header_lines] for rows in pages]  # they may be shifted
        found = list(repeated_lines(outer))
        known = {*alone, *(line for group in found if not group.is_loose for line in group.lines)}
        test = FurnitureTest.of(outer, known, sizes.most, flow)
        strict = [group for group in found if not group.is_loose and test.is_furniture(group)]
        counting = {line for group in strict if group.is_counting for line in group.lines}
        loose = [group for group in found if group.is_loose and test.is_likely(group, counting)]
        on: dict[TextLine, int] = dict.fromkeys(alone, 0)
        for group in (*strict, *loose):
            on.update((line, max(len(group.pages), on.get(line, 0))) for line in group.lines)
        alike = {line for line in counting if is_number(line.text) and test.is_usual(on[line])}
        counting.update(line for group in loose for line in group.lines)
        least = numbers.header_pages
        return cls(on, counting, {line for line in alike if on[line] >= least}, sizes)

    def has(self, row: Row) -> bool:
        """Whether a row is found again, or counts the pages beside a title of its own."""
        return all(line in self.on for line in row) or any(
            line in self.counting and is_number(line.text) for line in row
        )

    def reach(self, rows: Rows) -> int:
        """How many rows are furniture; none where that goes on: the page itself is repeated."""
        depth = self._depth(rows)
        if depth == len(rows) or depth > pdf_numbers().header_lines:
            return 0
        found = next((at for at in range(1, depth) if not self._belongs(rows, at)), depth)
        while found and self._is_text(rows, found - 1):
            found -= 1
        return found

    def set_off(self, rows: Rows) -> int:
        """How many rows of a repeated page are furniture: they count it, or are far off."""
        most = pdf_numbers().header_lines
        found = 0
        for at, row in enumerate(takewhile(self.has, rows[: min(most, len(rows) - 1)])):
            is_counting = not self.counting.isdisjoint(row)
            if not is_counting and any(line.size > self.sizes.most for line in row):
                return found
            if is_counting or (is_apart(rows, at) and self._is_no_text(rows, at)):
                found = at + 1
        return found

    def _is_no_text(self, rows: Rows, at: int) -> bool:
        """Whether rows that are repeated with all of their page are too far off to be its text."""
        numbers = pdf_numbers()
        if all(line.size != self.sizes.body for row in rows[: at + 1] for line in row):
            return is_farthest(rows, at, numbers.paragraph_gap)
        is_frequent = at == 0 and self._frequency(rows[at]) >= numbers.header_pages
        return is_frequent and is_farthest(rows, at, numbers.far_gap)

    def _depth(self, rows: Rows) -> int:
        """How many rows from the edge are shared; those beyond a page's number need not be."""
        most = pdf_numbers().header_lines
        extent = abs(rows[0][0].baseline - rows[-1][0].baseline) if rows else 0
        beyond = 0
        for at, row in enumerate(rows[:most]):
            is_outer = abs(row[0].baseline - rows[0][0].baseline) < extent / 2
            if is_outer and not self.numbers.isdisjoint(row):
                beyond = at + 1
        return beyond + len(list(takewhile(self.has, rows[beyond:])))

    def _belongs(self, rows: Rows, at: int) -> bool:
        """Whether a row is one with those beyond it: it is close to them, or as frequent.

        Text of a template may be as frequent.
        """
        if gap(rows, at - 1) <= gap(rows, at) or not self.numbers.isdisjoint(rows[at]):
            return True
        if not is_apart(rows, at) and any(line.size == self.sizes.body for line in rows[at]):
            return False
        least = pdf_numbers().header_pages
        return self._frequency(rows[at]) >= max(least, self._frequency(rows[at - 1]))

    def _is_text(self, rows: Rows, at: int) -> bool:
        """Whether what stands innermost is text that pages have by chance, or from a template.

        It is a line of a paragraph that goes on inwards, or no farther from the next row than from
        the one beyond it, or than lines of text from one another.
        """
        if not self.numbers.isdisjoint(rows[at]):
            return False
        is_rare = self._frequency(rows[at]) < pdf_numbers().header_pages
        is_own = any(line.size == self.sizes.body for line in rows[at])
        if at > 0 and gap(rows, at) <= gap(rows, at - 1) and (is_own or is_rare):
            return True
        if not self.counting.isdisjoint(rows[at]):
            return False
        return runs_into(rows, at) or (is_own and is_rare and is_close(rows, at))

    def _frequency(self, row: Row) -> int:
        return max(self.on.get(line, 0) for line in row)
