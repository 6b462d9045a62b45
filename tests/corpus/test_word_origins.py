"""From a paragraph back to the elements of the Word document that it was read from."""

import io
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import (
    default_limits,
    document_from_text,
    open_word,
    read,
    read_bilingual,
    read_bytes,
)

BOX = (
    f"<w:r {nsdecls('w')}><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'>"
    "<w:txbxContent><w:p><w:r><w:t>Nel riquadro</w:t></w:r></w:p></w:txbxContent></v:textbox>"
    "</w:pict></w:r>"
)


def opened(path):
    return open_word(read_bytes(path, default_limits()), str(path), default_limits())


def found_again(word, paragraph):
    """The characters of a paragraph, taken from the elements that its origin leads to."""
    block = word.paragraphs[paragraph.origin.block]
    text = [" "] * len(block.text)
    for element, start, end in block.pieces():
        shown = element.text if element.tag.endswith("}t") else None
        for at in range(max(0, start), min(end, len(text))):
            text[at] = shown[at - start] if shown else block.text[at]
    start = paragraph.origin.start
    return "".join(text)[start : start + len(paragraph.text)]


@pytest.fixture
def bilingual(tmp_path: Path, italian: str, english: str) -> Path:
    document = WordDocument()
    document.add_heading("Un titolo comune", 1)
    document.add_paragraph(f"  (IT) {italian.splitlines()[0]} \t")
    document.add_paragraph("")
    for text in italian.splitlines()[2:]:
        document.add_paragraph(text)
    first, *others = [text for text in english.splitlines() if text]
    document.add_paragraph("EN: ").add_run(first).bold = True
    for text in others:
        document.add_paragraph().add_run(f"\n{text}\tA tab, then\na break. ")
    path = tmp_path / "both.docx"
    document.save(str(path))
    return path


def test_every_paragraph_of_both_versions_leads_back_to_its_elements(bilingual):
    word = opened(bilingual)
    source, target = read_bilingual(bilingual)
    assert (source.language, target.language) == ("it", "en")
    numbers = [
        [paragraph.origin.block for paragraph in document.paragraphs]
        for document in (source, target)
    ]
    assert numbers == [[1, 2, 3], [4, 5, 6]]
    assert [document.paragraphs[0].origin.start for document in (source, target)] == [5, 4]
    for paragraph in (*source.paragraphs, *target.paragraphs):
        assert found_again(word, paragraph) == paragraph.text


def test_a_text_box_is_a_paragraph_of_its_own_and_no_part_of_the_one_it_hangs_on(tmp_path):
    document = WordDocument()
    anchor = document.add_paragraph("Sotto il riquadro sta questa riga di testo.")
    anchor._p.insert(0, parse_xml(BOX))
    document.save(str(tmp_path / "box.docx"))
    word = opened(tmp_path / "box.docx")
    assert [paragraph.text for paragraph in word.paragraphs] == [
        "Sotto il riquadro sta questa riga di testo.",
        "Nel riquadro",
    ]
    assert len(word.paragraphs[0].pieces()) == 1


def test_text_that_no_file_holds_is_numbered_as_well(italian):
    document = document_from_text(italian)
    assert [paragraph.origin for paragraph in document.paragraphs] == [(0, 0), (1, 0), (2, 0)]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text("ab \t\n\u00a0è", max_size=8), min_size=1, max_size=6))
def test_pieces_cover_the_text_without_gap_or_overlap(texts):
    document = WordDocument()
    paragraph = document.add_paragraph("x" if not "".join(texts).strip() else "")
    for text in texts:
        paragraph.add_run(text)
    content = io.BytesIO()
    document.save(content)
    (block,) = open_word(content.getvalue(), "a.docx", default_limits()).paragraphs
    pieces = block.pieces()
    assert all(one.end == other.start for one, other in pairwise(pieces))
    assert pieces[0].start <= 0 <= len(block.text) <= pieces[-1].end
    shown = "".join(
        {"tab": "\t", "br": "\n"}.get(piece.element.tag.split("}")[1], piece.element.text)
        for piece in pieces
    )
    assert shown[-pieces[0].start :][: len(block.text)] == block.text


def test_a_file_read_as_one_version_keeps_the_order_of_its_blocks(bilingual):
    document = read(bilingual, language="it")
    assert [paragraph.origin.block for paragraph in document.paragraphs] == list(range(7))
