"""What belongs together in a collection, on a terminal."""

from collections.abc import Sequence
from itertools import compress
from typing import TYPE_CHECKING

from corpus import load_language
from fedele.wording.quoting import clean, reveal, shorten

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from fedele.pairing import Paired, Pairing, Unpaired

ROWS = 50
"""Rows of each table that a screen has room for; the others are counted."""
NAME_LENGTH = 60
"""Characters that a file's name may take before its middle is left out."""
REASON_LENGTH = 120
"""The same for what is said about it."""


def render_pairing(pairing: "Pairing", console: "Console") -> None:
    """Print the pairs, what is one to many, and what has no counterpart.

    Args:
        pairing: what to show.
        console: where; its width and colours are respected.
    """
    is_many = [one.kind.value in ("part", "copy") for one in pairing.pairs]
    one_to_many = list(compress(pairing.pairs, is_many))
    alone = [one for one, many in zip(pairing.pairs, is_many, strict=True) if not many]
    console.print(_head(pairing, len(alone), len(one_to_many)), highlight=False)
    _show(console, _pairs_table("pairs", alone), len(alone))
    _show(console, _pairs_table("one to many", one_to_many), len(one_to_many))
    _show(console, _rest_table("unpaired", pairing.unpaired), len(pairing.unpaired))
    _show(console, _rest_table("unreadable", pairing.unreadable), len(pairing.unreadable))
    for note in pairing.notes:
        console.print(f"Note: {clean(note)}", highlight=False, markup=False)


def _head(pairing: "Pairing", pairs: int, one_to_many: int) -> str:
    codes = pairing.source_language, pairing.target_language
    names = " and ".join(load_language(code).name for code in codes if code)
    found = (
        f"{pairs:,} pairs, {one_to_many:,} one to many, {len(pairing.unpaired):,} unpaired, "
        f"{len(pairing.unreadable):,} unreadable"
    )
    return f"{names}: {found}." if names else f"{found}."


def _show(console: "Console", table: "Table", rows: int) -> None:
    if rows:
        console.print(table)
    if rows > ROWS:
        console.print(f"… and {rows - ROWS:,} more.", highlight=False)


def _pairs_table(title: str, pairs: Sequence["Paired"]) -> "Table":
    table = _table(title, "source", "target", ">sure", "note")
    for one in pairs[:ROWS]:
        target = "" if one.target is None else one.target
        _add(table, one.source, target, f"{one.confidence:.0%}", one.note)
    return table


def _rest_table(title: str, rest: Sequence["Unpaired"]) -> "Table":
    table = _table(title, "document", "nearest", ">likely", "why")
    for one in rest[:ROWS]:
        likely = "" if one.nearest is None else f"{one.confidence:.0%}"
        _add(table, one.document, one.nearest or "", likely, one.reason)
    return table


def _add(table: "Table", *cells: str) -> None:
    """A row: two names, a figure, and what is said about them."""
    from rich.text import Text

    first, second, figure, said = cells
    names = (Text(shorten(reveal(name), NAME_LENGTH), overflow="fold") for name in (first, second))
    table.add_row(*names, figure, Text(shorten(clean(said), REASON_LENGTH)))


def _table(title: str, *columns: str) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), title=title)
    table.title_justify = "left"
    for column in columns:
        right = column.startswith(">")
        table.add_column(column.lstrip(">"), justify="right" if right else "left", no_wrap=right)
    return table
