"""The report of one review: everything from the documents escaped, nothing from the network."""

import hashlib
import math
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from fedele.files.atomic import file_of, write_atomically
from fedele.findings.decisions import SCHEMA, decision_record
from fedele.findings.entries import Entry, entries
from fedele.findings.reviewed import Reviewed
from fedele.reports.html.page import environment, page_script, page_style, policy
from fedele.reports.html.rows import Row, build_rows
from fedele.reports.points import interval_text, lost, point_lines
from fedele.wording import Wording, load_wording
from metrics import Kind, Severity

STYLES = ("report.css", "decisions.css")
NEWS = ("page.js", "desk.js")
SCRIPTS = (*NEWS, "filters.js", "focus.js", "decisions.js", "saving.js", "reader.js")
"""The parts of the page's style and of its script, in the order in which they are read."""

FIDELITY_BANDS = ((90.0, "full"), (60.0, "most"), (30.0, "some"), (0.0, "little"))
"""What a score is called from its lower bound on; chosen: round numbers below ESA's marks."""

STRIP_WIDTH = 1000.0
"""Units that the overview strip is wide; the page stretches them."""

STRIP_GAP = 1.5
"""Units between its blocks."""


@dataclass(frozen=True, slots=True)
class OverviewBlock:
    """A passage in the overview strip.

    Attributes:
        row: the passage.
        left, width: where it stands, in units of the strip.
        reach: its width with the gap after it, so that every place in the strip leads somewhere.
        ticks: its flags, each with where it stands.
    """

    row: Row
    left: float
    width: float
    reach: float
    ticks: tuple[tuple[Entry, float], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to filter by, with the marks and the number of the flags that have it."""

    value: str
    styles: tuple[str, ...]
    count: int
    shown: bool


@dataclass(frozen=True, slots=True)
class Served:
    """How a page reaches the desk that serves it.

    Attributes:
        token: what the page shows with each request, so that no other page can ask.
        version: of the review that the page holds; the desk says when it has a newer one.
    """

    token: str
    version: int


def render_html(
    review: Reviewed,
    *,
    language: str = "en",
    served: Served | None = None,
    index: str | None = None,
) -> str:
    """The report as the text of one HTML file.

    Args:
        review: what to show; flags that reviewers dismissed are folded away.
        language: of the report's own words, "en" or "it".
        served: the desk that serves the page, where one does. Only then the page makes requests,
            and only there.
        index: a relative link to the index of the batch that the review is of.

    Raises:
        UsageError: there is no wording in that language.
    """
    wording = load_wording(language)
    found = entries(review)
    rows = build_rows(review, found)
    style, script = page_style(STYLES), page_script(SCRIPTS if found else NEWS)
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            review=review,
            t=wording,
            title=_title(review, wording),
            rows=rows,
            by_number={entry.number: entry for entry in found},
            found=found,
            dismissed={entry.id for entry in found if entry.is_dismissed},
            files=_files(review),
            served=served,
            index=index,
            data=_data(review, wording),
            strip=_strip(rows, found),
            kinds=_kinds(found),
            severities=_severities(found),
            band=_band(review.fidelity),
            interval=interval_text(review, wording),
            points=[(lost(line, wording), line) for line in point_lines(review, wording)],
            style=style,
            script=script,
            policy=policy(style, script, requests=served is not None),
        )
    )


def write_html(review: Reviewed, path: str | os.PathLike[str], *, language: str = "en") -> Path:
    """Write the report; errors as `render_html` and `write_atomically`."""
    text = render_html(review, language=language)
    return write_atomically(path, text.encode("utf-8", "replace"))


def _data(review: Reviewed, wording: Wording) -> dict[str, Any]:
    """What the script needs to know besides the page: decisions, where they are kept, its words."""
    paths = _paths(review)
    named = "\x1f".join((*map(str, paths), *sorted(review.flag_ids)))
    stem = paths[0].stem if paths else "text"
    return {
        "schema": SCHEMA,
        "kinds": [kind.value for kind in Kind],
        "review": hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest(),
        "file": f"{stem}.decisions.json",
        "decisions": [decision_record(decision) for decision in review.decisions],
        "words": {key: text for key, text in wording.phrases.items() if key.startswith("decide.")},
    }


def _title(review: Reviewed, wording: Wording) -> str:
    """The documents' heading, or else the names of their files."""
    title = review.source.title or review.target.title
    return title or _files(review) or wording("page.untitled")


def _files(review: Reviewed) -> str:
    """The names of the documents' files, empty where they have none."""
    return " → ".join(dict.fromkeys(path.name for path in _paths(review)))


def _paths(review: Reviewed) -> list[PurePath]:
    paths = map(file_of, (review.source, review.target))
    return [PurePath(path) for path in paths if path is not None]


def _strip(rows: Sequence[Row], found: Sequence[Entry]) -> list[OverviewBlock]:
    by_number = {entry.number: entry for entry in found}
    total = sum(row.length for row in rows) or 1
    blocks, left = [], 0.0
    for row in rows:
        width = STRIP_WIDTH * row.length / total
        ticks = tuple((by_number[number], round(left + at * width, 1)) for number, at in row.ticks)
        shown = max(STRIP_GAP, width - STRIP_GAP)
        blocks.append(OverviewBlock(row, round(left, 1), round(shown, 1), round(width, 1), ticks))
        left += width
    return blocks


def _kinds(found: Sequence[Entry]) -> list[Choice]:
    """The kinds there are, most frequent first, shifts last and hidden at first."""
    counts = Counter(entry.flag.kind for entry in found)
    ordered = sorted(counts, key=lambda kind: (kind is Kind.SHIFT, -counts[kind]))
    return [
        Choice(
            value=kind.value,
            styles=tuple(dict.fromkeys(item.style for item in found if item.flag.kind is kind)),
            count=counts[kind],
            shown=kind is not Kind.SHIFT,
        )
        for kind in ordered
    ]


def _severities(found: Sequence[Entry]) -> list[Choice]:
    """The severities there are, gravest first; counts leave shifts out."""
    counts = Counter(entry.flag.severity for entry in found if not entry.is_shift)
    return [
        Choice(severity.value, (severity.value,), counts[severity], True)
        for severity in reversed(Severity)
        if counts[severity]
    ]


def _band(fidelity: float) -> str | None:
    if math.isnan(fidelity):
        return None
    return next(name for bound, name in FIDELITY_BANDS if fidelity >= bound)
