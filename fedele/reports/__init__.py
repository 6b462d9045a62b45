"""A review for reading and for machines: HTML, Word comments, terminal, JSON, CSV, XLSX."""

from fedele.reports.batch_summary import render_batch
from fedele.reports.defuse import defuse, restore
from fedele.reports.html import Served, render_html, render_index, write_html, write_index
from fedele.reports.plain import write_record, write_tables_csv, write_tables_xlsx
from fedele.reports.record import SCHEMA, load_schema, to_record, write_json
from fedele.reports.score_tables import render_revision, render_scores
from fedele.reports.sheets import write_csv, write_xlsx
from fedele.reports.terminal import render_terminal
from fedele.reports.word import check_docx, write_docx
from fedele.reports.wording import LANGUAGES, Wording, load_wording

__all__ = [
    "LANGUAGES",
    "SCHEMA",
    "Served",
    "Wording",
    "check_docx",
    "defuse",
    "load_schema",
    "load_wording",
    "render_batch",
    "render_html",
    "render_index",
    "render_revision",
    "render_scores",
    "render_terminal",
    "restore",
    "to_record",
    "write_csv",
    "write_docx",
    "write_html",
    "write_index",
    "write_json",
    "write_record",
    "write_tables_csv",
    "write_tables_xlsx",
    "write_xlsx",
]
