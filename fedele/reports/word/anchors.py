"""Where in a Word document a comment can stand.

Word shows no comments in footnotes and text boxes ([MS-OI29500], 2.1.315): a comment on words there
goes to the footnote's mark, or to the run that the box hangs on.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from corpus import InputError, Span, WordFile, WordParagraph
from fedele.reports.word.runs import isolate, outermost_run

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ID, _RUN, _BOX = f"{_WORD}id", f"{_WORD}r", f"{_WORD}txbxContent"
_FOOTNOTE, _MARK = f"{_WORD}footnote", f"{_WORD}footnoteReference"


class Anchor(NamedTuple):
    """What a comment stands on.

    Attributes:
        first, last: runs of the document's text.
        inside: "footnote" or "box" where the words themselves stand in one, else None.
    """

    first: "_Element"
    last: "_Element"
    inside: str | None


class Anchors:
    """The anchors of one document."""

    def __init__(self, word: WordFile, path: str) -> None:
        self._body, self._path = word.document.element.body, path
        self._marks = {mark.get(_ID): mark for mark in self._body.iter(_MARK)}

    def of(self, paragraph: WordParagraph, spans: Iterable[Span]) -> Mapping[Span, Anchor]:
        """The anchor of each span of a paragraph, whose runs are cut for it.

        Raises:
            InputError: the document has no text but in footnotes that nothing refers to.
        """
        above = {element.tag: element for element in paragraph.element.iterancestors()}
        if _FOOTNOTE in above:
            run = self._run_around(self._marks.get(above[_FOOTNOTE].get(_ID)))
            return dict.fromkeys(spans, Anchor(run, run, "footnote"))
        if _BOX in above:
            run = self._run_around(above[_BOX])
            return dict.fromkeys(spans, Anchor(run, run, "box"))
        return {span: Anchor(*runs, None) for span, runs in isolate(paragraph, spans).items()}

    def _run_around(self, element: "_Element | None") -> "_Element":
        """The run that an element stands in; the last of the text where it stands in none."""
        run = None if element is None else outermost_run(element)
        if run is not None:
            return run
        runs = list(self._body.iter(_RUN))
        if not runs:
            raise InputError(
                f"{self._path}: has text in footnotes only, where no comment can stand; "
                "open it in Word and save it again"
            )
        return outermost_run(runs[-1])
