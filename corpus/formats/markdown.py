"""Markdown (CommonMark with tables): its text without the markup."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corpus.caches import once
from corpus.decoding import LineStart, decode
from corpus.errors import InputError
from corpus.formats.block import ParsedFile, TextBlock
from corpus.formats.html import html_blocks
from corpus.limits import Limits
from corpus.notes import Note
from corpus.paragraphs import LocatedText, is_visible, split_paragraphs
from corpus.text import FileLine, Role

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_UNDER_HEADER = frozenset(" \t>|:-")  # what the line is made of that makes a table one
_LINE_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HARD_BREAK = "\v"  # stands for a hard break while the soft ones are judged
_TAGGED_BREAK = "\f"  # the same for a <br>, which ends no line of the file


def read_markdown(content: bytes, path: str, limits: Limits) -> ParsedFile:
    """A Markdown file's paragraphs and headings; too large tables are an `InputError`."""
    text, notes, starts = decode(content, path, limits)
    front = _FRONT_MATTER.match(text)
    if front is not None:
        starts = starts[front[0].count("\n") :]
        text = text[front.end() :]
        notes = (*notes, Note("corpus", "text.front_matter"))
    _check_tables(text, path, limits)
    numbers = [start.number for start in starts]
    return ParsedFile(tuple(_blocks(_parser().parse(text), numbers, path, limits)), notes)


def _check_tables(text: str, path: str, limits: Limits) -> None:
    """Refuses tables unparsed whose rows a parser would fill up with cells for ever."""
    cells = columns = 0
    for line in text.split("\n"):
        if "|" in line and "-" in line and _UNDER_HEADER.issuperset(line):
            columns = max(columns, line.count("|") + 1)
        elif not line.strip():
            columns = 0
        cells += columns
        if cells > limits.paragraphs:
            raise InputError(
                f"{path}: its tables have more than {limits.paragraphs:,} cells, empty ones "
                "included; split the file, or take them out"
            )


def _blocks(
    tokens: Sequence["Token"], numbers: Sequence[int], path: str, limits: Limits
) -> Iterator[TextBlock]:
    role: Role | None = None
    begin = 0
    for token in tokens:
        begin = token.map[0] if token.map else begin  # a table's cells have no map of their own
        if token.type in ("heading_open", "heading_close"):
            role = Role.HEADING if token.nesting > 0 else None
        elif token.type == "inline":
            yield from _inline_blocks(token, role, begin, numbers)
        elif token.type == "html_block":
            yield from html_blocks(token.content, path, limits)
        elif token.type in ("fence", "code_block") and is_visible(token.content):
            yield TextBlock(token.content.strip())


def _inline_blocks(
    token: "Token", role: Role | None, begin: int, numbers: Sequence[int]
) -> Iterator[TextBlock]:
    text = "".join(map(_shown, token.children or ()))
    breaks = [text.count(char) for char in ("\n", _HARD_BREAK)]
    is_known = sum(breaks) == token.content.count("\n")  # not where code or a tag runs on
    for piece in split_paragraphs(text, list(_starts(text, begin)))[0]:
        shown = piece.text.replace(_HARD_BREAK, "\n").replace(_TAGGED_BREAK, "\n")
        yield TextBlock(shown, role, tuple(_lines(piece, numbers)) if is_known else ())


def _starts(text: str, number: int) -> Iterator[LineStart]:
    """Which line each of an inline token's text is, counted from 0; hard breaks end one, too."""
    for line in text.split("\n"):
        yield LineStart(number, 0)
        number += 1 + line.count(_HARD_BREAK)


def _lines(piece: LocatedText, numbers: Sequence[int]) -> Iterator[FileLine]:
    """The lines of the file that a piece stands on, those after a hard break included."""
    ends = [*(line.start for line in piece.lines[1:]), len(piece.text)]
    for line, end in zip(piece.lines, ends, strict=True):
        broken = re.finditer(_HARD_BREAK, piece.text[line.start : end])
        starts = [line.start, *(line.start + found.end() for found in broken)]
        for number, start in enumerate(starts, line.number):
            yield FileLine(numbers[number], start, None)


def _shown(token: "Token") -> str:
    """What a reader sees of an inline token."""
    if token.type in ("text", "code_inline"):
        return token.content
    if token.type == "softbreak":
        return "\n"
    if token.type == "hardbreak":
        return _HARD_BREAK
    is_tag = token.type == "html_inline" and _LINE_BREAK_TAG.fullmatch(token.content)
    return _TAGGED_BREAK if is_tag else ""


@once
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    parser.parse("text")  # compiles its rules, which other threads would else see half done
    return parser
