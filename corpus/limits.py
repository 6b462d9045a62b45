"""How much a file may ask of us before it is refused; every reader's limits in one place.

``data/limits.toml`` has them all; a file of one's own may set others (`corpus.limits_file`).
"""

from dataclasses import dataclass
from functools import cache

from corpus.provenance import load_numbers


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document and its review; pass your own to the readers to widen or narrow them.

    Attributes:
        file_bytes: size of a file, or of standard input.
        archive_bytes: what a compressed document may unpack to.
        archive_members: files inside a compressed document.
        archive_ratio: unpacked size over packed size of a compressed document.
        lines: of a text file, empty ones included.
        nesting: depth of elements in one another in a page.
        attributes: of one tag of a page.
        elements: of a page, with those that a parser repeats as they are never closed.
        pages: pages of a PDF.
        drawn_chars: characters that the pages of a PDF draw.
        paragraphs: paragraphs of one document, and cells of a Markdown file's tables.
        paragraph_chars: characters of one paragraph.
        terms: rules of one terms file.
        term_chars: characters of one wording of a term.
        decisions: of one decisions file.
        decision_chars: characters of a decision's reason, or of a reviewer's name.
        pairs: of one batch.
        seconds: what a command, or the review of one pair in a batch, may take.
        memory_bytes: what the process that reviews a pair in a batch may hold.
    """

    file_bytes: int
    archive_bytes: int
    archive_members: int
    archive_ratio: int
    lines: int
    nesting: int
    attributes: int
    elements: int
    pages: int
    drawn_chars: int
    paragraphs: int
    paragraph_chars: int
    terms: int
    term_chars: int
    decisions: int
    decision_chars: int
    pairs: int
    seconds: int
    memory_bytes: int


@cache
def default_limits() -> Limits:
    """The limits of ``data/limits.toml``."""
    return load_numbers("corpus", "limits", Limits)
