"""The review on a terminal: the verdict, the score, and the flags in reading order."""

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fedele.findings.decisions import Decision
from fedele.findings.entries import Entry, entries
from fedele.findings.issues import ruling_text
from fedele.findings.reviewed import Reviewed
from fedele.reports.phrases import applied_phrase, counts_phrase, lapsed_phrase
from fedele.reports.points import interval_text, lost, point_lines
from fedele.wording import Wording, load_wording
from fedele.wording.quoting import clean, shorten
from metrics import Verdict

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text


ROWS = 25
"""Flags that a screen has room for; the gravest are listed, the rest is counted."""
ASIDES = 6
"""Paragraphs set aside that are named, a side."""
LAPSED = 10
"""Decisions that lapsed which are named, the latest first; the rest is counted."""
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


def render_terminal(review: Reviewed, console: "Console", *, language: str = "en") -> None:
    """Print a summary of the review.

    Paragraphs are counted from 1, original first, then translation. The gravest flags are listed,
    in reading order; the others, shifts, and what reviewers dismissed are counted. Decisions that
    lapsed are named.

    Args:
        review: what to show.
        console: where; its width and colours are respected.
        language: of the summary's own words, "en" or "it".
    """
    wording = load_wording(language)
    found = entries(review)
    flags = [entry for entry in found if entry.is_open]
    for line in _head(review, wording):
        console.print(line, highlight=False)
    console.print()
    if flags:
        console.print(_table(_gravest(flags), wording))
    if len(flags) > ROWS:
        console.print(wording.count("flags.more", len(flags) - ROWS), highlight=False)
    console.print(_count_line(review, found, wording), highlight=False)
    for line in _decisions(review, wording):
        console.print(line, highlight=False)
    for line in _foot(review, wording):
        console.print(line, highlight=False)


def _head(review: Reviewed, wording: Wording) -> Iterator["Text"]:
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


def _points(review: Reviewed, wording: Wording) -> Iterator["Text"]:
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
        Text(entry.place),
        Text(wording(f"severity.{severity}"), style=SEVERITY_STYLES[severity]),
        Text(wording.percent(flag.confidence)),
        _words(entry),
        _why(entry, wording),
    )


def _why(entry: Entry, wording: Wording) -> "Text":
    """The evidence, and before it what a reviewer wants done."""
    from rich.text import Text

    evidence = Text(shorten(clean(entry.message(wording)), MESSAGE_LENGTH))
    if entry.decision is None:
        return evidence
    return Text.assemble((f"[{_ruling(entry.decision, wording)}] ", "bold"), evidence)


def _ruling(decision: Decision, wording: Wording) -> str:
    return shorten(clean(ruling_text(decision, wording)), QUOTE_LENGTH)


def _words(entry: Entry) -> "Text":
    passages = (entry.flag.source, entry.flag.target)
    texts = (None if passage is None else passage.text for passage in passages)
    return _both(texts, MARK_STYLES[entry.style])


def _both(sides: Iterable[str | None], style: str) -> "Text":
    """The words on either side, once where they are the same, as of what is untranslated."""
    from rich.text import Text

    texts = dict.fromkeys(clean(side) for side in sides if side is not None)
    length = QUOTE_LENGTH // max(1, len(texts))
    return Text(" → ").join(Text(shorten(text, length), style=style) for text in texts)


def _count_line(review: Reviewed, found: tuple[Entry, ...], wording: Wording) -> "Text":
    from rich.text import Text

    if not found:
        unrelated = review.verdict is Verdict.UNRELATED
        return Text(wording("flags.none_unrelated" if unrelated else "flags.none"))
    total, still_open = (sum(c.values()) for c in (review.severity_counts, review.open_counts))
    others = {"flags.shifts": len(found) - total, "decisions.dismissed": total - still_open}
    return Text(
        "; ".join(
            [
                counts_phrase(review, wording),
                *(wording.count(key, n) for key, n in others.items() if n),
            ]
        )
    )


def _decisions(review: Reviewed, wording: Wording) -> Iterator["Text"]:
    """How many decisions were applied, and each of those that lapsed, the latest first."""
    from rich.text import Text

    if applied := applied_phrase(review, wording):
        yield Text(applied)
    if count := lapsed_phrase(review, wording):
        yield Text(count, style="yellow")
    lapsed = review.lapsed[::-1]
    for decision in lapsed[:LAPSED]:
        yield _lapsed(decision, wording)
    if len(lapsed) > LAPSED:
        yield Text("  " + wording.count("decisions.more", len(lapsed) - LAPSED))


def _lapsed(decision: Decision, wording: Wording) -> "Text":
    from rich.text import Text

    kind = wording(f"kind.{decision.kind.value}")
    said = f" [{_ruling(decision, wording)}]"
    return Text.assemble(f"  {kind}: ", _both((decision.source, decision.target), ""), said)


def _foot(review: Reviewed, wording: Wording) -> Iterator["Text"]:
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
        yield Text.assemble((f"{wording('table.note')}: ", "dim"), clean(wording.note(note)))
