"""Plain text."""

from corpus.decoding import decode
from corpus.formats.block import Block, Reading
from corpus.limits import Limits
from corpus.paragraphs import split_paragraphs


def read_text(content: bytes, path: str, limits: Limits) -> Reading:
    """A plain text file's paragraphs; see `corpus.paragraphs` for what makes one."""
    text, decoded = decode(content, path)
    paragraphs, joined = split_paragraphs(text)
    return Reading(tuple(map(Block, paragraphs)), decoded + joined)
