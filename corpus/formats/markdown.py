"""Markdown (CommonMark with tables): its text without the markup."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from corpus.decoding import decode
from corpus.formats.block import Block, Reading
from corpus.formats.html import html_blocks
from corpus.limits import Limits
from corpus.paragraphs import is_visible, split_paragraphs
from corpus.text import Role

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LINE_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HARD_BREAK = "\v"  # stands for a hard break while the soft ones are judged


def read_markdown(content: bytes, path: str, limits: Limits) -> Reading:
    """A Markdown file's paragraphs and headings."""
    text, notes = decode(content, path)
    front = _FRONT_MATTER.match(text)
    if front is not None:
        text = text[front.end() :]
        notes = (*notes, "The front matter was left out.")
    return Reading(tuple(_blocks(_parser().parse(text), path, limits)), notes)


def _blocks(tokens: Sequence["Token"], path: str, limits: Limits) -> Iterator[Block]:
    role: Role | None = None
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            role = Role.HEADING if token.nesting > 0 else None
        elif token.type == "inline":
            yield from _inline_blocks(token, role)
        elif token.type == "html_block":
            yield from html_blocks(token.content, path, limits)
        elif token.type in ("fence", "code_block") and is_visible(token.content):
            yield Block(token.content.strip())


def _inline_blocks(token: "Token", role: Role | None) -> Iterator[Block]:
    text = "".join(map(_shown, token.children or ()))
    for paragraph in split_paragraphs(text)[0] if "\n" in text else [text]:
        if is_visible(paragraph):
            yield Block(paragraph.strip().replace(_HARD_BREAK, "\n"), role)


def _shown(token: "Token") -> str:
    """What a reader sees of an inline token."""
    if token.type in ("text", "code_inline"):
        return token.content
    if token.type == "softbreak":
        return "\n"
    is_break = token.type == "hardbreak" or (
        token.type == "html_inline" and _LINE_BREAK_TAG.fullmatch(token.content)
    )
    return _HARD_BREAK if is_break else ""


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")
