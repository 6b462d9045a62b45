"""XML from anywhere to a tree: nothing expanded, nothing fetched, nesting and size bounded."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from corpus.errors import InputError

if TYPE_CHECKING:
    from lxml.etree import XMLParser, _Element  # type: ignore[import-untyped]

_AGAIN = "save or export it again"
_ENCODING = "its characters are not in the encoding that it names; save it as UTF-8"
_LARGE = (
    "nests its elements too deep, or holds a text of more than 10,000,000 characters, such as an "
    "embedded file; export it without"
)
_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "ERR_DOCUMENT_EMPTY": "it begins with something else; expected <",
        "ERR_INVALID_CHAR": "a character that XML forbids, such as &#x1F;; take it out",
        "ERR_INVALID_ENCODING": _ENCODING,
        "ERR_NAME_REQUIRED": "a bare & or <; expected &amp; or &lt;",
        "ERR_RESERVED_XML_NAME": "something stands before <?xml; take it out",
        "ERR_RESOURCE_LIMIT": _LARGE,
        "ERR_TAG_NAME_MISMATCH": f"an element is not closed; {_AGAIN}",
        "ERR_TAG_NOT_FINISHED": f"it ends too early; {_AGAIN}",
        "ERR_UNDECLARED_ENTITY": "an entity that XML does not know; expected the character itself",
        "ERR_UNSUPPORTED_ENCODING": _ENCODING,
    }
)
"""What is wrong and what to do, by libxml2's names for it."""
_CLAIMS_UTF_16 = re.compile(rb"<\?xml[^>]{1,100}encoding\s*=\s*[\"']utf-?16", re.IGNORECASE)
_ERRORS_KEPT = 100  # lxml remembers no more of them
_FORBIDDEN = "Characters that XML forbids: {}; they were left out or replaced."


def parse_xml(content: bytes, path: str) -> "_Element":
    """The root element of an XML file, or of an archive's member.

    Args:
        content: the file.
        path: its name, for errors.

    Raises:
        InputError: it is not well formed, or declares entities.
    """
    from lxml import etree  # type: ignore[import-untyped]

    try:
        return _checked(etree.fromstring(content, _parser()), path)
    except etree.XMLSyntaxError as error:
        raise _malformed(path, error.lineno, error.code) from error


def parse_exchanged(content: bytes, path: str) -> tuple["_Element", tuple[str, ...]]:
    """The root element of what a translation tool wrote, and notes.

    Such tools hand on Word's own marks as characters that XML forbids (&#x1F;), and call UTF-8
    UTF-16, which a file that begins with ASCII letters cannot be; neither stops the reading.

    Raises:
        InputError: as `parse_xml` otherwise.
    """
    from lxml import etree

    encoding = "utf-8" if _CLAIMS_UTF_16.match(content) else None
    parser = _parser(encoding=encoding, recover=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _malformed(path, error.lineno, error.code) from error
    errors = list(parser.error_log.filter_from_errors())
    worse = [error for error in errors if error.type != etree.ErrorTypes.ERR_INVALID_CHAR]
    if worse or len(errors) >= _ERRORS_KEPT:
        raise _malformed(path, (worse or errors)[0].line, (worse or errors)[0].type)
    return _checked(root, path), (_FORBIDDEN.format(len(errors)),) if errors else ()


def local_name(element: "_Element") -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _parser(*, encoding: str | None = None, recover: bool = False) -> "XMLParser":
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, encoding=encoding, recover=recover,
    )  # fmt: skip


def _checked(root: "_Element", path: str) -> "_Element":
    """The root, where its document declares no entities."""
    own = root.getroottree().docinfo.internalDTD
    if own is not None and any(True for _ in own.iterentities()):
        raise InputError(f"{path}: declares entities, which are not read; export it without")
    return root


def _malformed(path: str, line: int, code: int) -> InputError:
    from lxml import etree

    names = (name for name in _REASONS if getattr(etree.ErrorTypes, name) == code)
    reason = _REASONS.get(next(names, ""), _AGAIN)
    return InputError(f"{path}, line {line}: no well-formed XML; {reason}")
