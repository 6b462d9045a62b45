"""Two versions of one translation: what changed since the approved one, and to what effect."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from align import Encoder, GroupKind, align, load_encoder
from corpus import Document, File, FileLike, Limits, Progress, SentenceId, UsageError, read_versions
from fedele.pipeline import DEFAULT_ENCODER, Terms, review_documents
from fedele.result import Review
from metrics import DEFAULT_EFFORT, Effort

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = "fedele.revision/1"


class Change(StrEnum):
    """What happened to a segment."""

    REWRITTEN = "rewritten"
    REMOVED = "removed"
    INSERTED = "inserted"
    MOVED = "moved"


class ChangeRow(NamedTuple):
    """A segment that is not as it was; paragraphs from 0, None where it is not there.

    Attributes:
        change: rewritten, removed, inserted or moved.
        before_paragraph, after_paragraph: where it stands in each version.
        before_text, after_text: its sentences, joined by a space; "" where it is not there.
        before_fidelity, after_fidelity: 0 to 100, NaN where it is not there.
    """

    change: str
    before_paragraph: int | None
    after_paragraph: int | None
    before_text: str
    after_text: str
    before_fidelity: float
    after_fidelity: float


@dataclass(frozen=True)
class Revision:
    """What changed between two versions of a translation.

    Attributes:
        before, after: each version's review against the source.
        rows: what changed, in the order of the version before.
        unchanged: how many segments are as they were.
    """

    before: Review
    after: Review
    rows: tuple[ChangeRow, ...]
    unchanged: int

    @cached_property
    def changes(self) -> "pd.DataFrame":
        """One row a changed segment; columns as in `ChangeRow`."""
        import pandas as pd

        frame = pd.DataFrame.from_records(list(self.rows), columns=list(ChangeRow._fields))
        kinds = {"paragraph": "Int64", "text": "string", "fidelity": "float64"}
        dtypes = {name: kinds.get(name.partition("_")[2], "string") for name in ChangeRow._fields}
        return frame.astype(dtypes)

    def to_dict(self) -> dict[str, Any]:
        """The revision as JSON has it ("fedele.revision/1")."""
        rows = [row._asdict() for row in self.rows]
        return {
            "schema": SCHEMA,
            "before": {"path": self.before.target.path, "fidelity": self.before.fidelity},
            "after": {"path": self.after.target.path, "fidelity": self.after.fidelity},
            "unchanged": self.unchanged,
            "changes": [
                {key: None if value != value else value for key, value in row.items()}
                for row in rows
            ],
            "signature": dict(self.after.signature),
        }

    def to_json(self, path: str | os.PathLike[str]) -> Path:
        """Write `to_dict()` as UTF-8 JSON; UsageError where the file cannot be written."""
        from fedele.reports import write_record

        return write_record(self.to_dict(), path)

    def to_csv(self, folder: str | os.PathLike[str]) -> Path:
        """Write `changes.csv` into a folder; UsageError where it cannot be written."""
        from fedele.reports import write_tables_csv

        return write_tables_csv({"changes": self.changes}, folder)

    def to_xlsx(self, path: str | os.PathLike[str]) -> Path:
        """Write the changes as a workbook; UsageError where it cannot be written."""
        from fedele.reports import write_tables_xlsx

        return write_tables_xlsx({"changes": self.changes}, path)


def compare_versions(
    source: FileLike,
    before: FileLike,
    after: FileLike,
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    model: str | Encoder = DEFAULT_ENCODER,
    effort: Effort = DEFAULT_EFFORT,
    judge: str | None = None,
    terms: Terms = (),
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Revision:
    """What changed between two versions of a translation, and what it did to the fidelity.

    Args:
        source: the file of the source.
        before: the version that was approved.
        after: the version of today.
        source_language: BCP 47 code; detected where not given.
        target_language: the same of the translation.
        model: an encoder, or its name or folder.
        effort: how closely words are looked at, as `fedele.review` does.
        judge: another's model that judges too, as there.
        terms: how words are to be translated, and how not, as there.
        limits: how much a file may ask for, else the default limits.
        progress: called as ``progress(stage, done, total)`` while work goes on.

    Raises:
        InputError: a file cannot be used; the message says which, why and what to do.
        UsageError: a language code or a model makes no sense, or both versions are one file.
        ModelError: the encoder or the judge is missing or damaged.
    """
    if _is_same(before, after):
        raise UsageError(f"{after}: the same file was given as both versions")
    encoder = load_encoder(model) if isinstance(model, str) else model
    languages = (source_language, target_language, limits)
    pairs = [read_versions(source, version, *languages) for version in (before, after)]
    reading = {"terms": terms, "limits": limits, "progress": progress}
    asked: Any = {"effort": effort, "judge": judge, **reading}
    old, new = (review_documents(*pair, model=encoder, **asked) for pair in pairs)
    return _revision(old, new, encoder)


def _is_same(before: FileLike, after: FileLike) -> bool:
    if isinstance(before, File) or isinstance(after, File):
        return before is after
    return str(before) == str(after) == "-" or Path(before).resolve() == Path(after).resolve()


def _revision(before: Review, after: Review, encoder: Encoder) -> Revision:
    old, new = _Version(before), _Version(after)
    rows, unchanged = list[ChangeRow](), 0
    for group in align(before.target, after.target, encoder).groups:
        for bead in group.beads:
            change = _change(old.text(bead.source), new.text(bead.target), group.kind)
            if change:
                rows.append(_row(change, old, bead.source, new, bead.target))
            else:
                unchanged += 1
    return Revision(before, after, tuple(rows), unchanged)


class _Version:
    """One version: its sentences, and the fidelity of the beads that they stand in."""

    def __init__(self, review: Review) -> None:
        self._document: Document = review.target
        self._fidelity = {
            where: fidelity
            for group, scores in zip(review.alignment.groups, review.scores.beads, strict=True)
            for bead, fidelity in zip(group.beads, scores, strict=True)
            for where in bead.target
        }

    def text(self, sentences: Sequence[SentenceId]) -> str:
        return " ".join(self._document.sentence(where) for where in sentences)

    def fidelity(self, sentences: Sequence[SentenceId]) -> float:
        """Mean over the sentences, by their length; NaN without any."""
        weights = [len(self._document.sentence(where)) for where in sentences]
        scores = [self._fidelity.get(where, float("nan")) for where in sentences]
        total = sum(weight * score for weight, score in zip(weights, scores, strict=True))
        return total / sum(weights) if weights else float("nan")


def _change(before: str, after: str, kind: GroupKind) -> Change | None:
    if not before:
        return Change.INSERTED
    if not after:
        return Change.REMOVED
    if before.split() != after.split():
        return Change.REWRITTEN
    return Change.MOVED if kind is GroupKind.MOVED else None


def _row(
    change: Change,
    old: _Version,
    before: Sequence[SentenceId],
    new: _Version,
    after: Sequence[SentenceId],
) -> ChangeRow:
    return ChangeRow(
        change=change.value,
        before_paragraph=before[0].paragraph if before else None,
        after_paragraph=after[0].paragraph if after else None,
        before_text=old.text(before),
        after_text=new.text(after),
        before_fidelity=old.fidelity(before),
        after_fidelity=new.fidelity(after),
    )
