"""Pairs in a folder without naming rules: by what its documents say.

Every file is read once; of its text only a sketch is kept (`align.sketch`), from which
`align.pair_documents` tells which documents render which. A file that holds both versions is a
pair by itself. What is found can be written as the manifest that `fedele batch` reads.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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
    read,
    read_bilingual,
    read_bytes,
)
from fedele.batch.folder import Walk
from fedele.batch.job import unforeseen
from fedele.batch.languages import Asked, assumption, choose
from fedele.batch.names import printable
from fedele.pairing.found import Paired, Pairing, PairKind, Unpaired
from fedele.pipeline import DEFAULT_ENCODER

UNDETERMINED = "und"
"""BCP 47's code for a language that cannot be told."""
ENOUGH = 10_000
"""Characters that tell a language, if any do."""


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
