"""OpenDocument texts: body text, tables cell by cell, footnotes and then endnotes at the end.

What a reader sees is read: insertions, not deletions; no comments, no hidden text, no page headers.
Nothing here recurses, so deep nesting costs no stack.

Source: opendocument-2021; the style names are LibreOffice's and Word's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

from corpus.errors import InputError
from corpus.formats.block import ParsedFile, TextBlock
from corpus.formats.xml import parse_xml
from corpus.formats.zip_archive import opened_archive
from corpus.limits import Limits
from corpus.paragraphs import is_visible
from corpus.text import Role

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_OFFICE, _TEXT, _STYLE, _DRAW, _TABLE, _MANIFEST, _FORM = (
    f"{{{_NAMESPACE.format(name)}}}"
    for name in ("office", "text", "style", "drawing", "table", "manifest", "form")
)
_SVG = f"{{{_NAMESPACE.format('svg-compatible')}}}"
_CONTENT, _STYLES, _LIST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_PARAGRAPHS = frozenset((_TEXT + "p", _TEXT + "h"))
_NOT_SHOWN = frozenset(
    (
        *(_OFFICE + name for name in ("annotation", "annotation-end", "forms", "event-listeners")),
        *(_TEXT + name for name in ("tracked-changes", "note-citation", "note-ref", "ruby-text")),
        *(_TEXT + name for name in ("index-title-template", "script")),
        *(_DRAW + name for name in ("object", "object-ole", "applet", "plugin", "floating-frame")),
        *(_SVG + name for name in ("title", "desc")),
        _TABLE + "covered-table-cell",
        _FORM + "form",
    )
)
_INDEXES = frozenset(
    f"{_TEXT}{name}"
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
    )
)
_CONTAINERS = _INDEXES | frozenset(
    f"{_TEXT}{name}"
    for name in (
        "note",
        "note-body",
        "list",
        "list-item",
        "list-header",
        "section",
        "index-body",
        "index-title",
        "numbered-paragraph",
    )
)
_HEADINGS = ("heading", "title", "subtitle")
_CAPTIONS = ("caption", "illustration", "table", "drawing", "figure")
# What stands for a character, as one that XML cannot hold while white space is judged.
_MARKS: Mapping[str, str] = MappingProxyType(
    {_TEXT + "s": "\v", _TEXT + "tab": "\x1e", _TEXT + "line-break": "\x1f"}
)
_MARKED = str.maketrans("\v\x1e\x1f", " \t\n", "\u00ad")
_MOST_SPACES = 80  # in one element; a line of them, more is no text
_WHITE_SPACE = re.compile(r"[ \t\r\n]+")


class _Place(IntEnum):
    """Where text goes; notes stand after the body."""

    BODY = 0
    FOOTNOTES = 1
    ENDNOTES = 2


class _Style(NamedTuple):
    """What a style says of its text."""

    role: Role | None
    is_hidden: bool


def read_odt(content: bytes, path: str, limits: Limits) -> ParsedFile:
    """An OpenDocument text's paragraphs; styles tell headings and captions.

    Raises:
        InputError: the file is damaged, protected by a password, no OpenDocument text, or beyond
            the limits.
    """
    with opened_archive(content, path, limits) as archive:
        _check_readable(archive, path)
        roots = [
            parse_xml(archive.read(name), f"{path} ({name})")
            for name in (_STYLES, _CONTENT)
            if name in archive.namelist()
        ]
    return _reading(roots, path)


def read_fodt(content: bytes, path: str, limits: Limits) -> ParsedFile:
    """A flat OpenDocument text, one XML file; otherwise as `read_odt`."""
    return _reading([parse_xml(content, path)], path)


def _check_readable(archive: ZipFile, path: str) -> None:
    names = archive.namelist()
    if _LIST in names:
        listed = parse_xml(archive.read(_LIST), f"{path} ({_LIST})")
        if next(listed.iter(_MANIFEST + "encryption-data"), None) is not None:
            raise InputError(f"{path}: is protected by a password; save it without one")
    if _CONTENT not in names:
        raise InputError(
            f"{path}: damaged, or no OpenDocument text (.odt); open it in LibreOffice and save it "
            "again"
        )


def _reading(roots: Sequence["_Element"], path: str) -> ParsedFile:
    text = roots[-1].find(f"{_OFFICE}body/{_OFFICE}text")
    if text is None:
        raise InputError(f"{path}: is no OpenDocument text; save the text in it as .odt")
    return ParsedFile(tuple(_Text(_styles(roots)).blocks(text)))


def _styles(roots: Sequence["_Element"]) -> dict[str, _Style]:
    """What each style says, what it inherits included."""
    elements = {
        style.get(_STYLE + "name", ""): style
        for root in roots
        for style in root.iter(_STYLE + "style")
        if style.get(_STYLE + "family") in ("paragraph", "text")
    }
    return {name: _style(name, elements) for name in elements}


def _style(name: str, elements: Mapping[str, "_Element"]) -> _Style:
    role, is_hidden, seen = None, None, set()
    while name in elements and name not in seen:
        seen.add(name)
        role = role or _named_role(name)
        shown = elements[name].find(_STYLE + "text-properties")
        display = None if shown is None else shown.get(_TEXT + "display")
        is_hidden = display == "none" if is_hidden is None and display else is_hidden
        name = elements[name].get(_STYLE + "parent-style-name", "")
    return _Style(role, bool(is_hidden))


def _named_role(style: str) -> Role | None:
    """The role that a style's name gives; built-in styles have English names in every file."""
    words = style.lower().replace("_20_", " ").split()
    if not words:
        return None
    if words[0] in _HEADINGS and (len(words) == 1 or words[1].isdecimal()):
        return Role.HEADING
    is_caption = words[-1].endswith("caption") or (len(words) == 1 and words[0] in _CAPTIONS)
    return Role.CAPTION if is_caption else None


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being read, with the pieces of its text."""

    role: Role | None
    is_hidden: bool
    pieces: list[str] = field(default_factory=list)

    def block(self) -> TextBlock | None:
        """What is shown of it."""
        text = _WHITE_SPACE.sub(" ", "".join(self.pieces)).translate(_MARKED).strip()
        return None if self.is_hidden or not is_visible(text) else TextBlock(text, self.role)


@dataclass(slots=True)
class _Text:
    """A document as it is walked through.

    Attributes:
        styles: what each style says.
        open: the paragraphs that the walk is in, each in a text box or a note of the one before.
        places: which place the notes that the walk is in belong to.
        indexes: how many tables of contents the walk is in.
        found: all paragraphs by place, in the order in which they begin.
    """

    styles: Mapping[str, _Style]
    open: list[_Paragraph] = field(default_factory=list)
    places: list[_Place] = field(default_factory=lambda: [_Place.BODY])
    indexes: int = 0
    found: dict[_Place, list[_Paragraph]] = field(
        default_factory=lambda: {place: [] for place in _Place}
    )

    def blocks(self, root: "_Element") -> Iterator[TextBlock]:
        """Everything shown below an element."""
        from lxml import etree  # type: ignore[import-untyped]

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._leave(element)
            elif self._is_shown(element):
                self._enter(element)
            else:
                self._pass_by(element)
                walk.skip_subtree()
        blocks = (part.block() for place in _Place for part in self.found[place])
        return filter(None, blocks)

    def _is_shown(self, element: "_Element") -> bool:
        if element.tag in _NOT_SHOWN:
            return False
        if "none" in (element.get(_TEXT + "display"), element.get(_DRAW + "display")):
            return False
        style = self.styles.get(element.get(_TEXT + "style-name", ""))
        hides = style is not None and style.is_hidden and element.tag not in _PARAGRAPHS
        return not hides and element.get(_TEXT + "is-hidden") != "true"

    def _pass_by(self, element: "_Element") -> None:
        if element.tag == _TEXT + "hidden-paragraph" and self.open:
            self.open[-1].is_hidden = True

    def _enter(self, element: "_Element") -> None:
        if element.tag in _PARAGRAPHS:
            self._begin(element)
        elif element.tag == _TEXT + "note":
            is_end = element.get(_TEXT + "note-class") == "endnote"
            self.places.append(_Place.ENDNOTES if is_end else _Place.FOOTNOTES)
        elif element.tag in _INDEXES:
            self.indexes += 1
        elif element.tag in _MARKS and self.open:
            self.open[-1].pieces.append(_MARKS[element.tag] * _repeats(element))
        self._add(element, element.text)

    def _leave(self, element: "_Element") -> None:
        if self._is_shown(element):
            if element.tag in _PARAGRAPHS:
                self.open.pop()
            elif element.tag == _TEXT + "note":
                self.places.pop()
            elif element.tag in _INDEXES:
                self.indexes -= 1
        self._add(element.getparent(), element.tail)

    def _begin(self, element: "_Element") -> None:
        name = element.get(_TEXT + "style-name", "")
        style = self.styles.get(name) or _Style(_named_role(name), False)
        role = Role.HEADING if element.tag == _TEXT + "h" else style.role
        paragraph = _Paragraph(Role.FURNITURE if self.indexes else role, style.is_hidden)
        self.open.append(paragraph)
        self.found[self.places[-1]].append(paragraph)

    def _add(self, parent: "_Element", text: str | None) -> None:
        """Characters count inside paragraphs, not between the parts of a frame or a list."""
        is_inline = parent.tag.startswith(_TEXT) and parent.tag not in _CONTAINERS
        if text and self.open and is_inline:
            self.open[-1].pieces.append(text)


def _repeats(element: "_Element") -> int:
    """How many spaces an element stands for."""
    count = element.get(_TEXT + "c", "1")
    return min(int(count), _MOST_SPACES) if count.isascii() and count.isdecimal() else 1
