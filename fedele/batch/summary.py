"""A batch on a terminal: how its pairs came out, and those that need attention most."""

import statistics
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fedele.wording import Wording, load_wording
from fedele.wording.quoting import clean, shorten

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from fedele.batch import Batch, DocumentRow

ROWS = 15
"""Pairs that a screen has room for; the rest is in the index."""
NAME_LENGTH = 20
"""Characters that a pair's name may always take, however narrow the screen is."""
FAILURE_LENGTH = 200
"""Characters in which it is said what failed and why before the middle is left out."""
GAP = 3
"""Spaces from a column to the next."""
FAILED = "failed"
OUTCOMES = ("translation", "partial", "unrelated", FAILED)
"""How pairs come out, best first."""
COUNTS = ("critical", "major", "minor")


def render_batch(batch: "Batch", console: "Console", *, language: str = "en") -> None:
    """Print how many pairs came out how, their fidelity, and the pairs to look at first.

    Args:
        batch: what to show.
        console: where; its width and colours are respected.
        language: of the summary's own words, "en" or "it".
    """
    wording = load_wording(language)
    console.print(_head(batch.rows, wording), highlight=False)
    if scores := [row.fidelity for row in batch.rows if row.fidelity is not None]:
        console.print(_fidelity(scores, wording), highlight=False)
    pressing = sorted(filter(_is_pressing, batch.rows), key=_rank)
    if pressing:
        console.print(_table(pressing[:ROWS], wording, console.width))
    for row in batch.failed[:ROWS]:
        console.print(_failure(row, wording), highlight=False)
    rest = max(0, len(pressing) - ROWS) + max(0, len(batch.failed) - ROWS)
    if rest:
        console.print(wording.count("batch.more", rest), highlight=False)
    for note in batch.notes:
        console.print(
            f"{wording('table.note')}: {clean(wording.note(note))}", highlight=False, markup=False
        )


def _head(rows: Sequence["DocumentRow"], wording: Wording) -> str:
    found = Counter(_outcome(row) for row in rows)
    counts = [
        f"{wording.number(found[name])} {wording.form(f'index.outcomes.{name}', found[name])}"
        for name in OUTCOMES
        if found[name]
    ]
    return f"{wording.count('index.title', len(rows))}: {', '.join(counts)}."


def _fidelity(scores: Sequence[float], wording: Wording) -> str:
    values = {"mean": statistics.fmean(scores), "median": statistics.median(scores)}
    said = (f"{wording(f'index.{name}')} {wording.score(v)}" for name, v in values.items())
    return f"{wording('fidelity.name')}: {', '.join(said)}"


def _is_pressing(row: "DocumentRow") -> bool:
    """Whether it was reviewed and has something that somebody should look at."""
    return row.error is None and (row.verdict != OUTCOMES[0] or bool(row.critical or row.major))


def _rank(row: "DocumentRow") -> tuple[int, float, str]:
    """By outcome, then by fidelity, the worst first."""
    fidelity = 0.0 if row.fidelity is None else row.fidelity
    return -OUTCOMES.index(_outcome(row)), fidelity, row.pair


def _failure(row: "DocumentRow", wording: Wording) -> "Text":
    """What failed, and why; most errors begin with the file's name, which is the pair's too."""
    from rich.text import Text

    name, error = clean(row.pair), clean(row.error or "")
    said = error if error.startswith(name) else f"{name}: {error}"
    return Text.assemble(
        (f"{wording('index.outcome.failed')}: ", "red"), shorten(said, FAILURE_LENGTH)
    )


def _outcome(row: "DocumentRow") -> str:
    return row.verdict or FAILED


def _table(rows: Sequence["DocumentRow"], wording: Wording, width: int) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    heads = [wording(f"index.{name}") for name in ("verdict", "fidelity", *COUNTS)]
    cells = [_cells(row, wording) for row in rows]
    taken = sum(GAP + max(map(len, column)) for column in zip(heads, *cells, strict=True))
    room = max(NAME_LENGTH, width - taken - GAP)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, GAP // 2))
    table.add_column(wording("index.pair"), no_wrap=True)
    for head in heads:
        table.add_column(head, no_wrap=True, justify="left" if head == heads[0] else "right")
    for row, others in zip(rows, cells, strict=True):
        table.add_row(Text(_end(clean(row.pair), room)), *others)
    return table


def _cells(row: "DocumentRow", wording: Wording) -> list[str]:
    """What stands beside a pair's name."""
    counts = [getattr(row, count) for count in COUNTS]
    return [
        wording(f"index.outcome.{_outcome(row)}"),
        "" if row.fidelity is None else wording.score(row.fidelity),
        *("" if count is None else wording.number(count) for count in counts),
    ]


def _end(name: str, room: int) -> str:
    """The name, of a long one its end, where names differ."""
    return name if len(name) <= room else f"…{name[1 - room :]}"
