"""How much a file may ask of us before it is refused; every reader's limits in one place."""

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
        nesting: depth of elements in one another in a page.
        paragraphs: paragraphs of one document.
        paragraph_chars: characters of one paragraph.
        terms: rules of one terms file.
        term_chars: characters of one wording of a term.
        seconds: what the review of one pair may take in a batch.
        memory_bytes: what the process that reviews it there may hold.
    """

    file_bytes: int
    archive_bytes: int
    archive_members: int
    archive_ratio: int
    nesting: int
    paragraphs: int
    paragraph_chars: int
    terms: int
    term_chars: int
    seconds: int
    memory_bytes: int


@cache
def default_limits() -> Limits:
    """The limits of ``data/limits.toml``."""
    return Limits(**load_numbers("corpus", "limits"))
