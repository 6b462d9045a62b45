"""The reader's text of TMX's and XLIFF's mixed content.

Elements that stand for a tool's or a format's own codes show nothing, whatever they hold, but a
break shows as one, and a code that stands alone between two words as a space; what other elements
hold is text, unless a reviser has struck it out. A code may carry a text of its own, such as a
picture's description (`sub`), which is a paragraph beside the text.

No library that reads these formats has a licence that we could take (translate-toolkit is GPL), so
the elements are read here, as the standards define them.

Source: tmx-2005, "Content markup"; xliff-2008, "Inline elements"; xliff-2018, 4.2.3.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import TYPE_CHECKING

from corpus.errors import InputError
from corpus.formats.xml import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_CODES = frozenset(["bpt", "ept", "ph", "it", "ut", "x", "bx", "ex", "sc", "ec", "sm", "em"])
_ALONE = frozenset(["ph", "x"])
"""Codes that are no end of a pair, so a writer has no use for them inside a word."""
_KINDS = ("type", "ctype", "subType")
"""Attributes that say what a code does, in TMX, XLIFF 1.2 and XLIFF 2."""
_NATIVE = ("equiv-text", "equiv", "disp", "dispStart")
"""Attributes that may say how the format writes it that the text was taken from."""
_PARTS = r"br|p|div|li|[uo]l|h[1-6]|t[rdh]|table|hr|blockquote"
_BREAK = re.compile(rf"(?:[a-z]{{1,20}}[:-]){{0,3}}(?:[lp]b|{_PARTS})", re.IGNORECASE)
_NATIVE_BREAK = re.compile(rf"\s*(?:</?(?:w:)?(?:{_PARTS})\b|\\line\b)|\n", re.IGNORECASE)
"""What parts lines in HTML, Word's XML and RTF."""
_ENDS = frozenset(".,:;!?…")
_STRUCK_OUT = "-deleted"
"""How the kind of a marker ends that keeps what a reviser deleted (x-sdl-deleted)."""


def child(element: "_Element", name: str) -> "_Element | None":
    """The first child of a name, in any namespace."""
    return next((one for one in element if local_name(one) == name), None)


def inline_texts(element: "_Element", path: str) -> list[str]:
    """The text of mixed content, then the texts that its codes carry.

    Args:
        element: such as a TMX `seg`, or an XLIFF `source`.
        path: the file, for errors.

    Raises:
        InputError: a `cp` element names no character.
    """
    carried: list[_Element] = []
    text = _joined(_pieces(element, path, carried))
    return [text, *(inner for one in carried for inner in inline_texts(one, path))]


def _pieces(element: "_Element", path: str, carried: list["_Element"]) -> Iterator[str | None]:
    """What a reader sees, None for a code that stands alone.

    The texts of codes are put aside into ``carried``.
    """
    yield element.text or ""
    for one in element:
        name = local_name(one)
        if not isinstance(one.tag, str):  # an entity that nothing declares, such as &nbsp;
            yield unescape(one.text)
        elif name == "cp":
            yield _character(one, path)
        elif name in _CODES:
            yield "\n" if _is_break(one) else None if name in _ALONE else ""
            carried += [inner for inner in one if local_name(inner) == "sub"]
        elif not one.get("mtype", "").endswith(_STRUCK_OUT):
            edge = "\n" if _is_break(one) else ""
            yield from (edge, *_pieces(one, path, carried), edge)
        yield one.tail or ""


def _is_break(code: "_Element") -> bool:
    """Whether a code parts lines, paragraphs or cells, by its kind or by what it stands for."""
    if any(_BREAK.fullmatch(code.get(kind, "")) for kind in _KINDS):
        return True
    content = code.text if local_name(code) in _CODES else None
    native = (content or "", *(code.get(name, "") for name in _NATIVE))
    return any(map(_NATIVE_BREAK.match, native))


def _joined(pieces: Iterable[str | None]) -> str:
    """The pieces' text, a space where a code alone stands between two words."""
    text: list[str] = []
    last, is_parted = "", False
    for piece in pieces:
        is_parted |= piece is None
        if not piece:
            continue
        if is_parted and piece[0].isalnum() and (last.isalnum() or last in _ENDS):
            text.append(" ")
        text.append(piece)
        last, is_parted = piece[-1], False
    return "".join(text)


def _character(element: "_Element", path: str) -> str:
    """The character that a `cp` stands for: one that XML cannot hold.

    Source: xliff-2018, 4.2.3.1.
    """
    try:
        return chr(int(element.get("hex", ""), 16))
    except (ValueError, OverflowError) as error:
        raise InputError(
            f'{path}, line {element.sourceline}: <cp> names no character; hex="001A" is expected'
        ) from error
