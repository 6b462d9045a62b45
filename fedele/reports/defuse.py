"""Cells that a spreadsheet must not run.

A CSV cell that starts with one of `= + - @`, their full-width forms, a tab or a line break may be
taken for a formula (OWASP, "CSV Injection"). Such a cell gets an apostrophe before it; so does one
that already has apostrophes before such a character, so that `restore` gives back exactly what
went in.
"""

import re

_DANGEROUS = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_DEFUSED = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")


def defuse(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def restore(cell: str) -> str:
    """The text that `defuse` was given."""
    return cell[1:] if _DEFUSED.match(cell) else cell
