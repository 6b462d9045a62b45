"""Furniture of a page that is told by that of the others: by its words, or by its place."""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from itertools import takewhile

from corpus.formats.pdf.line_rows import Row, Rows, is_apart
from corpus.formats.pdf.numbers import pdf_numbers
from corpus.formats.pdf.pages import TextLine
from corpus.formats.pdf.repeats import Place, Sign, is_number, loose_signs, places, signs

_Said = tuple[Sign, float, bool]
"""What a line says, its size, and whether it is bold."""


def with_words(
    pages: Sequence[Rows], counts: Sequence[int], has: Callable[[Row], bool]
) -> list[int]:
    """How many rows are furniture, those counted that say what others say, wherever they stand.

    Args:
        pages: their rows, from the edge inwards.
        counts: how many of each page's rows are furniture.
        has: whether a row is found on other pages in its place.
    """
    most = pdf_numbers().header_lines
    heights = {
        said: line.baseline
        for rows, count in zip(pages, counts, strict=True)
        for row in filter(has, rows[:count])
        for line in row
        for said in _said(line)
    }

    def is_said(row: Row) -> bool:
        found = [line for line in row if _is_among(line, heights)]
        return len(found) == len(row) or any(is_number(line.text) for line in found)

    return [
        count + len(list(takewhile(is_said, rows[count:most])))
        for rows, count in zip(pages, counts, strict=True)
    ]


def _is_among(line: TextLine, heights: Mapping[_Said, float]) -> bool:
    """Whether a line says what others say at these heights.

    It is about as high as they are where it only begins or ends with a page's number, and on the
    first page, which may have the header's words as its title.
    """
    for said in _said(line):
        is_near = abs(line.baseline - heights.get(said, math.inf)) <= line.size
        if is_near or (said in heights and said[0].text is not None and line.page > 0):
            return True
    return False


def _said(line: TextLine) -> set[_Said]:
    """What a line says and in what type; a number alone says nothing unless it counts the pages."""
    is_alone = is_number(line.text)
    return {
        (sign, line.size, line.is_bold)
        for sign in (*signs(line), *loose_signs(line))
        if sign.first is not None or not is_alone
    }


def with_places(pages: Sequence[Rows], counts: Sequence[int], body_size: float) -> list[int]:
    """How many rows are furniture, those counted that stand where many pages have some.

    Args:
        pages: their rows, from the edge inwards.
        counts: how many of each page's rows are furniture.
        body_size: of the text.
    """
    usual = _usual(pages, counts)
    return [
        count + _placed(rows[count:], usual, body_size)
        for rows, count in zip(pages, counts, strict=True)
    ]


def _placed(rows: Rows, usual: Set[tuple[Place, float]], body_size: float) -> int:
    """How many rows stand in such places, with lines that go on below in the same type."""
    if not rows or not all(_is_in(line, usual) for line in rows[0]):
        return 0
    size = rows[0][0].size
    most = pdf_numbers().header_lines if size != body_size else 1
    ends = (at for at in range(min(most, len(rows))) if is_apart(rows, at))
    end = next(ends, -1)
    return end + 1 if all(line.size == size for row in rows[: end + 1] for line in row) else 0


def _is_in(line: TextLine, usual: Set[tuple[Place, float]]) -> bool:
    return any((place, line.size) in usual for place in places(line))


def _usual(pages: Sequence[Rows], counts: Sequence[int]) -> set[tuple[Place, float]]:
    """The places where many of the pages that have lines there have furniture, and in what size."""
    numbers = pdf_numbers()
    depth = numbers.header_lines + 1
    found: dict[tuple[Place, float], set[int]] = defaultdict(set)
    everywhere: dict[Place, set[int]] = defaultdict(set)
    for rows, count in zip(pages, counts, strict=True):
        for at, row in enumerate(rows[:depth]):
            for line in row:
                for place in places(line):
                    everywhere[place].add(line.page)
                    if at < count:
                        found[place, line.size].add(line.page)
    return {
        (place, size)
        for (place, size), on in found.items()
        if len(on) > 1 and len(on) >= numbers.header_share * len(everywhere[place])
    }
