"""Where the points of the fidelity went, as a reader is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fedele.findings.entries import Entry, entries
from fedele.findings.reviewed import Reviewed
from fedele.wording import Wording
from metrics import Cause, Part

LISTED = 6
"""Parts that are named one by one; chosen: what a reader takes in at a glance."""
WORTH_NAMING = 0.1
"""Points from which on a part is named; less rounds to nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the breakdown.

    Attributes:
        points: how many are gone.
        text: what they went to, in the report's language.
        entry: the flag, None where there is none.
    """

    points: float
    text: str
    entry: Entry | None


def point_lines(review: Reviewed, wording: Wording) -> list[Line]:
    """The parts that cost most, and what all the others cost together."""
    known = {entry.id: entry for entry in entries(review)}
    parts = [part for part in _together(review.scores.parts) if part.points >= WORTH_NAMING]
    lines = [_line(review, part, known, wording) for part in parts[:LISTED]]
    rest = 100 - review.fidelity - sum(line.points for line in lines)
    if lines and rest >= WORTH_NAMING:
        lines.append(Line(rest, wording("points.rest"), None))
    return lines


def lost(line: Line, wording: Wording) -> str:
    """What a line says at its head, such as "−6.2"."""
    return f"−{wording.number(round(line.points, 1))}"


def interval_text(review: Reviewed, wording: Wording) -> str | None:
    """The interval beside the score, None where there is none."""
    if review.scores.interval is None:
        return None
    low, high = (wording.number(round(bound)) for bound in review.scores.interval)
    return wording("fidelity.interval", low=low, high=high)


def _together(parts: Sequence[Part]) -> list[Part]:
    """Loose renderings of all paragraphs as one part, and each flag's parts as one."""
    points: dict[tuple[Cause, int | None, int], float] = {}
    first: dict[tuple[Cause, int | None, int], Part] = {}
    for part in parts:
        loose = part.cause in (Cause.LOOSE, Cause.WORDS)
        place = -1 if loose or part.cause is Cause.FLAG else part.group
        key = (part.cause, part.flag, place)
        points[key] = points.get(key, 0.0) + part.points
        first.setdefault(key, part)
    found = [replace(first[key], points=total) for key, total in points.items()]
    return sorted(found, key=lambda part: -part.points)


def _line(review: Reviewed, part: Part, known: dict[str, Entry], wording: Wording) -> Line:
    if part.flag is not None:
        entry = known[review.flag_ids[part.flag]]
        kind = wording(f"kind.{entry.flag.kind.value}")
        return Line(part.points, f"{entry.label(wording)}, {kind}, {_place(part, wording)}", entry)
    text = wording(f"points.{part.cause.value}")
    if part.cause is Cause.ALONE:
        text = f"{text}, {_place(part, wording)}"
    return Line(part.points, text, None)


def _place(part: Part, wording: Wording) -> str:
    """The paragraph, the original's where there is one."""
    if part.source_paragraph is not None:
        return wording("group.to_source", number=part.source_paragraph + 1)
    number = 0 if part.target_paragraph is None else part.target_paragraph + 1
    return wording("group.to_target", number=number)
