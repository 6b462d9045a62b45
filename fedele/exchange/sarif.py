"""SARIF 2.1.0, which code hosts and editors show beside the text.

Where an editor of the translation looks first is a result's location; the words on either side are
related locations. A region is given in lines and columns, in characters; the offsets into the
paragraph, which hold where a file has no lines too, are properties of each location.

Source: sarif-2020.
"""

import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from corpus import Side
from fedele.exchange.locations import Location, Locations, relative_path, repository_root
from fedele.files.atomic import file_of
from fedele.findings.issues import Issue
from fedele.findings.regions import Region
from fedele.findings.reviewed import Reviewed
from fedele.reports.plain import write_record
from fedele.wording import Wording, load_wording
from fedele.wording.quoting import clean
from metrics import Kind, Severity

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
"""What the repository's root is called in the file, as code hosts expect."""
FINGERPRINT = "fedele/1"
"""Names the recipe of an id (`fedele.findings.ids`); rises with it."""
KINDS: tuple[Kind, ...] = tuple(kind for kind in Kind if kind is not Kind.SHIFT)
"""The kinds that are rules."""
LEVELS: Mapping[Severity, str] = {
    Severity.CRITICAL: "error",
    Severity.MAJOR: "warning",
    Severity.MINOR: "note",
}


def write_sarif(
    review: Reviewed,
    path: str | os.PathLike[str],
    *,
    language: str = "en",
    root: Path | None = None,
) -> Path:
    """Write every flag as a result, dismissed ones suppressed; shifts are left out.

    Args:
        review: the review.
        path: where to.
        language: of the messages, "en" or "it".
        root: the repository's root, which file names are relative to; where it is not given, the
            workflow's workspace, else the current folder.

    Raises:
        UsageError: the file cannot be written, or there is no wording in that language.
    """
    return write_record(sarif_log(review, language=language, root=root), path)


def sarif_log(
    review: Reviewed, *, language: str = "en", root: Path | None = None
) -> dict[str, Any]:
    """The review as a SARIF log; arguments as `write_sarif`'s."""
    wording = load_wording(language)
    writer = _Writer(review, wording, root or repository_root())
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [writer.run()]}


class _Writer:
    """What a run is written from."""

    def __init__(self, review: Reviewed, wording: Wording, root: Path) -> None:
        self._review = review
        self._wording = wording
        self._root = root
        self._locations = Locations(review)

    def run(self) -> dict[str, Any]:
        notes = [
            {"level": "note", "message": {"text": clean(self._wording.note(note))}}
            for note in self._review.all_notes
        ]
        return {
            "tool": {"driver": self._driver()},
            "language": self._wording.language,
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
            "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
            "artifacts": self._artifacts(),
            "results": [self._result(issue) for issue in self._review.issues if not issue.is_shift],
            "properties": {
                "verdict": self._review.verdict.value,
                "fidelity": None if math.isnan(self._review.fidelity) else self._review.fidelity,
                **self._review.signature,
            },
        }

    def _driver(self) -> dict[str, Any]:
        return {
            "name": "fedele",
            "version": self._review.signature["fedele"],
            "rules": [self._rule(kind) for kind in KINDS],
        }

    def _rule(self, kind: Kind) -> dict[str, Any]:
        name = self._wording(f"kind.{kind.value}")
        return {
            "id": _rule_id(kind),
            "name": kind.value.capitalize(),
            "shortDescription": {"text": name},
        }

    def _artifacts(self) -> list[dict[str, Any]]:
        languages: dict[str, list[str]] = {}
        for document in (self._review.source, self._review.target):
            if path := file_of(document):
                languages.setdefault(path, []).append(document.language)
        return [
            {
                "location": self._artifact(path),
                "roles": ["analysisTarget"],
                "properties": {"languages": codes},
            }
            for path, codes in languages.items()
        ]

    def _result(self, issue: Issue) -> dict[str, Any]:
        flag = issue.flag
        primary = self._locations.primary(flag)
        result: dict[str, Any] = {
            "ruleId": _rule_id(flag.kind),
            "ruleIndex": KINDS.index(flag.kind),
            "level": LEVELS[flag.severity],
            "message": {"text": clean(issue.message(self._wording))},
            "locations": [] if primary is None else [self._location(primary)],
            "relatedLocations": self._related(issue),
            "partialFingerprints": {FINGERPRINT: issue.id},
            "rank": round(100 * flag.confidence, 2),
            "properties": {
                "category": flag.category.value,
                "severity": flag.severity.value,
                "confidence": flag.confidence,
            },
        }
        if self._review.decisions:  # where any result may be suppressed, each says whether it is
            result["suppressions"] = self._suppressions(issue)
        if issue.decision is not None:
            result["properties"]["decision"] = issue.decision.decision.value
        return result

    def _related(self, issue: Issue) -> list[dict[str, Any]]:
        """The words on either side, source first."""
        found = (self._locations.words(side, issue.flag) for side in Side)
        return [
            {"id": number, "message": {"text": self._side(place)}, **self._location(place)}
            for number, place in enumerate(filter(None, found))
        ]

    def _suppressions(self, issue: Issue) -> list[dict[str, Any]]:
        if not issue.is_dismissed:
            return []
        ruling = issue.ruling(self._wording)
        return [{"kind": "external", "status": "accepted", "justification": ruling}]

    def _side(self, place: Location) -> str:
        return self._wording(f"side.{place.side.value}")

    def _location(self, place: Location) -> dict[str, Any]:
        number = place.paragraph + 1
        location: dict[str, Any] = {
            "logicalLocations": [
                {
                    "name": self._wording("group.paragraph", number=number),
                    "fullyQualifiedName": f"{place.side.value}/{number}",
                    "kind": "paragraph",
                }
            ],
            "properties": {
                "side": place.side.value,
                "paragraph": place.paragraph,
                "charOffset": place.span.start,
                "charLength": place.span.end - place.span.start,
                "text": place.text,
            },
        }
        if place.path is not None:
            location["physicalLocation"] = self._physical(place.path, place)
        return location

    def _physical(self, path: str, place: Location) -> dict[str, Any]:
        physical: dict[str, Any] = {"artifactLocation": self._artifact(path)}
        if place.region is not None:
            physical["region"] = _region(place.region) | {"snippet": {"text": place.text}}
        return physical

    def _artifact(self, path: str) -> dict[str, str]:
        found = relative_path(path, self._root)
        uri = quote(os.fsencode(found.as_posix()))
        return {"uri": f"file://{uri}"} if found.is_absolute() else {"uri": uri, "uriBaseId": ROOT}


def _rule_id(kind: Kind) -> str:
    return f"fedele/{kind.value}"


def _region(region: Region) -> dict[str, int]:
    found = {"startLine": region.line, "endLine": region.end_line}
    if region.column is not None and region.end_column is not None:
        found |= {"startColumn": region.column, "endColumn": region.end_column}
    return found
