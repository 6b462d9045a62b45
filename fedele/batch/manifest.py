"""Pairs from a table that names them: CSV, as spreadsheets save it.

Columns, in any order, named in any language that has a table "manifest": ``source`` and
``target``, the files, from the manifest's folder (an empty target: one file holds both versions);
and, if they are there, ``name``, ``source_language``, ``target_language``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from corpus import (
    InputError,
    Limits,
    Note,
    Table,
    UsageError,
    named_column,
    read_bytes,
    read_table,
)
from fedele.batch.job import Pair
from fedele.batch.languages import Asked
from fedele.batch.names import without_ending
from fedele.reports.defuse import restore

COLUMNS = ("source", "target", "name", "source_language", "target_language")
REQUIRED = ("source", "target")
ASIDE = ("kind", "confidence", "note")
"""What `fedele pair` says besides, for people; not read."""


def read_manifest(path: Path, asked: Asked, limits: Limits) -> tuple[list[Pair], tuple[str, ...]]:
    """The pairs that a manifest names, and notes.

    A line that names no source, or a language that makes no sense, is a pair with that error.

    Raises:
        InputError: the manifest cannot be read, lacks a column, or names too many pairs.
    """
    table = read_table(read_bytes(path, limits), str(path), _column, limits)
    if not table.columns.keys() >= set(REQUIRED):
        raise InputError(
            f"{table.where}: expected a header that names the columns source and target; "
            "name, source_language and target_language may follow"
        )
    pairs: list[Pair] = []
    for line, cells in table.rows:
        restored = {column: restore(cell) for column, cell in cells.items()}
        pairs.append(_pair(restored, f"{path.name}, line {line}", asked))
        if len(pairs) > limits.pairs:
            raise InputError(f"{path}: names more than {limits.pairs:,} pairs; split it")
    return pairs, (*table.notes, *_unknown(table))


def _column(name: str) -> str | None:
    return named_column(name, "manifest", COLUMNS)


def _pair(cells: Mapping[str, str], where: str, asked: Asked) -> Pair:
    source = cells["source"]
    pair = Pair(
        cells.get("name") or without_ending(source or where), source, cells["target"] or None
    )
    if not source:
        return replace(pair, error=f"{where}: names no source")
    try:
        languages = Asked(
            cells.get("source_language") or asked.source,
            cells.get("target_language") or asked.target,
        )
    except UsageError as error:
        return replace(pair, error=f"{where}: {error}")
    return replace(pair, source_language=languages.source, target_language=languages.target)


def _unknown(table: Table) -> Iterator[str]:
    named = (name for name in table.header if name.strip() and name not in ASIDE)
    unknown = sum(_column(name) is None for name in named)
    if unknown:
        yield Note("fedele", "manifest.columns", count=unknown, known=", ".join(COLUMNS))
