"""Tables written as they are: a CSV file, a worksheet or a JSON array each."""

import io
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import UsageError
from fedele.files.atomic import make_folder, write_atomically
from fedele.reports.defuse import defuse

if TYPE_CHECKING:
    import pandas as pd

CELL_LENGTH = 32_767
"""Characters that a cell holds (Excel specifications and limits)."""
SHEET_ROWS = 1_048_575
"""Rows that a worksheet holds below its header (Excel specifications and limits)."""
WIDTHS = {"string": 40, "float64": 11, "int64": 9, "Int64": 9}
"""Of a worksheet's columns, in characters, by what they hold."""


def write_tables_csv(tables: Mapping[str, "pd.DataFrame"], folder: str | os.PathLike[str]) -> Path:
    """Write each table as UTF-8 CSV into a folder, made if missing; the file is named after it.

    Text cells are defused (see `fedele.reports.defuse`); a missing value is an empty cell.

    Returns:
        The folder.

    Raises:
        UsageError: the folder or a file cannot be written.
    """
    place = make_folder(folder)
    for name, frame in tables.items():
        text = _defused(frame).to_csv(index=False)
        write_atomically(place / f"{name}.csv", text.encode("utf-8", "replace"))
    return place


def write_tables_xlsx(tables: Mapping[str, "pd.DataFrame"], path: str | os.PathLike[str]) -> Path:
    """Write each table as a worksheet, its header frozen and filtered.

    Raises:
        UsageError: a table is longer than a worksheet may be, or the file cannot be written.
    """
    import pandas as pd

    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        for name, frame in tables.items():
            if len(frame) > SHEET_ROWS:
                raise UsageError(
                    f"{name}: {len(frame):,} rows, a worksheet holds {SHEET_ROWS:,}; "
                    "write CSV instead"
                )
            _cut(_defused(frame)).to_excel(writer, sheet_name=name, index=False)
            sheet = writer.sheets[name]
            for number, dtype in enumerate(frame.dtypes):
                sheet.set_column(number, number, WIDTHS.get(str(dtype), 14))
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(1, len(frame)), len(frame.columns) - 1)
    return write_atomically(path, buffer.getvalue())


def write_record(record: Mapping[str, Any], path: str | os.PathLike[str]) -> Path:
    """Write a record as UTF-8 JSON; errors as `write_atomically`."""
    return write_atomically(path, record_text(record).encode("utf-8", "backslashreplace"))


def record_text(record: Mapping[str, Any]) -> str:
    """A record as JSON."""
    return json.dumps(record, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _defused(frame: "pd.DataFrame") -> "pd.DataFrame":
    return _on_text(frame, defuse)


def _cut(frame: "pd.DataFrame") -> "pd.DataFrame":
    return _on_text(frame, lambda text: text[:CELL_LENGTH])


def _on_text(frame: "pd.DataFrame", change: Callable[[str], str]) -> "pd.DataFrame":
    changed = frame.copy()
    for name, dtype in frame.dtypes.items():
        if dtype == "string":
            changed[name] = frame[name].map(change, na_action="ignore")
    return changed
