"""A PDF's paragraphs from its pages."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.detection import main_language
from corpus.errors import InputError
from corpus.formats.block import ParsedFile, TextBlock
from corpus.formats.pdf.layout import Layout, laid_out
from corpus.formats.pdf.numbers import pdf_numbers
from corpus.formats.pdf.pages import Page, main_size, read_pages
from corpus.formats.pdf.prose import Prose, paragraphs
from corpus.hyphens import LineEnds
from corpus.limits import Limits
from corpus.notes import Note
from corpus.paragraphs import is_visible
from corpus.text import Role

_BULLET = re.compile(r"^[•*·▪◦‣●○■□\ue000-\uf8ff\ufffd]\s+")
_SOFT_HYPHEN = "\u00ad"


def read_pdf(content: bytes, path: str, limits: Limits) -> ParsedFile:
    """A PDF's paragraphs, its footnotes last; larger type tells headings.

    Running headers and footers and page numbers are left out; a note says so.

    Raises:
        InputError: the file is damaged, protected by a password, no PDF, scanned, or beyond the
            limits.
    """
    pages = read_pages(content, path, limits)
    scanned = _scanned(pages)
    _check_text(pages, scanned, path)
    layout = laid_out(pages)
    lines = [line for page in layout.pages for line in page]
    language = main_language(line.text for line in lines)
    line_ends = LineEnds.of(pairwise(line.text for line in lines), language)
    body_size = main_size(lines)
    parts = [layout.pages, *([note.lines] for note in layout.notes)]
    blocks = [
        block
        for part in parts
        for prose in paragraphs(part, line_ends)
        for block in _blocks(prose, body_size)
    ]
    return ParsedFile(tuple(blocks), tuple(_notes(pages, scanned, layout)))


def _blocks(prose: Prose, body_size: float) -> Iterator[TextBlock]:
    text = _BULLET.sub("", prose.text).replace(_SOFT_HYPHEN, "").strip()
    if is_visible(text):
        is_heading = prose.size > pdf_numbers().heading_size * body_size
        yield TextBlock(text, Role.HEADING if is_heading else None)


def _scanned(pages: Sequence[Page]) -> list[int]:
    """The numbers, from 1, of pages that are pictures without text."""
    numbers = pdf_numbers()
    return [
        number
        for number, page in enumerate(pages, 1)
        if page.pictures >= numbers.scanned_share
        and sum(len(line.text) for line in page.lines) < numbers.scanned_chars
    ]


def _check_text(pages: Sequence[Page], scanned: Sequence[int], path: str) -> None:
    if scanned and len(scanned) == sum(bool(page.lines or page.pictures) for page in pages):
        raise InputError(
            f"{path}: holds pictures of its pages, no text (scanned); recognise its text (OCR) "
            "first"
        )
    unknown = sum(page.unknown for page in pages)
    shown = sum(len(line.text) for page in pages for line in page.lines)
    if unknown > pdf_numbers().unknown_share * max(1, shown):
        raise InputError(
            f"{path}: does not say which letters it draws; export it again with its text, or "
            "recognise its text (OCR) first"
        )


def _notes(pages: Sequence[Page], scanned: Sequence[int], layout: Layout) -> Iterator[str]:
    if scanned:
        listed = ", ".join(map(str, scanned[: pdf_numbers().listed_pages]))
        has_more = len(scanned) > pdf_numbers().listed_pages
        yield Note("corpus", "pdf.scanned_more" if has_more else "pdf.scanned", pages=listed)
    if layout.furniture:
        yield Note("corpus", "pdf.furniture")
    if any(page.slanted for page in pages):
        yield Note("corpus", "pdf.slanted")
