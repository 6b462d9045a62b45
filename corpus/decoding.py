"""Bytes of a text file to its characters, saying aloud what had to be assumed."""

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from corpus.errors import InputError
from corpus.notes import Note

if TYPE_CHECKING:
    from corpus.limits import Limits

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
)
# fmt: off
_NO_CHARSETS = frozenset((
    "idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7",
))
# fmt: on
"""What Python decodes besides the encodings of files; some take for ever, or hide what they say."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LINE_BREAKS = re.compile(r"\r{1,2}\n|\r|[\v\x85\u2028]")  # CR CR LF: made twice
_PARAGRAPH_BREAKS = re.compile(r"[\f\u2029]")
_BREAKS = re.compile(r"\r{1,2}\n|[\r\n\v\x85\u2028\f\u2029]")
_LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")
_NOT_TEXT = re.compile(f"{_CONTROLS.pattern}|{_LONE_SURROGATES.pattern}")


class LineStart(NamedTuple):
    """Where a line of a decoded text begins.

    Attributes:
        number: a line of the file, from 1.
        column: how far into it.
        offset: how many characters of the file stand before it, a byte order mark not counted;
            None where it is not known.
    """

    number: int
    column: int
    offset: int | None = None


class Decoded(NamedTuple):
    """A file's text.

    Attributes:
        text: its characters, with newlines as its only line ends.
        notes: what was assumed.
        starts: where each line of ``text`` begins in the file.
    """

    text: str
    notes: tuple[str, ...]
    starts: tuple[LineStart, ...]


def decode(content: bytes, path: str, limits: "Limits") -> Decoded:
    """A text file's characters.

    UTF-8, or what a byte order mark announces; a line that is not UTF-8 is read as Windows-1252
    (which holds Latin-1's letters) and a note says so.

    Raises:
        InputError: the bytes are not text, or too many lines.
    """
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            raise InputError(
                f"{path}: this is {name}, where text was expected; save it as UTF-8 text"
            )
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return decoded(_strictly(content, encoding, path), path, limits)
    text, notes = _by_line(content, path, limits)
    return decoded(text, path, limits, notes)


def decode_announced(content: bytes, encoding: str, path: str) -> str | None:
    """The characters of a file in the encoding that it announces, None where it is not in it.

    Raises:
        InputError: as `checked_text`.
    """
    try:
        if codecs.lookup(encoding).name in _NO_CHARSETS:
            return None
        return checked_text(content.decode(encoding), path)
    except (LookupError, UnicodeError):
        return None


def decoded(text: str, path: str, limits: "Limits", notes: tuple[str, ...] = ()) -> Decoded:
    """Characters that are decoded already, as `decode` gives them.

    Raises:
        InputError: as `checked_text`; or they are too many lines.
    """
    starts = tuple(islice(_line_starts(text), limits.lines + 1))
    _check_lines(len(starts), path, limits)
    return Decoded(checked_text(text, path), notes, starts)


def _check_lines(count: int, path: str, limits: "Limits") -> None:
    if count > limits.lines:
        raise InputError(f"{path}: has more than {limits.lines:,} lines; split it")


def checked_text(text: str, path: str) -> str:
    """``text`` with newlines as its only line ends, if it is text at all.

    Raises:
        InputError: it holds NUL characters, lone surrogates or control codes, as binary data does.
    """
    if "\0" in text:
        raise InputError(
            f"{path}: holds NUL characters, so it is binary, or UTF-16 without a byte order mark; "
            "save it as UTF-8 text"
        )
    if _LONE_SURROGATES.search(text):
        raise InputError(f"{path}: holds half characters (lone surrogates); save it as UTF-8 text")
    if _CONTROLS.search(text):
        raise InputError(f"{path}: holds control codes, so it is not text; save it as UTF-8 text")
    return _PARAGRAPH_BREAKS.sub("\n\n", _LINE_BREAKS.sub("\n", text.removeprefix("\ufeff")))


def as_text(text: str) -> str:
    """Text that was written as codes, by the rules of `checked_text`.

    What that refuses, since binary data holds it, is shown as a replacement character here.
    """
    shown = _NOT_TEXT.sub("\ufffd", text)
    return _PARAGRAPH_BREAKS.sub("\n\n", _LINE_BREAKS.sub("\n", shown))


def _line_starts(text: str) -> Iterator[LineStart]:
    """Where each line of `checked_text` begins; a page break there makes two lines."""
    mark = len(text) - len(text.removeprefix("\ufeff"))
    number, begin = 1, mark
    yield LineStart(number, 0, 0)
    for found in _BREAKS.finditer(text):
        if found[0].endswith("\n"):
            number, begin = number + 1, found.end()
        start = LineStart(number, found.end() - begin, found.end() - mark)
        yield from (start, start) if _PARAGRAPH_BREAKS.match(found[0]) else (start,)


def _strictly(content: bytes, encoding: str, path: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: its byte order mark says {encoding.upper()}, but it is damaged at byte "
            f"{error.start:,}; save it as UTF-8 text"
        ) from error


def _by_line(content: bytes, path: str, limits: "Limits") -> tuple[str, tuple[str, ...]]:
    whole = content.splitlines(keepends=True)
    _check_lines(len(whole), path, limits)
    lines = [_decoded_line(line) for line in whole]
    text = "".join(line for line, _ in lines)
    odd = sum(fallback for _, fallback in lines)
    if not odd:
        return text, ()
    return text, (Note("corpus", "text.windows", count=odd, lines=len(lines)),)


def _decoded_line(line: bytes) -> tuple[str, bool]:
    try:
        return line.decode("utf-8"), False
    except UnicodeDecodeError:
        try:
            return line.decode("cp1252"), True
        except UnicodeDecodeError:
            return line.decode("latin-1"), True
