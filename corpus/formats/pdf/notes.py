"""A PDF's footnotes and endnotes, taken out of its text: small lines at a column's end.

A note begins with a number that the text has as a mark, on its own page or on one before.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.formats.pdf.numbers import pdf_numbers
from corpus.formats.pdf.pages import TextLine

_NUMBER = re.compile(r"[\[(]?(\d{1,3}|[*†‡§]{1,3}|[ivxlc]{1,6}(?=\W))[\])]?[.:]?\s*(?=\S)")
_STOP = re.compile(r"[.!?…][\"'»”’)\]]*$")


class Footnote(NamedTuple):
    """A footnote's lines; its number is not in them."""

    number: str
    lines: tuple[TextLine, ...]


def separated(
    pages: Sequence[Sequence[TextLine]], body_size: float
) -> tuple[tuple[tuple[TextLine, ...], ...], tuple[Footnote, ...]]:
    """The text's lines by page, without the marks of notes, and the notes.

    Args:
        pages: their lines, in reading order.
        body_size: that most characters have.
    """
    notes = _Notes(pdf_numbers().note_size * body_size)
    bodies = [notes.body(lines) for lines in pages]
    texts = tuple(_without_marks(body.lines, body.numbers | notes.late) for body in bodies)
    return texts, tuple(notes.found)


class _Body(NamedTuple):
    """A page's lines without its notes, and the numbers of these."""

    lines: Sequence[TextLine]
    numbers: frozenset[str]


@dataclass(slots=True)
class _Notes:
    """Takes the notes out of pages, one after the other.

    Attributes:
        most_size: of a note's lines.
        found: the notes so far.
        waiting: marks without a note so far.
        late: numbers of notes that stand on a later page than their mark.
    """

    most_size: float
    found: list[Footnote] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)

    def body(self, lines: Sequence[TextLine]) -> _Body:
        """A page's lines without its notes."""
        own = {line.text[start:end].strip() for line in lines for start, end in line.raised}
        before = len(self.found)
        text: list[TextLine] = []
        for column in _columns(lines):
            begin = self._begin(column, own | self.waiting)
            text += column[:begin]
            for line in column[begin:]:
                self._add(line, own | self.waiting)
        numbers = frozenset(note.number for note in self.found[before:])
        self.late |= (numbers - own) & self.waiting
        self.waiting = (self.waiting | own) - numbers
        return _Body(text, numbers)

    def _begin(self, column: Sequence[TextLine], marks: Set[str]) -> int:
        """Where a column's notes begin, the last column's last note going on or one of its own."""
        begin = found = len(column)
        while begin and column[begin - 1].size <= self.most_size:
            begin -= 1
            if _number(column[begin]) in marks:
                found = begin
        going_on = self.found[-1].lines[-1] if self.found else None
        if begin == found or going_on is None or _STOP.search(going_on.text):
            return found
        is_more = all(line.size == going_on.size for line in column[begin:found])
        return begin if is_more else found

    def _add(self, line: TextLine, marks: Set[str]) -> None:
        number = _number(line)
        if number in marks:
            self.found.append(Footnote(number, (_without_number(line),)))
        else:
            last = self.found.pop()
            self.found.append(Footnote(last.number, (*last.lines, line)))


def _columns(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines that stand one under the other; the next ones begin above."""
    columns: list[list[TextLine]] = []
    for line in lines:
        if not columns or line.baseline > columns[-1][-1].baseline + line.size:
            columns.append([])
        columns[-1].append(line)
    return columns


def _number(line: TextLine) -> str:
    """The number that a line begins with, as a footnote does, else ""."""
    if line.raised and line.raised[0][0] == 0:
        return line.text[: line.raised[0][1]].strip()
    number = _NUMBER.match(line.text)
    return number[1] if number else ""


def _without_number(line: TextLine) -> TextLine:
    """A footnote's first line without its number."""
    if line.raised and line.raised[0][0] == 0:
        return line._replace(text=line.text[line.raised[0][1] :].lstrip() or line.text)
    return line._replace(text=_NUMBER.sub("", line.text, count=1))


def _without_marks(lines: Sequence[TextLine], numbers: Set[str]) -> tuple[TextLine, ...]:
    """The lines without the raised numbers of notes, each where it stands first: x² may follow."""
    left = set(numbers)
    found = []
    for line in lines:
        text, gone = "", 0
        for start, end in line.raised:
            if (number := line.text[start:end].strip()) in left:
                left.discard(number)
                text, gone = text + line.text[gone:start], end
        text = (text + line.text[gone:]).strip()
        found.append(line._replace(text=text or line.text))
    return tuple(found)
