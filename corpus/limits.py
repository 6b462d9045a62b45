"""How much a file may ask of us before it is refused; every reader's limits in one place.

``data/limits.toml`` has them all. A file of one's own, with only the limits that are to differ,
takes their place (`load_limits`)::

    file_bytes = 50_000_000
    seconds = 600
"""

import tomllib
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from corpus.errors import InputError
from corpus.files import FileLike, read_bytes
from corpus.provenance import load_numbers

KEY_LENGTH = 40
"""Characters that are shown of a key that is no limit."""


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
    return Limits(**load_numbers("corpus", "limits"))


def load_limits(path: FileLike) -> Limits:
    """The default limits with those in their place that a TOML file sets.

    Args:
        path: a file of lines such as ``file_bytes = 50_000_000``; the keys are `Limits`'s.

    Raises:
        InputError: it cannot be read, is no TOML, or sets something that is no limit, or to
            something that is no whole number above zero.
    """
    own = _parsed(read_bytes(path, default_limits()), str(path))
    known = [field.name for field in fields(Limits)]
    for key, value in own.items():
        if key not in known:
            raise InputError(
                f"{path}: {key[:KEY_LENGTH]!r} is no limit; there are {', '.join(known)}"
            )
        if type(value) is not int or value < 1:
            raise InputError(f"{path}: `{key}` must be a whole number above zero")
    return replace(default_limits(), **own)


def _parsed(content: bytes, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8; save the limits as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: no TOML: {error}") from error
    except (ValueError, RecursionError) as error:  # a number or a nesting beyond what Python reads
        raise InputError(f"{path}: holds something that is no limit") from error
