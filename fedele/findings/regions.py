"""Where a passage stands in the file as it was given."""

from dataclasses import dataclass

from corpus import Document, Span


@dataclass(frozen=True, slots=True)
class Region:
    """Lines and columns, from 1; the end column is the one after the last character.

    Columns are counted in characters and None where the file's markup makes them unknowable.
    """

    line: int
    column: int | None
    end_line: int
    end_column: int | None


def region_of(document: Document, number: int, span: Span) -> Region | None:
    """The region of a span of a paragraph, None where the file's format has no lines."""
    paragraph = document.paragraphs[number]
    last = max(span.start, span.end - 1)
    begin, end = paragraph.position(span.start), paragraph.position(last)
    if begin is None or end is None:
        return None
    if end[0] < begin[0]:  # subtitles are read in the order of their times
        return Region(end[0], None, begin[0], None)
    after = None if end[1] is None else end[1] + span.end - last
    return Region(begin[0], begin[1], end[0], after)
