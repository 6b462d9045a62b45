"""A review for reading and for machines: HTML, Word comments, terminal, JSON, CSV, XLSX."""

from fedele.reports.defuse import defuse, restore
from fedele.reports.html import Served, render_html, write_html
from fedele.reports.plain import record_text, write_record, write_tables_csv, write_tables_xlsx
from fedele.reports.record import SCHEMA, load_schema, to_record, write_json
from fedele.reports.sheets import write_csv, write_xlsx
from fedele.reports.terminal import render_terminal
from fedele.reports.word import check_docx, write_docx

__all__ = [
    "SCHEMA",
    "Served",
    "check_docx",
    "defuse",
    "load_schema",
    "record_text",
    "render_html",
    "render_terminal",
    "restore",
    "to_record",
    "write_csv",
    "write_docx",
    "write_html",
    "write_json",
    "write_record",
    "write_tables_csv",
    "write_tables_xlsx",
    "write_xlsx",
]
