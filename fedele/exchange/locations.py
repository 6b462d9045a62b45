"""Where a flag stands in its file: what code hosts show it beside."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from corpus import SentenceId, Side, Span
from fedele.files.atomic import file_of
from fedele.findings.places import Places
from fedele.findings.regions import Region, region_of
from fedele.findings.reviewed import Reviewed
from metrics import Flag

WORKSPACE = "GITHUB_WORKSPACE"
"""Where a GitHub workflow says that the repository's root is."""


@dataclass(frozen=True, slots=True)
class Location:
    """A passage in its document and in its file.

    Attributes:
        side: the document.
        paragraph: its number there, from 0.
        span: half-open, into the paragraph's text; empty for a gap between words.
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


class Locations:
    """Finds the locations of a review's flags."""

    def __init__(self, review: Reviewed) -> None:
        self._review = review
        self._places = Places(review)

    def words(self, side: Side, flag: Flag) -> Location | None:
        """The flag's words on one side, None where it has none there."""
        passage = flag.on(side)
        return None if passage is None else self._location(side, passage.paragraph, passage.span)

    def passage(self, side: Side, flag: Flag) -> Location | None:
        """The sentences that the flag's words on one side stand in, else those that answer.

        None where there are none. Of sentences in several paragraphs, those of the first.
        """
        found = self._places.sentences(flag, side)
        return self._sentences(side, found) if found else None

    def gap(self, side: Side, flag: Flag) -> Location | None:
        """Where one side lacks the flag's words, None where it has some."""
        gap = self._places.gap(flag, side)
        if gap is None:
            return None
        return self._location(side, gap.sentence.paragraph, Span(gap.offset, gap.offset))

    def nearest(self, side: Side, flag: Flag) -> Location | None:
        """What one side has to show for a flag: its words, what should hold them, or the gap."""
        return self.words(side, flag) or self.passage(side, flag) or self.gap(side, flag)

    def primary(self, flag: Flag) -> Location | None:
        """Where an editor of the translation looks first; in the original where it has no text."""
        return self.nearest(Side.TARGET, flag) or self.words(Side.SOURCE, flag)

    def _sentences(self, side: Side, ids: Sequence[SentenceId]) -> Location:
        first = ids[0]
        last = max(where for where in ids if where.paragraph == first.paragraph)
        spans = self._review.document(side).paragraphs[first.paragraph].sentences
        span = Span(spans[first.sentence].start, spans[last.sentence].end)
        return self._location(side, first.paragraph, span)

    def _location(self, side: Side, number: int, span: Span) -> Location:
        document = self._review.document(side)
        text, region = span.of(document.paragraphs[number].text), region_of(document, number, span)
        return Location(side, number, span, text, file_of(document), region)
