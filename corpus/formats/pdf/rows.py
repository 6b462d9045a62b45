"""Lines of a PDF's page that stand beside each other, and how far they are from the next ones."""

from collections.abc import Iterable, Sequence
from statistics import median

from corpus.formats.pdf.pages import Line
from corpus.provenance import load_numbers

Row = tuple[Line, ...]
"""Lines beside each other, from left to right."""
Rows = Sequence[Row]
"""A page's, from its top downwards or from its foot upwards."""


def rows_of(lines: Iterable[Line]) -> list[Row]:
    """A page's rows, from its top."""
    rows: list[list[Line]] = []
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
    """Whether a row stands apart from the next one, farther than rows of the page usually do."""
    numbers = load_numbers("corpus", "pdf")
    others = [gap(rows, each) for each in range(len(rows) - 1) if each != at]
    usual = numbers["paragraph_gap"] * median(others or [0])
    return bool(gap(rows, at) > max(numbers["number_gap"] * rows[at][0].size, usual))


def is_farthest(rows: Rows, at: int, factor: float) -> bool:
    """Whether the next row is this many times as far as any others from one another farther in.

    One gap near the other edge is not looked at: what stands there may be set apart, too.
    """
    numbers = load_numbers("corpus", "pdf")
    inner = [gap(rows, each) for each in range(at + 1, len(rows) - 1)]
    if len(inner) < numbers["sure_distances"]:
        return False
    inner.remove(max(inner[-numbers["header_lines"] :]))
    return gap(rows, at) > factor * max(inner)


def runs_into(rows: Rows, at: int) -> bool:
    """Whether a row and the next one are lines of one paragraph."""
    if at + 1 >= len(rows) or is_apart(rows, at):
        return False
    upper, lower = sorted((rows[at], rows[at + 1]), key=lambda row: -row[0].baseline)
    column = max(row[-1].right for row in rows)
    indent: float = load_numbers("corpus", "pdf")["column_indent"] * upper[-1].size
    is_full = len(upper) == len(lower) == 1 and upper[0].right > column - indent
    return is_full and lower[0].runs_on and not upper[0].stops
