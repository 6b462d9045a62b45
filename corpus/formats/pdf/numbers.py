"""How the lines of a PDF are told apart and put together, in numbers."""

from dataclasses import dataclass
from functools import cache

from corpus.provenance import load_numbers


@dataclass(frozen=True, slots=True)
class PdfNumbers:
    """What ``data/pdf.toml`` says, where each number has its origin."""

    slant: float
    raised: float
    accent_slack: float
    accent_lift: float
    overlap: float
    gap: float
    rule_slack: float
    word: float
    told_word: float
    small: float
    lift: float
    font_name: int
    header_slack: float
    header_lines: int
    header_cells: int
    header_numbers: int
    header_pages: int
    far_gap: float
    header_share: float
    running_on: float
    full_page: float
    note_size: float
    column_indent: float
    paragraph_gap: float
    same_size: float
    guessed_size: float
    indent: float
    interrupting: int
    full: float
    centre: float
    space: float
    ragged: float
    heading_size: float
    initial_size: float
    initials: int
    scanned_share: float
    scanned_chars: int
    unknown_share: float
    listed_pages: int
    header_digits: int
    number_gap: float
    sure_distances: int
    leading: float
    page_lines: int
    page_chars: int


@cache
def pdf_numbers() -> PdfNumbers:
    """The numbers, read once."""
    return load_numbers("corpus", "pdf", PdfNumbers)
