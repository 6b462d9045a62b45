"""What a batch's tables hold; their columns and dtypes, in order.

Segments and flags are those of one review (`fedele.findings.tables`) with the pair's name in front.
"""

from collections.abc import Mapping
from typing import NamedTuple

from fedele.findings.tables import FLAG_COLUMNS, SEGMENT_COLUMNS

DOCUMENT_COLUMNS: Mapping[str, str] = {
    "pair": "string",  # the pair's name, unique in the batch
    "source_path": "string",  # as the batch knows it: from its folder, or as the manifest has it
    "target_path": "string",  # <NA> where one file holds both versions
    "status": "string",  # reviewed, failed
    "error": "string",  # one line, <NA> where the pair was reviewed
    "source_language": "string",  # BCP 47; where the pair failed, as asked for
    "target_language": "string",
    "verdict": "string",  # translation, partial, unrelated; this and all below <NA> where failed
    "fidelity": "float64",  # 0 to 100; NaN where there is nothing to score
    "fidelity_low": "float64",  # the 95 % interval; NaN where there is too little for one
    "fidelity_high": "float64",
    "critical": "Int64",  # flags of that severity
    "major": "Int64",
    "minor": "Int64",
    "source_paragraphs": "Int64",
    "target_paragraphs": "Int64",
    "source_words": "Int64",
    "target_words": "Int64",
    "source_coverage": "float64",  # share of its characters with a counterpart, 0 to 1
    "target_coverage": "float64",
    "segments": "Int64",  # rows in the segments table
    "report": "string",  # where the report is, from the batch's folder
}
BATCH_SEGMENT_COLUMNS: Mapping[str, str] = {"pair": "string", **SEGMENT_COLUMNS}
BATCH_FLAG_COLUMNS: Mapping[str, str] = {"pair": "string", **FLAG_COLUMNS}

REVIEWED, FAILED = "reviewed", "failed"


class DocumentRow(NamedTuple):
    """A row of the documents table; fields as in `DOCUMENT_COLUMNS`, None where a cell is empty."""

    pair: str
    source_path: str
    target_path: str | None
    status: str
    error: str | None
    source_language: str | None
    target_language: str | None
    verdict: str | None = None
    fidelity: float | None = None
    fidelity_low: float | None = None
    fidelity_high: float | None = None
    critical: int | None = None
    major: int | None = None
    minor: int | None = None
    source_paragraphs: int | None = None
    target_paragraphs: int | None = None
    source_words: int | None = None
    target_words: int | None = None
    source_coverage: float | None = None
    target_coverage: float | None = None
    segments: int | None = None
    report: str | None = None
