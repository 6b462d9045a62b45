"""Furniture that a PDF's page tells alone: its number, and what a browser prints around it."""

import math
import re
from collections.abc import Iterator

from corpus.formats.pdf.line_rows import Rows, gap
from corpus.formats.pdf.numbers import pdf_numbers
from corpus.formats.pdf.pages import TextLine
from corpus.formats.pdf.repeats import is_number

_ADDRESS = re.compile(r"(?:https?|file)://\S+")
_MOMENT = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4},?\s\d{1,2}[:.]\d{2}.{0,6}")


def told_alone(rows: Rows, most_size: float) -> set[TextLine]:
    """A page's number, no larger than this at the top, and what a browser prints around it."""
    return {*_page_numbers(rows, most_size), *_printed(rows)}


def _page_numbers(rows: Rows, most_size: float) -> Iterator[TextLine]:
    """Page numbers: alone on the highest or the lowest line of a page, at some distance."""
    apart = pdf_numbers().number_gap
    for inwards, limit in ((rows, most_size), (rows[::-1], math.inf)):
        for line in inwards[0] if len(rows) > 1 and len(inwards[0]) == 1 else ():
            is_apart = gap(inwards, 0) > apart * line.size
            if is_apart and line.size <= limit and is_number(line.text):
                yield line


def _printed(rows: Rows) -> Iterator[TextLine]:
    """What a browser prints above and below a page: its address, title, number, and the time."""
    edges = [row for row in (*rows[:1], *rows[-1:]) if len(row) > 1]
    if any(_ADDRESS.fullmatch(line.text) for row in edges for line in row):
        for row in edges:
            if any(_is_stamp(line.text) for line in row):
                yield from row


def _is_stamp(text: str) -> bool:
    return is_number(text) or any(kind.fullmatch(text) for kind in (_ADDRESS, _MOMENT))
