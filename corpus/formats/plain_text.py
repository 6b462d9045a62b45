"""Plain text."""

from collections.abc import Sequence

from corpus.decoding import LineStart, decode
from corpus.formats.block import ParsedFile, TextBlock
from corpus.limits import Limits
from corpus.paragraphs import split_paragraphs


def read_text(content: bytes, path: str, limits: Limits) -> ParsedFile:
    """A plain text file's paragraphs; see `corpus.paragraphs` for what makes one."""
    text, notes, starts = decode(content, path, limits)
    return plain_reading(text, starts, notes)


def plain_reading(text: str, starts: Sequence[LineStart], notes: tuple[str, ...]) -> ParsedFile:
    """The blocks of a text that is decoded already; arguments as in `corpus.decoding.Decoded`."""
    paragraphs, joined = split_paragraphs(text, starts)
    return ParsedFile(
        tuple(TextBlock(text, lines=lines) for text, lines in paragraphs), notes + joined
    )
