"""The index of a batch: every pair on one page, the worst first, to be sorted and filtered.

The page is a plain table that needs no script to be read; the script sorts it and filters it.
Names, paths and errors come from whoever made the files: all of it is escaped, and characters
that show nothing or turn the direction of the text are shown by their number. Nothing in the page
depends on the day or on the machine, so the same rows give the same bytes.
"""

import math
import os
import statistics
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fedele.files.atomic import write_atomically
from fedele.reports.html.page import environment, page_script, page_style, policy
from fedele.wording import Wording, load_wording
from fedele.wording.quoting import reveal
from metrics import Severity, Verdict

if TYPE_CHECKING:
    from fedele.batch import DocumentRow

HOME = "fedele.batch"
"""The package whose folder has the page's template, style and script."""
FAILED = "failed"
OUTCOMES = (FAILED, *(verdict.value for verdict in reversed(Verdict)))
"""What can become of a pair, the worst first; their numbers serve the script."""

SEVERITIES = tuple(severity.value for severity in reversed(Severity))

BIN_EDGES = (0.0, 50.0, 55.0, 60.0, 65.0, 70.0, 75.0, 80.0, 85.0, 90.0, 95.0, 100.0)
"""Lower bounds of the distribution's bars, and its end; chosen: fine where translations are, the
same for every batch so that two can be compared, few enough to be hit with a finger."""

STEP = 0.1
"""Of the fidelity in the filters, and from a bar's last value to the next one's first."""

BAR_HEIGHT = 100
"""Units that the distribution's highest bar is high."""


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A row of the page.

    Attributes:
        name: the pair's, as it can be shown.
        link: to its report, None where it has none.
        languages: what it was reviewed as, such as "it → en"; empty where that is not known.
        outcome: one of `OUTCOMES`.
        fidelity: 0 to 100, None where there is none.
        interval: its 95 % interval, such as "78–85"; empty where there is none.
        counts: open flags by severity, gravest first; none where the pair failed.
        coverage: of both sides, such as "98 / 95 %".
        least_coverage: the lower of the two, 0 to 1, None where there is none.
        words: of both sides, such as "1,204 / 1,350".
        source_words: of the source, None where the pair failed.
        error: why it failed.
    """

    name: str
    link: str | None
    languages: str
    outcome: str
    fidelity: float | None
    interval: str
    counts: tuple[int, ...]
    coverage: str
    least_coverage: float | None
    words: str
    source_words: int | None
    error: str | None

    @property
    def score(self) -> float | None:
        """The fidelity with one decimal: as it is shown, and so as it is ordered and filtered."""
        return None if self.fidelity is None else round(self.fidelity, 1)

    @property
    def order(self) -> tuple[bool, float, str]:
        """Failed first, then what has no score, then by fidelity, then by name."""
        return (self.outcome != FAILED, -1.0 if self.score is None else self.score, self.name)

    @property
    def values(self) -> tuple[Any, ...]:
        """What the script sorts and filters by."""
        number = OUTCOMES.index(self.outcome)
        counts = self.counts or (None,) * len(SEVERITIES)
        return (number, self.score, *counts, self.least_coverage, self.source_words)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the distribution: pairs with a fidelity from ``low`` to ``high``, both included."""

    low: float
    high: float
    count: int
    height: float


@dataclass(frozen=True, slots=True)
class Totals:
    """What the head of the page says about all pairs."""

    pairs: int
    outcomes: Mapping[str, int]
    mean: float | None
    median: float | None
    flags: Mapping[str, int]
    bars: tuple[Bar, ...]


def render_index(
    rows: Iterable["DocumentRow"],
    *,
    language: str = "en",
    notes: Sequence[str] = (),
    signature: Mapping[str, str] | None = None,
) -> str:
    """The index as the text of one HTML file, which needs no other.

    Args:
        rows: one a pair, in any order; read once.
        language: of the page's own words, "en" or "it".
        notes: what the reader should know about the batch, a sentence each.
        signature: the recipe of the batch, to be shown at the end.

    Raises:
        UsageError: there is no wording in that language.
    """
    wording = load_wording(language)
    lines = sorted((_line(row, wording) for row in rows), key=lambda line: line.order)
    style = page_style(["index.css"], HOME) + _labels(wording)
    script = page_script(["index.js"], HOME)
    return (
        environment(HOME)
        .get_template("index.html.j2")
        .render(
            t=wording,
            lines=lines,
            totals=_totals(lines),
            severities=SEVERITIES,
            bar_height=BAR_HEIGHT,
            step=STEP,
            notes=notes,
            signature=signature or {},
            data={"outcomes": OUTCOMES, "rows": [line.values for line in lines]},
            style=style,
            script=script,
            policy=policy(style, script),
        )
    )


def write_index(
    rows: Iterable["DocumentRow"],
    path: str | os.PathLike[str],
    *,
    language: str = "en",
    notes: Sequence[str] = (),
    signature: Mapping[str, str] | None = None,
) -> Path:
    """Write the index; arguments and errors as `render_index` and `write_atomically`."""
    text = render_index(rows, language=language, notes=notes, signature=signature)
    return write_atomically(path, text.encode("utf-8", "replace"))


def _line(row: "DocumentRow", wording: Wording) -> IndexLine:
    scored = row.fidelity is not None and not math.isnan(row.fidelity)
    coverages = [share for share in (row.source_coverage, row.target_coverage) if share is not None]
    return IndexLine(
        name=reveal(row.pair),
        link=None if row.report is None else _link(row.report),
        languages=" → ".join(
            reveal(code) for code in (row.source_language, row.target_language) if code
        ),
        outcome=row.verdict or FAILED,
        fidelity=row.fidelity if scored else None,
        interval=_interval(row, wording),
        counts=() if row.verdict is None else tuple(getattr(row, name) for name in SEVERITIES),
        coverage=" / ".join(map(wording.percent, coverages)),
        least_coverage=round(min(coverages), 4) if coverages else None,
        words=_words(row, wording),
        source_words=row.source_words,
        error=None if row.error is None else reveal(row.error),
    )


def _link(path: str) -> str:
    """A relative address that stays one, whatever the path looks like."""
    return "./" + quote(path, errors="surrogateescape")


def _interval(row: "DocumentRow", wording: Wording) -> str:
    if row.fidelity_low is None or row.fidelity_high is None:
        return ""
    return "–".join(wording.number(round(bound)) for bound in (row.fidelity_low, row.fidelity_high))


def _words(row: "DocumentRow", wording: Wording) -> str:
    counts = [count for count in (row.source_words, row.target_words) if count is not None]
    return " / ".join(map(wording.number, counts))


def _totals(lines: Sequence[IndexLine]) -> Totals:
    found = Counter(line.outcome for line in lines)
    scores = [line.fidelity for line in lines if line.fidelity is not None]
    flags = [
        sum(counts) for counts in zip(*(line.counts for line in lines if line.counts), strict=True)
    ]
    return Totals(
        pairs=len(lines),
        outcomes={outcome: found[outcome] for outcome in OUTCOMES if found[outcome]},
        mean=round(math.fsum(scores) / len(scores), 1) if scores else None,
        median=round(statistics.median(scores), 1) if scores else None,
        flags=dict(zip(SEVERITIES, flags, strict=True)) if flags else {},
        bars=_bars([line.score for line in lines if line.score is not None]),
    )


def _bars(scores: Sequence[float]) -> tuple[Bar, ...]:
    """The distribution; empty where nothing has a score."""
    if not scores:
        return ()
    last = len(BIN_EDGES) - 2
    counts = Counter(min(last, bisect_right(BIN_EDGES, score) - 1) for score in scores)
    highest = max(counts.values())
    return tuple(
        Bar(
            low=low,
            high=high if number == last else round(high - STEP, 1),
            count=counts[number],
            height=round(BAR_HEIGHT * counts[number] / highest, 1),
        )
        for number, (low, high) in enumerate(pairwise(BIN_EDGES))
    )


def _labels(wording: Wording) -> str:
    """What stands before each cell on a narrow screen, where it is not under its column's head."""
    names = ("fidelity", *SEVERITIES, "coverage", "words")
    rules = "".join(
        f'  .pairs td:nth-child({number})::before {{ content: "{label} "; }}\n'
        for number, label in enumerate((wording(f"index.{name}") for name in names), 2)
    )
    return f"\n@media screen and (max-width: 48rem) {{\n{rules}}}\n"
