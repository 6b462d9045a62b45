"""The review as JSON: "fedele.review/1", described by `review.schema.json`."""

import json
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Any

from align import Aside, Group, GroupKind, SentenceBead
from corpus import Document, Role, SentenceId
from fedele.findings.decisions import Decision, Ruling, decision_record
from fedele.findings.issues import Issue
from fedele.findings.regions import region_of
from fedele.findings.reviewed import Reviewed
from fedele.reports.plain import write_record
from fedele.wording import load_wording
from metrics import Category, Cause, Kind, Part, Passage, Severity, Verdict

SCHEMA = "fedele.review/1"
"""Rises when a consumer would have to change."""


ENUMERATIONS: tuple[type[StrEnum], ...] = (
    Category,
    Cause,
    GroupKind,
    Kind,
    Role,
    Ruling,
    Severity,
    Verdict,
)
"""Those whose values the schema lists; its file has "$Kind" in the place of all kinds."""


def load_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `to_record`."""
    text = (resources.files("fedele.reports") / "review.schema.json").read_text("utf-8")
    for enumeration in ENUMERATIONS:
        values = json.dumps([member.value for member in enumeration])
        text = text.replace(f'["${enumeration.__name__}"]', values)
    schema: dict[str, Any] = json.loads(text)
    return schema


def to_record(review: Reviewed) -> dict[str, Any]:
    """The review in plain dictionaries and lists; what has no value is None, never NaN."""
    return {
        "schema": SCHEMA,
        "source": _document(review.source, review.alignment.source_aside),
        "target": _document(review.target, review.alignment.target_aside),
        "groups": [
            _group(*scored)
            for scored in zip(
                review.alignment.groups, review.scores.groups, review.scores.beads, strict=True
            )
        ],
        "flags": [_flag(review, issue) for issue in review.issues],
        "lapsed": [decision_record(decision) for decision in review.lapsed],
        "notes": list(review.all_notes),
        "signature": dict(review.signature),
        "summary": _summary(review),
    }


def write_json(review: Reviewed, path: str | os.PathLike[str]) -> Path:
    """Write the review as UTF-8 JSON; errors as `write_atomically`."""
    return write_record(to_record(review), path)


def _document(document: Document, asides: Sequence[Aside]) -> dict[str, Any]:
    reasons = {aside.paragraph: aside.reason for aside in asides}
    return {
        "language": document.language,
        "path": document.path,
        "title": document.title,
        "paragraphs": [
            {
                "text": paragraph.text,
                "sentences": [list(span) for span in paragraph.sentences],
                "language": paragraph.language,
                "role": paragraph.role.value,
                "aside": _aside(reasons[number]) if number in reasons else None,
            }
            for number, paragraph in enumerate(document.paragraphs)
        ],
    }


def _aside(reason: str) -> dict[str, str]:
    return {"reason": reason, "message": load_wording("en")(f"aside.{reason}.message")}


def _group(group: Group, fidelity: float, scores: Sequence[float]) -> dict[str, Any]:
    return {
        "source": list(group.source),
        "target": list(group.target),
        "kind": group.kind.value,
        "similarity": _number(group.similarity),
        "fidelity": _number(fidelity),
        "beads": [_bead(bead, score) for bead, score in zip(group.beads, scores, strict=True)],
    }


def _bead(bead: SentenceBead, fidelity: float) -> dict[str, Any]:
    return {
        "source": _sentences(bead.source),
        "target": _sentences(bead.target),
        "similarity": _number(bead.similarity),
        "confidence": _number(bead.confidence),
        "fidelity": _number(fidelity),
    }


def _sentences(ids: Sequence[SentenceId]) -> list[list[int]]:
    return [list(where) for where in ids]


def _flag(review: Reviewed, issue: Issue) -> dict[str, Any]:
    flag, decision = issue.flag, issue.decision
    return {
        "id": issue.id,
        "category": flag.category.value,
        "kind": flag.kind.value,
        "severity": flag.severity.value,
        "confidence": flag.confidence,
        "learned": None if issue.learned is None else asdict(issue.learned),
        "source": _passage(review.source, flag.source),
        "target": _passage(review.target, flag.target),
        "message": flag.message,
        "decision": None if decision is None else _decision(decision),
    }


def _decision(decision: Decision) -> dict[str, str | float | None]:
    """A decision without what its flag says already."""
    record = decision_record(decision)
    return {key: record[key] for key in ("decision", "reason", "reviewer", "date")}


def _passage(document: Document, passage: Passage | None) -> dict[str, Any] | None:
    if passage is None:
        return None
    region = region_of(document, passage.paragraph, passage.span)
    return {
        "paragraph": passage.paragraph,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "file": None if region is None else asdict(region),
    }


def _summary(review: Reviewed) -> dict[str, Any]:
    return {
        "verdict": review.verdict.value,
        "fidelity": _number(review.fidelity),
        "fidelity_interval": list(review.scores.interval) if review.scores.interval else None,
        "fidelity_parts": [_part(review, part) for part in review.scores.parts],
        "coverage": {
            "source": _number(review.source_coverage),
            "target": _number(review.target_coverage),
        },
        "flags": _counts(review.severity_counts),
        "open_flags": _counts(review.open_counts),
        "undecided_flags": _counts(review.undecided_counts),
        "model": review.signature["encoder"],
        "fedele": review.signature["fedele"],
    }


def _counts(counts: Mapping[Severity, int]) -> dict[str, int]:
    return {severity.value: count for severity, count in counts.items()}


def _part(review: Reviewed, part: Part) -> dict[str, Any]:
    return {
        "points": part.points,
        "cause": part.cause.value,
        "flag": None if part.flag is None else review.flag_ids[part.flag],
        "group": part.group,
        "source_paragraph": part.source_paragraph,
        "target_paragraph": part.target_paragraph,
    }


def _number(value: float | None) -> float | None:
    """The value, or None where there is none; numpy's scalars become plain ones."""
    return None if value is None or math.isnan(value) else float(value)
