"""The report as a page of one self-contained HTML file."""

from fedele.reports.html.render import Served, render_html, write_html

__all__ = ["Served", "render_html", "write_html"]
