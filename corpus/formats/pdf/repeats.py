"""What the pages of a PDF share at an edge: lines again in their place, numbers that count.

Signs of a line say what another page may share with it: its text, its numbers, and a number that
goes up with the pages.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.formats.pdf.line_rows import Rows
from corpus.formats.pdf.numbers import pdf_numbers
from corpus.formats.pdf.pages import TextLine

Place = tuple[int, int]
"""A band of heights, of one of two rulers: lines near each other share a band of one at least."""

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:[^\W\d]{1,7}\.?\s)?\d{1,4}(?:\s*(?:/|\w{1,3})\s*\d{1,4})?[-–—\s]*"
)
_EDGE_NUMBER = re.compile(r"(\d{1,4})(?:\s|[^\W\d_]).*|.*(?:\s|[^\W\d_])(\d{1,4})")
_ROMAN = re.compile(r"([-–—\s]*(?:[^\W\d]{1,7}\.?\s)?)([ivxlc]{1,9}|[IVXLC]{1,9})([-–—\s]*)")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class Sign(NamedTuple):
    """What lines of several pages may share.

    Attributes:
        text: with a mark for each number; None where only a number at an end is looked at.
        numbers: those that are the same on all pages, None for those that count.
        first: what a number that counts is on the first page, None where none counts.
    """

    text: str | None
    numbers: tuple[int | None, ...]
    first: int | None


class RepeatedLines(NamedTuple):
    """Lines of several pages that share a sign and a place."""

    sign: Sign
    lines: tuple[TextLine, ...]
    pages: frozenset[int]

    @property
    def is_counting(self) -> bool:
        """Whether a number in them goes up with the pages."""
        return self.sign.first is not None

    @property
    def is_loose(self) -> bool:
        """Whether they have such a number at an end, whatever else they say."""
        return self.sign.text is None


def repeated_lines(pages: Sequence[Rows]) -> Iterator[RepeatedLines]:
    """What several pages share; rows of many cells are a table's, and looked at as little."""
    most = pdf_numbers().header_cells
    found: dict[tuple[Sign, Place], list[TextLine]] = defaultdict(list)
    for rows in pages:
        for at, row in enumerate(rows):
            for line in row if len(row) <= most else ():
                for sign in (*signs(line), *(loose_signs(line) if at == 0 else ())):
                    for place in places(line):
                        found[sign, place].append(line)
    for (sign, _), lines in found.items():
        on = frozenset(line.page for line in lines)
        if len(on) > 1:
            yield RepeatedLines(sign, tuple(lines), on)


def signs(line: TextLine) -> Iterator[Sign]:
    """The line's text with its numbers, and with each of them as the one that may count."""
    text, numbers = _folded(line.text)
    yield Sign(text, numbers, None)
    if len(numbers) <= pdf_numbers().header_numbers:
        one = [frozenset({at}) for at in range(len(numbers))]
        alike = [frozenset(at for at, n in enumerate(numbers) if n == each) for each in numbers]
        for counting in {*one, *alike}:
            others = tuple(None if at in counting else each for at, each in enumerate(numbers))
            yield Sign(text, others, numbers[min(counting)] - line.page)


def places(line: TextLine) -> tuple[Place, Place]:
    """The bands of heights that a line stands in."""
    height = line.baseline / pdf_numbers().header_slack
    return (0, math.floor(height)), (1, math.floor(height + 1 / 2))


def is_number(text: str) -> bool:
    """Whether a text is a page's number and no more."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def loose_signs(line: TextLine) -> Iterator[Sign]:
    """The number at an end of a line, whose text may be a chapter's title."""
    if found := _EDGE_NUMBER.fullmatch(line.text):
        yield Sign(None, (None,), int(found[1] or found[2]) - line.page)


def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """A text with a mark for each number, and these; a Roman number is one where it is alone."""
    if roman := _ROMAN.fullmatch(text):
        return f"{roman[1]}#{roman[3]}", (_roman(roman[2].lower()),)
    most = pdf_numbers().header_digits
    return _DIGITS.sub("#", text), tuple(int(each[:most]) for each in _DIGITS.findall(text))


def _roman(digits: str) -> int:
    values = [_VALUES[digit] for digit in digits]
    return sum(
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )
