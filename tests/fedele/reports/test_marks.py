"""Cutting a paragraph at sentences and marks loses nothing, however they overlap."""

from hypothesis import given
from hypothesis import strategies as st

from corpus import Span
from fedele.reports.html.marks import Mark, cut


@st.composite
def paragraphs(draw):
    """A text, sentences in it with gaps between them, and marks anywhere in it."""
    text = draw(st.text(min_size=1, max_size=40))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    sentences = [
        (Span(start, end), f"b{start}") for start, end in zip(edges[::2], edges[1::2], strict=False)
    ]
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    marks = [Mark(Span(*sorted(pair)), number) for number, pair in enumerate(draw(st.lists(ends)))]
    return text, sentences, marks


@given(paragraphs())
def test_the_pieces_joined_are_the_text(made):
    text, sentences, marks = made
    runs = cut(text, sentences, marks)
    assert "".join(piece.text for run in runs for piece in run.pieces) == text


@given(paragraphs())
def test_each_mark_covers_exactly_its_words_and_begins_once(made):
    text, sentences, marks = made
    pieces = [piece for run in cut(text, sentences, marks) for piece in run.pieces]
    for mark in marks:
        covered = "".join(piece.text for piece in pieces if mark.flag in piece.flags)
        assert covered == mark.span.of(text)
        assert sum(mark.flag in piece.begins for piece in pieces) == 1
        before = 0
        for piece in pieces:
            if mark.flag in piece.begins:
                break
            before += len(piece.text)
        assert before == mark.span.start


@given(paragraphs())
def test_each_sentence_is_one_run_with_its_bead(made):
    text, sentences, marks = made
    runs = cut(text, sentences, marks)
    named = [
        (run.bead, "".join(piece.text for piece in run.pieces))
        for run in runs
        if run.bead is not None
    ]
    assert named == [(bead, span.of(text)) for span, bead in sentences]


def test_nested_marks_have_the_wider_outside():
    marks = [Mark(Span(4, 6), 1), Mark(Span(0, 9), 2)]
    (run,) = cut("abcdefghi", [(Span(0, 9), None)], marks)
    assert [(piece.text, piece.flags) for piece in run.pieces] == [
        ("abcd", (2,)),
        ("ef", (2, 1)),
        ("ghi", (2,)),
    ]
