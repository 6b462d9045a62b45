"""XML as exchange formats need it: text that survives, and white space only where it means none."""

import re
from collections.abc import Collection
from xml.etree import ElementTree as ET

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

ILLEGAL = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that XML 1.0 has no way to hold."""


def legal(text: str) -> str:
    """The text with a replacement character for each that XML has no way to hold."""
    return ILLEGAL.sub("\ufffd", text)


def serialize(root: ET.Element, texts: Collection[str]) -> bytes:
    """A document, indented but for the elements in which white space counts.

    Args:
        root: its root.
        texts: tags of elements that hold text; nothing in them is touched.
    """
    _indent(root, texts, "\n")
    text = ET.tostring(root, encoding="unicode")
    # a bare carriage return would be read as a newline
    escaped = text.replace("\r", "&#13;")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{escaped}\n'.encode()


def _indent(element: ET.Element, texts: Collection[str], newline: str) -> None:
    if element.tag in texts or not len(element):
        return
    deeper = newline + " "
    element.text = deeper
    for child in element:
        _indent(child, texts, deeper)
        child.tail = deeper
    element[-1].tail = newline
