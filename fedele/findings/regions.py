"""Where a passage stands in the file as it was given."""

from dataclasses import dataclass

from corpus import Document, Span


@dataclass(frozen=True, slots=True)
class Region:
    """Where words stand in a file, which may have other characters between them.

    Attributes:
        line, end_line: of the first and of the last character, from 1.
        column, end_column: of the first, from 1, and the one after the last, in characters; None
            where the file's markup makes them unknowable.
        start, end: half-open offsets into the file's characters, a byte order mark not counted;
            None where the columns are, or where the file is not read as lines of text.
    """

    line: int
    column: int | None
    end_line: int
    end_column: int | None
    start: int | None = None
    end: int | None = None


def region_of(document: Document, number: int, span: Span) -> Region | None:
    """The region of a span of a paragraph, None where the file's format has no lines."""
    paragraph = document.paragraphs[number]
    last = max(span.start, span.end - 1)
    begin, end = paragraph.position(span.start), paragraph.position(last)
    if begin is None or end is None:
        return None
    if end[0] < begin[0]:  # subtitles are read in the order of their times
        return Region(end[0], None, begin[0], None)
    length = span.end - last
    after = None if end[1] is None else end[1] + length
    first, final = paragraph.file_offset(span.start), paragraph.file_offset(last)
    stop = None if first is None or final is None else final + length
    return Region(begin[0], begin[1], end[0], after, None if stop is None else first, stop)
