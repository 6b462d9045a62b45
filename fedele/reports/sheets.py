"""Tables to take away: three CSV files for programs, one XLSX workbook for people."""

import io
import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import UsageError
from fedele.files import write_atomically
from fedele.reports.defuse import defuse
from fedele.reports.entries import entries
from fedele.reports.plain import CELL_LENGTH, SHEET_ROWS, write_tables_csv
from fedele.reports.wording import Wording, load_wording
from fedele.tables import segment_rows
from metrics import Passage

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from fedele.result import Review

SEVERITY_FILLS = {"minor": "#FFF3CC", "major": "#FFD9B8", "critical": "#F7B5AC"}
"""Cell colours by severity; the word stands in the cell too."""


@dataclass(frozen=True, slots=True)
class Column:
    """A worksheet column.

    Attributes:
        title: key of its heading under `table.` in the wording.
        width: in characters.
        form: of its cells: "wrap", "plain" or a number format.
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
    Column("id", 16),
)
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


def write_csv(review: "Review", folder: str | os.PathLike[str]) -> Path:
    """Write the tables of `fedele.tables` as UTF-8 CSV files with their columns as they are.

    Text cells are defused (see `fedele.reports.defuse`); a missing value is an empty cell.

    Returns:
        The folder.
    """
    tables = {name: getattr(review, name) for name in ("segments", "flags", "words")}
    return write_tables_csv(tables, folder)


def write_xlsx(review: "Review", path: str | os.PathLike[str], *, language: str = "en") -> Path:
    """Write the review as a workbook: what to read first comes first."""
    wording = load_wording(language)
    return write_atomically(path, _workbook(review, wording))


def _workbook(review: "Review", wording: Wording) -> bytes:
    import pandas as pd

    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        summary = pd.DataFrame(list(_summary_rows(review, wording)))
        _add_sheet(writer, wording, "summary", (Column("", 22), Column("", 90, "wrap")), summary)
        flags = pd.DataFrame(list(_flag_rows(review, wording)))
        _add_sheet(writer, wording, "flags", FLAG_SHEET, flags)
        _colour_severities(writer, wording, len(flags))
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
) -> None:
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
    if top:
        _add_header(sheet, book, wording, columns, len(frame))


def _add_header(
    sheet: "Worksheet", book: "Workbook", wording: Wording, columns: Sequence[Column], rows: int
) -> None:
    header = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for number, column in enumerate(columns):
        sheet.write_string(0, number, wording(f"table.{column.title}"), header)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, rows), len(columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _format(book: "Workbook", form: str) -> "Format":
    if form in ("plain", "wrap"):
        return book.add_format({"valign": "top", "text_wrap": form == "wrap"})
    return book.add_format({"valign": "top", "num_format": form})


def _colour_severities(writer: "pd.ExcelWriter[Any]", wording: Wording, rows: int) -> None:
    column = [column.title for column in FLAG_SHEET].index("severity")
    sheet = writer.sheets[wording("table.flags")]
    for severity, colour in SEVERITY_FILLS.items():
        rule = {
            "type": "cell",
            "criteria": "==",
            "value": f'"{wording(f"severity.{severity}")}"',
            "format": writer.book.add_format({"bg_color": colour, "font_color": "#1A1A1A"}),
        }
        sheet.conditional_format(1, column, max(1, rows), column, rule)


def _summary_rows(review: "Review", wording: Wording) -> Iterator[tuple[str, str]]:
    verdict = review.verdict.value
    title, meaning = wording(f"verdict.{verdict}.title"), wording(f"verdict.{verdict}.meaning")
    yield wording("table.verdict"), f"{title}. {meaning}"
    yield wording("fidelity.name"), _fidelity(review, wording)
    for severity, count in review.severity_counts.items():
        label = wording(f"severity.{severity.value}")
        yield f"{wording('flags.title')}: {label}", wording.number(count)
    for side, document in (("source", review.source), ("target", review.target)):
        place = document.path or wording("page.text_given")
        name = wording.language_name(document.language)
        yield wording(f"side.{side}"), _cell(f"{name}, {place}")
    for note in review.all_notes:
        yield wording("table.note"), _cell(note)
    for key, value in review.signature.items():
        yield _cell(key), _cell(value)


def _fidelity(review: "Review", wording: Wording) -> str:
    if math.isnan(review.fidelity):
        return wording("fidelity.none")
    how = wording("fidelity.how")
    return f"{wording.number(review.fidelity)} {wording('fidelity.of')}. {how}"


def _flag_rows(review: "Review", wording: Wording) -> Iterator[tuple[Any, ...]]:
    for entry in entries(review):
        flag = entry.flag
        yield (
            entry.label(wording),
            wording(f"kind.{flag.kind.value}"),
            wording(f"severity.{flag.severity.value}"),
            flag.confidence,
            *_passage_cells(flag.source),
            *_passage_cells(flag.target),
            _cell(entry.message(wording)),
            entry.id,
        )


def _passage_cells(passage: Passage | None) -> tuple[int | None, str | None]:
    return (None, None) if passage is None else (passage.paragraph + 1, _cell(passage.text))


def _segment_rows(review: "Review", wording: Wording) -> Iterator[tuple[Any, ...]]:
    for row in segment_rows(review):
        yield (
            row.group + 1,
            wording(f"table.group_kind.{row.kind}"),
            _from_one(row.source_paragraph),
            _cell(row.source_text),
            _from_one(row.target_paragraph),
            _cell(row.target_text),
            row.similarity,
            row.fidelity,
        )


def _word_rows(review: "Review", wording: Wording) -> Iterator[tuple[Any, ...]]:
    for word in review.judged_words:
        side = wording(f"side.{word.side.value}")
        yield side, word.paragraph + 1, _cell(word.text), word.difference


def _from_one(number: int | None) -> int | None:
    return None if number is None else number + 1


def _cell(text: str) -> str:
    """Text as a cell may hold it: defused, and cut, saying so, where it is too long."""
    safe = defuse(text)
    if len(safe) <= CELL_LENGTH:
        return safe
    note = load_wording("en")("limit.cut")
    return safe[: CELL_LENGTH - len(note)] + note
