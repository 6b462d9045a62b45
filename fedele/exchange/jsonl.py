"""JSON lines: one flag a line, with both texts, for scripts and databases."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus import Side
from fedele.exchange.locations import Locations
from fedele.files.atomic import file_of, write_atomically
from fedele.findings.reviewed import Reviewed
from fedele.reports import to_record

_LINE_ENDS = re.compile(r"[\x85\u2028\u2029]")

SCHEMA = "fedele.flag/1"
"""Rises when a consumer would have to change."""


def write_jsonl(review: Reviewed, path: str | os.PathLike[str]) -> Path:
    """Write one flag a line, in the order of `Review.findings`, shifts and dismissed ones included.

    A line is a flag as the JSON report has it (`Review.to_dict`), with "schema", and for either
    side, after "source_" and "target_": "language"; "path", null where there is none; "passage",
    the sentences that the words stand in, or that answer to those of the other side, null where
    none do; and "line", from 1, where the words or else the passage begin, or where a passage that
    is missing would stand, null where it is not known.

    Raises:
        UsageError: the file cannot be written.
    """
    return write_atomically(path, review_jsonl(review))


def review_jsonl(review: Reviewed) -> bytes:
    """What `write_jsonl` writes."""
    return render_lines(_records(review))


def render_lines(records: Iterable[Mapping[str, Any]]) -> bytes:
    """Records as JSON lines in UTF-8.

    What some readers take for a line's end stays an escape, and half a character (a lone surrogate)
    does, too.
    """
    lines = (json.dumps(record, ensure_ascii=False, allow_nan=False) for record in records)
    escaped = (_LINE_ENDS.sub(lambda end: f"\\u{ord(end[0]):04x}", line) + "\n" for line in lines)
    return "".join(escaped).encode("utf-8", "backslashreplace")


def _records(review: Reviewed) -> Iterator[dict[str, Any]]:
    locations = Locations(review)
    for record, issue in zip(to_record(review)["flags"], review.issues, strict=True):
        found: dict[str, Any] = {"schema": SCHEMA, **record}
        for side in Side:
            document = review.document(side)
            shown = locations.nearest(side, issue.flag)
            passage = locations.passage(side, issue.flag)
            found |= {
                f"{side.value}_language": document.language,
                f"{side.value}_path": file_of(document),
                f"{side.value}_line": shown.region.line if shown and shown.region else None,
                f"{side.value}_passage": passage.text if passage else None,
            }
        yield found
