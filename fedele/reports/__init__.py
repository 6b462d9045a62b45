"""A review for reading and for machines: HTML, terminal, JSON, CSV, XLSX."""

from fedele.reports.defuse import defuse, restore
from fedele.reports.html import render_html, write_html
from fedele.reports.record import SCHEMA, load_schema, to_record, write_json
from fedele.reports.sheets import write_csv, write_xlsx
from fedele.reports.terminal import render_terminal
from fedele.reports.wording import LANGUAGES, Wording, load_wording

__all__ = [
    "LANGUAGES",
    "SCHEMA",
    "Wording",
    "defuse",
    "load_schema",
    "load_wording",
    "render_html",
    "render_terminal",
    "restore",
    "to_record",
    "write_csv",
    "write_html",
    "write_json",
    "write_xlsx",
]
