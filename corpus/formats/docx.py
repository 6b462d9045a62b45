"""Word documents: body text, tables cell by cell, footnotes and then endnotes at the end."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from corpus.errors import InputError
from corpus.formats.block import ParsedFile, TextBlock
from corpus.formats.zip_archive import check_archive
from corpus.limits import Limits
from corpus.paragraphs import is_visible
from corpus.text import Role

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element  # type: ignore[import-untyped]

_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
_WORD = f"{{{_NAMESPACES['w']}}}"
# Text boxes stand twice in a document, the second time for old readers.
_PARAGRAPHS = ".//w:p[not(ancestor::mc:Fallback)]"
_PIECES = (
    ".//w:r[not(w:rPr/w:vanish)][not(ancestor::w:moveFrom)]"
    "/*[self::w:t or self::w:tab or self::w:br or self::w:cr or self::w:noBreakHyphen]"
)
_SHOWN = {"tab": "\t", "cr": "\n", "br": "\n", "noBreakHyphen": "\u2011"}
_NOTES = tuple(
    f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"
    for name in ("footnotes", "endnotes")
)
_ROLES = (
    (re.compile(r"heading\b.*|title|subtitle"), Role.HEADING),
    (re.compile(r".*\bcaption|illustration|drawing|figure|table"), Role.CAPTION),
    (
        re.compile(r"toc\b.*|table of (?:figures|authorities)|contents heading|index heading"),
        Role.FURNITURE,
    ),
)
"""What the names of styles say; built-in styles have English names in every Word."""
_MOST_INHERITED = 20  # styles; Word allows eleven


class WordPiece(NamedTuple):
    """What one element of a run shows.

    Attributes:
        element: a `w:t`, or one that stands for a tab, a line break or a hyphen.
        start, end: which characters of the paragraph's text it is; white space that was trimmed
            from the text's ends lies before 0 and beyond its length.
    """

    element: "_Element"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph of a Word document that shows something.

    Attributes:
        element: its `w:p`; in a table, a text box or a footnote too.
        text: as `read_docx` gives it: without white space at its ends.
        role: what its style says it is.
    """

    element: "_Element"
    text: str
    role: Role | None

    def pieces(self) -> list[WordPiece]:
        """The elements that show the text, in order, none of them lost between two."""
        shown = _shown(self.element).get(self.element, ())
        whole = "".join(text for _, text in shown)
        at = len(whole.lstrip()) - len(whole)
        pieces = []
        for element, text in shown:
            pieces.append(WordPiece(element, at, at + len(text)))
            at += len(text)
        return pieces


@dataclass(frozen=True, slots=True)
class WordFile:
    """A Word document, opened.

    Attributes:
        document: as python-docx gives it.
        paragraphs: those that show something, in the order of `read_docx`.
    """

    document: "WordDocument"
    paragraphs: tuple[WordParagraph, ...]


def read_docx(content: bytes, path: str, limits: Limits) -> ParsedFile:
    """A Word document's paragraphs; styles tell headings and captions.

    Raises:
        InputError: the file is damaged, no Word document, or unpacks to more than the limits allow.
    """
    paragraphs = open_word(content, path, limits).paragraphs
    return ParsedFile(tuple(TextBlock(paragraph.text, paragraph.role) for paragraph in paragraphs))


def open_word(content: bytes, path: str, limits: Limits) -> WordFile:
    """A Word document with the elements that its paragraphs are read from; errors as `read_docx`.

    A `corpus.Paragraph` read from the same bytes is the one of the number in its `origin`.
    """
    check_archive(content, path, limits)
    try:
        document = _opened(content)
        return WordFile(document, tuple(_paragraphs(document)))
    except Exception as error:  # the library has no error of its own for damaged documents
        raise InputError(
            f"{path}: damaged, or no Word document (.docx); open it in Word and save it again"
        ) from error


def _opened(content: bytes) -> "WordDocument":
    from docx import Document

    return Document(io.BytesIO(content))


def _paragraphs(document: "WordDocument") -> Iterator[WordParagraph]:
    roles = _roles(document)
    for root in (document.element.body, *_notes(document)):
        shown = _shown(root)
        for paragraph in _found(root, _PARAGRAPHS):
            text = "".join(text for _, text in shown.get(paragraph, ()))
            if is_visible(text):
                yield WordParagraph(paragraph, text.strip(), roles.get(_style(paragraph) or ""))


def _notes(document: "WordDocument") -> Iterator["_Element"]:
    """The parts that hold the notes, each once, however often the document refers to it."""
    from docx.oxml import parse_xml

    relations = document.part.rels.values()
    for kind in _NOTES:
        found = (one for one in relations if one.reltype == kind and not one.is_external)
        for relation in islice(found, 1):
            yield parse_xml(relation.target_part.blob)


def _roles(document: "WordDocument") -> dict[str, Role | None]:
    """What each style says, or the style that it is based on."""
    styles = {style.get(_WORD + "styleId", ""): style for style in document.styles.element}
    return {name: _role(style, styles) for name, style in styles.items()}


def _role(style: "_Element | None", styles: Mapping[str, "_Element"]) -> Role | None:
    for _ in range(_MOST_INHERITED):
        if style is None:
            break
        name = _value(style, "name").lower()
        for words, role in _ROLES:
            if words.fullmatch(name):
                return role
        style = styles.get(_value(style, "basedOn"))
    return None


def _value(style: "_Element", name: str) -> str:
    found = style.find(_WORD + name)
    return "" if found is None else found.get(_WORD + "val", "")


def _style(paragraph: "_Element") -> str | None:
    style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
    return None if style is None else style.get(_WORD + "val")


def _shown(root: "_Element") -> dict["_Element", list[tuple["_Element", str]]]:
    """What a reader sees of each paragraph, but for the text boxes anchored in it.

    In one pass, since paragraphs may lie in one another.
    """
    found: dict[_Element, list[tuple[_Element, str]]] = {}
    for piece in _found(root, _PIECES):
        paragraph = next(piece.iterancestors(_WORD + "p"), None)
        if paragraph is not None:
            name = piece.tag.removeprefix(_WORD)
            text = piece.text or "" if name == "t" else _SHOWN[name]
            found.setdefault(paragraph, []).append((piece, text))
    return found


def _found(root: "_Element", path: str) -> list["_Element"]:
    from lxml import etree  # type: ignore[import-untyped]

    return list(etree.XPath(path, namespaces=_NAMESPACES)(root))
