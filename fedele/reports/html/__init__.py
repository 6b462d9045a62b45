"""Pages of one self-contained HTML file each: a review's report, the index of a batch."""

from fedele.reports.html.index import render_index, write_index
from fedele.reports.html.render import Served, render_html, write_html

__all__ = ["Served", "render_html", "render_index", "write_html", "write_index"]
