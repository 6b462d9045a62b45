"""What a file is by its first bytes, whatever its name says."""

import re
from typing import NamedTuple


class FileFormat(NamedTuple):
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
    (b"%PDF-", FileFormat("a PDF", ".pdf")),
    (b"mimetypeapplication/epub+zip", FileFormat("an EPUB book", ".epub")),
    (
        b"mimetypeapplication/vnd.oasis.opendocument.text",
        FileFormat("an OpenDocument text", ".odt"),
    ),
)
_UNREAD = ((b"{\\rtf", "an RTF document"), (b"\xd0\xcf\x11\xe0", "an old office document"))
_WORD_MEMBER = b"word/document.xml"
_WORD = FileFormat("a Word document", ".docx")

_HEAD_BYTES = 4_096
_XML = rb"(?:<\?xml[^>]*+>\s*+)?(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+(?:<!DOCTYPE[^>\[]*+>\s*+)?"
_TEXTS = tuple(
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*+" + start), kind)
    for start, kind in (
        (rb"WEBVTT\b", FileFormat("WebVTT subtitles", ".vtt")),
        (
            rb"\d{1,9}\s*+\d{1,4}:\d\d:\d\d[.,]\d{1,3}\s*+-->",
            FileFormat("SubRip subtitles", ".srt"),
        ),
        (_XML + rb"<tmx\b", FileFormat("a translation memory", ".tmx")),
        (_XML + rb"<xliff\b", FileFormat("an XLIFF file", ".xlf")),
        (rb"(?:#[^\n]*+\s++)*+msgid\s*+\"", FileFormat("a message catalogue", ".po")),
    )
)
"""How formats begin that are text themselves."""


def kind_of(content: bytes) -> FileFormat | None:
    """The format that a file's bytes tell, None where they tell none that has a reader."""
    is_archive = content.startswith(_ARCHIVE)
    begin = _FIRST_NAME if is_archive else 0
    for start, kind in _STARTS:
        if content.startswith(start, begin):
            return kind
    return _WORD if is_archive and _WORD_MEMBER in content else None


def text_kind_of(content: bytes) -> FileFormat | None:
    """The format that a text's first line tells, None where it may be plain text."""
    head = content[:_HEAD_BYTES]
    return next((kind for start, kind in _TEXTS if start.match(head)), None)


def unread_kind(content: bytes) -> str | None:
    """The name of a document's format that has no reader, where office programs can convert it."""
    return next((name for start, name in _UNREAD if content.startswith(start)), None)
