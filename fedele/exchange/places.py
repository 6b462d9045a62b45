"""Where words stand in their file: what code hosts show a finding beside."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath

from corpus import Document, SentenceId, Side, Span
from fedele.files.atomic import file_of
from fedele.findings.issues import Issue
from fedele.findings.reviewed import Reviewed

WORKSPACE = "GITHUB_WORKSPACE"
"""Where a GitHub workflow says that the repository's root is."""


@dataclass(frozen=True, slots=True)
class Region:
    """Lines and columns, from 1; the end column is the one after the last character.

    Columns are counted in characters and None where the file's markup makes them unknowable.
    """

    line: int
    column: int | None
    end_line: int
    end_column: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """A passage in its document and in its file.

    Attributes:
        side: the document.
        paragraph: its number there, from 0.
        span: half-open, into the paragraph's text.
        text: the words.
        path: the file, None for standard input and text given directly.
        region: where in the file, None where its format has no lines.
    """

    side: Side
    paragraph: int
    span: Span
    text: str
    path: str | None
    region: Region | None


def repository_root() -> Path:
    """The folder that paths are given relative to: the workflow's workspace, else the current."""
    return Path(os.environ.get(WORKSPACE) or Path.cwd())


def relative_path(path: str, root: Path) -> PurePath:
    """A path as the repository knows it; an absolute one where it lies outside."""
    whole = Path(os.path.realpath(path))
    inside = Path(os.path.realpath(root))
    return whole.relative_to(inside) if whole.is_relative_to(inside) else whole


def overlap(passage: Span, words: Span) -> Span | None:
    """What two spans share; empty words lie in a passage if they touch it."""
    start, end = max(passage.start, words.start), min(passage.end, words.end)
    is_there = start < end or (words.start == words.end and start == end)
    return Span(start, end) if is_there else None


class Places:
    """Finds the places of a review's flags."""

    def __init__(self, review: Reviewed) -> None:
        self._review = review

    def words(self, side: Side, issue: Issue) -> Place | None:
        """Where the flag's words on one side stand, None where it has none there."""
        passage = issue.passage(side)
        if passage is None:
            return None
        return self._place(side, passage.paragraph, Span(passage.start, passage.end))

    def answer(self, side: Side, issue: Issue) -> Place | None:
        """The sentences of one side that answer to the flag's words on the other.

        None where there are none. Of sentences in several paragraphs, those of the first.
        """
        touched = self._touched(side.opposite, issue)
        found = sorted({where for one in touched for where in self._answers.get((side, one), ())})
        return self._sentences(side, found) if found else None

    def passage(self, side: Side, issue: Issue) -> Place | None:
        """The sentences that the flag's words on one side stand in, else those that answer."""
        found = self._touched(side, issue)
        return self._sentences(side, found) if found else self.answer(side, issue)

    def primary(self, issue: Issue) -> Place | None:
        """Where an editor of the translation looks first.

        At the flag's words in the translation, else at the sentences that should hold what is
        missing, else at the words in the original.
        """
        return (
            self.words(Side.TARGET, issue)
            or self.answer(Side.TARGET, issue)
            or self.words(Side.SOURCE, issue)
        )

    @cached_property
    def _answers(self) -> dict[tuple[Side, SentenceId], tuple[SentenceId, ...]]:
        """The sentences that answer to each of the other side's, by their side."""
        found: dict[tuple[Side, SentenceId], tuple[SentenceId, ...]] = {}
        for group in self._review.alignment.groups:
            for bead in group.beads:
                found |= {(Side.TARGET, where): bead.target for where in bead.source}
                found |= {(Side.SOURCE, where): bead.source for where in bead.target}
        return found

    def _touched(self, side: Side, issue: Issue) -> list[SentenceId]:
        """The sentences that the flag's words on one side stand in."""
        passage = issue.passage(side)
        if passage is None:
            return []
        words = Span(passage.start, passage.end)
        spans = self._review.document(side).paragraphs[passage.paragraph].sentences
        return [
            SentenceId(passage.paragraph, number)
            for number, span in enumerate(spans)
            if overlap(span, words)
        ]

    def _sentences(self, side: Side, ids: Iterable[SentenceId]) -> Place:
        """The first paragraph's among some sentences, from the first to the last."""
        first, *others = ids
        last = [first, *(where for where in others if where.paragraph == first.paragraph)][-1]
        spans = self._review.document(side).paragraphs[first.paragraph].sentences
        span = Span(spans[first.sentence].start, spans[last.sentence].end)
        return self._place(side, first.paragraph, span)

    def _place(self, side: Side, number: int, span: Span) -> Place:
        document = self._review.document(side)
        text = span.of(document.paragraphs[number].text)
        return Place(side, number, span, text, file_of(document), _region(document, number, span))


def _region(document: Document, number: int, span: Span) -> Region | None:
    paragraph = document.paragraphs[number]
    last = max(span.start, span.end - 1)
    begin, end = paragraph.position(span.start), paragraph.position(last)
    if begin is None or end is None:
        return None
    if end[0] < begin[0]:  # subtitles are read in the order of their times
        return Region(end[0], None, begin[0], None)
    after = None if end[1] is None else end[1] + span.end - last
    return Region(begin[0], begin[1], end[0], after)
