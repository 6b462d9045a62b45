"""Lines of a page back to paragraphs.

A paragraph ends where the next line is set off by its distance, its indent or its size, or where
the next line's first word would still have fitted. The last word's hyphen is taken away where the
word was divided for the line's end.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from corpus.formats.pdf.initials import with_initials
from corpus.formats.pdf.numbers import pdf_numbers
from corpus.formats.pdf.pages import TextLine, main_size
from corpus.hyphens import LineEnds

_BULLETS = "•·▪◦‣●○■□\ue000-\uf8ff\ufffd"
_BULLET = re.compile(rf"[{_BULLETS}]\s")
_ITEM = re.compile(rf"(?:[-–—*{_BULLETS}]|\(?\d{{1,3}}[.)]|\(?[a-z]\))\s")
_LABEL = re.compile(r"[^\W\d_]{2,12}\.? \d{1,3}(?:\.\d{1,3})*\s?[:.–—-]\s")


class Prose(NamedTuple):
    """A paragraph of a PDF."""

    text: str
    size: float
    is_bold: bool


class _Placed(NamedTuple):
    """A line, and the edges of the column that it stands in."""

    line: TextLine
    left: float
    right: float


class _Setting(NamedTuple):
    """The size of most characters, and the usual distance of two lines by their size."""

    size: float
    pitches: dict[float, float]


def paragraphs(pages: Sequence[Sequence[TextLine]], line_ends: LineEnds) -> Iterator[Prose]:
    """The paragraphs of lines in reading order, those that run over a page's end whole."""
    size = main_size(line for lines in pages for line in lines)
    placed = [
        line
        for lines in pages
        for line in _placed(_with_labels(with_initials(lines, size, line_ends)))
    ]
    setting = _Setting(size, _pitches(placed))
    for group in _resumed(_groups(placed, setting), setting):
        yield _prose(group, line_ends)


def _groups(placed: Sequence[_Placed], setting: _Setting) -> list[list[_Placed]]:
    """Lines that follow one another in one paragraph."""
    groups: list[list[_Placed]] = []
    for index, line in enumerate(placed):
        after = placed[index + 1] if index + 1 < len(placed) else None
        if not groups or _begins(groups[-1], line, after, setting):
            groups.append([])
        groups[-1].append(line)
    return groups


def _resumed(groups: Sequence[list[_Placed]], setting: _Setting) -> Iterator[list[_Placed]]:
    """Paragraphs whole where a figure's caption, a table or a box stands between their lines."""
    taken: set[int] = set()
    for number, group in enumerate(groups):
        if number not in taken:
            whole, at = group, number
            while (more := _rest(groups, at, taken, setting)) is not None:
                whole, at = [*whole, *groups[more]], more
                taken.add(more)
            yield whole


def _rest(
    groups: Sequence[list[_Placed]], at: int, taken: Set[int], setting: _Setting
) -> int | None:
    """The number of the group in which an unfinished paragraph goes on behind others, if any."""
    group, last = groups[at], groups[at][-1]
    if len(group) < 2 or last.line.size > setting.size or last.line.stops:
        return None
    most = pdf_numbers().interrupting
    between: list[TextLine] = []
    for number in range(at + 1, min(at + 1 + most, len(groups))):
        first = groups[number][0]
        if number in taken or (between and _is_rest(last, first, between)):
            return None if number in taken else number
        is_cell = len(groups[number]) == 1 and not first.line.stops
        if not (is_cell or _is_apart(last.line, first.line)):
            return None
        between.append(first.line)
    return None


def _is_rest(last: _Placed, first: _Placed, between: Sequence[TextLine]) -> bool:
    """Whether a line goes on with the sentence that another, at its column's end, breaks off.

    It need not begin with a small letter where a caption stands between the two.
    """
    line = first.line
    if _looks_different(last.line, line) or _ITEM.match(line.text) or _ends(last, line):
        return False
    if any(_LABEL.match(other.text) for other in between):
        slack = pdf_numbers().full * line.size
        return line.runs_on or last.right - last.line.right < slack
    return line.runs_on and all(_is_apart(last.line, other) for other in between)


def _is_apart(before: TextLine, line: TextLine) -> bool:
    """Whether a line is no part of the running text: a caption, or other type."""
    return _looks_different(before, line) or _LABEL.match(line.text) is not None


def _prose(lines: Sequence[_Placed], line_ends: LineEnds) -> Prose:
    text = lines[0].line.text
    for after in lines[1:]:
        text = line_ends.glued(text, after.line.text) + after.line.text
    first = lines[0].line
    return Prose(text, first.size, all(line.line.is_bold for line in lines))


def _with_labels(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """The lines, an item's bullet or number on one line with what follows it."""
    waiting: TextLine | None = None
    for line in lines:
        if waiting is not None and _is_beside(waiting, line):
            line = line._replace(
                text=f"{waiting.text} {line.text}",
                left=waiting.left,
                raised=tuple(
                    (start + len(waiting.text) + 1, end + len(waiting.text) + 1)
                    for start, end in line.raised
                ),
            )
        elif waiting is not None:
            yield waiting
        waiting = None
        if _ITEM.fullmatch(line.text + " "):
            waiting = line
        else:
            yield line
    if waiting is not None:
        yield waiting


def _is_beside(line: TextLine, after: TextLine) -> bool:
    return abs(line.baseline - after.baseline) < after.size / 2 and line.right <= after.left


def _placed(lines: Iterator[TextLine]) -> Iterator[_Placed]:
    """The lines of a page with their columns' edges.

    A column is what begins at about the same place and is set in the same size; it ends where
    another line stands beside one of its own.
    """
    found = list(lines)
    groups: dict[tuple[float, int], list[TextLine]] = defaultdict(list)
    starts: list[float] = []
    for line in found:
        wide = pdf_numbers().column_indent * line.size
        start = next((at for at in starts if abs(at - line.left) <= wide), None)
        if start is None:
            starts.append(line.left)
        groups[(line.size, starts.index(line.left if start is None else start))].append(line)
    edges = {}
    for group in groups.values():
        left, right = _edges(group, found)
        edges.update({id(line): (left, right) for line in group})
    for line in found:
        yield _Placed(line, *edges[id(line)])


def _edges(group: Sequence[TextLine], all_lines: Sequence[TextLine]) -> tuple[float, float]:
    left, right = min(line.left for line in group), max(line.right for line in group)
    beside = [
        other.left
        for line in group
        for other in all_lines
        if other.left >= line.right and abs(other.baseline - line.baseline) < line.size / 2
    ]
    return left, min([right, *beside])


def _pitches(lines: Sequence[_Placed]) -> dict[float, float]:
    """The usual distance of two lines, by size."""
    counts: dict[float, Counter[float]] = defaultdict(Counter)
    for (before, *_), (after, *_) in pairwise(lines):
        distance = before.baseline - after.baseline
        if before.size == after.size and 0 < distance < 3 * before.size:
            counts[before.size][round(distance, 1)] += 1
    return {size: _usual(count, size) for size, count in counts.items()}


def _usual(counts: Counter[float], size: float) -> float:
    """The smallest distance that is about as frequent as any; few of them tell no wide setting."""
    numbers = pdf_numbers()
    most = counts.most_common(1)[0][1]
    usual = min(distance for distance, count in counts.items() if count >= most / 2)
    is_sure = counts.total() >= numbers.sure_distances
    return usual if is_sure else min(usual, numbers.leading * size)


def _begins(
    current: Sequence[_Placed],
    line: _Placed,
    after: _Placed | None,
    setting: _Setting,
) -> bool:
    """Whether a line begins a new paragraph."""
    before = current[-1]
    if _looks_different(before.line, line.line) or _BULLET.match(line.line.text):
        return True
    if not _follows(before.line, line.line):
        return before.line.size > setting.size or not _runs_over(before, line)
    numbers = pdf_numbers()
    distance = before.line.baseline - line.line.baseline
    usual = setting.pitches.get(line.line.size, distance)
    if distance > numbers.paragraph_gap * usual:
        return True
    if _is_centred(current, line.line, setting):
        return False
    return _is_set_off(current, line, after) or _ends(before, line.line)


def _looks_different(before: TextLine, line: TextLine) -> bool:
    slack = pdf_numbers().same_size
    if abs(before.size - line.size) > slack * before.size:
        return True
    return before.is_bold != line.is_bold and not line.runs_on


def _follows(before: TextLine, line: TextLine) -> bool:
    """Whether a line stands under the one before it in the same column."""
    shared = min(before.right, line.right) - max(before.left, line.left)
    distance = before.baseline - line.baseline
    return before.page == line.page and shared > 0 and 0 < distance < 3 * line.size


def _runs_over(before: _Placed, line: _Placed) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    if before.line.page == line.line.page and before.line.baseline >= line.line.baseline - 1:
        return False
    if _LABEL.match(line.line.text):
        return False
    indent = pdf_numbers().indent * line.line.size
    return not (line.line.left - line.left > indent or _ends(before, line.line))


def _is_set_off(current: Sequence[_Placed], line: _Placed, after: _Placed | None) -> bool:
    """Whether a line's indent begins a paragraph."""
    indent = pdf_numbers().indent * line.line.size
    before = current[-1].line
    if _ITEM.match(line.line.text) and abs(line.line.left - before.left) > indent:
        return True
    if line.line.left - before.left > indent:
        is_hanging = bool(_ITEM.match(current[0].line.text)) or (
            after is not None and abs(after.line.left - line.line.left) < indent / 2
        )
        return not is_hanging
    both = min(line.line.left, before.left) - line.left > indent
    return (
        both
        and len(current) == 1
        and after is not None
        and line.line.left - after.line.left > indent
    )


def _is_centred(current: Sequence[_Placed], line: TextLine, setting: _Setting) -> bool:
    """Whether a line of a title or a caption has the same middle as the one before it."""
    before, first = current[-1].line, current[0].line
    slack = pdf_numbers().centre * line.size
    is_alike = abs(before.left + before.right - line.left - line.right) / 2 < slack
    return is_alike and (first.size > setting.size or _LABEL.match(first.text) is not None)


def _ends(before: _Placed, line: TextLine) -> bool:
    """Whether a line ends its paragraph: the next line's first word would have fitted on it."""
    numbers = pdf_numbers()
    needed = line.first_word + (numbers.space + numbers.ragged) * line.size
    if before.line.right + needed > before.right:
        return False
    return not line.runs_on or before.line.stops
