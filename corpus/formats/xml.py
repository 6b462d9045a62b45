"""XML from anywhere to a tree: nothing expanded, nothing fetched, nesting and size bounded."""

from typing import TYPE_CHECKING

from corpus.errors import InputError

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]


def parse_xml(content: bytes, path: str) -> "_Element":
    """The root element of an XML file, or of an archive's member.

    Args:
        content: the file.
        path: its name, for errors.

    Raises:
        InputError: it is not well formed, or declares entities.
    """
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"{path}, line {error.lineno}: no well-formed XML; save or export it again"
        ) from error
    own = root.getroottree().docinfo.internalDTD
    if own is not None and any(True for _ in own.iterentities()):
        raise InputError(f"{path}: declares entities, which are not read; export it without")
    return root


def local_name(element: "_Element") -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
