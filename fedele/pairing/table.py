"""What belongs together in a collection, on a terminal."""

from collections.abc import Sequence
from itertools import compress
from typing import TYPE_CHECKING

from corpus import load_language
from fedele.reports.console_table import console_table
from fedele.wording import Wording, load_wording
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


def render_pairing(pairing: "Pairing", console: "Console", *, language: str = "en") -> None:
    """Print the pairs, what is one to many, and what has no counterpart.

    Args:
        pairing: what to show.
        console: where; its width and colours are respected.
        language: the language to say it in.
    """
    wording = load_wording(language)
    is_many = [one.kind.value in ("part", "copy") for one in pairing.pairs]
    one_to_many = list(compress(pairing.pairs, is_many))
    alone = [one for one, many in zip(pairing.pairs, is_many, strict=True) if not many]
    console.print(_head(pairing, len(alone), len(one_to_many), wording), highlight=False)
    for title, pairs in (("pairs", alone), ("one_to_many", one_to_many)):
        _show(console, _pairs_table(title, pairs, wording), len(pairs), wording)
    for title, rest in (("unpaired", pairing.unpaired), ("unreadable", pairing.unreadable)):
        _show(console, _rest_table(title, rest, wording), len(rest), wording)
    for note in pairing.notes:
        said = wording("pairing.note", note=clean(wording.note(note)))
        console.print(said, highlight=False, markup=False)


def _head(pairing: "Pairing", pairs: int, one_to_many: int, wording: Wording) -> str:
    counts = {
        "pairs": pairs,
        "one_to_many": one_to_many,
        "unpaired": len(pairing.unpaired),
        "unreadable": len(pairing.unreadable),
    }
    said = {key: wording.count(f"pairing.{key}", number) for key, number in counts.items()}
    found = wording("pairing.found", **said)
    names = _names(pairing, wording)
    return wording("pairing.of", names=names, found=found) if names else f"{found}."


def _names(pairing: "Pairing", wording: Wording) -> str:
    codes = filter(None, (pairing.source_language, pairing.target_language))
    names = [_name(code, wording) for code in codes]
    return wording("pairing.and", first=names[0], second=names[1]) if names[1:] else "".join(names)


def _name(code: str, wording: Wording) -> str:
    """A language by its name, by its code where there is no data about it."""
    return code if load_language(code).name == code else wording.language_name(code)


def _show(console: "Console", table: "Table", rows: int, wording: Wording) -> None:
    if rows:
        console.print(table)
    if rows > ROWS:
        console.print(wording.count("pairing.more", rows - ROWS), highlight=False)


def _pairs_table(title: str, pairs: Sequence["Paired"], wording: Wording) -> "Table":
    table = _table(wording, title, "source", "target", ">sure", "note")
    for one in pairs[:ROWS]:
        target = "" if one.target is None else one.target
        _add(table, one.source, target, _percent(one.confidence, wording), one.note)
    return table


def _rest_table(title: str, rest: Sequence["Unpaired"], wording: Wording) -> "Table":
    table = _table(wording, title, "document", "nearest", ">likely", "why")
    for one in rest[:ROWS]:
        likely = "" if one.nearest is None else _percent(one.confidence, wording)
        _add(table, one.document, one.nearest or "", likely, one.reason)
    return table


def _percent(share: float, wording: Wording) -> str:
    return wording.percent(round(100 * share) / 100)


def _add(table: "Table", *cells: str) -> None:
    """A row: two names, a figure, and what is said about them."""
    from rich.text import Text

    first, second, figure, said = cells
    names = (Text(shorten(reveal(name), NAME_LENGTH), overflow="fold") for name in (first, second))
    table.add_row(*names, figure, Text(shorten(clean(said), REASON_LENGTH)))


def _table(wording: Wording, title: str, *columns: str) -> "Table":
    headings = []
    for column in columns:
        mark = ">" if column.startswith(">") else ""
        headings.append(mark + wording(f"pairing.column.{column.lstrip('>')}"))
    return console_table(*headings, title=wording(f"pairing.title.{title}"))
