"""Word documents for tests: with every container of text, and looked into without our reader."""

import re
import zipfile
from copy import deepcopy

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

FORMATS = (
    "",
    "<w:b/>",
    '<w:i/><w:color w:val="7030A0"/>',
    '<w:rStyle w:val="Strong"/><w:sz w:val="30"/><w:u w:val="double"/>',
    '<w:rFonts w:ascii="Georgia" w:hAnsi="Georgia"/><w:highlight w:val="yellow"/>',
)
MARKED = (  # what LibreOffice shows a comment's words in
    "{}",
    '<w:hyperlink w:anchor="here">{}</w:hyperlink>',
    "{}",
    '<w:ins w:id="90" w:author="Marta" w:date="2026-01-01T00:00:00Z">{}</w:ins>',
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
)
CONTAINERS = (
    *MARKED,
    '<w:smartTag w:uri="urn:x" w:element="place">{}</w:smartTag>',
    '<w:fldSimple w:instr="AUTHOR">{}</w:fldSimple>',
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>AUTHOR</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
)
SHOWN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}


def add_paragraph(holder, text, *, step=7, containers=CONTAINERS, **named):
    """A paragraph whose every few characters stand in a run and a container of another kind."""
    paragraph = holder.add_paragraph(**named)
    for number, start in enumerate(range(0, len(text), step)):
        run = _run(text[start : start + step], FORMATS[number % len(FORMATS)])
        fill(paragraph, containers[number % len(containers)].format(run))
    return paragraph


def fill(paragraph, xml):
    """Append XML with the usual prefixes to a paragraph."""
    for element in parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"):
        paragraph._p.append(element)


def _run(text, formatting):
    pieces = []
    for piece in re.findall(r"\t|\n|\u2011|[^\t\n\u2011]+", text):
        name = {shown: name for name, shown in SHOWN.items() if name != "cr"}.get(piece)
        escaped = piece.replace("&", "&amp;").replace("<", "&lt;")
        pieces.append(f"<w:{name}/>" if name else f'<w:t xml:space="preserve">{escaped}</w:t>')
    return f'<w:r w:rsidR="00AA11BB"><w:rPr>{formatting}</w:rPr>{"".join(pieces)}</w:r>'


def look(path):
    """Every paragraph as its characters, each with its containers and its formatting."""
    body = Document(str(path)).element.body
    return [_characters(paragraph) for paragraph in body.iter(qn("w:p"))]


def _characters(paragraph):
    found = []
    for piece in paragraph.iter(*(qn(f"w:{name}") for name in ("t", *SHOWN))):
        above = list(piece.iterancestors())
        above = above[: above.index(paragraph)]
        if qn("w:p") in {element.tag for element in above}:
            continue  # in a text box
        name = piece.tag.removeprefix(qn("w:"))
        run = next(element for element in above if element.tag == qn("w:r"))
        kept = (_bare(run.rPr), tuple(run.attrib.items()), tuple(e.tag for e in above))
        found += [(character, *kept) for character in SHOWN.get(name, piece.text or "")]
    return found


def _bare(formatting):
    return None if formatting is None else deepcopy(formatting).xml


def comments(path):
    """Each comment's words in the document and its lines, in the order of their marks."""
    document = Document(str(path))
    lines = {comment.comment_id: comment.text.split("\n") for comment in document.comments}
    open_ranges, words, order = set(), {}, []
    for element in document.element.body.iter():
        name = element.tag.rpartition("}")[2]
        if name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            number = int(element.get(qn("w:id")))
            if name == "commentRangeStart":
                open_ranges.add(number)
                words[number] = ""
            elif name == "commentRangeEnd":
                open_ranges.remove(number)
            else:
                order.append(number)
        shown = SHOWN.get(name, element.text if name == "t" else None) or ""
        for number in open_ranges:
            words[number] += shown
    assert not open_ranges
    assert sorted(order) == sorted(words) == sorted(lines)
    return [(words[number], lines[number]) for number in order]


def parts(path):
    """The bytes of every part of a package."""
    with zipfile.ZipFile(path) as archive:
        assert len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(path, member, change):
    """Change one part of a package in place."""
    content = parts(path)
    content[member] = change(content[member])
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
