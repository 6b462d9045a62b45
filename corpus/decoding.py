"""Bytes of a text file to its characters, saying aloud what had to be assumed."""

import codecs
import re
from pathlib import PurePath

from corpus.errors import InputError

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
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LINE_BREAKS = re.compile(r"\r\n?|[\v\x85\u2028]")
_PARAGRAPH_BREAKS = re.compile(r"[\f\u2029]")
_LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")


def decode(content: bytes, path: str) -> tuple[str, tuple[str, ...]]:
    """A text file's characters, line ends as newlines, and notes on what was assumed.

    UTF-8, or what a byte order mark announces; a line that is not UTF-8 is read as Windows-1252
    (which holds Latin-1's letters) and a note says so.

    Raises:
        InputError: the bytes are not text.
    """
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            raise InputError(
                f"{path}: this is {name}, not {_expected(path)}; save it as UTF-8 text"
            )
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return checked_text(_strictly(content, encoding, path), path), ()
    text, notes = _by_line(content)
    return checked_text(text, path), notes


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


def _strictly(content: bytes, encoding: str, path: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: its byte order mark says {encoding.upper()}, but it is damaged at byte "
            f"{error.start:,}; save it as UTF-8 text"
        ) from error


def _by_line(content: bytes) -> tuple[str, tuple[str, ...]]:
    lines = [_decoded_line(line) for line in content.splitlines(keepends=True)]
    text = "".join(line for line, _ in lines)
    odd = sum(fallback for _, fallback in lines)
    if not odd:
        return text, ()
    return text, (f"{odd} of {len(lines)} lines are not UTF-8 and were read as Windows-1252.",)


def _decoded_line(line: bytes) -> tuple[str, bool]:
    try:
        return line.decode("utf-8"), False
    except UnicodeDecodeError:
        try:
            return line.decode("cp1252"), True
        except UnicodeDecodeError:
            return line.decode("latin-1"), True


def _expected(path: str) -> str:
    return PurePath(path).suffix.lower() or "text"
