"""The text model: documents of paragraphs of sentences, with exact offsets.

A paragraph keeps the reader's text as it stands in the file; every offset in the project is a
Python string index into it, half-open. Whatever is normalised is normalised on the side.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

Progress = Callable[[str, int, int], None]
"""What long work calls as it goes: ``progress(stage, done, total)``."""


class Side(StrEnum):
    """Which of the two versions."""

    SOURCE = "source"
    TARGET = "target"

    @property
    def opposite(self) -> "Side":
        """The other version."""
        return Side.TARGET if self is Side.SOURCE else Side.SOURCE


class Role(StrEnum):
    """What a paragraph is to its reader.

    Only ``BODY`` and ``HEADING`` owe the reader a counterpart. A ``CAPTION`` is paired where it
    has one and set aside where it has none; a ``BYLINE`` and ``FURNITURE`` (menus, "Comments",
    share buttons) are always set aside.
    """

    BODY = "body"
    HEADING = "heading"
    CAPTION = "caption"
    BYLINE = "byline"
    FURNITURE = "furniture"

    @property
    def is_set_aside(self) -> bool:
        """Whether it takes no part in a comparison, whatever stands on the other side."""
        return self in (Role.BYLINE, Role.FURNITURE)


class Span(NamedTuple):
    """Half-open character offsets into one paragraph's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of ``text`` that the span covers."""
        return text[self.start : self.end]


class SentenceId(NamedTuple):
    """A sentence by its paragraph's number in the document and its own in the paragraph."""

    paragraph: int
    sentence: int


class FileLine(NamedTuple):
    """Where a line of the file begins in the paragraph that was read from it.

    Attributes:
        number: the line's, from 1, as git and editors count: LF and CR LF end a line.
        start: offset into the paragraph's text of the first character that stands on it.
        column: how many characters stand before that one on the line, None where markup makes it
            impossible to tell.
        offset: the same from the beginning of the file, its byte order mark not counted; None
            where the column is, or where that is not known.
    """

    number: int
    start: int
    column: int | None
    offset: int | None = None


class Origin(NamedTuple):
    """Where a paragraph's text begins in its file.

    Attributes:
        block: number of the block that it stands in, of those that the file's reader found.
        start: how many characters of the block stand before it, such as a language marker.
    """

    block: int
    start: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of text as its reader sees it.

    Attributes:
        text: the reader's text, on one line or several.
        sentences: spans into ``text``, in order, not overlapping; what lies between them is white
            space only.
        language: BCP 47 code that the paragraph is written in, or None where it is too short or
            too mixed to tell.
        role: what the paragraph is to its reader.
        lines: the lines of the file that it stands on, in order; empty where the format has no
            lines that a reader would know it by.
        origin: where it stands among the blocks of its file, None for one that no reader made; no
            part of what makes two paragraphs equal.
    """

    text: str
    sentences: tuple[Span, ...]
    language: str | None = None
    role: Role = Role.BODY
    lines: tuple[FileLine, ...] = ()
    origin: Origin | None = field(default=None, compare=False)

    def position(self, offset: int) -> tuple[int, int | None] | None:
        """The line and the column that a character has in the file, both from 1.

        The column is None where markup makes it impossible to tell; there is no position at all
        where ``lines`` is empty.
        """
        line = self._line_at(offset)
        if line is None:
            return None
        column = None if line.column is None else line.column + offset - line.start + 1
        return line.number, column

    def file_offset(self, offset: int) -> int | None:
        """How many characters of the file stand before one of the text's, None where unknown.

        A byte order mark is not counted; a line end is as long as it is in the file.
        """
        line = self._line_at(offset)
        if line is None or line.offset is None:
            return None
        return line.offset + offset - line.start

    def _line_at(self, offset: int) -> FileLine | None:
        number = bisect_right(self.lines, offset, key=lambda line: line.start)
        return self.lines[max(0, number - 1)] if self.lines else None


@dataclass(frozen=True, slots=True)
class Document:
    """One language version of a text.

    Attributes:
        language: BCP 47 code of the version.
        paragraphs: in reading order.
        path: where it was read from, "-" for standard input, None for text given directly.
        notes: what the reader of the report should know about how the file was read (fallback
            encoding, swapped sides, lines before the first marker), one sentence each, no text of
            the document in them.
        title: a heading that stands before both versions in a bilingual file, else "".
        units: for each paragraph the number of the unit that it belongs to, never falling, where
            the file says itself what renders what: paragraphs of both versions that share a
            number render each other, and a number that one version lacks has no counterpart
            there. None where the file says nothing of the kind.
    """

    language: str
    paragraphs: tuple[Paragraph, ...]
    path: str | None = None
    notes: tuple[str, ...] = ()
    title: str = ""
    units: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        if self.units is None:
            return
        if len(self.units) != len(self.paragraphs) or list(self.units) != sorted(self.units):
            raise ValueError("`units` needs a number for each paragraph, none below the one before")

    def sentence_ids(self) -> Iterator[SentenceId]:
        """Every sentence of the document in reading order."""
        for number, paragraph in enumerate(self.paragraphs):
            for index in range(len(paragraph.sentences)):
                yield SentenceId(number, index)

    def sentences_at(self, paragraph: int, span: Span) -> tuple[SentenceId, ...]:
        """The sentences that a passage stands in: all that it shares characters with.

        One between sentences, or empty, stands in the sentence that begins before its end, or else
        in the paragraph's first.
        """
        spans = self.paragraphs[paragraph].sentences
        end = bisect_left(spans, span.end, key=attrgetter("start"))
        start = bisect_right(spans, span.start, key=attrgetter("end"))
        if start >= end:
            start, end = max(0, end - 1), min(len(spans), max(1, end))
        return tuple(SentenceId(paragraph, number) for number in range(start, end))

    def sentence(self, where: SentenceId) -> str:
        """The text of one sentence."""
        paragraph = self.paragraphs[where.paragraph]
        return paragraph.sentences[where.sentence].of(paragraph.text)

    def is_foreign(self, number: int) -> bool:
        """Whether a paragraph is known to be in another language than the document."""
        language = self.paragraphs[number].language
        return language is not None and language != self.language
