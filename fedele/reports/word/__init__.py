"""The report as comments in the translation's Word document."""

from fedele.reports.word.render import check_docx, write_docx

__all__ = ["check_docx", "write_docx"]
