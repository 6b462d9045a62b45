"""What pairing a folder finds, and the tables that it can be written as."""

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fedele.batch.manifest import ASIDE, COLUMNS
from fedele.batch.names import safe_names, without_ending
from fedele.files.atomic import write_atomically
from fedele.pairing.numbers import collection_numbers
from fedele.reports.defuse import defuse

MANIFEST_COLUMNS = (*COLUMNS, *ASIDE)
REST_COLUMNS = ("document", "language", "nearest", "confidence", "reason")


class PairKind(StrEnum):
    """How two versions belong together; the first three as `align.MatchKind`."""

    PAIR = "pair"
    PART = "part"
    COPY = "copy"
    ONE_FILE = "one-file"


@dataclass(frozen=True, slots=True)
class Paired:
    """Two versions that belong together.

    Attributes:
        source: its file, from the folder.
        target: the translation's; None where one file holds both.
        kind: pair, one to one; part, where one file renders part of the other and another file
            another part; copy, where another file that renders the same text is a better pair;
            one-file.
        source_language, target_language: BCP 47 codes.
        confidence: probability, 0 to 1, that they belong together.
        source_coverage, target_coverage: share of either text that the other surely renders,
            0 to 1; None where the file itself says what renders what.
    """

    source: str
    target: str | None
    kind: PairKind
    source_language: str
    target_language: str
    confidence: float
    source_coverage: float | None = None
    target_coverage: float | None = None

    @property
    def note(self) -> str:
        """What is worth knowing about them, "" where nothing is."""
        return "; ".join(filter(None, (_KIND_NOTES[self.kind], *self._coverage_notes())))

    def _coverage_notes(self) -> Iterator[str]:
        much = collection_numbers().much
        shares = (("source", self.source_coverage), ("target", self.target_coverage))
        for side, share in shares:
            if share is not None and share < much:
                yield f"surely rendered of the {side}: {share:.0%}"


_KIND_NOTES: Mapping[PairKind, str] = {
    PairKind.PAIR: "",
    PairKind.PART: "other files render other parts",
    PairKind.COPY: "another file renders the same text, and better",
    PairKind.ONE_FILE: "one file holds both versions",
}


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A document whose counterpart is not there, or a file that is no document.

    Attributes:
        document: its file, from the folder.
        language: BCP 47 code, None where it could not be read.
        reason: why, in one line.
        nearest: the file that is most likely to be its counterpart, None where there is none.
        confidence: how likely that is, 0 to 1.
    """

    document: str
    language: str | None
    reason: str
    nearest: str | None = None
    confidence: float = 0.0

    @property
    def is_unreadable(self) -> bool:
        """Whether it could not be read; then the reason is the error."""
        return self.language is None


@dataclass(frozen=True, slots=True)
class Pairing:
    """The documents of a folder, each paired, unpaired or unreadable.

    Attributes:
        folder: the folder.
        source_language, target_language: what was paired, None where too few documents say so.
        pairs: by source, then target.
        unpaired: by file.
        unreadable: by file.
        notes: what was left out or assumed, a sentence each.
    """

    folder: Path
    source_language: str | None
    target_language: str | None
    pairs: tuple[Paired, ...]
    unpaired: tuple[Unpaired, ...]
    unreadable: tuple[Unpaired, ...]
    notes: tuple[str, ...] = ()

    def to_manifest(self, path: str | os.PathLike[str]) -> Path:
        """Write the pairs as the CSV that `fedele batch` reads, UTF-8.

        Files are named from the manifest's own folder. Cells that a spreadsheet would run as a
        formula are defused (`fedele.reports.defuse`).

        Raises:
            UsageError: the file cannot be written.
        """
        to_folder = os.path.relpath(self.folder.resolve(), Path(path).resolve().parent)
        names = safe_names(without_ending(one.source) for one in self.pairs)
        rows = (
            (
                _joined(to_folder, one.source),
                "" if one.target is None else _joined(to_folder, one.target),
                name,
                one.source_language,
                one.target_language,
                one.kind.value,
                f"{one.confidence:.3f}",
                one.note,
            )
            for one, name in zip(self.pairs, names, strict=True)
        )
        return _write_csv(path, MANIFEST_COLUMNS, rows)

    def to_rest(self, path: str | os.PathLike[str]) -> Path:
        """Write what is unpaired or unreadable, and why, as CSV; files from the folder.

        Raises:
            UsageError: the file cannot be written.
        """
        rows = (
            (
                one.document,
                one.language or "",
                one.nearest or "",
                f"{one.confidence:.3f}",
                one.reason,
            )
            for one in (*self.unpaired, *self.unreadable)
        )
        return _write_csv(path, REST_COLUMNS, rows)


def _joined(folder: str, path: str) -> str:
    return Path(folder, path).as_posix()


def _write_csv(
    path: str | os.PathLike[str], columns: Sequence[str], rows: Iterable[Sequence[str]]
) -> Path:
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(columns)
    table.writerows([defuse(cell) for cell in row] for row in rows)
    return write_atomically(path, text.getvalue().encode("utf-8", "replace"))
