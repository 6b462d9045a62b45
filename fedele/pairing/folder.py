"""Pairs in a folder without naming rules: by what its documents say.

Of every file's text only a sketch is kept (`align.sketch_document`), from which
`align.pair_documents` tells which documents render which. A file that holds both versions is a
pair by itself. What is found can be written as the manifest that `fedele batch` reads.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from align import (
    Encoder,
    Match,
    PairedDocuments,
    Sketch,
    Unmatched,
    load_encoder,
    pair_documents,
    sketch_document,
)
from corpus import (
    UNDETERMINED,
    Document,
    InputError,
    Limits,
    Progress,
    counted,
    default_limits,
    is_paired,
    load_language,
)
from fedele.batch.folder import Walk
from fedele.batch.languages import Asked, assumption
from fedele.batch.names import printable
from fedele.pairing.found import Paired, Pairing, PairKind, Unpaired
from fedele.pairing.languages import collection_languages
from fedele.pairing.reading import Found, Reader
from fedele.pipeline import DEFAULT_ENCODER


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
    files = list(walk)
    paths = [path for path in files if not (Path(folder) / path).is_symlink()]
    if not paths:
        raise InputError(f"{folder}: holds no documents; {'; '.join(walk.notes()) or 'is empty'}")
    encoder = load_encoder(model) if isinstance(model, str) else model
    reader = Reader(Path(folder), asked, bounds)
    entries: dict[str, _Entry] = {}
    for done, found in enumerate(reader.read_all(paths), 1):
        entries[found.path] = _entry(found, encoder)
        if progress:
            progress("read", done, len(paths))
    _settle_languages(entries, reader, encoder)
    in_order = [entries[path] for path in paths]
    notes = (*walk.notes(), *counted("fedele", "folder.twice", len(files) - len(paths)))
    return _sorted_out(Path(folder), asked, in_order, notes, encoder, progress)


@dataclass(frozen=True, slots=True)
class _Single:
    """A file with one language version."""

    path: str
    language: str
    sketch: Sketch


_Entry = _Single | Paired | Unpaired
"""What a file turns out to be: a document, a pair by itself, or unreadable."""


def _entry(found: Found, encoder: Encoder) -> _Entry:
    if not found.documents:
        return Unpaired(printable(found.path), None, found.error)
    if len(found.documents) == 1:
        return _single(found.path, found.documents[0], encoder)
    source, target = found.documents
    pair = _one_file(found.path, source, target, encoder)
    # of two texts in one file that render nothing of each other, the longer is the document
    return pair or _single(found.path, max(source, target, key=_length), encoder)


def _single(path: str, document: Document, encoder: Encoder) -> _Single:
    return _Single(path, document.language, sketch_document(document, encoder))


def _length(document: Document) -> int:
    return sum(len(paragraph.text) for paragraph in document.paragraphs)


def _one_file(path: str, source: Document, target: Document, encoder: Encoder) -> Paired | None:
    """The pair that a file's two versions are, if one renders the other."""
    kind, codes = PairKind.ONE_FILE, (source.language, target.language)
    if source.units is not None:
        return Paired(path, None, kind, *codes, confidence=1.0)
    found = pair_documents(
        [sketch_document(source, encoder)], [sketch_document(target, encoder)], encoder
    )
    if not found.matches:
        return None
    (match,) = found.matches
    shares = match.source_coverage, match.target_coverage
    return Paired(path, None, kind, *codes, match.confidence, *shares)


def _settle_languages(entries: dict[str, _Entry], reader: Reader, encoder: Encoder) -> None:
    """Look once more at documents that seem to be in no language of the folder's two."""
    singles = [entry for entry in entries.values() if isinstance(entry, _Single)]
    counts = _languages(singles)
    codes = collection_languages(counts, reader.asked)
    doubtful = [
        one.path
        for one in singles
        if one.language not in (codes or counts) and not is_paired(one.path)
    ]
    for found in reader.read_again(doubtful, dict(counts)):
        entries[found.path] = _entry(found, encoder)


def _languages(singles: Iterable[_Single]) -> Counter[str]:
    """How many documents are in each language, of those that say it for sure."""
    return Counter(one.language for one in singles if one.language != UNDETERMINED)


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
        notes += counted("fedele", "folder.long", long)
    pairs = [entry for entry in entries if isinstance(entry, Paired)]
    unreadable = tuple(entry for entry in entries if isinstance(entry, Unpaired))
    codes = collection_languages(_languages(singles), asked)
    if codes is None:
        lone = tuple(Unpaired(one.path, one.language, _alone(one, asked)) for one in singles)
        return Pairing(folder, asked.source, asked.target, tuple(pairs), lone, unreadable, notes)
    sources = [one for one in singles if one.language == codes[0]]
    targets = [one for one in singles if one.language == codes[1]]
    paired = pair_documents(
        [one.sketch for one in sources],
        [one.sketch for one in targets],
        encoder,
        progress=progress,
    )
    pairs += [_paired(match, sources, targets) for match in paired.matches]
    unpaired = [*_left(paired, sources, targets), *_foreign(singles, codes)]
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


def _alone(one: _Single, asked: Asked) -> str:
    """Why a document of a folder without a second language has no counterpart."""
    wanted = asked.target or asked.source
    if wanted and wanted != one.language:
        return f"no document is in {load_language(wanted).name}"
    return f"no document is in another language than {load_language(one.language).name}"


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


def _left(
    paired: PairedDocuments, sources: Sequence[_Single], targets: Sequence[_Single]
) -> Iterator[Unpaired]:
    for here, there, documents in (
        (sources, targets, paired.sources),
        (targets, sources, paired.targets),
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
    names = " nor ".join(load_language(code).name for code in codes)
    for one in singles:
        if one.language not in codes:
            reason = f"is in {load_language(one.language).name}, neither {names}"
            yield Unpaired(one.path, one.language, reason)
