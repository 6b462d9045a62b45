"""Scores and revisions on a terminal."""

from collections.abc import Iterator
from math import isnan
from typing import TYPE_CHECKING

from fedele.reports.console_table import console_table
from fedele.wording import Wording, load_wording
from fedele.wording.quoting import clean, shorten
from metrics import METRICS

if TYPE_CHECKING:
    from rich.console import Console

    from fedele.scoring.revision import ChangeRow, Revision
    from fedele.scoring.scores import Scores

ROWS = 25
"""Changes that a screen has room for; the others are counted."""
TEXT_LENGTH = 70
"""Characters that a quoted segment may take before its middle is left out."""


def render_scores(scores: "Scores", console: "Console", *, language: str = "en") -> None:
    """Print a row a translation, its interval beside each score, and the metrics' signatures.

    Args:
        scores: what to show.
        console: where; its width and colours are respected.
        language: the language to say it in.
    """
    wording = load_wording(language)
    table = console_table(
        wording("score.system"), *(f">{name}" for name in _columns(scores, wording))
    )
    for name in scores.names:
        table.add_row(name, *_cells(scores, name, wording))
    console.print(table)
    if scores.references:
        if len(scores.names) > 1:
            console.print(wording("score.p", name=scores.names[0]), highlight=False)
        for metric, signature in scores.references.signatures.items():
            console.print(f"{metric}: {signature}", highlight=False, soft_wrap=True)


def render_revision(revision: "Revision", console: "Console", *, language: str = "en") -> None:
    """Print both versions' fidelity and the segments that changed.

    Args:
        revision: what to show.
        console: where; its width and colours are respected.
        language: the language to say it in.
    """
    wording = load_wording(language)
    console.print(_head(revision, wording), highlight=False)
    if revision.rows:
        names = ("change", "paragraph", "before", "after", "text_before", "text_after")
        change, place, *points, before, after = (wording(f"revision.column.{n}") for n in names)
        table = console_table(change, place, *(f">{name}" for name in points), before, after)
        for row in revision.rows[:ROWS]:
            table.add_row(*_change_cells(row, wording))
        console.print(table)
    more = len(revision.rows) - ROWS
    if more > 0:
        console.print(wording.form("revision.more", more, n=more))


def _head(revision: "Revision", wording: Wording) -> str:
    before, after = revision.before.fidelity, revision.after.fidelity
    changed, unchanged = len(revision.rows), revision.unchanged
    fidelity = wording(
        "revision.fidelity",
        before=_score(before, wording),
        after=_score(after, wording),
        change=_change(after - before, wording),
    )
    segments = wording(
        "revision.segments",
        changed=wording.form("revision.changed", changed, n=changed),
        unchanged=wording.form("revision.unchanged", unchanged, n=unchanged),
    )
    return f"{fidelity} {segments}"


def _columns(scores: "Scores", wording: Wording) -> Iterator[str]:
    if scores.reviews:
        yield wording("score.fidelity")
    if scores.references:
        for metric in METRICS:
            yield metric
            if len(scores.names) > 1:
                yield "p"


def _cells(scores: "Scores", name: str, wording: Wording) -> Iterator[str]:
    if scores.reviews:
        yield _score(scores.reviews[name].fidelity, wording)
    if scores.references:
        for found in scores.references.systems[name].values():
            yield f"{_score(found.score, wording)} ± {_score(found.interval, wording)}"
            if len(scores.names) > 1:
                yield "" if found.p_value is None else wording.probability(round(found.p_value, 3))


def _change_cells(row: "ChangeRow", wording: Wording) -> tuple[str, ...]:
    places = (row.before_paragraph, row.after_paragraph)
    return (
        wording(f"revision.change.{row.change}"),
        "·".join("–" if place is None else str(place + 1) for place in places),
        _points(row.before_fidelity, wording),
        _points(row.after_fidelity, wording),
        _quote(row.before_text),
        _quote(row.after_text),
    )


def _points(fidelity: float, wording: Wording) -> str:
    return "–" if isnan(fidelity) else _score(fidelity, wording)


def _score(value: float, wording: Wording) -> str:
    return str(value) if isnan(value) else wording.score(round(value, 1))


def _change(value: float, wording: Wording) -> str:
    return f"{value:+}" if isnan(value) else wording.change(round(value, 1))


def _quote(text: str) -> str:
    return shorten(clean(text), TEXT_LENGTH)
