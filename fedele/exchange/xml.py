"""XML as exchange formats need it: text that survives, and white space only where it means none."""

from collections.abc import Collection
from xml.etree import ElementTree as ET

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


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
