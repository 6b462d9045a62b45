"""Files and texts to documents."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.decoding import decode, decoded
from corpus.detection import detect_language, main_language
from corpus.errors import InputError
from corpus.formats import (
    PairedReading,
    ParsedFile,
    TextBlock,
    Version,
    is_paired,
    is_plain,
    plain_reading,
    read_blocks,
    read_paired,
)
from corpus.inputs import STANDARD_INPUT, File, FileLike, read_bytes
from corpus.languages import primary_subtag
from corpus.languages.lookup import asked_language
from corpus.limits import Limits, default_limits
from corpus.notes import Note
from corpus.roles import assign_roles
from corpus.sentences import split_sentences
from corpus.text import Document, Origin, Paragraph, Role, Span
from corpus.version_choice import (
    asked_languages,
    chosen_versions,
    disagreement_notes,
    is_swapped,
    listed_names,
    named_versions,
    one_sided_notes,
)
from corpus.versions import split_versions

UNDETERMINED = "und"
"""BCP 47's code for a language that cannot be told."""
LINES_THAT_TELL = 500
"""How many lines of a line-parallel file are looked at to tell its language."""


def read(path: FileLike, *, language: str | None = None, limits: Limits | None = None) -> Document:
    """One language version from a file, "-" for standard input.

    Of a file that pairs its texts, the one asked for; alone, it knows nothing of units.

    Args:
        path: of any format in `corpus.formats`, told by its ending; other endings are plain text.
        language: BCP 47 code of the text; detected where it is None.
        limits: how much the file may ask for, else the default limits.

    Raises:
        InputError: the file cannot be read, or holds no text, or its language cannot be told.
        UsageError: ``language`` is no language code.
    """
    if is_paired(str(path)):
        return _one_version(path, language, limits or default_limits())
    reading = _read_file(path, limits or default_limits())
    return _document(Version(language, reading.blocks), str(path), reading.notes)


def read_bilingual(
    path: FileLike,
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    limits: Limits | None = None,
) -> tuple[Document, Document]:
    """Both versions from one file; the source is the one that stands first, unless told.

    Where the file says itself which of its texts render each other, the documents know their
    units.

    Args:
        path: of any format in `corpus.formats`, told by its ending, "-" for standard input.
        source_language: BCP 47 code of the source version.
        target_language: BCP 47 code of the target version.
        limits: how much the file may ask for, else the default limits.

    Returns:
        Source and target.

    Raises:
        InputError: the file cannot be read, or does not hold the two versions.
        UsageError: what was given as a language is no language code.
    """
    if is_paired(str(path)):
        return _both_paired(
            path, asked_languages(source_language, target_language), limits or default_limits()
        )
    reading = _read_file(path, limits or default_limits())
    return _both(reading, str(path), source_language, target_language)


def read_pair(
    source: FileLike,
    target: FileLike,
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    limits: Limits | None = None,
) -> tuple[Document, Document]:
    """The two versions from a file each.

    Where the files stand the other way round than the languages that are asked for, they are put
    right; where a file seems to be in a third language, it is taken as asked; notes say so.

    Raises:
        InputError: a file cannot be read, both are one file, both are in one language, or one
            holds both versions by itself.
        UsageError: what was given as a language is no language code.
    """
    _check_two_files(source, target)
    parts = [
        _part(_read_file(path, limits or default_limits()), str(path)) for path in (source, target)
    ]
    return _pair(parts, source_language, target_language)


def read_versions(
    source: FileLike,
    target: FileLike | None = None,
    source_language: str | None = None,
    target_language: str | None = None,
    limits: Limits | None = None,
) -> tuple[Document, Document]:
    """Source and target from a file each, or from one with both; errors as those two have."""
    asked = {"source_language": source_language, "target_language": target_language}
    if target is None:
        return read_bilingual(source, **asked, limits=limits)
    return read_pair(source, target, **asked, limits=limits)


def read_lines(
    path: FileLike,
    *,
    language: str | None = None,
    limits: Limits | None = None,
    numbered: bool = False,
) -> Document:
    """A file of lines: each non-empty line a paragraph of one sentence, "-" for stdin.

    Args:
        path: plain text.
        language: BCP 47 code of the text; detected where it is None, "und" where that fails.
        limits: how much the file may ask for, else the default limits.
        numbered: whether a line's number says which other file's line it answers to; then the
            lines are the document's units, and an empty line before the file's end is an error.

    Raises:
        InputError: the file cannot be read, is of a format with markup, holds no text, or a line is
            empty that may not be.
        UsageError: ``language`` is no language code.
    """
    if not is_plain(str(path)):
        raise InputError(
            f"{path}: a line for each segment was expected, as plain text; save its text so"
        )
    bounds = limits or default_limits()
    text, notes, _ = decode(read_bytes(path, bounds), str(path), bounds)
    found = [line.strip() for line in text.rstrip().split("\n")]
    lines = tuple(filter(None, found))
    if not lines:
        raise InputError(f"{path}: holds no text; a line for each segment was expected")
    if numbered and len(lines) < len(found):
        raise InputError(
            f"{path}, line {found.index('') + 1:,}: is empty; a line for each segment was expected"
        )
    _check_size(lines, str(path), bounds)
    code = asked_language(language) if language else main_language(lines[:LINES_THAT_TELL])
    paragraphs = tuple(Paragraph(line, (Span(0, len(line)),)) for line in lines)
    units = tuple(range(len(paragraphs))) if numbered else None
    return Document(code or UNDETERMINED, paragraphs, str(path), notes, units=units)


def document_from_text(
    text: str,
    *,
    language: str | None = None,
    path: str | None = None,
    limits: Limits | None = None,
) -> Document:
    """One language version from text in memory; see `read`."""
    reading = _reading_of_text(text, path, limits)
    return _document(Version(language, reading.blocks), path, reading.notes)


def bilingual_from_text(
    text: str,
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    path: str | None = None,
    limits: Limits | None = None,
) -> tuple[Document, Document]:
    """Both versions from one text in memory; see `read_bilingual`."""
    return _both(_reading_of_text(text, path, limits), path, source_language, target_language)


def pair_from_texts(
    source: str,
    target: str,
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    limits: Limits | None = None,
) -> tuple[Document, Document]:
    """The two versions from a text each in memory; see `read_pair`."""
    parts = [_part(_reading_of_text(text, None, limits), None) for text in (source, target)]
    return _pair(parts, source_language, target_language)


@dataclass(frozen=True, slots=True)
class _Part:
    """One of two texts: what it holds, and in which language, None where there is no telling."""

    path: str | None
    reading: ParsedFile
    language: str | None


def _part(reading: ParsedFile, path: str | None) -> _Part:
    return _Part(path, reading, main_language(block.text for block in reading.blocks))


def _read_file(path: FileLike, limits: Limits) -> ParsedFile:
    reading = read_blocks(read_bytes(path, limits), str(path), limits)
    return _checked(reading, str(path), limits)


def _reading_of_text(text: str, path: str | None, limits: Limits | None) -> ParsedFile:
    place, bounds = path or "the text", limits or default_limits()
    if len(text) > bounds.file_bytes:
        raise InputError(f"{place}: is longer than {bounds.file_bytes:,} characters; split it")
    checked, notes, starts = decoded(text, place, bounds)
    return _checked(plain_reading(checked, starts, notes), place, bounds)


def _checked(reading: ParsedFile, place: str, limits: Limits) -> ParsedFile:
    """The reading, its blocks numbered, where it is within the limits."""
    if not reading.blocks:
        raise InputError(f"{place}: holds no text; an article was expected")
    _check_size([block.text for block in reading.blocks], place, limits)
    numbered = (replace(b, origin=Origin(n, 0)) for n, b in enumerate(reading.blocks))
    return replace(reading, blocks=tuple(numbered))


def _check_size(texts: Sequence[str], place: str, limits: Limits) -> None:
    """Refuses more paragraphs, or longer ones, than the limits allow."""
    if len(texts) > limits.paragraphs:
        raise InputError(f"{place}: has more than {limits.paragraphs:,} paragraphs; split it")
    if max(map(len, texts)) > limits.paragraph_chars:
        raise InputError(
            f"{place}: has a paragraph of more than {limits.paragraph_chars:,} characters; "
            "an article was expected"
        )


def _pair(parts: list[_Part], source: str | None, target: str | None) -> tuple[Document, Document]:
    """Source and target, put right where they fit what was asked for crosswise only."""
    asked = asked_languages(source, target)
    _check_two_languages(*parts)
    swapped: tuple[str, ...] = ()
    if is_swapped(parts[0].language, parts[1].language, *asked):
        parts = parts[::-1]
        swapped = (Note("corpus", "versions.swapped"),)
    first, second = (
        _document(
            Version(code or part.language, part.reading.blocks),
            part.path,
            (*part.reading.notes, *swapped, *disagreement_notes(part.language, code)),
        )
        for part, code in zip(parts, asked, strict=True)
    )
    return first, second


def _both(
    reading: ParsedFile, path: str | None, source: str | None, target: str | None
) -> tuple[Document, Document]:
    split = split_versions(reading.blocks)
    first, second = chosen_versions(split.versions, path or "the text", source, target)
    notes = (*reading.notes, *split.notes)
    return (
        replace(_document(first, path, notes), title=split.title),
        replace(_document(second, path, notes), title=split.title),
    )


def _one_version(path: FileLike, language: str | None, limits: Limits) -> Document:
    reading = _read_paired(path, (None, None), limits)
    by_code = {version.language: version for version in reading.versions}
    found = listed_names(by_code)
    if language is None and len(by_code) > 1:
        raise InputError(f"{path}: holds {found}; say which language is to be read")
    code = asked_language(language) if language else next(iter(by_code))
    if code not in by_code:
        raise InputError(f"{path}: no {listed_names([code])} version was found, only {found}")
    return _document(replace(by_code[code], units=None), str(path), reading.notes)


def _both_paired(
    path: FileLike, asked: tuple[str | None, str | None], limits: Limits
) -> tuple[Document, Document]:
    reading = _read_paired(path, asked, limits)
    if len(reading.versions) < 2:
        found = listed_names(version.language for version in reading.versions)
        raise InputError(f"{path}: only {found} text was found; nothing in it is translated yet")
    wanted = asked[0] or (reading.source if asked[1] not in (None, reading.source) else None)
    first, second = chosen_versions(reading.versions, str(path), wanted, asked[1])
    notes = (*reading.notes, *one_sided_notes(first, second))
    return _document(first, str(path), notes), _document(second, str(path), notes)


def _read_paired(
    path: FileLike, asked: tuple[str | None, str | None], limits: Limits
) -> PairedReading:
    """What a file holds that pairs its texts, its versions' languages known."""
    reading = read_paired(read_bytes(path, limits), str(path), limits)
    if not reading.versions:
        raise InputError(f"{path}: holds no text to compare")
    for version in reading.versions:
        _check_size([block.text for block in version.blocks], str(path), limits)
    return replace(reading, versions=named_versions(reading.versions, asked, str(path)))


def _check_two_languages(first: _Part, second: _Part) -> None:
    if first.language is not None and first.language == second.language:
        places = f"{first.path} and {second.path}" if first.path else "the two texts"
        raise InputError(
            f"{places}: both are in {listed_names([first.language])}; "
            "the other language's version is missing"
        )


def _check_two_files(source: FileLike, target: FileLike) -> None:
    if isinstance(source, File) or isinstance(target, File):
        is_same = source == target
    else:
        is_same = _is_same_file(source, target)
    if is_same:
        raise InputError(
            f"{source}: the same file was given twice; the other language's version is missing"
        )
    for path in (source, target):
        if is_paired(str(path)):
            raise InputError(f"{path}: holds both versions already; give it alone")


def _is_same_file(source: str | Path, target: str | Path) -> bool:
    if str(source) == str(target) == STANDARD_INPUT:
        raise InputError("standard input (-) holds one document; give a file for the other")
    if STANDARD_INPUT in (str(source), str(target)):
        return False
    return Path(source).resolve() == Path(target).resolve()


def _document(version: Version, path: str | None, notes: tuple[str, ...]) -> Document:
    code = version.language or main_language(block.text for block in version.blocks)
    if code is None:
        raise InputError(
            f"{path or 'the text'}: too little text to tell its language; say which it is"
        )
    code = primary_subtag(code)
    roles = assign_roles(version.blocks)
    paragraphs = (
        _paragraph(block, role, code) for block, role in zip(version.blocks, roles, strict=True)
    )
    return Document(code, tuple(paragraphs), path, notes, units=version.units)


def _paragraph(block: TextBlock, role: Role, document_language: str) -> Paragraph:
    code = detect_language(block.text)
    sentences = split_sentences(block.text, code or document_language)
    return Paragraph(block.text, sentences, code, role, block.lines, block.origin)
