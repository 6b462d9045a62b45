"""The result of a review: what users of the library hold in their hands."""

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import Limits
from fedele.findings.reviewed import Reviewed

if TYPE_CHECKING:
    import pandas as pd


class Review(Reviewed):
    """Two versions of a text, aligned, scored and flagged, with its tables and its reports.

    What it holds is said where its fields are, in `fedele.findings.reviewed.Reviewed`.
    """

    @cached_property
    def segments(self) -> "pd.DataFrame":
        """One row a bead; columns in `fedele.findings.tables.segments`."""
        from fedele.findings import tables

        return tables.segments(self)

    @cached_property
    def flags(self) -> "pd.DataFrame":
        """One row a finding; columns in `fedele.findings.tables.flags`."""
        from fedele.findings import tables

        return tables.flags(self)

    @cached_property
    def words(self) -> "pd.DataFrame":
        """One row a word of either side; columns in `fedele.findings.tables.words`."""
        from fedele.findings import tables

        return tables.words(self)

    def to_dict(self) -> dict[str, Any]:
        """The review as JSON has it ("fedele.review/1"; `reports/review.schema.json`)."""
        from fedele.reports import to_record

        return to_record(self)

    def to_json(self, path: str | os.PathLike[str]) -> Path:
        """Write `to_dict()` as UTF-8 JSON.

        Raises:
            UsageError: the file cannot be written.
        """
        from fedele.reports import write_json

        return write_json(self, path)

    def to_html(self, path: str | os.PathLike[str], *, language: str = "en") -> Path:
        """Write the report as one self-contained HTML file.

        Args:
            path: where to.
            language: of the report's own words, "en" or "it".

        Raises:
            UsageError: the file cannot be written, or there is no wording in that language.
        """
        from fedele.reports import write_html

        return write_html(self, path, language=language)

    def to_csv(self, folder: str | os.PathLike[str]) -> Path:
        """Write `segments.csv`, `flags.csv` and `words.csv` into a folder, made if missing.

        Cells that a spreadsheet would run as a formula are defused: see
        `fedele.reports.defuse`, and `restore` to undo it.

        Raises:
            UsageError: the folder or a file cannot be written.
        """
        from fedele.reports import write_csv

        return write_csv(self, folder)

    def to_docx(
        self,
        path: str | os.PathLike[str],
        *,
        language: str = "en",
        limits: Limits | None = None,
    ) -> Path:
        """Write a copy of the translation's Word document with a comment on each flag.

        Args:
            path: where to.
            language: of the comments, "en" or "it".
            limits: those that the document was read with, else the default limits.

        Raises:
            InputError: the document has changed since it was read, or cannot be read any more.
            UsageError: the translation was not read from a .docx, there is no wording in that
                language, or the file cannot be written.
        """
        from fedele.reports import write_docx

        return write_docx(self, path, language=language, limits=limits)

    def to_xlsx(self, path: str | os.PathLike[str], *, language: str = "en") -> Path:
        """Write a workbook to be read: summary, flags, segments, words.

        Raises:
            UsageError: the file cannot be written, a table is longer than a worksheet may be,
                or there is no wording in that language.
        """
        from fedele.reports import write_xlsx

        return write_xlsx(self, path, language=language)
