"""HTML pages: their text as a browser would show it, without scripts, menus and hidden parts.

The parser (lexbor) follows HTML5 as browsers do; it loads nothing and expands no entities of a
document's own. Nothing here recurses, so deep nesting costs no stack.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING

from corpus.decoding import decode, decode_announced
from corpus.errors import InputError
from corpus.formats.block import ParsedFile, TextBlock
from corpus.formats.boilerplate import Boilerplate, boilerplate
from corpus.formats.tags import check_tags
from corpus.limits import Limits
from corpus.notes import Note
from corpus.paragraphs import is_visible
from corpus.text import Role

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# fmt: off
_BLOCKS = (
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figure", "form", "header", "hgroup", "hr", "html", "legend", "li", "main",
    "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
)
_NOT_SHOWN = frozenset((
    "annotation", "annotation-xml", "audio", "button", "canvas", "datalist", "del", "dialog",
    "embed", "head", "iframe", "input", "link", "map", "meta", "nav", "noscript", "object",
    "option", "script", "select", "style", "svg", "template", "textarea", "title", "video",
))
# fmt: on
_CAPTIONS = frozenset(("figcaption", "caption"))
_ROLES: Mapping[str, Role | None] = MappingProxyType(
    {
        **dict.fromkeys(_BLOCKS),
        **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Role.HEADING),
        **dict.fromkeys(sorted(_CAPTIONS), Role.CAPTION),
        **dict.fromkeys(("footer", "aside"), Role.FURNITURE),
    }
)
"""Elements that begin a paragraph of their own, with the role that they give their text."""
_MARKS = frozenset(("noteref", "pagebreak", "backlink"))
_NOTES = frozenset(("footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"))
"""What books call the numbers of notes and pages, and the notes themselves."""
_NOTE_NUMBER = re.compile(r"\s*[\[(]?(?:\d{1,3}|[*†‡§]{1,3}|[a-z])[\])]?[.:]?\s*")
_ARROW = re.compile(r"\s*[\[(]?(?:[↑↩↵⏎⤴^]\s?){1,3}[\ufe0e\ufe0f]?[\])]?\s*")
_NOTE_PLACE = re.compile(r"#.{0,40}(?:fn|ftn|edn|not[ae])", re.IGNORECASE)
"""What links to notes lead to, by the tools that write them."""
_PAGE_EDGES = frozenset(("header", "footer"))
"""Titles of what LibreOffice prints on every page."""
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_UNSEEN = frozenset(("sr-only", "screen-reader-text", "visually-hidden", "visuallyhidden"))
"""Classes of what is read out, never shown."""
_WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")  # as HTML has it: a no-break space is a character
_SPACES = re.compile(" {2,}")
_AROUND_BREAK = re.compile(r" *\n *")
_SOFT_HYPHEN = "\u00ad"
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,30})", re.IGNORECASE
)
_XML_ENCODING = re.compile(
    rb"\A\s{0,9}<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9_-]{1,30})", re.IGNORECASE
)
_IS_XML = re.compile(r"\s*<\?xml\b")
_IS_XHTML = re.compile(r"<html[^<>]*\sxmlns\s*=", re.IGNORECASE)
_EMPTY_ELEMENT = re.compile(r"<([A-Za-z][\w:-]*)((?:\s[^<>]*)?)/>")
# fmt: off
_EMPTY_IN_HTML = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
))
# fmt: on
_WHOLE_PAGE = re.compile(r"<(?:html|body|head|title|main|article)\b", re.IGNORECASE)
_CDATA = "<![CDATA["
_UTF = frozenset(("utf-8", "utf8", "utf-16", "utf-16le", "utf-16be"))
"""What is read as UTF-8, by the standard, where no byte order mark says otherwise."""
_MARKS_OF_ORDER = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MEANT: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("ascii", "us-ascii", "latin1", "iso8859-1", "iso-8859-1"), "cp1252")
)
"""Encodings that browsers read as another one, by the standard."""
_HEAD_BYTES = 4096  # a page's encoding is announced in its first kilobyte, by the standard


def read_html(content: bytes, path: str, limits: Limits) -> ParsedFile:
    """A web page's paragraphs, headings and captions; what stands around its text is furniture."""
    text, notes = _decoded(content, path, limits)
    root = _parsed(text, path, limits)
    around = boilerplate(_walk(root)) if _WHOLE_PAGE.search(text) else Boilerplate()
    return ParsedFile(tuple(_blocks(root, around)), notes)


def read_chapter(content: bytes, path: str, limits: Limits) -> ParsedFile:
    """A page of a book, all of it text; errors as `html_blocks`."""
    text, notes = _decoded(content, path, limits)
    return ParsedFile(tuple(html_blocks(text, path, limits)), notes)


def html_blocks(text: str, path: str, limits: Limits) -> Iterator[TextBlock]:
    """The blocks of HTML source that is part of a document.

    Raises:
        InputError: its elements are more, deeper, or richer in attributes than the limits allow.
    """
    return _blocks(_parsed(text, path, limits), Boilerplate())


def _parsed(text: str, path: str, limits: Limits) -> "LexborNode":
    from selectolax.lexbor import LexborHTMLParser

    page = _as_html(text)
    check_tags(page, path, limits)
    root = LexborHTMLParser(page).root
    if root is None:
        raise InputError(f"{path}: holds no text; an article was expected")
    return root


def _as_html(text: str) -> str:
    """XHTML as HTML: there a ``<title/>`` would not end, and swallow the page."""
    if not (_IS_XML.match(text) or _IS_XHTML.search(text, 0, _HEAD_BYTES)):
        return text
    before, *sections = text.split(_CDATA)
    plain = before + "".join(map(_without_end, sections))
    return _EMPTY_ELEMENT.sub(_with_end_tag, plain)


def _without_end(section: str) -> str:
    """What follows the start of a CDATA section, as HTML."""
    inside, end, after = section.partition("]]>")
    return escape(inside) + after if end else section


def _with_end_tag(element: re.Match[str]) -> str:
    name, attributes = element[1], element[2]
    return element[0] if name.lower() in _EMPTY_IN_HTML else f"<{name}{attributes}></{name}>"


def _decoded(content: bytes, path: str, limits: Limits) -> tuple[str, tuple[str, ...]]:
    """The page's characters: UTF-8 where they are that, else as the page announces."""
    head = content[:_HEAD_BYTES]
    announced = _XML_ENCODING.match(head) or _CHARSET.search(head)
    encoding = announced[1].decode("ascii").lower() if announced else "utf-8"
    notes: tuple[str, ...] = ()
    if encoding not in _UTF and not content.startswith(_MARKS_OF_ORDER):
        meant = _MEANT.get(encoding, encoding)
        text = None if _is_utf8(content) else decode_announced(content, meant, path)
        if text is not None:
            return text, ()
        notes = (Note("corpus", "text.announced"),)
    text, found, _ = decode(content, path, limits)
    return text, (*found, *notes)


def _is_utf8(content: bytes) -> bool:
    """Whether bytes are UTF-8 and could be nothing else: some of their characters need it."""
    try:
        return not content.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


@dataclass(slots=True)
class _Page:
    """What has been read so far of a page: finished blocks, and the one being read."""

    blocks: list[TextBlock] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    roles: list[Role | None] = field(default_factory=lambda: [None])
    preformatted: int = 0

    def enter(self, node: "LexborNode", around: Boilerplate) -> None:
        """Begins an element; the outermost role holds for all inside, but for the main text."""
        role = _role(node)
        if node.mem_id in around.furniture:
            role = Role.FURNITURE
        is_text = node.mem_id == around.main or node.mem_id in around.titles
        self.roles.append(role if is_text else self.roles[-1] or role)

    def add(self, text: str) -> None:
        """Text of the block being read, its white space as a browser shows it."""
        self.pieces.append(text if self.preformatted else _WHITE_SPACE.sub(" ", text))

    def finish(self) -> None:
        """Ends the block being read; an empty line in it ends a paragraph, too."""
        text = _AROUND_BREAK.sub("\n", _SPACES.sub(" ", "".join(self.pieces)))
        self.pieces.clear()
        for paragraph in text.replace(_SOFT_HYPHEN, "").split("\n\n"):
            if is_visible(paragraph):
                self.blocks.append(TextBlock(paragraph.strip(), self.roles[-1]))


def _blocks(root: "LexborNode", around: Boilerplate) -> Iterator[TextBlock]:
    page = _Page([], [], [None if around.main is None else Role.FURNITURE])
    for node, is_opening in _walk(root):
        tag = node.tag or ""
        if tag in _ROLES or ("-" in tag and node.mem_id in around.furniture):
            page.finish()
            page.preformatted += (tag == "pre") * (1 if is_opening else -1)
            page.enter(node, around) if is_opening else page.roles.pop()
        elif is_opening and tag == "br":
            page.pieces.append("\n")
        elif is_opening and node.is_text_node:
            page.add(node.text_content or "")
    page.finish()
    return iter(page.blocks)


def _role(node: "LexborNode") -> Role | None:
    """The role that an element gives its text; a note is text wherever it stands."""
    role = _ROLES.get(node.tag or "")
    if node.tag == "div" and node.attributes.get("title") in _PAGE_EDGES:
        return Role.FURNITURE
    is_note = role is Role.FURNITURE and not _NOTES.isdisjoint(_semantics(node))
    return None if is_note else role


def _walk(root: "LexborNode") -> Iterator[tuple["LexborNode", bool]]:
    """Every shown node of the tree twice: as it opens, and as it closes."""
    node, depth = root, 0
    while True:
        child = None
        if not _is_hidden(node):
            yield node, True
            child = node.first_child
            if child is None:
                yield node, False
        if child is not None:
            node, depth = child, depth + 1
            continue
        while node.next is None or depth == 0:
            if depth == 0 or node.parent is None:
                return
            node, depth = node.parent, depth - 1
            yield node, False
        node = node.next


def _is_hidden(node: "LexborNode") -> bool:
    if not node.is_element_node:
        return not node.is_text_node
    if node.tag in _NOT_SHOWN or _is_note_mark(node):
        return True
    attributes = node.attributes
    style = attributes.get("style") or ""
    return (
        "hidden" in attributes
        or (attributes.get("aria-hidden") == "true" and node.tag not in _CAPTIONS)
        or _HIDING_STYLE.search(style) is not None
        or not _UNSEEN.isdisjoint((attributes.get("class") or "").split())
    )


def _is_note_mark(node: "LexborNode") -> bool:
    """Whether it is a footnote's or a page's number, which would grow onto the word before it."""
    if node.tag == "sup" and node.css_first("a") is not None:
        return True
    if not _MARKS.isdisjoint(_semantics(node)):
        return True
    place = (node.attributes.get("href") or "") if node.tag == "a" else ""
    return "#" in place and _is_number(node, place)


def _is_number(link: "LexborNode", place: str) -> bool:
    """Whether a link to another place of the text is a note's number, or the arrow back to it."""
    inside = link.first_child
    if inside is None or inside.next is not None:
        return False
    if inside.is_text_node:
        text = inside.text_content or ""
        is_of_note = link.prev is None or _NOTE_PLACE.search(place) is not None
        is_number = is_of_note and _NOTE_NUMBER.fullmatch(text) is not None
        return is_number or _ARROW.fullmatch(text) is not None
    number = inside.first_child if inside.tag == "sup" else None
    if number is None or number.next is not None:
        return False
    return _NOTE_NUMBER.fullmatch(number.text_content or "") is not None


def _semantics(node: "LexborNode") -> list[str]:
    """What an element says it is, in a book's words or in those of assistive technology."""
    attributes = node.attributes
    words = f"{attributes.get('epub:type') or ''} {attributes.get('role') or ''}"
    return words.lower().replace("doc-", "").split()
