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

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import PurePath

from corpus.decoding import decode
from corpus.errors import InputError
from corpus.languages import known_languages, primary_subtag
from corpus.limits import Limits
from corpus.terms.term import Term, Termbase
from corpus.terms.variants import check_variants

COLUMNS = ("source", "target", "forbidden", "note", "case")
_DELIMITERS = (",", ";", "\t")
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
    text, notes = decode(content, path)[:2]
    delimiter = _delimiter(text, languages)
    records = _records(text, delimiter, path)
    number, header = next(records, (1, []))
    columns = _columns(header, languages, f"{path}, line {number}")
    terms = tuple(
        _term(_cells(record, columns, len(header), f"{path}, line {line}"), path, line, limits)
        for line, record in records
    )
    unknown = sum(not (_named(name) or _language(name)) for name in header if name.strip())
    if unknown:
        known = ", ".join(COLUMNS)
        notes += (f"{path}: columns that are not read: {unknown}; those that are: {known}.",)
    return Termbase(terms, notes)


def _delimiter(text: str, languages: tuple[str, str]) -> str:
    """The character that cuts the header into the most names that are known."""
    header = next((line for line in text.split("\n") if line.strip()), "")
    return max(_DELIMITERS, key=lambda one: _known_names(header, one, languages))


def _known_names(header: str, delimiter: str, languages: tuple[str, str]) -> int:
    names = (name.strip().strip('"') for name in header.split(delimiter))
    return sum(_column(name, languages) is not None for name in names)


def _records(text: str, delimiter: str, path: str) -> Iterator[tuple[int, list[str]]]:
    """Every record that is not empty, with the line that it begins in."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{path}, line {line}: cannot be read as a table ({error})") from error


def _columns(header: Sequence[str], languages: tuple[str, str], where: str) -> dict[str, int]:
    """Where each column is that we read."""
    found: dict[str, int] = {}
    for number, name in enumerate(header):
        column = _column(name, languages)
        if column in found:
            raise InputError(f"{where}: two columns for `{column}`; leave one of them out")
        if column is not None:
            found[column] = number
    other_languages = any(_language(name) and not _column(name, languages) for name in header)
    forbids = "forbidden" in found and not other_languages
    if not (forbids or {"source", "target"} <= found.keys()):
        raise InputError(
            f"{where}: expected a header that names the columns source and target, or "
            f"{languages[0]} and {languages[1]}; forbidden, note and case may follow"
        )
    return found


def _cells(
    record: Sequence[str], columns: Mapping[str, int], width: int, where: str
) -> dict[str, str]:
    """The cells of the columns that we read; those that a line leaves out are empty."""
    if any(cell.strip() for cell in record[width:]):
        raise InputError(
            f"{where}: has {len(record)} cells where the header has {width}; put a text that "
            "holds the separating character in quotation marks"
        )
    padded = [*record, *[""] * width]
    return {name: padded[number].strip() for name, number in columns.items()}


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
    if answer in _listed("yes"):
        return True
    if answer and answer not in _listed("no"):
        raise InputError(f"{where}: expected yes or no, or nothing, in the column `case`")
    return False


def _column(name: str, languages: tuple[str, str]) -> str | None:
    """Which of our columns a header names, if any."""
    pair = dict(zip(map(primary_subtag, languages), ("source", "target"), strict=True))
    return _named(name) or pair.get(_language(name) or "")


def _named(name: str) -> str | None:
    """Which of our columns is called so in some language."""
    plain = name.strip().casefold()
    return next((column for column in COLUMNS if plain in _listed(column)), None)


def _language(name: str) -> str | None:
    """The primary subtag of the language that a header names, by code or by name."""
    plain = name.strip().casefold()
    return _language_codes().get(plain) or _language_codes().get(plain.split("-")[0])


@cache
def _listed(key: str) -> frozenset[str]:
    """The words that the languages' tables "terms" list under a key."""
    return frozenset(word for one in known_languages() for word in one.words("terms", key))


@cache
def _language_codes() -> Mapping[str, str]:
    """Every language by its code, and by its name in the languages that have a table."""
    from babel import Locale

    names: dict[str, str] = {}
    for one in known_languages():
        for code, name in Locale(one.code).languages.items():
            names.setdefault(name.casefold(), primary_subtag(code))
            names.setdefault(code.casefold(), primary_subtag(code))
    return names
