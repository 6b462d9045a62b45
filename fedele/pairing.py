"""Pairs in a folder without naming rules: by what its documents say.

Every file is read once; of its text only a sketch is kept (`align.sketch`), from which
`align.pair_documents` tells which documents render which. A file that holds both versions is a
pair by itself. What is found can be written as the manifest that `fedele batch` reads.
"""

import csv
import io
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from align import Encoder, Heap, Match, Sketch, Unmatched, load_encoder, pair_documents, sketch
from corpus import (
    Document,
    FedeleError,
    File,
    InputError,
    Limits,
    Progress,
    default_limits,
    detect_language,
    language,
    load_numbers,
    read,
    read_bilingual,
    read_bytes,
)
from fedele.batch.folder import Walk
from fedele.batch.job import unforeseen
from fedele.batch.languages import Asked, assumption, choose
from fedele.batch.manifest import ASIDE, COLUMNS
from fedele.batch.names import printable, safe_names, without_ending
from fedele.files import write_atomically
from fedele.pipeline import DEFAULT_ENCODER
from fedele.reports.defuse import defuse

MANIFEST_COLUMNS = (*COLUMNS, *ASIDE)
REST_COLUMNS = ("document", "language", "nearest", "confidence", "reason")


UNDETERMINED = "und"
"""BCP 47's code for a language that cannot be told."""
ENOUGH = 10_000
"""Characters that tell a language, if any do."""


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
        much = load_numbers("fedele", "pairing")["much"]
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


def pair_folder(
    folder: str | os.PathLike[str],
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    model: str | Encoder = DEFAULT_ENCODER,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Pairing:
    """Find which documents of a folder, and of those in it, belong together.

    Args:
        folder: where the documents are.
        source_language: BCP 47 code; where not given, the two languages that most documents are
            in, and of these the source as `fedele batch` would have it.
        target_language: BCP 47 code; detected where not given.
        model: an encoder, or its name or folder.
        limits: how much each file may ask for, and how many there may be.
        progress: called as files are read, and as candidates are aligned.

    Returns:
        Every document of the folder, in some pair or in none.

    Raises:
        InputError: there is no such folder, it holds no documents, or too many.
        UsageError: a language code or the model makes no sense.
        ModelError: the encoder is missing or damaged.
    """
    asked = Asked(source_language, target_language)
    bounds = limits or default_limits()
    if not Path(folder).is_dir():
        raise InputError(f"{folder}: no such folder; a folder of documents was expected")
    walk = Walk(Path(folder), None, bounds)
    paths = list(walk)
    if not paths:
        raise InputError(f"{folder}: holds no documents; {'; '.join(walk.notes()) or 'is empty'}")
    encoder = load_encoder(model) if isinstance(model, str) else model
    reader = _Reader(Path(folder), asked, bounds, encoder)
    entries = []
    for done, path in enumerate(paths, 1):
        entries.append(reader.entry(path))
        if progress:
            progress("read", done, len(paths))
    return _sorted_out(Path(folder), asked, entries, tuple(walk.notes()), encoder, progress)


@dataclass(frozen=True, slots=True)
class _Single:
    """A file with one language version."""

    path: str
    language: str
    sketch: Sketch


_Entry = _Single | Paired | Unpaired
"""What a file turns out to be: a document, a pair by itself, or unreadable."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the files of a folder, one by one."""

    folder: Path
    asked: Asked
    limits: Limits
    encoder: Encoder

    def entry(self, path: str) -> _Entry:
        """What a file is; whatever is wrong with it is what it is, never an exception."""
        try:
            if printable(path) != path:
                raise InputError(f"{printable(path)}: its name is no text; rename it")
            file = File(path, read_bytes(self.folder / path, self.limits, name=path))
            return self._pair(file) or self._single(file)
        except FedeleError as error:
            return Unpaired(printable(path), None, str(error))
        except Exception as error:  # one bad file is never the end of the run
            return Unpaired(printable(path), None, f"{printable(path)}: {unforeseen(error)}")

    def _pair(self, file: File) -> Paired | None:
        """The file's two versions, where it has two of which one renders the other."""
        asked = self.asked
        try:
            source, target = read_bilingual(
                file, source=asked.source, target=asked.target, limits=self.limits
            )
        except InputError:  # it holds one version, or what is wrong shows when it is read as one
            return None
        kind, codes = PairKind.ONE_FILE, (source.language, target.language)
        if source.units is not None:
            return Paired(file.name, None, kind, *codes, confidence=1.0)
        found = pair_documents([self._sketch(source)], [self._sketch(target)], self.encoder)
        if not found.matches:
            return None
        (match,) = found.matches
        shares = match.source_coverage, match.target_coverage
        return Paired(file.name, None, kind, *codes, match.confidence, *shares)

    def _single(self, file: File) -> _Single:
        document = _read(file, self.limits)
        return _Single(file.name, document.language, self._sketch(document))

    def _sketch(self, document: Document) -> Sketch:
        return sketch(document, self.encoder)


def _read(file: File, limits: Limits) -> Document:
    """One language version; where no paragraph tells which, all of them together may."""
    try:
        return read(file, limits=limits)
    except InputError:
        document = read(file, language=UNDETERMINED, limits=limits)
        text = " ".join(paragraph.text for paragraph in document.paragraphs)
        code = detect_language(text[:ENOUGH])
        if code is None:
            raise
        return replace(document, language=code)


def _sorted_out(
    folder: Path,
    asked: Asked,
    entries: Sequence[_Entry],
    notes: tuple[str, ...],
    encoder: Encoder,
    progress: Progress | None,
) -> Pairing:
    singles = [entry for entry in entries if isinstance(entry, _Single)]
    if long := sum(not one.sketch.whole for one in singles):
        notes += (f"Long documents of which only the beginning was looked at: {long:,}.",)
    pairs = [entry for entry in entries if isinstance(entry, Paired)]
    unreadable = tuple(entry for entry in entries if isinstance(entry, Unpaired))
    codes = _languages(singles, asked)
    if codes is None:
        lone = tuple(Unpaired(one.path, one.language, _alone(one, asked)) for one in singles)
        return Pairing(folder, asked.source, asked.target, tuple(pairs), lone, unreadable, notes)
    sources = [one for one in singles if one.language == codes[0]]
    targets = [one for one in singles if one.language == codes[1]]
    heap = pair_documents(
        [one.sketch for one in sources],
        [one.sketch for one in targets],
        encoder,
        progress=progress,
    )
    pairs += [_paired(match, sources, targets) for match in heap.matches]
    unpaired = [*_left(heap, sources, targets), *_foreign(singles, codes)]
    if asked.is_open:
        notes += (assumption({codes}),)
    return Pairing(
        folder,
        *codes,
        tuple(sorted(pairs, key=lambda one: (one.source, one.target or ""))),
        tuple(sorted(unpaired, key=lambda one: one.document)),
        unreadable,
        notes,
    )


def _languages(singles: Sequence[_Single], asked: Asked) -> tuple[str, str] | None:
    """Source and target: as asked, else what most documents are in; None where there is one."""
    if asked.source and asked.target:
        return asked.source, asked.target
    counts = Counter(one.language for one in singles)
    given = asked.source or asked.target
    ranked = sorted(counts.keys() - {given}, key=lambda code: (-counts[code], code))
    found = ([given] if given else []) + ranked
    if len(found) < 2:
        return None
    chosen = choose(found[:2], asked)
    if isinstance(chosen, str):  # the language asked for is nowhere in the heap
        return None
    return chosen


def _alone(one: _Single, asked: Asked) -> str:
    """Why a document of a heap without a second language has no counterpart."""
    wanted = asked.target or asked.source
    if wanted and wanted != one.language:
        return f"no document is in {language(wanted).name}"
    return f"no document is in another language than {language(one.language).name}"


def _paired(match: Match, sources: Sequence[_Single], targets: Sequence[_Single]) -> Paired:
    source, target = sources[match.source], targets[match.target]
    return Paired(
        source.path,
        target.path,
        PairKind(match.kind.value),
        source.language,
        target.language,
        match.confidence,
        match.source_coverage,
        match.target_coverage,
    )


def _left(heap: Heap, sources: Sequence[_Single], targets: Sequence[_Single]) -> Iterator[Unpaired]:
    for here, there, documents in (
        (sources, targets, heap.sources),
        (targets, sources, heap.targets),
    ):
        yield from (_unpaired(one, here[one.document], there) for one in documents)


def _unpaired(one: Unmatched, document: _Single, across: Sequence[_Single]) -> Unpaired:
    if one.nearest is None:
        return Unpaired(document.path, document.language, "no document is in the other language")
    nearest = across[one.nearest].path
    share = f"{one.coverage:.0%}"
    reason = f"the nearest surely renders {'nothing' if share == '0%' else share} of it"
    if one.is_kin:
        reason += ", but their figures differ and another one is nearer"
    return Unpaired(document.path, document.language, reason, nearest, one.confidence)


def _foreign(singles: Iterable[_Single], codes: tuple[str, str]) -> Iterator[Unpaired]:
    names = " nor ".join(language(code).name for code in codes)
    for one in singles:
        if one.language not in codes:
            reason = f"is in {language(one.language).name}, neither {names}"
            yield Unpaired(one.path, one.language, reason)


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
