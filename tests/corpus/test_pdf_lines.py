"""Lines of a page: rows, reading order, and what pages share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.formats.pdf.layout import in_reading_order
from corpus.formats.pdf.line_rows import gap, is_apart, rows_of
from corpus.formats.pdf.pages import TextLine
from corpus.formats.pdf.repeats import Sign, is_number, loose_signs, repeated_lines, signs


def line(text="x", left=0.0, right=100.0, baseline=0.0, page=0):
    return TextLine(text, left, right, baseline, 10.0, 10.0, False, (), page)


def texts(lines):
    return "".join(each.text for each in lines)


def test_a_row_has_the_lines_beside_each_other_from_left_to_right():
    lines = [line("b", 50, 90, 700), line("c", baseline=680), line("a", 0, 40, 702)]
    assert [texts(row) for row in rows_of(lines)] == ["ab", "c"]


def test_a_row_stands_apart_that_is_farther_off_than_the_others():
    rows = rows_of([line(baseline=baseline) for baseline in (700, 660, 648, 636, 624)])
    assert [gap(rows, at) for at in range(5)] == [40, 12, 12, 12, 0]
    assert [is_apart(rows, at) for at in range(5)] == [True, False, False, False, False]


READING_ORDER = {
    "as drawn": ([line("a", baseline=30), line("b", baseline=10)], "ab"),
    "a header drawn last": ([line("b", baseline=10), line("a", baseline=30)], "ab"),
    "column by column": (
        [
            line("a", 0, 40, 30),
            line("b", 0, 40, 10),
            line("c", 60, 99, 30),
            line("d", 60, 99, 10),
        ],
        "abcd",
    ),
    "a title over two columns, drawn last": (
        [line("b", 0, 40, 10), line("c", 60, 99, 10), line("a", 0, 99, 30)],
        "abc",
    ),
}


@pytest.mark.parametrize(("lines", "expected"), READING_ORDER.values(), ids=READING_ORDER)
def test_no_line_comes_before_one_that_stands_above_it(lines, expected):
    assert texts(in_reading_order(lines)) == expected


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=10))
def test_every_line_is_read_once(places):
    lines = [line(str(n), 30 * x, 30 * x + 60, 20 * y) for n, (x, y) in enumerate(places)]
    assert sorted(in_reading_order(lines)) == sorted(lines)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("12", True),
        ("- 12 -", True),
        ("p. 12", True),
        ("12/48", True),
        ("12 May", False),
        ("", False),
    ],
)
def test_a_page_s_number_is_told(text, is_one):
    assert is_number(text) is is_one


def test_signs_are_the_text_and_each_number_as_the_one_that_counts():
    found = list(signs(line("Chapter 3, page 7", page=2)))
    assert found[0] == Sign("Chapter #, page #", (3, 7), None)
    assert set(found[1:]) == {
        Sign("Chapter #, page #", (None, 7), 1),
        Sign("Chapter #, page #", (3, None), 5),
    }
    assert list(signs(line("xiv", page=4)))[1:] == [Sign("#", (None,), 10)]
    assert list(loose_signs(line("A title 7", page=2))) == [Sign(None, (None,), 5)]


def test_what_several_pages_share_is_found_with_the_number_that_counts():
    pages = [
        [
            (line(f"Report {7 + page}", baseline=800, page=page),),
            (line(f"text {page * 5}", page=page),),
        ]
        for page in range(3)
    ]
    shared = [each for each in repeated_lines(pages) if each.is_counting and not each.is_loose]
    assert {texts(each.lines) for each in shared} == {"Report 7Report 8Report 9"}
    assert {each.pages for each in shared} == {frozenset({0, 1, 2})}
