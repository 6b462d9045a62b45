"""The reader's text of TMX's and XLIFF's mixed content.

Elements that stand for a tool's or a format's own codes show nothing, whatever they hold, but a
line break shows as one; what other elements hold is text. A code may carry a text of its own,
such as a picture's description (`sub`), which is a paragraph beside the text.

No library that reads these formats has a licence that we could take (translate-toolkit is GPL), so
the elements are read here, as the standards define them.

**Source:** TMX 1.4b (OSCAR, 2005), "Content markup"; XLIFF 1.2 (OASIS, 2008), "Inline elements";
XLIFF 2.1 (OASIS, 2018), 4.2.3.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.errors import InputError
from corpus.formats.xml import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_CODES = frozenset(["bpt", "ept", "ph", "it", "ut", "x", "bx", "ex", "sc", "ec", "sm", "em"])
_BREAKS = frozenset({"lb", "pb", "xlf:lb", "xlf:pb"})
_KINDS = ("type", "ctype", "subType")
"""Attributes that say what a code does, in TMX, XLIFF 1.2 and XLIFF 2."""


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
    text = "".join(_pieces(element, path, carried))
    return [text, *(inner for one in carried for inner in inline_texts(one, path))]


def _pieces(element: "_Element", path: str, carried: list["_Element"]) -> Iterator[str]:
    """What a reader sees; codes' own texts are put aside into ``carried``."""
    yield element.text or ""
    for one in element:
        name = local_name(one)
        if name == "cp":
            yield _character(one, path)
        elif name in _CODES:
            yield "\n" if any(one.get(kind) in _BREAKS for kind in _KINDS) else ""
            carried += [inner for inner in one if local_name(inner) == "sub"]
        else:
            yield from _pieces(one, path, carried)
        yield one.tail or ""


def _character(element: "_Element", path: str) -> str:
    """The character that a `cp` stands for: one that XML cannot hold.

    Source: XLIFF 2.1, 4.2.3.1.
    """
    try:
        return chr(int(element.get("hex", ""), 16))
    except (ValueError, OverflowError) as error:
        raise InputError(
            f'{path}, line {element.sourceline}: <cp> names no character; hex="001A" is expected'
        ) from error
