"""XLIFF 2.1 with ITS localization-quality issues on exactly the flagged words.

Flags that overlap are cut at each other's ends, so that their markers nest; a character that XML
cannot hold stands as a `cp` element.

Source: xliff-2018, core, metadata and ITS modules; its-2013, section 8.17 and its list of issue
types.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from corpus import Span
from fedele.exchange.bitext import ASIDE, Bitext, FlaggedSpan, PairGroup, SegmentPair, review_bitext
from fedele.exchange.numbers import exchange_numbers
from fedele.exchange.xml import XML_SPACE, serialize
from fedele.files.atomic import write_atomically
from fedele.findings.issues import Issue
from fedele.findings.reviewed import Reviewed
from fedele.wording import Wording, load_wording
from fedele.wording.quoting import NOT_XML, legal_xml

CORE = "urn:oasis:names:tc:xliff:document:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
ITS = "http://www.w3.org/2005/11/its"
TEXTS = ("source", "target", "note", "mda:meta")
"""Elements in which white space counts."""

PRIORITIES = {"critical": "1", "major": "3", "minor": "6"}
"""A note's priority by severity, 1 to 10, 1 the highest; between them is room for other tools'."""


def write_xliff(review: Reviewed, path: str | os.PathLike[str], *, language: str = "en") -> Path:
    """Write both texts, bead by bead, with every flag on its words and in a note.

    What is missing has a source only, what is added a target only. Dismissed flags are there too,
    not enabled.

    Args:
        review: the review.
        path: where to.
        language: of the flags' evidence, "en" or "it".

    Raises:
        UsageError: the file cannot be written, or there is no wording in that language.
    """
    return write_atomically(path, review_xliff(review, language=language))


def review_xliff(review: Reviewed, *, language: str = "en") -> bytes:
    """What `write_xliff` writes."""
    return render_xliff(review_bitext(review), language=language)


def render_xliff(bitext: Bitext, *, language: str = "en") -> bytes:
    """A bitext as XLIFF, a unit for each pair; paragraphs that belong together are a group."""
    root = ET.Element(
        "xliff",
        {
            "xmlns": CORE,
            "xmlns:mda": METADATA,
            "xmlns:its": ITS,
            "version": "2.1",
            "srcLang": bitext.source_language,
            "trgLang": bitext.target_language,
            "its:version": "2.0",
        },
    )
    place = {} if bitext.path is None else {"original": legal_xml(bitext.path)}
    file = ET.SubElement(root, "file", {"id": "f1", XML_SPACE: "preserve", **place})
    _add_metadata(file, bitext.signature or {})
    writer = _Writer(load_wording(language))
    for number, group in enumerate(bitext.groups, 1):
        writer.add_group(file, group, number)
    return serialize(root, TEXTS)


def _add_metadata(parent: ET.Element, values: Mapping[str, str]) -> None:
    if values:
        metadata = ET.SubElement(parent, "mda:metadata")
        group = ET.SubElement(metadata, "mda:metaGroup", category="fedele")
        for name, value in values.items():
            ET.SubElement(group, "mda:meta", type=legal_xml(name)).text = legal_xml(value)


class _Writer:
    """Groups and units, numbered through the file."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._units = 0

    def add_group(self, file: ET.Element, group: PairGroup, number: int) -> None:
        parent = file
        if group.kind is not None:
            attributes = {"id": f"g{number}", "type": f"fedele:{group.kind}"}
            if group.kind == ASIDE:
                attributes["translate"] = "no"
            parent = ET.SubElement(file, "group", attributes)
        for pair in group.pairs:
            self._add_unit(parent, pair)

    def _add_unit(self, parent: ET.Element, pair: SegmentPair) -> None:
        self._units += 1
        unit = ET.SubElement(parent, "unit", id=f"u{self._units}")
        values = {name: getattr(pair, name) for name in ("similarity", "confidence", "fidelity")}
        _add_metadata(unit, {n: f"{v:.4g}" for n, v in values.items() if v is not None})
        numbers = {issue.id: number for number, issue in enumerate(pair.issues, 1)}
        self._add_notes(unit, pair)
        segment = ET.SubElement(unit, "segment", _state(pair))
        source = ET.SubElement(segment, "source")
        self._fill(source, pair.source, pair.source_marks, numbers)
        if pair.target:
            target = ET.SubElement(segment, "target")
            self._fill(target, pair.target, pair.target_marks, numbers)

    def _add_notes(self, unit: ET.Element, pair: SegmentPair) -> None:
        if not pair.issues:
            return
        notes = ET.SubElement(unit, "notes")
        in_target = {mark.issue.id for mark in pair.target_marks}
        for number, issue in enumerate(pair.issues, 1):
            attributes = {
                "id": f"n{number}",
                "category": issue.flag.kind.value,
                "priority": "10" if not issue.is_open else PRIORITIES[issue.flag.severity.value],
                "appliesTo": "target" if issue.id in in_target else "source",
            }
            ET.SubElement(notes, "note", attributes).text = legal_xml(issue.note(self._wording))

    def _fill(
        self,
        element: ET.Element,
        text: str,
        marks: Sequence[FlaggedSpan],
        numbers: Mapping[str, int],
    ) -> None:
        """Put a text into its element, a marker around each mark's words."""
        content = _Content(element)
        uses: Counter[int] = Counter()
        place = 0
        for step in _steps(_nested(marks)):
            content.add_text(text[place : step.place])
            place = step.place
            if step.mark is None:
                content.close()
                continue
            number = numbers[step.mark.issue.id]
            uses[number] += 1
            name = f"m{number}" if uses[number] == 1 else f"m{number}.{uses[number]}"
            content.open("mrk", {"id": name, **self._attributes(step.mark.issue)})
        content.add_text(text[place:])

    def _attributes(self, issue: Issue) -> dict[str, str]:
        severities = exchange_numbers().its_severity
        severity = severities["neutral" if issue.is_shift else issue.flag.severity.value]
        return {
            "type": "its:generic",
            "its:locQualityIssueType": issue.flag.kind.its_type,
            "its:locQualityIssueComment": legal_xml(issue.message(self._wording)),
            "its:locQualityIssueSeverity": str(severity),
            "its:locQualityIssueEnabled": "no" if issue.is_dismissed else "yes",
        }


def _state(pair: SegmentPair) -> dict[str, str]:
    """How far the segment is, in XLIFF's words."""
    if not pair.target:
        return {"state": "initial"}
    if any(issue.is_open for issue in pair.issues):
        return {"state": "translated", "subState": "fedele:flagged"}
    return {"state": "translated"}


@dataclass(frozen=True, slots=True)
class _Node:
    """A mark, and those that lie in it."""

    mark: FlaggedSpan
    inside: tuple["_Node", ...]


class _Step(NamedTuple):
    """Where a marker begins, or, without a mark, where the one that began last ends."""

    place: int
    mark: FlaggedSpan | None


def _steps(nodes: Iterable[_Node]) -> Iterator[_Step]:
    for node in nodes:
        yield _Step(node.mark.span.start, node.mark)
        yield from _steps(node.inside)
        yield _Step(node.mark.span.end, None)


def _nested(marks: Iterable[FlaggedSpan]) -> Iterator[_Node]:
    """The marks as a forest, in the order of the text; one that crosses another's end is cut."""
    left = sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end))
    while left:
        first, *others = left
        end = first.span.end
        inside = [_clipped(mark, mark.span.start, end) for mark in others if mark.span.start < end]
        yield _Node(first, tuple(_nested(inside)))
        beyond = (mark for mark in others if mark.span.end > end or mark.span.start >= end)
        left = sorted(
            (_clipped(mark, end, mark.span.end) for mark in beyond),
            key=lambda mark: (mark.span.start, -mark.span.end),
        )


def _clipped(mark: FlaggedSpan, start: int, end: int) -> FlaggedSpan:
    return replace(mark, span=Span(max(start, mark.span.start), min(end, mark.span.end)))


class _Content:
    """Mixed content in the making."""

    def __init__(self, element: ET.Element) -> None:
        self._open = [element]

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        self._open.append(ET.SubElement(self._open[-1], tag, attributes))

    def close(self) -> None:
        self._open.pop()

    def add_text(self, text: str) -> None:
        """Text, with a `cp` element for each character that XML cannot hold."""
        end = 0
        for found in NOT_XML.finditer(text):
            self._append(text[end : found.start()])
            ET.SubElement(self._open[-1], "cp", hex=f"{ord(found[0]):04X}")
            end = found.end()
        self._append(text[end:])

    def _append(self, text: str) -> None:
        element = self._open[-1]
        if len(element):
            element[-1].tail = (element[-1].tail or "") + text
        else:
            element.text = (element.text or "") + text
