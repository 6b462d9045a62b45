"""A review as pandas tables.

Each table has the columns and dtypes of its entry here, in that order, empty or not. Paragraphs
are counted from 0; offsets are half-open indices into the paragraph's text; the index is 0, 1, 2.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from fedele.findings.regions import region_of
from fedele.findings.reviewed import Reviewed
from metrics import Passage, Severity

if TYPE_CHECKING:
    import pandas as pd

    from corpus import Document, SentenceId
    from fedele.findings.decisions import Decision
    from fedele.findings.issues import Issue

SEVERITY = "severity"
"""Stands for an ordered categorical: minor < major < critical."""

SEGMENT_COLUMNS: Mapping[str, str] = {
    "group": "int64",  # the bead's group of paragraphs, from 0, in source order
    "bead": "int64",  # the bead in its group, from 0
    "kind": "string",  # of the group: aligned, moved, omitted, added
    "source_paragraph": "Int64",  # where the source sentences begin, <NA> where there are none
    "target_paragraph": "Int64",
    "source_sentences": "int64",  # how many
    "target_sentences": "int64",
    "source_text": "string",  # the sentences, joined by a space; "" where there are none
    "target_text": "string",
    "similarity": "float64",  # cosine, NaN where a side is empty
    "confidence": "float64",  # 0 to 1, that the bead is right as it stands
    "fidelity": "float64",  # 0 to 100
}
FLAG_COLUMNS: Mapping[str, str] = {
    "id": "string",  # stable, see fedele.findings.ids
    "category": "string",  # MQM: accuracy/omission, ...
    "kind": "string",  # omission, addition, number, name, ...
    "severity": SEVERITY,
    "confidence": "float64",  # 0 to 1, that a careful reviewer agrees
    "confidence_before": "float64",  # the same before decisions about other flags moved it
    "source_paragraph": "Int64",  # <NA> where the flag has no words on that side
    "source_start": "Int64",
    "source_end": "Int64",
    "source_text": "string",
    "source_line": "Int64",  # in the file as it was given, from 1; <NA> where it has no lines
    "source_column": "Int64",  # from 1, in characters; <NA> where markup makes it unknowable
    "source_file_start": "Int64",  # half-open offsets into the file's characters; <NA> as above
    "source_file_end": "Int64",
    "target_paragraph": "Int64",
    "target_start": "Int64",
    "target_end": "Int64",
    "target_text": "string",
    "target_line": "Int64",
    "target_column": "Int64",
    "target_file_start": "Int64",
    "target_file_end": "Int64",
    "message": "string",  # the evidence, one sentence
    "decision": "string",  # fix, intended, false-alarm; <NA> where nobody decided, as below
    "reason": "string",
    "reviewer": "string",
}
WORD_COLUMNS: Mapping[str, str] = {
    "side": "string",  # source, target
    "paragraph": "int64",
    "start": "int64",
    "end": "int64",
    "text": "string",
    "difference": "float64",  # 0 to 1, how likely it has no counterpart
}


class SegmentRow(NamedTuple):
    """A row of the segments table; fields as in `SEGMENT_COLUMNS`."""

    group: int
    bead: int
    kind: str
    source_paragraph: int | None
    target_paragraph: int | None
    source_sentences: int
    target_sentences: int
    source_text: str
    target_text: str
    similarity: float | None
    confidence: float
    fidelity: float


def segments(review: Reviewed) -> "pd.DataFrame":
    """One row a bead, in reading order; columns as in `SEGMENT_COLUMNS`.

    Paragraphs set aside have no row.
    """
    return _table(segment_rows(review), SEGMENT_COLUMNS)


def segment_rows(review: Reviewed) -> Iterator[SegmentRow]:
    """The rows of `segments`, one by one."""
    pairs = zip(review.alignment.groups, review.scores.beads, strict=True)
    for group_number, (group, scores) in enumerate(pairs):
        for bead_number, (bead, score) in enumerate(zip(group.beads, scores, strict=True)):
            yield SegmentRow(
                group=group_number,
                bead=bead_number,
                kind=group.kind.value,
                source_paragraph=_first_paragraph(bead.source),
                target_paragraph=_first_paragraph(bead.target),
                source_sentences=len(bead.source),
                target_sentences=len(bead.target),
                source_text=_joined(review.source, bead.source),
                target_text=_joined(review.target, bead.target),
                similarity=bead.similarity,
                confidence=bead.confidence,
                fidelity=score,
            )


def flags(review: Reviewed) -> "pd.DataFrame":
    """One row a finding, in the order of `Review.findings`; columns as in `FLAG_COLUMNS`."""
    return _table(flag_rows(review), FLAG_COLUMNS)


def flag_rows(review: Reviewed) -> Iterator[tuple[Any, ...]]:
    """The rows of `flags`, one by one."""
    for issue in review.issues:
        yield (issue.id, *_flag_cells(review, issue), *_decision_cells(issue.decision))


def words(review: Reviewed) -> "pd.DataFrame":
    """One row a word of either side; columns as in `WORD_COLUMNS`."""
    rows = (
        (word.side.value, word.paragraph, word.start, word.end, word.text, word.difference)
        for word in review.judged_words
    )
    return _table(rows, WORD_COLUMNS)


def _table(rows: Iterable[tuple[Any, ...]], columns: Mapping[str, str]) -> "pd.DataFrame":
    import pandas as pd

    frame = pd.DataFrame.from_records(list(rows), columns=list(columns))
    severity = pd.CategoricalDtype([item.value for item in Severity], ordered=True)
    return frame.astype(
        {name: severity if dtype == SEVERITY else dtype for name, dtype in columns.items()}
    )


def _first_paragraph(sentences: tuple["SentenceId", ...]) -> int | None:
    return sentences[0].paragraph if sentences else None


def _joined(document: "Document", sentences: tuple["SentenceId", ...]) -> str:
    return " ".join(document.sentence(where) for where in sentences)


def _flag_cells(review: Reviewed, issue: "Issue") -> tuple[Any, ...]:
    flag = issue.flag
    return (
        flag.category.value,
        flag.kind.value,
        flag.severity.value,
        flag.confidence,
        issue.confidence_found,
        *_passage_cells(review.source, flag.source),
        *_passage_cells(review.target, flag.target),
        flag.message,
    )


def _decision_cells(decision: "Decision | None") -> tuple[str | None, ...]:
    if decision is None:
        return (None, None, None)
    return (decision.decision.value, decision.reason, decision.reviewer)


def _passage_cells(document: "Document", passage: Passage | None) -> tuple[Any, ...]:
    if passage is None:
        return (None,) * 8
    cells = (passage.paragraph, passage.start, passage.end, passage.text)
    region = region_of(document, passage.paragraph, passage.span)
    if region is None:
        return (*cells, *(None,) * 4)
    return (*cells, region.line, region.column, region.start, region.end)
