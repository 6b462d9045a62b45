"""The review on a terminal: the verdict, the score, and the flags in reading order."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fedele.reports.entries import Entry, entries
from fedele.reports.points import interval_text, lost, point_lines
from fedele.reports.wording import Wording, load_wording
from metrics import Passage, Verdict

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from fedele.result import Review

ROWS = 25
"""Flags that a screen has room for; the gravest are listed, the rest is counted."""
ASIDES = 6
"""Paragraphs set aside that are named, a side."""
QUOTE_LENGTH = 60
"""Characters that a quoted passage may take before its middle is left out."""
MESSAGE_LENGTH = 120
"""The same for a flag's evidence."""

VERDICT_STYLES = {"translation": "bold green", "partial": "bold yellow", "unrelated": "bold red"}
SEVERITY_STYLES = {"minor": "dim", "major": "bold yellow", "critical": "bold red"}
MARK_STYLES = {
    "omission": "red",
    "addition": "blue",
    "mistranslation": "magenta",
    "untranslated": "green",
    "shift": "dim",
}


def render_terminal(review: "Review", console: "Console", *, language: str = "en") -> None:
    """Print a summary of the review.

    Paragraphs are counted from 1, original first, then translation. The gravest flags are listed,
    in reading order; the others, and shifts, are counted.

    Args:
        review: what to show.
        console: where; its width and colours are respected.
        language: of the summary's own words, "en" or "it".
    """
    wording = load_wording(language)
    found = entries(review)
    flags = [entry for entry in found if not entry.is_shift]
    for line in _head(review, wording):
        console.print(line, highlight=False)
    console.print()
    if flags:
        console.print(_table(_gravest(flags), wording))
    if len(flags) > ROWS:
        console.print(wording.count("flags.more", len(flags) - ROWS), highlight=False)
    console.print(_count_line(review, found, wording), highlight=False)
    for line in _foot(review, wording):
        console.print(line, highlight=False)


def _head(review: "Review", wording: Wording) -> Iterator["Text"]:
    from rich.text import Text

    verdict = review.verdict.value
    yield Text.assemble(
        (wording(f"verdict.{verdict}.title"), VERDICT_STYLES[verdict]),
        f". {wording(f'verdict.{verdict}.meaning')}",
    )
    if math.isnan(review.fidelity):
        yield Text(f"{wording('fidelity.name')}: {wording('fidelity.none')}")
        return
    yield Text.assemble(
        f"{wording('fidelity.name')} ",
        (wording.number(review.fidelity), "bold"),
        f" {wording('fidelity.of')}. ",
        (wording("fidelity.how"), "dim"),
    )
    if interval := interval_text(review, wording):
        yield Text(interval, style="dim")
    yield from _points(review, wording)


def _points(review: "Review", wording: Wording) -> Iterator["Text"]:
    from rich.text import Text

    lines = point_lines(review, wording)
    if lines:
        yield Text(f"{wording('points.title')}:")
    for line in lines:
        style = MARK_STYLES[line.entry.style] if line.entry else "dim"
        yield Text.assemble((f"{lost(line, wording):>6}  ", "bold"), (line.text, style))


def _gravest(flags: list[Entry]) -> list[Entry]:
    """As many as there is room for, in reading order."""
    ranked = sorted(flags, key=lambda entry: (-entry.flag.severity.rank, -entry.flag.confidence))
    return sorted(ranked[:ROWS], key=lambda entry: entry.number)


def _table(flags: list[Entry], wording: Wording) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), expand=True)
    table.add_column("", no_wrap=True)
    table.add_column(wording("table.place"), no_wrap=True)
    table.add_column(wording("table.severity"), no_wrap=True)
    table.add_column(wording("table.confidence"), no_wrap=True, justify="right")
    table.add_column(wording("table.words"), ratio=3)
    table.add_column(wording("table.message"), ratio=4)
    for entry in flags:
        table.add_row(*_row(entry, wording))
    return table


def _row(entry: Entry, wording: Wording) -> tuple["Text", ...]:
    from rich.text import Text

    flag, severity = entry.flag, entry.flag.severity.value
    return (
        Text(entry.label(wording), style=f"bold {MARK_STYLES[entry.style]}"),
        Text(f"{_number(flag.source)}·{_number(flag.target)}"),
        Text(wording(f"severity.{severity}"), style=SEVERITY_STYLES[severity]),
        Text(wording.percent(flag.confidence)),
        _words(entry),
        Text(shorten(clean(entry.message(wording)), MESSAGE_LENGTH)),
    )


def _words(entry: Entry) -> "Text":
    from rich.text import Text

    sides = [side for side in (entry.flag.source, entry.flag.target) if side is not None]
    texts = dict.fromkeys(clean(side.text) for side in sides)  # what is untranslated, once
    style = MARK_STYLES[entry.style]
    length = QUOTE_LENGTH // len(texts)
    return Text(" → ").join(Text(shorten(text, length), style=style) for text in texts)


def shorten(text: str, length: int) -> str:
    """A long text by its beginning and end."""
    if len(text) <= length:
        return text
    half = length // 2
    return f"{text[:half].rstrip()} … {text[-half:].lstrip()}"


def _number(passage: Passage | None) -> str:
    return "–" if passage is None else str(passage.paragraph + 1)


def clean(text: str) -> str:
    """Text without line breaks, and without characters that would steer a terminal."""
    return "".join(char if char.isprintable() else "�" for char in " ".join(text.split()))


def _count_line(review: "Review", found: tuple[Entry, ...], wording: Wording) -> "Text":
    from rich.text import Text

    total = sum(review.severity_counts.values())
    shifts = len(found) - total
    if not found:
        unrelated = review.verdict is Verdict.UNRELATED
        return Text(wording("flags.none_unrelated" if unrelated else "flags.none"))
    parts = [
        f"{count} {wording.count(f'severities.{severity.value}', count)}"
        for severity, count in review.severity_counts.items()
        if count
    ]
    line = wording.count("flags", total) + (f": {', '.join(parts)}" if parts else "")
    return Text(line + (f"; {wording.count('flags.shifts', shifts)}" if shifts else ""))


def _foot(review: "Review", wording: Wording) -> Iterator["Text"]:
    from rich.text import Text

    for side, asides in (
        ("source", review.alignment.source_aside),
        ("target", review.alignment.target_aside),
    ):
        if asides:
            items = ", ".join(
                f"¶ {aside.paragraph + 1} ({wording(f'aside.{aside.reason}.name')})"
                for aside in asides[:ASIDES]
            )
            if len(asides) > ASIDES:
                items += " " + wording.count("aside.more", len(asides) - ASIDES)
            label = f"{wording('aside.title')}, {wording(f'side.{side}').lower()}: "
            yield Text.assemble((label, "dim"), items)
    for note in review.all_notes:
        yield Text.assemble((f"{wording('table.note')}: ", "dim"), clean(note))
