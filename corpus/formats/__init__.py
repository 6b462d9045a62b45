"""One reader a file format, and the table that finds it by the file's ending."""

from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import MappingProxyType

from corpus.errors import InputError
from corpus.formats.block import ParsedFile, TextBlock, Version
from corpus.formats.docx import WordFile, WordParagraph, open_word, read_docx
from corpus.formats.epub import read_epub
from corpus.formats.html import read_html
from corpus.formats.markdown import read_markdown
from corpus.formats.odt import read_fodt, read_odt
from corpus.formats.paired import PairedReading
from corpus.formats.pdf import read_pdf
from corpus.formats.plain_text import plain_reading, read_text
from corpus.formats.po import read_po
from corpus.formats.signature import kind_of, text_kind_of, unread_kind
from corpus.formats.subtitles import read_srt, read_vtt
from corpus.formats.tmx import read_tmx
from corpus.formats.xliff import read_xliff
from corpus.inputs import STANDARD_INPUT
from corpus.limits import Limits

__all__ = [
    "PAIRED_READERS",
    "READERS",
    "PairedReading",
    "ParsedFile",
    "TextBlock",
    "Version",
    "WordFile",
    "WordParagraph",
    "is_paired",
    "is_plain",
    "is_readable",
    "open_word",
    "plain_reading",
    "read_blocks",
    "read_paired",
]

Reader = Callable[[bytes, str, Limits], ParsedFile]
PairedReader = Callable[[bytes, str, Limits], PairedReading]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": read_text,
        ".md": read_markdown,
        ".markdown": read_markdown,
        ".html": read_html,
        ".htm": read_html,
        ".xhtml": read_html,
        ".docx": read_docx,
        ".odt": read_odt,
        ".fodt": read_fodt,
        ".epub": read_epub,
        ".pdf": read_pdf,
        ".srt": read_srt,
        ".vtt": read_vtt,
    }
)
"""Readers by ending; anything else is read as plain text."""

PAIRED_READERS: Mapping[str, PairedReader] = MappingProxyType(
    {
        ".tmx": read_tmx,
        ".xlf": read_xliff,
        ".xliff": read_xliff,
        ".mqxliff": read_xliff,
        ".sdlxliff": read_xliff,
        ".po": read_po,
        ".pot": read_po,
    }
)
"""Readers of files that pair their texts, by ending."""


def is_readable(name: str) -> bool:
    """Whether a file of that name has an ending that some reader is for."""
    return is_paired(name) or PurePath(name).suffix.lower() in READERS


def is_plain(name: str) -> bool:
    """Whether a file of that name is read line by line: text, as it stands or with light marks."""
    plain = (read_text, read_markdown)
    return not is_paired(name) and READERS.get(PurePath(name).suffix.lower(), read_text) in plain


def is_paired(name: str) -> bool:
    """Whether a file of that name says itself which of its texts render each other."""
    return PurePath(name).suffix.lower() in PAIRED_READERS


def read_blocks(content: bytes, path: str, limits: Limits) -> ParsedFile:
    """What a file holds, by the reader that its ending asks for; standard input tells by itself.

    Raises:
        InputError: the content is not what the ending says, or beyond the limits.
    """
    reader = READERS.get(PurePath(path).suffix.lower(), read_text)
    if unread := unread_kind(content):
        raise InputError(f"{path}: this is {unread}, which is not read; save it as .docx or .odt")
    kind = kind_of(content) or (text_kind_of(content) if reader is read_text else None)
    if kind is None or READERS.get(kind.ending) is reader:
        return reader(content, path, limits)
    if path == STANDARD_INPUT and kind.ending in READERS:
        return READERS[kind.ending](content, path, limits)
    raise InputError(
        f"{path}: this is {kind.name}, not {PurePath(path).suffix.lower() or 'text'}; let its name "
        f"end in {kind.ending}"
    )


def read_paired(content: bytes, path: str, limits: Limits) -> PairedReading:
    """What a file holds that `is_paired`.

    Raises:
        InputError: the content is not what the ending says.
    """
    return PAIRED_READERS[PurePath(path).suffix.lower()](content, path, limits)
