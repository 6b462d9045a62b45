"""What a file is by its first bytes, whatever its name says."""

from typing import NamedTuple


class Kind(NamedTuple):
    """A format with a reader that its bytes tell.

    Attributes:
        name: for messages.
        ending: of its files.
    """

    name: str
    ending: str


_ARCHIVE = b"PK\x03\x04"
_FIRST_NAME = 30  # where the name of an archive's first member begins, by the ZIP specification
_STARTS = (
    (b"%PDF-", Kind("a PDF", ".pdf")),
    (b"mimetypeapplication/epub+zip", Kind("an EPUB book", ".epub")),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", Kind("an OpenDocument text", ".odt")),
)
_UNREAD = ((b"{\\rtf", "an RTF document"), (b"\xd0\xcf\x11\xe0", "an old office document"))
_WORD_MEMBER = b"word/document.xml"
_WORD = Kind("a Word document", ".docx")


def kind_of(content: bytes) -> Kind | None:
    """The format that a file's bytes tell, None where they tell none that has a reader."""
    is_archive = content.startswith(_ARCHIVE)
    begin = _FIRST_NAME if is_archive else 0
    for start, kind in _STARTS:
        if content.startswith(start, begin):
            return kind
    return _WORD if is_archive and _WORD_MEMBER in content else None


def unread_kind(content: bytes) -> str | None:
    """The name of a document's format that has no reader, where office programs can convert it."""
    return next((name for start, name in _UNREAD if content.startswith(start)), None)
