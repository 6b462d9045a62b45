"""Tables to take away: three CSV files for programs, one XLSX workbook for people."""

import io
import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from corpus import UsageError
from fedele.files.atomic import write_atomically
from fedele.findings.decisions import Ruling
from fedele.findings.entries import Entry, entries
from fedele.findings.reviewed import Reviewed
from fedele.findings.tables import segment_rows
from fedele.reports.defuse import defuse
from fedele.reports.plain import CELL_LENGTH, SHEET_ROWS, write_tables_csv
from fedele.wording import Wording, load_wording
from metrics import Passage

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet


INK, FAINT_INK, HEADER_FILL, RULE = "#1A1A1A", "#595959", "#ECECEC", "#D0D0D0"
"""Of words, of what was dismissed, of the header, of the lines between rows; both inks keep 4.5:1
on white (WCAG 2.2, 1.4.3)."""
SEVERITY_FILLS = {"minor": "#FFF3CC", "major": "#FFD9B8", "critical": "#F7B5AC"}
"""Cell colours by severity; the word stands in the cell too, at 9:1 or more."""
LINE_POINTS, MOST_POINTS = 15, 409
"""Height of a line of the usual font, and that which a row may have (Excel specifications)."""
FILTER_WIDTH = 3
"""Characters of a header that its filter's button hides."""
A4 = 9
"""The paper's number in the file format."""


@dataclass(frozen=True, slots=True)
class Column:
    """A worksheet column.

    Attributes:
        title: key of its heading under `table.` in the wording.
        width: in characters.
        form: of its cells: "wrap", "plain", "bold", or a number format for numbers in the middle.
    """

    title: str
    width: float
    form: str = "plain"


FLAG_SHEET = (
    Column("label", 7),
    Column("kind", 15),
    Column("severity", 10),
    Column("confidence", 9, "0%"),
    Column("source_paragraph", 11, "0"),
    Column("source_words", 34, "wrap"),
    Column("target_paragraph", 13, "0"),
    Column("target_words", 34, "wrap"),
    Column("message", 60, "wrap"),
    Column("decision", 14),
    Column("reason", 30, "wrap"),
    Column("id", 16),
)
SUMMARY_SHEET = (Column("", 24, "bold"), Column("", 90, "wrap"))
SEGMENT_SHEET = (
    Column("passage", 9, "0"),
    Column("passage_kind", 20),
    Column("source_paragraph", 11, "0"),
    Column("source_text", 70, "wrap"),
    Column("target_paragraph", 13, "0"),
    Column("target_text", 70, "wrap"),
    Column("similarity", 11, "0.00"),
    Column("fidelity", 9, "0.0"),
)
WORD_SHEET = (
    Column("side", 12),
    Column("paragraph", 7, "0"),
    Column("word", 24),
    Column("difference", 11, "0.00"),
)


def write_csv(review: Reviewed, folder: str | os.PathLike[str]) -> Path:
    """Write the tables of `fedele.findings.tables` as UTF-8 CSV files, their columns as they are.

    Text cells are defused (see `fedele.reports.defuse`); a missing value is an empty cell.

    Returns:
        The folder.
    """
    tables = {name: getattr(review, name) for name in ("segments", "flags", "words")}
    return write_tables_csv(tables, folder)


def write_xlsx(review: Reviewed, path: str | os.PathLike[str], *, language: str = "en") -> Path:
    """Write the review as a workbook: what to read first comes first."""
    wording = load_wording(language)
    return write_atomically(path, _workbook(review, wording))


def _workbook(review: Reviewed, wording: Wording) -> bytes:
    import pandas as pd

    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        summary = pd.DataFrame(list(_summary_rows(review, wording)))
        _add_sheet(writer, wording, "summary", SUMMARY_SHEET, summary)
        flags = pd.DataFrame(list(_flag_rows(review, wording)))
        sheet = _add_sheet(writer, wording, "flags", FLAG_SHEET, flags)
        _colour_severities(sheet, writer.book, wording, len(flags))
        _dim_dismissed(sheet, writer.book, wording, len(flags))
        segments = pd.DataFrame(list(_segment_rows(review, wording)))
        _add_sheet(writer, wording, "segments", SEGMENT_SHEET, segments)
        words = pd.DataFrame(list(_word_rows(review, wording)))
        _add_sheet(writer, wording, "word_sheet", WORD_SHEET, words)
    return buffer.getvalue()


def _add_sheet(
    writer: "pd.ExcelWriter[Any]",
    wording: Wording,
    name: str,
    columns: Sequence[Column],
    frame: "pd.DataFrame",
) -> "Worksheet":
    """A sheet with a frozen, filtered header where its columns have titles."""
    if len(frame) > SHEET_ROWS:
        raise UsageError(
            f"{wording(f'table.{name}')}: {len(frame)} rows, a worksheet holds {SHEET_ROWS}; "
            "write CSV instead"
        )
    title, book = wording(f"table.{name}"), writer.book
    top = int(bool(columns[0].title))
    frame.to_excel(writer, sheet_name=title, index=False, header=False, startrow=top)
    sheet = writer.sheets[title]
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width, _format(book, column.form))
    for number, lines in enumerate(_lines(columns, frame), top):
        if lines > 1:
            sheet.set_row(number, min(MOST_POINTS, LINE_POINTS * lines))
    if top:
        _add_header(sheet, book, wording, columns, len(frame))
    _set_page(sheet, len(frame) + top, len(columns))
    return sheet


def _lines(columns: Sequence[Column], frame: "pd.DataFrame") -> Iterator[int]:
    """How many lines each row takes; not every program that shows a workbook counts them."""
    wrapped = [number for number, column in enumerate(columns) if column.form == "wrap"]
    for row in frame.itertuples(index=False, name=None):
        yield max((_line_count(row[n], columns[n].width) for n in wrapped), default=1)


def _line_count(cell: object, width: float) -> int:
    if not isinstance(cell, str):
        return 1
    return sum(max(1, len(wrap(line, int(width)))) for line in cell.split("\n"))


def _add_header(
    sheet: "Worksheet", book: "Workbook", wording: Wording, columns: Sequence[Column], rows: int
) -> None:
    look = {"bold": True, "text_wrap": True, "valign": "top", "font_color": INK}
    header = book.add_format(look | {"bottom": 1, "bg_color": HEADER_FILL})
    for number, column in enumerate(columns):
        sheet.write_string(0, number, wording(f"table.{column.title}"), header)
    longest = max(
        _line_count(wording(f"table.{column.title}"), column.width - FILTER_WIDTH)
        for column in columns
    )
    sheet.set_row(0, LINE_POINTS * longest)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, rows), len(columns) - 1)
    sheet.repeat_rows(0)


def _set_page(sheet: "Worksheet", rows: int, columns: int) -> None:
    """On screen and on paper: no warning at words that look like numbers, the sheet's width."""
    area = f"A1:{chr(ord('A') + columns - 1)}{max(1, rows)}"
    sheet.ignore_errors({"number_stored_as_text": area})
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _format(book: "Workbook", form: str) -> "Format":
    look = {"valign": "top", "font_color": INK, "bottom": 1, "bottom_color": RULE}
    if form in ("plain", "wrap", "bold"):
        look |= {"align": "left", "text_wrap": form == "wrap", "bold": form == "bold"}
        return book.add_format(look)
    return book.add_format(look | {"num_format": form, "align": "center"})


def _colour_severities(sheet: "Worksheet", book: "Workbook", wording: Wording, rows: int) -> None:
    column = _flag_column("severity")
    for severity, colour in SEVERITY_FILLS.items():
        rule = {
            "type": "cell",
            "criteria": "==",
            "value": f'"{wording(f"severity.{severity}")}"',
            "format": book.add_format({"bg_color": colour, "font_color": INK}),
        }
        sheet.conditional_format(1, column, max(1, rows), column, rule)


def _dim_dismissed(sheet: "Worksheet", book: "Workbook", wording: Wording, rows: int) -> None:
    """Flags that a reviewer dismissed, in a fainter ink."""
    cell = f"${chr(ord('A') + _flag_column('decision'))}2"
    dismissed = [item for item in Ruling if item is not Ruling.FIX]
    tests = [f'{cell}="{wording(f"decisions.ruling.{item.value}")}"' for item in dismissed]
    rule = {
        "type": "formula",
        "criteria": f"=OR({','.join(tests)})",
        "format": book.add_format({"font_color": FAINT_INK, "italic": True}),
    }
    sheet.conditional_format(1, 0, max(1, rows), len(FLAG_SHEET) - 1, rule)


def _flag_column(title: str) -> int:
    return [column.title for column in FLAG_SHEET].index(title)


def _summary_rows(review: Reviewed, wording: Wording) -> Iterator[tuple[str, str | int]]:
    verdict = review.verdict.value
    title, meaning = wording(f"verdict.{verdict}.title"), wording(f"verdict.{verdict}.meaning")
    yield wording("table.verdict"), f"{title}. {meaning}"
    yield wording("fidelity.name"), _fidelity(review, wording)
    for severity, count in review.severity_counts.items():
        label = wording(f"severity.{severity.value}")
        yield f"{wording('flags.title')}: {label}", count
    for side, document in (("source", review.source), ("target", review.target)):
        place = document.path or wording("page.text_given")
        name = wording.language_name(document.language)
        yield wording(f"side.{side}"), _cell(f"{name}, {place}", wording)
    for note in review.all_notes:
        yield wording("table.note"), _cell(wording.note(note), wording)
    for key, value in review.signature.items():
        yield _cell(key, wording), _cell(value, wording)


def _fidelity(review: Reviewed, wording: Wording) -> str:
    if math.isnan(review.fidelity):
        return wording("fidelity.none")
    how = wording("fidelity.how")
    return f"{wording.number(review.fidelity)} {wording('fidelity.of')}. {how}"


def _flag_rows(review: Reviewed, wording: Wording) -> Iterator[tuple[Any, ...]]:
    for entry in entries(review):
        flag = entry.flag
        yield (
            entry.label(wording),
            wording(f"kind.{flag.kind.value}"),
            wording(f"severity.{flag.severity.value}"),
            flag.confidence,
            *_passage_cells(flag.source, wording),
            *_passage_cells(flag.target, wording),
            _cell(entry.message(wording), wording),
            *_decision_cells(entry, wording),
            entry.id,
        )


def _decision_cells(entry: Entry, wording: Wording) -> tuple[str | None, str | None]:
    decision = entry.decision
    if decision is None:
        return None, entry.ruling(wording)
    return wording(f"decisions.ruling.{decision.decision.value}"), _cell(decision.reason, wording)


def _passage_cells(passage: Passage | None, wording: Wording) -> tuple[int | None, str | None]:
    if passage is None:
        return None, None
    return passage.paragraph + 1, _cell(passage.text, wording)


def _segment_rows(review: Reviewed, wording: Wording) -> Iterator[tuple[Any, ...]]:
    for row in segment_rows(review):
        yield (
            row.group + 1,
            wording(f"table.group_kind.{row.kind}"),
            _from_one(row.source_paragraph),
            _cell(row.source_text, wording),
            _from_one(row.target_paragraph),
            _cell(row.target_text, wording),
            row.similarity,
            row.fidelity,
        )


def _word_rows(review: Reviewed, wording: Wording) -> Iterator[tuple[Any, ...]]:
    for word in review.judged_words:
        side = wording(f"side.{word.side.value}")
        yield side, word.paragraph + 1, _cell(word.text, wording), word.difference


def _from_one(number: int | None) -> int | None:
    return None if number is None else number + 1


def _cell(text: str, wording: Wording) -> str:
    """Text as a cell may hold it: defused, and cut, saying so, where it is too long."""
    safe = defuse(text)
    if len(safe) <= CELL_LENGTH:
        return safe
    note = wording("limit.cut")
    return safe[: CELL_LENGTH - len(note)] + note
