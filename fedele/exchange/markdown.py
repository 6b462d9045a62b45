"""A comment for a pull request: a compact table in GitHub-flavoured Markdown.

No word of a document can do anything there: every character that has a meaning in Markdown stands
as a reference, and what a code host makes links of in ready text (mentions, issue numbers) is
broken by a space of no width.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from fedele.exchange.numbers import MarkdownNumbers, exchange_numbers
from fedele.files.atomic import write_atomically
from fedele.findings.entries import Entry, entries
from fedele.findings.issues import gravest_first
from fedele.findings.reviewed import Reviewed
from fedele.reports.phrases import counts_phrase, fidelity_phrase
from fedele.wording import Wording, load_wording
from fedele.wording.quoting import clean, shorten
from metrics import Passage

_SPECIAL = re.compile(r"[#$&*<>@\[\\\]^_`{|}~]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_LINKED = re.compile(r"&#(?:64|35);|\bGH-(?=\d)", re.IGNORECASE)
_NO_WIDTH = "&#8203;"


def write_markdown(review: Reviewed, path: str | os.PathLike[str], *, language: str = "en") -> Path:
    """Write `render_markdown` to a file.

    Raises:
        UsageError: the file cannot be written, or there is no wording in that language.
    """
    return write_atomically(path, render_markdown(review, language=language).encode())


def render_markdown(review: Reviewed, *, language: str = "en") -> str:
    """The verdict, the fidelity, and the gravest flags as a table in reading order.

    Dismissed flags and shifts are left out, and what goes beyond the room of a comment
    (`fedele/data/exchange.toml`); what is left out for room is counted.

    Args:
        review: the review.
        language: "en" or "it".

    Raises:
        UsageError: there is no wording in that language.
    """
    wording, limits = load_wording(language), exchange_numbers().markdown
    head = "".join(_head(review, wording))
    rows = _rows(review, wording, limits)
    table = list(_fitting(rows, limits, len(head)))
    total = len(rows)
    if not total:
        return head
    more = wording.count("flags.more", total - len(table))
    foot = f"\n{more}\n" if len(table) < total else ""
    lines = (line for _, line in sorted(table))
    return f"{head}\n{_table_head(wording)}{''.join(lines)}{foot}"


def _head(review: Reviewed, wording: Wording) -> Iterator[str]:
    verdict = review.verdict.value
    yield f"### {escape(wording(f'verdict.{verdict}.title'))}\n\n"
    yield f"{escape(fidelity_phrase(review, wording))}. {counts_phrase(review, wording)}.\n"


def _table_head(wording: Wording) -> str:
    names = ("label", "place", "severity", "source_words", "target_words", "message")
    titles = [wording(f"table.{name}") for name in names]
    return f"| {' | '.join(titles)} |\n|{' --- |' * len(titles)}\n"


def _rows(review: Reviewed, wording: Wording, limits: MarkdownNumbers) -> list[tuple[int, str]]:
    """Every open flag as a row with its number, the gravest first."""
    known = {entry.id: entry for entry in entries(review)}
    return [
        (known[issue.id].number, _row(known[issue.id], wording, limits))
        for issue in gravest_first(review.issues)
    ]


def _row(entry: Entry, wording: Wording, limits: MarkdownNumbers) -> str:
    flag = entry.flag
    cells = (
        entry.label(wording),
        entry.place,
        wording(f"severity.{flag.severity.value}"),
        _words(flag.source, limits.quote),
        _words(flag.target, limits.quote),
        escape(shorten(clean(entry.message(wording)), limits.message)),
    )
    return f"| {' | '.join(cells)} |\n"


def _fitting(
    rows: list[tuple[int, str]], limits: MarkdownNumbers, used: int
) -> Iterator[tuple[int, str]]:
    """The first rows, as many as there is room for."""
    for number, line in rows[: limits.rows]:
        used += len(line)
        if used > limits.characters:
            return
        yield number, line


def _words(passage: Passage | None, length: int) -> str:
    return "" if passage is None else escape(shorten(clean(passage.text), length))


def escape(text: str) -> str:
    """The text as Markdown that shows it, character for character, and does nothing else."""
    referred = _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", text)
    return _LINKED.sub(lambda found: found[0] + _NO_WIDTH, referred)
