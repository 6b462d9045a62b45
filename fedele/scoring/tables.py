"""Scores and revisions on a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fedele.wording.quoting import clean, shorten
from metrics import METRICS

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from fedele.scoring.revision import ChangeRow, Revision
    from fedele.scoring.scores import Scores

ROWS = 25
"""Changes that a screen has room for; the others are counted."""
TEXT_LENGTH = 70
"""Characters that a quoted segment may take before its middle is left out."""


def render_scores(scores: "Scores", console: "Console") -> None:
    """Print a row a translation, its interval beside each score, and the metrics' signatures."""
    table = _table("system", *(f">{name}" for name in _columns(scores)))
    for name in scores.names:
        table.add_row(name, *_cells(scores, name))
    console.print(table)
    if scores.references:
        if len(scores.names) > 1:
            console.print(
                f"p: how likely a difference to {scores.names[0]} as large as this is chance "
                "(paired bootstrap).",
                highlight=False,
            )
        for metric, signature in scores.references.signatures.items():
            console.print(f"{metric}: {signature}", highlight=False, soft_wrap=True)


def render_revision(revision: "Revision", console: "Console") -> None:
    """Print both versions' fidelity and the segments that changed."""
    before, after = revision.before.fidelity, revision.after.fidelity
    console.print(
        f"Fidelity {before:.1f} before, {after:.1f} after ({after - before:+.1f}). "
        f"{len(revision.rows)} segments changed, {revision.unchanged} as they were.",
        highlight=False,
    )
    if revision.rows:
        table = _table("change", "¶", ">before", ">after", "text before", "text after")
        for row in revision.rows[:ROWS]:
            table.add_row(*_change_cells(row))
        console.print(table)
    if len(revision.rows) > ROWS:
        console.print(f"… and {len(revision.rows) - ROWS} more; write them with --csv or --json.")


def _table(*columns: str) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for column in columns:
        right = column.startswith(">")
        table.add_column(column.lstrip(">"), justify="right" if right else "left", no_wrap=right)
    return table


def _columns(scores: "Scores") -> Iterator[str]:
    if scores.reviews:
        yield "fidelity"
    if scores.references:
        for metric in METRICS:
            yield metric
            if len(scores.names) > 1:
                yield "p"


def _cells(scores: "Scores", name: str) -> Iterator[str]:
    if scores.reviews:
        yield f"{scores.reviews[name].fidelity:.1f}"
    if scores.references:
        for found in scores.references.systems[name].values():
            yield f"{found.score:.1f} ± {found.interval:.1f}"
            if len(scores.names) > 1:
                yield "" if found.p_value is None else f"{found.p_value:.3f}"


def _change_cells(row: "ChangeRow") -> tuple[str, ...]:
    places = (row.before_paragraph, row.after_paragraph)
    return (
        row.change,
        "·".join("–" if place is None else str(place + 1) for place in places),
        _points(row.before_fidelity),
        _points(row.after_fidelity),
        _quote(row.before_text),
        _quote(row.after_text),
    )


def _points(fidelity: float) -> str:
    return "–" if fidelity != fidelity else f"{fidelity:.1f}"


def _quote(text: str) -> str:
    return shorten(clean(text), TEXT_LENGTH)
