"""Plain text to paragraphs as its reader sees them.

Blank lines separate paragraphs. Between them, every line is a paragraph of its own, unless the
text is hard-wrapped: then most lines are filled, that is the next line's first word would not have
fitted on them any more, and most of the next lines go on with a small letter.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from corpus.decoding import LineStart
from corpus.hyphens import LineEnds, compounds_in
from corpus.notes import Note
from corpus.provenance import load_numbers
from corpus.text import FileLine

_ITEM = re.compile(r"\s*(?:[-–—•*·▪]|\(?\d{1,3}[.)]|\(?[a-z]\))\s")


@dataclass(frozen=True, slots=True)
class ParagraphNumbers:
    """What ``data/paragraphs.toml`` says, where each number has its origin."""

    width: int
    least_width: int
    slack: int
    filled_share: float
    running_share: float


@cache
def paragraph_numbers() -> ParagraphNumbers:
    """The numbers, read once."""
    return load_numbers("corpus", "paragraphs", ParagraphNumbers)


class LocatedText(NamedTuple):
    """Text without white space at its ends, and the lines of the file that it stands on."""

    text: str
    lines: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text's lines were wrapped.

    Attributes:
        width: the longest line of the blocks that may be wrapped, in characters.
        is_hard: whether those blocks' line ends are the typesetter's, not the writer's.
    """

    width: int
    is_hard: bool


def split_paragraphs(
    text: str, starts: Sequence[LineStart]
) -> tuple[list[LocatedText], tuple[str, ...]]:
    """The paragraphs of a plain text, and notes on how they were found.

    Args:
        text: with newlines as its only line ends.
        starts: where each of its lines begins in the file.

    Returns:
        Paragraphs, none empty, each on one line; and notes.
    """
    blocks = list(_blocks(text, starts))
    wrapping = _wrapping([_texts(block) for block in blocks])
    line_ends = LineEnds(compounds_in(text) if wrapping.is_hard else frozenset())
    paragraphs: list[LocatedText] = []
    for block in blocks:
        if wrapping.is_hard and _may_be_wrapped(_texts(block)):
            paragraphs.extend(_rejoined(block, wrapping.width, line_ends))
        else:
            paragraphs.extend(block)
    notes = (Note("corpus", "text.wrapped", width=wrapping.width),) if wrapping.is_hard else ()
    return paragraphs, notes


def _blocks(text: str, starts: Sequence[LineStart]) -> Iterator[list[LocatedText]]:
    """Runs of lines that hold something visible, each line trimmed."""
    block: list[LocatedText] = []
    for line, start in zip(text.split("\n"), starts, strict=True):
        if is_visible(line):
            indent = len(line) - len(line.lstrip())
            offset = None if start.offset is None else start.offset + indent
            place = FileLine(start.number, 0, start.column + indent, offset)
            block.append(LocatedText(line.strip(), (place,)))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _texts(block: Sequence[LocatedText]) -> list[str]:
    return [line.text for line in block]


def is_visible(text: str) -> bool:
    """Whether a reader would see anything: not white space and formatting characters only."""
    return any(char.isprintable() and not char.isspace() for char in text)


def _may_be_wrapped(block: Sequence[str]) -> bool:
    return len(block) > 1 and max(map(len, block)) <= paragraph_numbers().width


def _wrapping(blocks: Sequence[Sequence[str]]) -> Wrapping:
    numbers = paragraph_numbers()
    wrapped = [block for block in blocks if _may_be_wrapped(block)]
    width = max((len(line) for block in wrapped for line in block), default=0)
    breaks = [pair for block in wrapped for pair in pairwise(block)]
    if not breaks or width < numbers.least_width:
        return Wrapping(width, False)
    filled = sum(_is_filled(line, after, width) for line, after in breaks) / len(breaks)
    running = sum(_runs_on(after) for _, after in breaks) / len(breaks)
    is_hard = filled >= numbers.filled_share and running >= numbers.running_share
    return Wrapping(width, is_hard)


def _is_filled(line: str, after: str, width: int) -> bool:
    """Whether the next line's first word would not have fitted on the line."""
    slack = paragraph_numbers().slack
    return len(line) + 1 + len(after.split(maxsplit=1)[0]) > width - slack


def _runs_on(line: str) -> bool:
    """Whether a line goes on with the sentence before it, by its first letter."""
    first = line.lstrip("\"'«“‘(")[:1]
    return first.isalpha() and not first.isupper()


def _rejoined(
    block: Sequence[LocatedText], width: int, line_ends: LineEnds
) -> Iterator[LocatedText]:
    pieces: list[LocatedText] = []
    for line, after in pairwise(block):
        if _ends_paragraph(line.text, after.text, width):
            yield _joined([*pieces, line])
            pieces = []
        else:
            pieces.append(LocatedText(line_ends.glued(line.text, after.text), line.lines))
    yield _joined([*pieces, block[-1]])


def _joined(pieces: Sequence[LocatedText]) -> LocatedText:
    texts = _texts(pieces)
    starts = accumulate(map(len, texts[:-1]), initial=0)
    lines = (
        line._replace(start=start)
        for piece, start in zip(pieces, starts, strict=True)
        for line in piece.lines
    )
    return LocatedText("".join(texts), tuple(lines))


def _ends_paragraph(line: str, after: str, width: int) -> bool:
    if _ITEM.match(after):
        return True
    return not _is_filled(line, after, width) and not _runs_on(after)
