"""CSV and XLSX: what comes back out of them, and that no cell is ever run."""

import csv
import dataclasses
from datetime import UTC, datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import UsageError
from fedele.findings.decisions import Decision, Ruling
from fedele.reports import defuse, restore, sheets


@pytest.fixture(scope="module")
def folder(review, tmp_path_factory):
    return review.to_csv(tmp_path_factory.mktemp("csv") / "made" / "for it")


@pytest.fixture(scope="module")
def book(review, tmp_path_factory):
    path = review.to_xlsx(tmp_path_factory.mktemp("xlsx") / "review.xlsx")
    book = openpyxl.load_workbook(path)
    yield book
    book.close()


@pytest.mark.parametrize("name", ["segments", "flags", "words"])
def test_csv_holds_the_whole_table(review, folder, name):
    table = getattr(review, name)
    back = pd.read_csv(folder / f"{name}.csv", keep_default_na=False, dtype=str)
    assert list(back.columns) == list(table.columns)
    for column in table.columns:
        expected = ["" if pd.isna(value) else value for value in table[column]]
        if table[column].dtype == "string":
            assert [restore(cell) for cell in back[column]] == expected
        else:
            assert list(back[column]) == [str(value) for value in expected]


def test_no_csv_cell_starts_as_a_formula(folder):
    for name in ("segments", "flags", "words"):
        with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            for row in csv.reader(file):
                assert not any(cell.startswith(tuple("=+@\t\r\n＝＋－＠")) for cell in row)
    words = pd.read_csv(folder / "words.csv")["text"]
    assert words.str.startswith("'=HYPERLINK").any()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_formula_is_defused(start):
    assert defuse(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "plain", "1-2", "'Ndrangheta", "l'a=b", "’=1"])
def test_ordinary_text_stays_as_it_is(text):
    assert defuse(text) == text == restore(text)


@given(st.text(alphabet="'=+-@\t\rab1 ＝"))
def test_restore_undoes_defuse(text):
    assert restore(defuse(text)) == text
    assert not defuse(text).startswith(tuple("=+-@\t\r\n"))


def test_the_workbook_reads_from_the_summary_on(book):
    assert book.sheetnames == ["Summary", "Flags", "Segments", "Words"]
    summary = {row[0].value: row[1].value for row in book["Summary"].iter_rows(max_row=6)}
    assert summary["Verdict"].startswith("A translation. ")
    assert summary["Fidelity"].startswith("71.5 of 100. ")
    assert summary["Flags: critical"] == 2


def test_the_flag_sheet_counts_paragraphs_from_one_in_reading_order(book):
    rows = list(book["Flags"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows][:3] == ["O1", "M2", "A3"]
    assert rows[1][1:8] == ("Number", "critical", 0.99, 3, "340", 2, "430")
    assert rows[0][6:8] == (None, None)


def test_tables_are_filtered_frozen_wide_enough_and_wrapped(book):
    for name in ("Flags", "Segments", "Words"):
        sheet = book[name]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
    sheet = book["Segments"]
    assert sheet.column_dimensions["D"].width >= 60
    assert sheet["D2"].alignment.wrap_text


@pytest.mark.parametrize("name", ["Flags", "Segments"])
def test_every_row_is_high_enough_for_its_longest_text(book, name):
    sheet = book[name]
    texts = {"Flags": "FHIK", "Segments": "DF"}[name]
    least = 0
    for row in range(2, sheet.max_row + 1):
        lines = max(
            len(str(sheet[f"{column}{row}"].value or "")) / sheet.column_dimensions[column].width
            for column in texts
        )
        height = sheet.row_dimensions[row].height or sheets.LINE_POINTS
        assert height >= min(sheets.MOST_POINTS, sheets.LINE_POINTS * lines)
        least = max(least, lines)
    assert least > 2


def test_no_row_is_higher_than_a_worksheet_s_may_be(review, tmp_path):
    long = dataclasses.replace(review, notes=("word " * 6_000,))
    book = openpyxl.load_workbook(long.to_xlsx(tmp_path / "r.xlsx"))
    heights = [row.height for row in book["Summary"].row_dimensions.values() if row.height]
    assert sheets.MOST_POINTS - 1 < max(heights) <= sheets.MOST_POINTS
    book.close()


def test_a_printed_sheet_is_one_page_wide_with_its_header_on_each(book):
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert book["Segments"].print_title_rows == "$1:$1"


def test_decisions_stand_beside_their_flags_and_dim_those_dismissed(review, tmp_path):
    name, flag = review.flag_ids[1], review.findings[1]
    decision = Decision(
        id=name,
        decision=Ruling.INTENDED,
        reason="=the printed timetable",
        date=datetime(2026, 5, 1, tzinfo=UTC),
        kind=flag.kind,
        source=None,
        target=None,
    )
    decided = review.decide([decision])
    book = openpyxl.load_workbook(decided.to_xlsx(tmp_path / "r.xlsx"))
    sheet = book["Flags"]
    rows = {row[-1]: row[9:11] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows.pop(name) == ("intended", "'=the printed timetable")
    assert set(rows.values()) == {(None, None)}
    formulas = [
        (str(area.sqref), rule.formula)
        for area in sheet.conditional_formatting
        for rule in area.rules
        if rule.type == "expression"
    ]
    assert formulas == [
        (f"A2:L{sheet.max_row}", ['OR($J2="intended",$J2="false alarm")']),
    ]
    book.close()


def luminance(colour):
    """WCAG 2.2's relative luminance of a colour such as #FFD9B8."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_ink_is_readable_on_every_fill_behind_it():
    pairs = [(sheets.INK, fill) for fill in (*sheets.SEVERITY_FILLS.values(), sheets.HEADER_FILL)]
    for ink, fill in [*pairs, (sheets.FAINT_INK, "#FFFFFF")]:
        assert (luminance(fill) + 0.05) / (luminance(ink) + 0.05) >= 4.5


def test_severities_are_coloured_by_the_word_in_the_cell(book):
    rules = [rule for area in book["Flags"].conditional_formatting for rule in area.rules]
    colours = {rule.formula[0]: rule.dxf.fill.bgColor.rgb for rule in rules if rule.dxf.fill}
    assert set(colours) == {'"minor"', '"major"', '"critical"'}
    assert len(set(colours.values())) == 3


def test_no_worksheet_cell_is_a_formula_or_a_link(book):
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    words = [row[2] for row in book["Words"].iter_rows(min_row=2, values_only=True)]
    assert any(str(word).startswith("'=HYPERLINK") for word in words)


def test_the_workbook_speaks_italian(review, tmp_path):
    book = openpyxl.load_workbook(review.to_xlsx(tmp_path / "r.xlsx", language="it"))
    assert book.sheetnames == ["In breve", "Segnalazioni", "Segmenti", "Parole"]
    assert book["Segnalazioni"]["C3"].value == "critica"
    book.close()


def test_without_flags_the_sheets_keep_their_headers(spotless, tmp_path):
    book = openpyxl.load_workbook(spotless.to_xlsx(tmp_path / "r.xlsx"))
    assert book["Flags"].max_row == 1
    assert book["Flags"]["I1"].value == "Why"
    book.close()


@pytest.mark.parametrize(
    ("language", "sheet", "note", "said"),
    [
        ("en", "Summary", "Note", "[cut: the whole text is in the CSV tables]"),
        ("it", "In breve", "Nota", "[tagliato: il testo intero è nelle tabelle CSV]"),
    ],
)
def test_a_cell_that_is_too_long_is_cut_and_says_so(review, tmp_path, language, sheet, note, said):
    long = dataclasses.replace(review, notes=("x" * 40_000,))
    book = openpyxl.load_workbook(long.to_xlsx(tmp_path / "r.xlsx", language=language))
    notes = [row[1] for row in book[sheet].iter_rows(values_only=True) if row[0] == note]
    assert len(notes[0]) == sheets.CELL_LENGTH
    assert notes[0].endswith(said)
    book.close()


def test_a_table_longer_than_a_worksheet_is_a_usage_error(review, tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "SHEET_ROWS", 20)
    with pytest.raises(UsageError, match="a worksheet holds 20; write CSV instead"):
        review.to_xlsx(tmp_path / "r.xlsx")
    assert list(tmp_path.iterdir()) == []
