"""A report in Italian says everything that it says itself in Italian."""

import html
import io

import openpyxl
import pytest
from rich.console import Console

from fedele.reports import render_html, render_terminal


def sheet_text(review, tmp_path, language):
    book = openpyxl.load_workbook(review.to_xlsx(tmp_path / "r.xlsx", language=language))
    cells = [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    ]
    book.close()
    return "\n".join(cells)


def terminal_text(review, language):
    console = Console(file=io.StringIO(), width=2000, color_system=None)
    render_terminal(review, console, language=language)
    return console.file.getvalue()


@pytest.fixture(scope="module", params=["html", "xlsx", "terminal"])
def report(request, sample_review, tmp_path_factory):
    """A report of the bundled analysis as text, by its own language."""
    made = {
        "html": lambda language: html.unescape(render_html(sample_review, language=language)),
        "xlsx": lambda language: sheet_text(sample_review, tmp_path_factory.mktemp("r"), language),
        "terminal": lambda language: terminal_text(sample_review, language),
    }
    return made[request.param]


@pytest.mark.parametrize(("language", "other"), [("it", "en"), ("en", "it")])
def test_evidence_is_in_the_language_of_the_report(sample_review, report, language, other):
    text = report(language)
    flags = [flag for flag in sample_review.findings if len(flag.message) < 120]
    assert len(flags) > 5
    assert [flag for flag in flags if flag.evidence.sentence(language) not in text] == []
    assert [flag for flag in flags if flag.evidence.sentence(other) in text] == []
