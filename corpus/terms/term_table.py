"""Terms in a table: CSV with a header, as spreadsheets save it.

Columns, in any order, each at most once; names in any language that has a table "terms":

- ``source``: the term; ``target``: its approved translations; ``forbidden``: translations that are
  not wanted; wordings apart by ``|``. Instead of source and target, columns may be named after
  languages, by code or name ("it", "English"): those of the two texts are read, whichever of them
  is the source. A line without a source forbids words everywhere.
- ``note``: what else there is to say; shown with the flag.
- ``case``: yes where capitals must be written as in the table.

Comma, semicolon or tab; the header tells which.
"""

from collections.abc import Mapping
from pathlib import PurePath

from corpus.errors import InputError
from corpus.languages import primary_subtag
from corpus.languages.lookup import find_language
from corpus.limits import Limits
from corpus.notes import Note
from corpus.table import Table, listed, named_column
from corpus.table import read_table as read_any_table
from corpus.terms.term import Term, Termbase
from corpus.terms.variants import check_variants

CONCERN = "terms"
COLUMNS = ("source", "target", "forbidden", "note", "case")
_SEPARATOR = "|"


def read_table(content: bytes, path: str, languages: tuple[str, str], limits: Limits) -> Termbase:
    """The rules of a table.

    Args:
        content: the file.
        path: its name, for errors.
        languages: BCP 47 codes of source and target.
        limits: bounds on terms.

    Raises:
        InputError: it is no text, or no table, or a line of it makes no rule.
    """
    table = read_any_table(content, path, lambda name: _column(name, languages), limits)
    _check_columns(table, languages)
    terms = tuple(_term(cells, path, line, limits) for line, cells in table.rows)
    unknown = sum(
        not (_named(name) or find_language(name)) for name in table.header if name.strip()
    )
    if not unknown:
        return Termbase(terms, table.notes)
    known = ", ".join(COLUMNS)
    note = Note("corpus", "terms.columns", file=path, count=unknown, known=known)
    return Termbase(terms, (*table.notes, note))


def _check_columns(table: Table, languages: tuple[str, str]) -> None:
    """Refuse a table from which no rule would come."""
    other_languages = any(
        find_language(name) and not _column(name, languages) for name in table.header
    )
    forbids = "forbidden" in table.columns and not other_languages
    if not (forbids or {"source", "target"} <= table.columns.keys()):
        raise InputError(
            f"{table.where}: expected a header that names the columns source and target, or "
            f"{languages[0]} and {languages[1]}; forbidden, note and case may follow"
        )


def _term(cells: Mapping[str, str], path: str, line: int, limits: Limits) -> Term:
    where = f"{path}, line {line}"
    source, approved, forbidden = (
        check_variants(cells.get(name, "").split(_SEPARATOR), where, limits)
        for name in ("source", "target", "forbidden")
    )
    if not (forbidden or (source and approved)):
        raise InputError(f"{where}: expected a term and its translation, or forbidden words")
    if set(approved) & set(forbidden):
        raise InputError(f"{where}: the same words are approved and forbidden")
    return Term(
        source,
        approved,
        forbidden,
        PurePath(path).name,
        line,
        note=cells.get("note", ""),
        capitals=_is_yes(cells.get("case", ""), where),
    )


def _is_yes(cell: str, where: str) -> bool:
    answer = cell.casefold()
    if answer in listed(CONCERN, "yes"):
        return True
    if answer and answer not in listed(CONCERN, "no"):
        raise InputError(f"{where}: expected yes or no, or nothing, in the column `case`")
    return False


def _column(name: str, languages: tuple[str, str]) -> str | None:
    """Which of our columns a header names, if any."""
    pair = dict(zip(map(primary_subtag, languages), ("source", "target"), strict=True))
    return _named(name) or pair.get(find_language(name) or "")


def _named(name: str) -> str | None:
    """Which of our columns is called so in some language."""
    return named_column(name, CONCERN, COLUMNS)
