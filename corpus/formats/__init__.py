"""One reader a file format, and the table that finds it by the file's ending."""

from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import MappingProxyType

from corpus.formats.block import Block, Reading
from corpus.formats.docx import WordFile, WordParagraph, open_word, read_docx
from corpus.formats.epub import read_epub
from corpus.formats.html import read_html
from corpus.formats.markdown import read_markdown
from corpus.formats.odt import read_fodt, read_odt
from corpus.formats.pdf import read_pdf
from corpus.formats.text import plain_reading, read_text
from corpus.limits import Limits

__all__ = [
    "READERS",
    "Block",
    "Reading",
    "WordFile",
    "WordParagraph",
    "is_readable",
    "open_word",
    "plain_reading",
    "read_blocks",
]

Reader = Callable[[bytes, str, Limits], Reading]

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
    }
)
"""Readers by ending; anything else is read as plain text."""


def is_readable(name: str) -> bool:
    """Whether a file of that name has an ending that some reader is for."""
    return PurePath(name).suffix.lower() in READERS


def read_blocks(content: bytes, path: str, limits: Limits) -> Reading:
    """What a file holds, by the reader that its ending asks for.

    Raises:
        InputError: the content is not what the ending says, or beyond the limits.
    """
    reader = READERS.get(PurePath(path).suffix.lower(), read_text)
    return reader(content, path, limits)
