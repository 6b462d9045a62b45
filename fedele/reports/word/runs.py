"""Runs of a Word document cut where comments begin and end, with nothing to be seen of it.

A run is text of one formatting. Cut in two, both halves get its formatting and its attributes, and
what stands between its pieces (a drawing, a field's mark) goes with what follows it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from corpus import Span, WordParagraph

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RUN, _FORMATTING = f"{_WORD}r", f"{_WORD}rPr"
_FIELD_MARK, _FIELD_MARK_KIND = f"{_WORD}fldChar", f"{_WORD}fldCharType"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def isolate(
    paragraph: WordParagraph, spans: Iterable[Span]
) -> Mapping[Span, tuple["_Element", "_Element"]]:
    """The first and the last run of each span, once runs are cut to hold just its characters.

    A run inside another one (a pronunciation guide over its word) stays whole; the outer run
    stands for it.

    Args:
        paragraph: in no text box; its element is changed.
        spans: within its text, none empty; they may overlap.
    """
    wanted = tuple(spans)
    pieces = paragraph.pieces()
    starts = [piece.start for piece in pieces]
    for edge in sorted({edge for span in wanted for edge in span}, reverse=True):
        piece = pieces[bisect_right(starts, edge) - 1]
        if edge < piece.end:
            _cut(piece.element, edge - piece.start)
    pieces = paragraph.pieces()
    starts = [piece.start for piece in pieces]

    def run_at(offset: int) -> "_Element":
        return outermost_run(pieces[bisect_right(starts, offset) - 1].element)

    return {span: (run_at(span.start), run_at(span.end - 1)) for span in wanted}


def outermost_run(element: "_Element") -> "_Element | None":
    """The run that an element is, or stands in, and that stands in no other."""
    runs = [node for node in (element, *element.iterancestors()) if node.tag == _RUN]
    return runs[-1] if runs else None


def field_ends(paragraph: "_Element") -> Mapping["_Element", "_Element"]:
    """The last run of the outermost field for each run in one that begins and ends here."""
    ends: dict[_Element, _Element] = {}
    inside: list[_Element] = []
    depth = 0
    for node in paragraph.iter(_RUN, _FIELD_MARK):
        kind = node.get(_FIELD_MARK_KIND)
        if node.tag == _RUN and depth:
            inside.append(node)
        elif kind == "begin":
            depth += 1
        elif kind == "end" and depth:
            depth -= 1
            if not depth:
                ends |= dict.fromkeys(inside, outermost_run(node))
                inside = []
    return ends


def _cut(piece: "_Element", length: int) -> None:
    """Cut a run after so many characters of a piece of it, where something stands before."""
    run = piece.getparent()
    if run is not outermost_run(piece):
        return
    if length:
        _move_behind(run, [_split_text(piece, length), *piece.itersiblings()])
    elif piece.getprevious() is not None and piece.getprevious().tag != _FORMATTING:
        _move_behind(run, [piece, *piece.itersiblings()])


def _split_text(piece: "_Element", length: int) -> "_Element":
    """Leave so many characters of a `w:t`, and give a new one with the others."""
    rest = deepcopy(piece)
    piece.text, rest.text = piece.text[:length], piece.text[length:]
    if piece.text[-1].isspace():
        piece.set(_SPACE, "preserve")
    if rest.text[0].isspace():
        rest.set(_SPACE, "preserve")
    return rest


def _move_behind(run: "_Element", content: Sequence["_Element"]) -> None:
    """Put content of a run into another one of the same formatting behind it."""
    behind = run.makeelement(run.tag, dict(run.attrib), run.nsmap)
    formatting = run.find(_FORMATTING)
    if formatting is not None:
        behind.append(deepcopy(formatting))
    behind.extend(content)
    run.addnext(behind)
