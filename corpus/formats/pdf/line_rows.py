"""Lines of a PDF's page that stand beside each other, and how far they are from the next ones."""

from collections.abc import Iterable, Sequence
from statistics import median

from corpus.formats.pdf.numbers import pdf_numbers
from corpus.formats.pdf.pages import TextLine

Row = tuple[TextLine, ...]
"""Lines beside each other, from left to right."""
Rows = Sequence[Row]
"""A page's, from its top downwards or from its foot upwards."""


def rows_of(lines: Iterable[TextLine]) -> list[Row]:
    """A page's rows, from its top."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda line: -line.baseline):
        if rows and rows[-1][0].baseline - line.baseline < min(rows[-1][0].size, line.size) / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [tuple(sorted(row, key=lambda line: line.left)) for row in rows]


def gap(rows: Rows, at: int) -> float:
    """How far the next row is, 0 where none is."""
    if at + 1 >= len(rows):
        return 0
    return round(abs(rows[at][0].baseline - rows[at + 1][0].baseline), 1)  # as baselines are


def is_apart(rows: Rows, at: int) -> bool:
    """Whether a row stands apart from the next one: by far, and farther than rows usually do."""
    least = pdf_numbers().number_gap * rows[at][0].size
    return not is_close(rows, at) and gap(rows, at) > least


def is_close(rows: Rows, at: int) -> bool:
    """Whether the next row is about as near as other rows of the page to their next ones."""
    others = [gap(rows, each) for each in range(len(rows) - 1) if each != at]
    usual = pdf_numbers().paragraph_gap * median(others or [0])
    return gap(rows, at) <= usual


def is_farthest(rows: Rows, at: int, factor: float) -> bool:
    """Whether the next row is this many times as far as any others from one another farther in.

    One gap near the other edge is not looked at: what stands there may be set apart, too.
    """
    numbers = pdf_numbers()
    inner = [gap(rows, each) for each in range(at + 1, len(rows) - 1)]
    if len(inner) < numbers.sure_distances:
        return False
    inner.remove(max(inner[-numbers.header_lines :]))
    return gap(rows, at) > factor * max(inner)


def runs_into(rows: Rows, at: int) -> bool:
    """Whether a row has a line of a paragraph that goes on farther in."""
    if is_apart(rows, at):
        return False
    most = pdf_numbers().header_lines
    inner = [line for row in rows[at + 1 : at + 1 + most] for line in row]
    return any(_runs_into(line, inner) for line in rows[at])


def _runs_into(line: TextLine, inner: Sequence[TextLine]) -> bool:
    """Whether a full line and the one under it, in one column, are parts of one sentence."""
    column = [other for other in inner if min(line.right, other.right) > max(line.left, other.left)]
    if not column or column[0].size != line.size:
        return False
    upper, lower = sorted((line, column[0]), key=lambda line: -line.baseline)
    slack = pdf_numbers().column_indent * line.size
    is_full = upper.right > max(other.right for other in (line, *column)) - slack
    return is_full and lower.runs_on and not upper.stops
