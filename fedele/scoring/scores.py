"""Translations scored side by side: against references, and by their fidelity to the source."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from align import Encoder
from corpus import Document, FileLike, InputError, Limits, Progress, UsageError, read_lines
from fedele.pipeline import DEFAULT_ENCODER, Terms, review_documents
from fedele.result import Review
from metrics import DEFAULT_EFFORT, METRICS, Effort, ReferenceScores, reference_scores

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = "fedele.score/1"
FIDELITY = "fidelity"


@dataclass(frozen=True)
class Scores:
    """One or more translations of one text, scored.

    Attributes:
        names: of the translations, in the order given.
        references: BLEU, chrF2++ and TER, None where there is no reference.
        reviews: each translation's review against the source, by name; empty where there is none.
    """

    names: tuple[str, ...]
    references: ReferenceScores | None
    reviews: Mapping[str, Review]

    @cached_property
    def systems(self) -> "pd.DataFrame":
        """One row a translation and metric.

        Columns: system, metric (fidelity, BLEU, chrF2++, TER), score, mean and interval (of 1,000
        bootstrap samples; half the width of the 95 % interval), p_value (of the difference to the
        first translation), signature. What a metric does not have is missing.
        """
        import pandas as pd

        columns = ["system", "metric", "score", "mean", "interval", "p_value", "signature"]
        frame = pd.DataFrame(list(chain.from_iterable(map(self._rows, self.names))), None, columns)
        numbers = dict.fromkeys(columns[2:6], "float64")
        return frame.astype(
            {"system": "string", "metric": "string", "signature": "string"} | numbers
        )

    @cached_property
    def segments(self) -> "pd.DataFrame":
        """One row a segment and translation: segment (from 0), system, and a column a metric."""
        import pandas as pd

        frames = [
            pd.DataFrame({"segment": range(self._length), "system": name, **self._columns(name)})
            for name in self.names
        ]
        joined = pd.concat(frames).sort_values("segment", kind="stable", ignore_index=True)
        return joined.astype({"segment": "int64", "system": "string"})

    def to_dict(self) -> dict[str, Any]:
        """The scores as JSON has them ("fedele.score/1")."""
        return {
            "schema": SCHEMA,
            "systems": [_plain(row) for row in self.systems.to_dict("records")],
            "segments": [_plain(row) for row in self.segments.to_dict("records")],
        }

    def to_json(self, path: str | os.PathLike[str]) -> Path:
        """Write `to_dict()` as UTF-8 JSON; UsageError where the file cannot be written."""
        from fedele.reports import write_record

        return write_record(self.to_dict(), path)

    def to_csv(self, folder: str | os.PathLike[str]) -> Path:
        """Write `systems.csv` and `segments.csv`; UsageError where they cannot be written."""
        from fedele.reports import write_tables_csv

        return write_tables_csv(self._tables(), folder)

    def to_xlsx(self, path: str | os.PathLike[str]) -> Path:
        """Write a workbook of the two tables; UsageError where it cannot be written."""
        from fedele.reports import write_tables_xlsx

        return write_tables_xlsx(self._tables(), path)

    def _tables(self) -> dict[str, "pd.DataFrame"]:
        return {"systems": self.systems, "segments": self.segments}

    @property
    def _length(self) -> int:
        first = self.names[0]
        if self.references:
            return len(self.references.systems[first][METRICS[0]].segments)
        return len(self.reviews[first].scores.groups)

    def _rows(self, name: str) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        if name in self.reviews:
            review = self.reviews[name]
            recipe = "|".join(f"{key}:{value}" for key, value in review.signature.items())
            rows.append((name, FIDELITY, review.fidelity, None, None, None, recipe))
        if self.references:
            signatures = self.references.signatures
            rows += [
                (name, metric, it.score, it.mean, it.interval, it.p_value, signatures[metric])
                for metric, it in self.references.systems[name].items()
            ]
        return rows

    def _columns(self, name: str) -> dict[str, Sequence[float]]:
        found: dict[str, Sequence[float]] = {}
        if name in self.reviews:
            found[FIDELITY] = self.reviews[name].scores.groups
        if self.references:
            found |= {key: it.segments for key, it in self.references.systems[name].items()}
        return found


def score(
    systems: Mapping[str, FileLike],
    *,
    references: Sequence[FileLike] = (),
    source: FileLike | None = None,
    source_language: str | None = None,
    target_language: str | None = None,
    model: str | Encoder = DEFAULT_ENCODER,
    effort: Effort = DEFAULT_EFFORT,
    judge: str | None = None,
    terms: Terms = (),
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Scores:
    """Score translations line by line against references, and against the source.

    Args:
        systems: the file of each translation by its name; the first is what the others are
            compared to.
        references: files of reference translations: BLEU, chrF2++ and TER need one.
        source: the file of the source: fidelity needs it.
        source_language: BCP 47 code; detected where not given.
        target_language: the same of the translations.
        model: an encoder, or its name or folder.
        effort: how closely words are looked at, as `fedele.review` does.
        judge: another's model that judges too, as there.
        terms: how words are to be translated, and how not, as there.
        limits: how much a file may ask for, else the default limits.
        progress: called as ``progress(stage, done, total)`` while work goes on.

    Raises:
        InputError: a file cannot be used, a line is empty, or files differ in length; the message
            says which and where.
        UsageError: there is neither a reference nor a source, or a name makes no sense.
        ModelError: the encoder or the judge is missing or damaged.
    """
    if not systems or not (references or source):
        raise UsageError("a translation, and a reference or a source to score it by, are needed")
    numbered = partial(read_lines, numbered=True, limits=limits)
    read = {name: numbered(path, language=target_language) for name, path in systems.items()}
    known = {str(path): numbered(path, language=target_language) for path in references}
    original = numbered(source, language=source_language) if source else None
    _check_lengths([*filter(None, [original]), *known.values(), *read.values()])
    reading = {"terms": terms, "limits": limits, "progress": progress}
    asked: Any = {"model": model, "effort": effort, "judge": judge, **reading}
    return Scores(
        tuple(systems),
        reference_scores(_texts(read), _texts(known)) if known else None,
        {name: review_documents(original, document, **asked) for name, document in read.items()}
        if original
        else {},
    )


def _check_lengths(documents: Sequence[Document]) -> None:
    first = documents[0]
    expected = len(first.paragraphs)
    for document in documents:
        count = len(document.paragraphs)
        if count != expected:
            raise InputError(
                f"{document.path}: has {count:,} lines where {first.path} has {expected:,}, so "
                f"line {min(count, expected) + 1:,} of the longer one answers to nothing; a line "
                "for each segment was expected"
            )


def _texts(documents: Mapping[str, Document]) -> dict[str, list[str]]:
    return {name: [p.text for p in document.paragraphs] for name, document in documents.items()}


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A table's row for JSON: what is missing is None."""
    import pandas as pd

    return {str(key): None if pd.isna(value) else value for key, value in row.items()}
