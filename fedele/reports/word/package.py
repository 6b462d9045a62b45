"""A Word document's package, written again with its comments and no other part touched."""

import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.opc.rel import _Relationship
    from lxml.etree import _Element  # type: ignore[import-untyped]

_TYPES = "[Content_Types].xml"
_UNDATED = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a ZIP archive can tell."""


def packed(content: bytes, document: "WordDocument") -> bytes:
    """The package with the document's text and comments as they are now.

    Every other part keeps its bytes; the lists of parts and relations get the comments' where they
    had none. python-docx itself would write styles and settings anew, make some where there are
    none, and leave out what nothing refers to.

    Args:
        content: the package that the document was opened from.
        document: with at least one comment.
    """
    from docx.opc.constants import RELATIONSHIP_TYPE

    part = document.part
    (relation,) = (r for r in part.rels.values() if r.reltype == RELATIONSHIP_TYPE.COMMENTS)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {member.filename: member for member in archive.infolist()}
        parts = {name: archive.read(name) for name in members}
    parts |= _listed(parts, part.partname.rels_uri.membername, relation)
    for changed in (part, relation.target_part):
        parts[changed.partname.membername] = changed.blob
    return _zipped(parts, members)


def _listed(
    parts: Mapping[str, bytes], relations: str, relation: "_Relationship"
) -> Mapping[str, bytes]:
    """The list of the document's relations and that of the parts' types, where one is missing."""
    from docx.opc.oxml import CT_Relationships, serialize_part_xml

    changed = {}
    found = _parsed(parts[relations]) if relations in parts else CT_Relationships.new()
    if all(other.rId != relation.rId for other in found.Relationship_lst):
        found.add_rel(relation.rId, relation.reltype, relation.target_ref)
        changed[relations] = serialize_part_xml(found)
    types, part = _parsed(parts[_TYPES]), relation.target_part
    if all(override.partname != part.partname for override in types.overrides):
        types.add_override(part.partname, part.content_type)
        changed[_TYPES] = serialize_part_xml(types)
    return changed


def _parsed(xml: bytes) -> "_Element":
    from docx.opc.oxml import oxml_parser
    from lxml import etree  # type: ignore[import-untyped]

    return etree.fromstring(xml, oxml_parser)


def _zipped(parts: Mapping[str, bytes], members: Mapping[str, zipfile.ZipInfo]) -> bytes:
    """The parts under their names, dated and packed as they were."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            old = members.get(name)
            member = zipfile.ZipInfo(name, old.date_time if old else _UNDATED)
            member.compress_type = old.compress_type if old else zipfile.ZIP_DEFLATED
            archive.writestr(member, data)
    return buffer.getvalue()
