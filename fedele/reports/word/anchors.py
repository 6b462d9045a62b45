"""Where in a Word document a comment can stand.

Word shows no comments in notes and text boxes ([MS-OI29500], 2.1.315): a comment on words there
goes to the note's mark, or to the run that the box hangs on. LibreOffice 7.4 takes a comment
whose mark stands inside a field for what the field says: the mark goes behind the field.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from corpus import InputError, Span, WordFile, WordParagraph
from fedele.reports.word.runs import field_ends, isolate, outermost_run

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ID, _PARAGRAPH, _RUN = f"{_WORD}id", f"{_WORD}p", f"{_WORD}r"
_FIELD, _BOX = f"{_WORD}fldSimple", f"{_WORD}txbxContent"
_NOTES = ("footnote", "endnote")


class Anchor(NamedTuple):
    """What a comment stands on.

    Attributes:
        first, last: runs of the document's text.
        end: what the comment's mark goes behind: the last run, or the field that it stands in.
        inside: "footnote", "endnote" or "box" where the words themselves stand in one, else None.
    """

    first: "_Element"
    last: "_Element"
    end: "_Element"
    inside: str | None


class Anchors:
    """The anchors of one document."""

    def __init__(self, word: WordFile, path: str) -> None:
        self._body, self._path = word.document.element.body, path
        self._marks = {
            (kind, mark.get(_ID)): mark
            for kind in _NOTES
            for mark in self._body.iter(f"{_WORD}{kind}Reference")
        }

    def of(self, paragraph: WordParagraph, spans: Iterable[Span]) -> Mapping[Span, Anchor]:
        """The anchor of each span of a paragraph, whose runs are cut for it.

        Raises:
            InputError: the document has no text but in notes that nothing refers to.
        """
        wanted = tuple(spans)
        inside, run = self._elsewhere(paragraph)
        runs = dict.fromkeys(wanted, (run, run)) if inside else isolate(paragraph, wanted)
        home = paragraph.element if run is None else next(run.iterancestors(_PARAGRAPH), run)
        ends = field_ends(home)
        return {
            span: Anchor(first, last, _end(last, ends), inside)
            for span, (first, last) in runs.items()
        }

    def _elsewhere(self, paragraph: WordParagraph) -> tuple[str | None, "_Element | None"]:
        """What a paragraph stands in where no comment can, and the run to comment instead."""
        above = {element.tag: element for element in paragraph.element.iterancestors()}
        for kind in _NOTES:
            if (note := above.get(_WORD + kind)) is not None:
                return kind, self._run_around(self._marks.get((kind, note.get(_ID))))
        if _BOX in above:
            return "box", self._run_around(above[_BOX])
        return None, None

    def _run_around(self, element: "_Element | None") -> "_Element":
        """The run that an element stands in; the last of the text where it stands in none."""
        run = None if element is None else outermost_run(element)
        if run is not None:
            return run
        runs = list(self._body.iter(_RUN))
        if not runs:
            raise InputError(
                f"{self._path}: has text in notes only, where no comment can stand; "
                "open it in Word and save it again"
            )
        return outermost_run(runs[-1])


def _end(last: "_Element", ends: Mapping["_Element", "_Element"]) -> "_Element":
    """The last run, or the outermost field that it stands in."""
    end = ends.get(last, last)
    return next(reversed(list(end.iterancestors(_FIELD))), end)
