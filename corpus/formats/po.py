"""Message catalogues of gettext: PO files, and what was made of a POT template.

polib (MIT) parses them: of 1,563 catalogues in Debian's packages it reads every one, where Babel's
reader refuses 109 for their dates, plural forms and old entries. It takes a text that is a file's
name for that file, so it is given nothing but texts in which an entry begins.

Source: gettext-2026, "The Format of PO Files".
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from corpus.decoding import LineStart, as_text, decode, decode_announced
from corpus.errors import InputError, UsageError
from corpus.formats.block import TextBlock
from corpus.formats.paired import PairedReading, gather, language_code, unit_blocks
from corpus.languages.lookup import find_language
from corpus.limits import Limits
from corpus.notes import Note, counted
from corpus.paragraphs import split_paragraphs

if TYPE_CHECKING:
    from polib import POEntry, POFile

_ENTRY = re.compile(r"^[^\S\n]*msgid\s", re.MULTILINE)
_CHARSET = re.compile(rb"\"Content-Type:[^\"\n]{0,100}charset=([A-Za-z0-9_-]{1,30})")
_HEAD_BYTES = 16_384  # a header comes first, if it comes at all
_DEFAULTS = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "charset"})
"""Encodings that `decode` reads as they are; a template says CHARSET."""
_KEPT_COMMENTS = ("#,", "#~ m")
"""Flags, and the keywords of obsolete entries."""
_FIELDS = {
    "source": ("X-Source-Language",),
    "target": ("Language", "X-Language", "X-Poedit-Language"),
}
"""Fields of the header that name each side's language; X- ones are some tools' own."""
_LINE = re.compile(r"\(line (\d+)\)")
_MESSAGE_END = 80  # the longest that the library says after the text


def read_po(content: bytes, path: str, limits: Limits) -> PairedReading:
    """The messages and their translations; few catalogues say which language they ask in.

    Each plural form answers to the plural, the first of several to the singular. Obsolete entries
    are not read.

    Raises:
        InputError: it is no catalogue, or not well formed.
    """
    text, notes = _decoded(content, path, limits)
    lines = _lines(text)
    catalogue = _parsed(lines, path)
    entries = [entry for entry in catalogue if not entry.obsolete]
    forms = [form for entry in entries for form in _forms(entry, lines)]
    units = ({"source": _blocks(form.source), "target": _blocks(form.target)} for form in forms)
    fuzzy = sum(form.is_fuzzy and bool(form.target.text) for form in forms)
    return PairedReading(
        gather(units, {side: _language(catalogue, _FIELDS[side]) for side in _FIELDS}),
        (*notes, *counted("corpus", "units.fuzzy", fuzzy)),
    )


def _decoded(content: bytes, path: str, limits: Limits) -> tuple[str, tuple[str, ...]]:
    """The catalogue's characters, in the encoding that it announces, else as any text's."""
    announced = _CHARSET.search(content[:_HEAD_BYTES])
    encoding = announced[1].decode("ascii").lower() if announced else "utf-8"
    if encoding in _DEFAULTS or content.startswith(codecs.BOM_UTF8):
        text, notes, _ = decode(content, path, limits)
        return text, notes
    announced_text = decode_announced(content, encoding, path)
    if announced_text is not None:
        return announced_text, ()
    text, notes, _ = decode(content, path, limits)
    return text, (*notes, Note("corpus", "text.announced_catalogue"))


class _Lines(NamedTuple):
    """What a catalogue's entries are made of: lines, each with its number in the file."""

    texts: list[str]
    numbers: list[int]


def _lines(text: str) -> _Lines:
    """The lines that matter, each message on one.

    The parser would add up a message's parts and an entry's comments one by one, in time that grows
    with the square of their number.
    """
    parts: list[list[str]] = []
    numbers: list[int] = []
    for number, line in enumerate(map(str.strip, text.split("\n")), 1):
        if line.startswith('"') and parts and parts[-1][-1].endswith('"'):
            parts[-1][-1] = parts[-1][-1][:-1]
            parts[-1].append(line[1:])
        elif not line.startswith("#") or line.startswith(_KEPT_COMMENTS):
            parts.append([line])
            numbers.append(number)
    return _Lines(["".join(line) for line in parts], numbers)


def _parsed(lines: _Lines, path: str) -> "POFile":
    from polib import pofile

    text = "\n".join(lines.texts)
    if not _ENTRY.search(text):
        raise InputError(f'{path}: no message catalogue; an entry such as msgid "..." is expected')
    try:
        return pofile(text, encoding="utf-8")
    except (OSError, ValueError, LookupError) as error:
        # the library's message begins with the whole catalogue
        found = _LINE.search(str(error)[-_MESSAGE_END:])
        where = f"{path}, line {lines.numbers[int(found[1]) - 1]:,}" if found else path
        raise InputError(f"{where}: no well-formed catalogue; msgfmt -c says more") from error


def _language(catalogue: "POFile", fields: Iterable[str]) -> str | None:
    """The first language that one of some fields names, None where none does."""
    found = (catalogue.metadata.get(field, "") for field in fields)
    return next(filter(None, map(_language_called, found)), None)


def _language_called(name: str) -> str | None:
    """A language by its code, or by its name as in old catalogues; None for neither."""
    try:
        return language_code(name)
    except UsageError:
        return find_language(name)


class _Text(NamedTuple):
    """A message, or what translates it, and the line that it begins on."""

    text: str
    line: int


class _Form(NamedTuple):
    """What one form of an entry says; an entry without plurals has one."""

    source: _Text
    target: _Text
    is_fuzzy: bool


def _forms(entry: "POEntry", lines: _Lines) -> Iterator[_Form]:
    if not entry.msgid_plural:
        yield _Form(
            _text(entry.msgid, "msgid", entry, lines),
            _text(entry.msgstr, "msgstr", entry, lines),
            entry.fuzzy,
        )
        return
    forms = sorted(entry.msgstr_plural.items()) or [(0, ""), (1, "")]
    for number, text in forms:
        is_singular = number == 0 and len(forms) > 1
        keyword = "msgid" if is_singular else "msgid_plural"
        source = entry.msgid if is_singular else entry.msgid_plural
        yield _Form(
            _text(source, keyword, entry, lines),
            _text(text, f"msgstr[{number}]", entry, lines),
            entry.fuzzy,
        )


def _text(text: str, keyword: str, entry: "POEntry", lines: _Lines) -> _Text:
    """A text with the line of its keyword, which follows on the first line of its entry."""
    first = (entry.linenum or 1) - 1
    following = range(first, len(lines.texts))
    found = (n for n in following if lines.texts[n].split(maxsplit=1)[:1] == [keyword])
    return _Text(text, lines.numbers[next(found, first)])


def _blocks(found: _Text) -> list[TextBlock]:
    """The text's paragraphs; lines that were wrapped by hand are joined, others stand alone."""
    lines = as_text(found.text).split("\n")
    pieces, _ = split_paragraphs("\n".join(lines), [LineStart(found.line, 0)] * len(lines))
    return [block for piece in pieces for block in unit_blocks(piece.text, found.line)]
