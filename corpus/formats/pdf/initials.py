"""Drop caps: a large first letter beside the first lines of its paragraph, put back into it."""

from collections.abc import Sequence

from corpus.formats.pdf.numbers import pdf_numbers
from corpus.formats.pdf.pages import TextLine
from corpus.hyphens import LineEnds

_MOST_CHARS = 2  # a letter, with a quotation mark before it


def with_initials(lines: Sequence[TextLine], size: float, line_ends: LineEnds) -> list[TextLine]:
    """A page's lines, drop caps on one line with what they begin.

    Args:
        lines: the page's, in reading order.
        size: that most characters of the document have.
        line_ends: knows the text's words.
    """
    found: list[TextLine] = list(lines)
    initials = [line for line in lines if _is_initial(line, size)]
    if len(initials) > pdf_numbers().initials:
        return found
    for initial in initials:
        if beside := _beside(initial, found):
            first = max(beside, key=lambda line: line.baseline)
            moved = {line: line._replace(left=initial.left) for line in beside}
            moved[first] = _joined(initial, first, line_ends)
            found = [moved.get(line, line) for line in found if line is not initial]
    return found


def _is_initial(line: TextLine, size: float) -> bool:
    is_large = line.size > pdf_numbers().initial_size * size
    return is_large and len(line.text) <= _MOST_CHARS and line.text[-1:].isalpha()


def _beside(initial: TextLine, lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines that begin at the right of a drop cap, no higher than it is."""
    return [
        line
        for line in lines
        if line.size < initial.size
        and initial.left < line.left <= initial.right + line.size
        and -line.size / 2 < line.baseline - initial.baseline < initial.size
    ]


def _joined(initial: TextLine, line: TextLine, line_ends: LineEnds) -> TextLine:
    """The first line with its drop cap, which is a word of its own or the first letter of one."""
    text = line_ends.begun(initial.text, line.text)
    more = len(text) - len(line.text)
    raised = tuple((start + more, end + more) for start, end in line.raised)
    return line._replace(text=text, left=initial.left, raised=raised)
