"""A table with a header, as spreadsheets save it: comma, semicolon or tab; the header tells which.

What the columns mean is up to the reader; the names of ours stand in the languages' tables.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.decoding import Decoded, decode
from corpus.errors import InputError
from corpus.languages import known_languages
from corpus.limits import Limits

_DELIMITERS = (",", ";", "\t")

Naming = Callable[[str], str | None]
"""Which of a reader's columns a header's name stands for, None where it is none."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a table holds.

    Attributes:
        header: its names as they stand there.
        columns: where each column is that the reader knows.
        where: the file and the header's line, for errors.
        rows: each line's number and its cells by column; those that it leaves out are "". Read
            as they are asked for; a line that makes no sense is an `InputError` then.
        notes: what was assumed about the text's encoding.
    """

    header: Sequence[str]
    columns: Mapping[str, int]
    where: str
    rows: Iterator[tuple[int, Mapping[str, str]]]
    notes: tuple[str, ...]


def read_table(content: bytes, path: str, naming: Naming, limits: Limits) -> Table:
    """A table from the bytes of its file.

    Args:
        content: the file.
        path: its name, for errors.
        naming: which column a name of the header stands for.
        limits: how many lines it may have.

    Raises:
        InputError: it is no text, too long, or no table, or two of its columns are the same.
    """
    decoded = decode(content, path, limits)
    records = _records(decoded, _delimiter(decoded.text, naming), path)
    number, header = next(records, (1, []))
    where = f"{path}, line {number}"
    columns = _columns(header, naming, where)
    rows = (
        (line, _cells(record, columns, len(header), f"{path}, line {line}"))
        for line, record in records
    )
    return Table(header, columns, where, rows, decoded.notes)


def named_column(name: str, concern: str, columns: Iterable[str]) -> str | None:
    """Which of the columns is called so in some language's table of that concern."""
    plain = name.strip().casefold()
    return next((column for column in columns if plain in listed(concern, column)), None)


@cache
def listed(concern: str, key: str) -> frozenset[str]:
    """The words that all languages' tables of a concern list under a key."""
    return frozenset(word for one in known_languages() for word in one.words(concern, key))


def _delimiter(text: str, naming: Naming) -> str:
    """The character that cuts the header into the most names that are known."""
    header = next((line for line in text.split("\n") if line.strip()), "")
    return max(_DELIMITERS, key=lambda one: _known_names(header, one, naming))


def _known_names(header: str, delimiter: str, naming: Naming) -> int:
    names = (name.strip().strip('"') for name in header.split(delimiter))
    return sum(naming(name) is not None for name in names)


def _records(decoded: Decoded, delimiter: str, path: str) -> Iterator[tuple[int, list[str]]]:
    """Every record that is not empty, with the line of the file that it begins in."""
    lines = io.StringIO(decoded.text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    numbers = [start.number for start in decoded.starts]
    line = numbers[0]
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                yield line, record
            line = numbers[min(reader.line_num, len(numbers) - 1)]
    except csv.Error as error:
        raise InputError(f"{path}, line {line}: cannot be read as a table ({error})") from error


def _columns(header: Sequence[str], naming: Naming, where: str) -> dict[str, int]:
    """Where each column is that the reader knows."""
    found: dict[str, int] = {}
    for number, name in enumerate(header):
        column = naming(name)
        if column in found:
            raise InputError(f"{where}: two columns for `{column}`; leave one of them out")
        if column is not None:
            found[column] = number
    return found


def _cells(
    record: Sequence[str], columns: Mapping[str, int], width: int, where: str
) -> dict[str, str]:
    """The cells of the columns that the reader knows; those that a line leaves out are empty."""
    if any(cell.strip() for cell in record[width:]):
        raise InputError(
            f"{where}: has {len(record)} cells where the header has {width}; put a text that "
            "holds the separating character in quotation marks"
        )
    padded = [*record, *[""] * width]
    return {name: padded[number].strip() for name, number in columns.items()}
