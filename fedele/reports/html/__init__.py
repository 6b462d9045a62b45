"""The report as one self-contained HTML file."""

from fedele.reports.html.render import render_html, write_html

__all__ = ["render_html", "write_html"]
