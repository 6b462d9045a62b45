"""Offsets: of spans, of a paragraph's characters in the file, of what is left of a block."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Document, File, Paragraph, SentenceId, Side, Span, document_from_text, read
from corpus.formats.block import TextBlock
from corpus.text import FileLine, Origin

LINES = (FileLine(3, 0, 2), FileLine(4, 10, 0), FileLine(7, 20, None))


def test_a_span_covers_characters_and_each_side_has_its_opposite():
    assert Span(2, 5).of("abcdefg") == "cde"
    assert Span(2, 2).of("abcdefg") == ""
    assert Span(0, 2).of("e\u0301a") == "e\u0301"
    assert [side.opposite for side in Side] == [Side.TARGET, Side.SOURCE]


@pytest.mark.parametrize(
    ("offset", "position"),
    [(0, (3, 3)), (9, (3, 12)), (10, (4, 1)), (19, (4, 10)), (20, (7, None)), (25, (7, None))],
)
def test_a_character_stands_on_the_line_that_began_last(offset, position):
    assert Paragraph("x" * 30, (), lines=LINES).position(offset) == position


def test_without_lines_there_is_no_position():
    assert Paragraph("x", ()).position(0) is None


@given(st.integers(0, 29), st.integers(0, 29))
def test_what_is_left_of_a_block_stands_where_it_stood(length, offset):
    block = TextBlock("x" * 30, lines=LINES, origin=Origin(5, 1))
    rest = block.without_start(length)
    assert rest.text == block.text[length:]
    assert rest.origin == Origin(5, 1 + length)
    if offset >= length:
        before = Paragraph(block.text, (), lines=block.lines).position(offset)
        assert Paragraph(rest.text, (), lines=rest.lines).position(offset - length) == before


def test_sentences_are_counted_through_a_document():
    paragraphs = (
        Paragraph("A. B.", (Span(0, 2), Span(3, 5))),
        Paragraph("", ()),
        Paragraph("C.", (Span(0, 2),), "de"),
    )
    document = Document("it", paragraphs)
    ids = list(document.sentence_ids())
    assert ids == [SentenceId(0, 0), SentenceId(0, 1), SentenceId(2, 0)]
    assert [document.sentence(one) for one in ids] == ["A.", "B.", "C."]
    assert [document.is_foreign(number) for number in range(3)] == [False, False, True]


@pytest.mark.parametrize("units", [(0,), (1, 0), (0, 1, 2)])
def test_units_are_one_a_paragraph_and_never_fall(units):
    with pytest.raises(ValueError, match="units"):
        Document("it", (Paragraph("A", ()), Paragraph("B", ())), units=units)


BREAKS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\f", "\u2028", "\r\n\r\n"])
LINES_OF_TEXT = st.lists(
    st.tuples(st.sampled_from(["uno due", "  tre", "quattro e cinque ", "sei"]), BREAKS),
    min_size=1,
    max_size=8,
)


@given(LINES_OF_TEXT, st.sampled_from(["", "\ufeff"]))
def test_a_character_is_found_in_the_file_as_it_was_given(lines, mark):
    text = "".join(line + end for line, end in lines)
    document = document_from_text(mark + text, language="it")
    for paragraph in document.paragraphs:
        for offset, character in enumerate(paragraph.text):
            place = paragraph.file_offset(offset)
            assert text[place] == character


def test_where_markup_hides_the_columns_there_is_no_offset_either():
    document = read(File("a.md", b"# Uno\n\nDue *tre* quattro.\n"), language="it")
    assert document.paragraphs[1].position(0) == (3, None)
    assert document.paragraphs[1].file_offset(0) is None
