"""Sentences of a paragraph, as exact spans.

Punkt with its pretrained models proposes the boundaries; the language's own table adds the
abbreviations that the model does not know, and three rules that hold in any language put right what
it errs in: a sentence does not begin with a small letter, a number that counts items is none, and
clearly separate lines are separate sentences. What is longer than any sentence is cut, so that a
text without full stops asks of nobody to look at all of it at once.

Source: kiss-strunk-2006.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from corpus.caches import once
from corpus.languages import Language, load_language
from corpus.provenance import load_numbers
from corpus.text import Span

if TYPE_CHECKING:
    from punkt import PunktParameters, PunktSentenceTokenizer

_NUMBERING = re.compile(r"\(?(?:\d{1,3}|[IVXivx]{1,5}|\w)[.)]")
_ELLIPSIS = "…"  # Punkt knows three full stops only
_BEFORE_LAST_SPACE = re.compile(r".+\s", re.DOTALL)
_SPACES = re.compile(r"\s*")
_LEADING_MARKS = ("", "'", "’", "‘", "«", "“", "„", "‹")
_OPENERS = "\"'«»“”„‘’‹›([{¿¡-–—•* \t\u00a0"


@dataclass(frozen=True, slots=True)
class SentenceNumbers:
    """What ``data/sentences.toml`` says, where each number has its origin."""

    characters: int
    words: int


@cache
def sentence_numbers() -> SentenceNumbers:
    """The numbers, read once."""
    return load_numbers("corpus", "sentences", SentenceNumbers)


def split_sentences(text: str, language_code: str) -> tuple[Span, ...]:
    """The sentences of one paragraph.

    Args:
        text: a paragraph, on one line or several.
        language_code: BCP 47 code of its language; where no model knows it, punctuation decides.

    Returns:
        Spans in order, trimmed of white space; what lies between them is white space only. Empty
        for a text of white space only.
    """
    splitter = _splitter(load_language(language_code).code)
    pieces = (
        _trimmed(text, Span(line.start + start, line.start + end))
        for line in _separate_lines(text)
        for start, end in splitter.span_tokenize(line.of(text))
    )
    whole = _joined(text, [piece for piece in pieces if piece.start < piece.end])
    return tuple(part for sentence in whole for part in _bounded(text, sentence))


def _separate_lines(text: str) -> Iterator[Span]:
    """The paragraph's lines where each begins like a sentence or an item, else joined."""
    start = position = 0
    for line in text.splitlines(keepends=True):
        if position > start and _opens_sentence(line):
            yield Span(start, position)
            start = position
        position += len(line)
    yield Span(start, position)


def _opens_sentence(text: str) -> bool:
    bare = text.lstrip(_OPENERS)
    return bool(bare) and not bare[0].islower()


def _joined(text: str, pieces: list[Span]) -> Iterator[Span]:
    """Pieces, each with those on the same line that cannot begin a sentence."""
    current: Span | None = None
    for piece in pieces:
        if current is not None and _continues(text, current, piece):
            current = Span(current.start, piece.end)
            continue
        if current is not None:
            yield current
        current = piece
    if current is not None:
        yield current


def _continues(text: str, before: Span, piece: Span) -> bool:
    if "\n" in text[before.end : piece.start]:
        return False
    if _NUMBERING.fullmatch(text, before.start, before.end):
        return True
    return not _opens_sentence(piece.of(text)) or not any(map(str.isalnum, piece.of(text)))


def _bounded(text: str, sentence: Span) -> Iterator[Span]:
    """A sentence in parts no longer than sentences are, cut between words where that can be."""
    start, end = sentence.start, _reach(text, sentence)
    while end < sentence.end:
        words = _BEFORE_LAST_SPACE.match(text, start, end)
        part = _trimmed(text, Span(start, words.end() if words else end))
        yield part
        spaces = _SPACES.match(text, part.end)
        start = spaces.end() if spaces else part.end
        end = _reach(text, Span(start, sentence.end))
    yield Span(start, sentence.end)


def _reach(text: str, span: Span) -> int:
    """How far into a span a sentence may go."""
    longest = sentence_numbers()
    most = min(span.end, span.start + longest.characters)
    words = _words(longest.words).match(text, span.start, most)
    return words.end() if words else most


@cache
def _words(count: int) -> re.Pattern[str]:
    """At most so many words, and what is around them."""
    return re.compile(rf"(?:\W*\w+){{0,{count}}}\W*")


def _trimmed(text: str, span: Span) -> Span:
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.start + len(piece.rstrip())))


@once
def _splitter(code: str) -> "PunktSentenceTokenizer":
    from punkt import LanguageVars, PunktSentenceTokenizer, rules_for_language

    spoken = load_language(code)
    name = _english_name(spoken)
    try:
        rules = rules_for_language(name)
    except LookupError:  # most languages need no rules of their own
        rules = LanguageVars()
    rules = replace(rules, sent_end_chars=(*rules.sent_end_chars, _ELLIPSIS))
    return PunktSentenceTokenizer(_parameters(spoken, name), rules=rules)


def _parameters(spoken: Language, name: str) -> "PunktParameters":
    """The language's pretrained model with the abbreviations of its own table."""
    from punkt import (
        PunktParameters,
        available_languages,
        has_prefixes,
        load_model,
        with_nonbreaking_prefixes,
    )

    ours = PunktParameters(
        abbrev_types=_with_marks(spoken.words("sentences", "abbreviations")),
        numeric_abbrev_types=_with_marks(spoken.words("sentences", "before_numbers")),
    )
    if name not in available_languages():
        return ours
    model = load_model(name)
    if has_prefixes(name):
        model = with_nonbreaking_prefixes(model, name)
    return model.merged_with(ours)


def _with_marks(words: tuple[str, ...]) -> set[str]:
    """The words, bare and after the marks that Punkt leaves at the head of a word ("l'art.")."""
    return {mark + word for mark in _LEADING_MARKS for word in words}


def _english_name(spoken: Language) -> str:
    """The language's name as the pretrained models are called: English, in small letters."""
    from babel import Locale

    return str(Locale("en").languages.get(spoken.code, spoken.code)).lower()
