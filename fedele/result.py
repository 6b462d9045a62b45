"""The result of a review: what users of the library hold in their hands."""

import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from corpus import Limits, UsageError
from fedele.findings.reviewed import Reviewed
from fedele.wording import ReportLanguage

if TYPE_CHECKING:
    import pandas as pd

Target = str | os.PathLike[str]
"""Where a file goes."""


class Review(Reviewed):
    """Two versions of a text, aligned, scored and flagged, with its tables and its reports.

    What it holds is said where its fields are, in `fedele.findings.reviewed.Reviewed`. Each way
    out is a method `to_…`: where it makes text and no path is given, it gives the text; with a path
    it writes the file, whole or not at all, and gives the path. All of them raise UsageError where
    a file cannot be written, and where a language is asked for that there is no wording in.
    `to_file` chooses among them by a file's ending.
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
        """The review as JSON has it ("fedele.review/1"; its schema: `reports.load_schema`)."""
        from fedele.reports import to_record

        return to_record(self)

    @overload
    def to_json(self, path: None = None) -> str: ...
    @overload
    def to_json(self, path: Target) -> Path: ...
    def to_json(self, path: Target | None = None) -> str | Path:
        """`to_dict()` as JSON."""
        from fedele.reports import record_text, write_record

        record = self.to_dict()
        return record_text(record) if path is None else write_record(record, path)

    @overload
    def to_html(self, path: None = None, *, language: ReportLanguage = "en") -> str: ...
    @overload
    def to_html(self, path: Target, *, language: ReportLanguage = "en") -> Path: ...
    def to_html(self, path: Target | None = None, *, language: ReportLanguage = "en") -> str | Path:
        """The report as one self-contained HTML page, its own words in a language."""
        from fedele.reports import render_html, write_html

        if path is None:
            return render_html(self, language=language)
        return write_html(self, path, language=language)

    @overload
    def to_markdown(self, path: None = None, *, language: ReportLanguage = "en") -> str: ...
    @overload
    def to_markdown(self, path: Target, *, language: ReportLanguage = "en") -> Path: ...
    def to_markdown(
        self, path: Target | None = None, *, language: ReportLanguage = "en"
    ) -> str | Path:
        """A comment for a pull request; see `fedele.exchange.render_markdown`."""
        from fedele.exchange import render_markdown, write_markdown

        if path is None:
            return render_markdown(self, language=language)
        return write_markdown(self, path, language=language)

    @overload
    def to_sarif(self, path: None = None, *, language: ReportLanguage = "en") -> str: ...
    @overload
    def to_sarif(self, path: Target, *, language: ReportLanguage = "en") -> Path: ...
    def to_sarif(
        self, path: Target | None = None, *, language: ReportLanguage = "en"
    ) -> str | Path:
        """The flags for code hosts and editors; see `fedele.exchange.write_sarif`."""
        from fedele.exchange import sarif_log
        from fedele.reports import record_text, write_record

        log = sarif_log(self, language=language)
        return record_text(log) if path is None else write_record(log, path)

    @overload
    def to_jsonl(self, path: None = None) -> str: ...
    @overload
    def to_jsonl(self, path: Target) -> Path: ...
    def to_jsonl(self, path: Target | None = None) -> str | Path:
        """One flag a line, for scripts and databases; see `fedele.exchange.write_jsonl`."""
        from fedele.exchange import review_jsonl, write_jsonl

        return review_jsonl(self).decode() if path is None else write_jsonl(self, path)

    @overload
    def to_tmx(
        self, path: None = None, *, every_pair: bool = False, language: ReportLanguage = "en"
    ) -> str: ...
    @overload
    def to_tmx(
        self, path: Target, *, every_pair: bool = False, language: ReportLanguage = "en"
    ) -> Path: ...
    def to_tmx(
        self,
        path: Target | None = None,
        *,
        every_pair: bool = False,
        language: ReportLanguage = "en",
    ) -> str | Path:
        """The beads as a translation memory; see `fedele.exchange.write_tmx`."""
        from fedele.exchange import review_tmx, write_tmx

        if path is None:
            return review_tmx(self, every_pair=every_pair, language=language).decode()
        return write_tmx(self, path, every_pair=every_pair, language=language)

    @overload
    def to_xliff(self, path: None = None, *, language: ReportLanguage = "en") -> str: ...
    @overload
    def to_xliff(self, path: Target, *, language: ReportLanguage = "en") -> Path: ...
    def to_xliff(
        self, path: Target | None = None, *, language: ReportLanguage = "en"
    ) -> str | Path:
        """Both texts with every flag on its words; see `fedele.exchange.write_xliff`."""
        from fedele.exchange import review_xliff, write_xliff

        if path is None:
            return review_xliff(self, language=language).decode()
        return write_xliff(self, path, language=language)

    def to_csv(self, folder: Target) -> Path:
        """Write `segments.csv`, `flags.csv` and `words.csv` into a folder, made if missing.

        Cells that a spreadsheet would run as a formula are defused: see
        `fedele.reports.defuse`, and `restore` to undo it.
        """
        from fedele.reports import write_csv

        return write_csv(self, folder)

    def to_docx(
        self, path: Target, *, language: ReportLanguage = "en", limits: Limits | None = None
    ) -> Path:
        """Write a copy of the translation's Word document with a comment on each flag.

        Args:
            path: where to.
            language: of the comments, "en" or "it".
            limits: those that the document was read with, else the default limits.

        Raises:
            InputError: the document has changed since it was read, or cannot be read any more.
            UsageError: the translation was not read from a .docx, too.
        """
        from fedele.reports import write_docx

        return write_docx(self, path, language=language, limits=limits)

    def to_xlsx(self, path: Target, *, language: ReportLanguage = "en") -> Path:
        """Write a workbook to be read: summary, flags, segments, words.

        Raises:
            UsageError: a table is longer than a worksheet may be, too.
        """
        from fedele.reports import write_xlsx

        return write_xlsx(self, path, language=language)

    def to_file(self, path: Target, *, language: ReportLanguage = "en") -> Path:
        """Write the file that the path's ending asks for; a folder gets the CSV tables.

        Args:
            path: ends in .html, .json, .jsonl, .xlsx, .docx, .tmx, .xliff, .xlf, .sarif or .md,
                or is a folder's, without an ending.
            language: of the report's own words, where it has some.

        Raises:
            UsageError: nothing is written with such an ending.
        """
        ending = Path(path).suffix.lower()
        plain: dict[str, Callable[[Target], Path]] = {
            "": self.to_csv,
            ".json": self.to_json,
            ".jsonl": self.to_jsonl,
        }
        if ending in plain:
            return plain[ending](path)
        spoken: dict[str, Callable[..., Path]] = {
            ".docx": self.to_docx,
            ".html": self.to_html,
            ".md": self.to_markdown,
            ".sarif": self.to_sarif,
            ".tmx": self.to_tmx,
            ".xlf": self.to_xliff,
            ".xliff": self.to_xliff,
            ".xlsx": self.to_xlsx,
        }
        if ending not in spoken:
            known = ", ".join(sorted(filter(None, (*plain, *spoken))))
            raise UsageError(f"{path}: its ending says no format; one of {known} was expected")
        return spoken[ending](path, language=language)
