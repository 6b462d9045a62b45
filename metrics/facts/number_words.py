"""Numbers written in words, through text2num: nine, ventitremila, twenty-first."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache, lru_cache

from corpus import load_language
from metrics.facts.listed_words import text_before
from metrics.facts.quantity import Quantity
from metrics.facts.scale_words import BARE_SCALES, with_scale

_TOKEN = re.compile(r"(?P<word>[^\W\d_]+)|(?P<other>[^\s-])")
_LAST_VAGUE_ORDINAL = 3


def number_words(text: str, language: str) -> Iterator[Quantity]:
    """Numbers in words, by text2num: nine, ventitremila, twenty-first."""
    from text_to_num import find_numbers  # type: ignore[import-untyped]

    code = load_language(language).code
    if not _has_number_words(code):
        return
    matches = list(_TOKEN.finditer(text))
    tokens = [_Token(_whole_word(text, match, code)) for match in matches]
    for found in find_numbers(tokens, code, 0):
        start, end = matches[found.start].start(), matches[found.end - 1].end()
        value = Fraction(found.value).limit_denominator(1000)
        quantity = Quantity(start, end, frozenset({value}), spelled=True)
        quantity = with_scale(quantity, text, language)
        bare_scale = found.end - found.start == 1 and value in BARE_SCALES
        doubtful = bare_scale or _is_doubtful(text, quantity, found.is_ordinal, code)
        yield replace(quantity, claims=not doubtful)


class _Token:
    """One word as text2num wants it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def text(self) -> str:
        return self._text

    def nt_separated(self, previous: "_Token") -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


@cache
def _has_number_words(code: str) -> bool:
    from text_to_num import find_numbers

    try:
        find_numbers([_Token("")], code, 0)
    except ValueError:
        return False
    return True


def _whole_word(text: str, match: re.Match[str], code: str) -> str:
    """The token, with the vowel given back that an apostrophe or ending took: vent'anni."""
    word: str = match[0].lower()
    endings = load_language(code).words("quantities", "word_endings")
    ending = next((one for one in endings if word.endswith(one)), "")
    if match["word"] and (ending or text[match.end() : match.end() + 1] in ("'", "’")):
        stem = word.removesuffix(ending)
        return next((stem + v for v in "aeio" if _is_number_word(stem + v, code)), word)
    return word


@lru_cache(maxsize=4096)
def _is_number_word(word: str, code: str) -> bool:
    from text_to_num import text2num

    try:
        text2num(word, code)
    except ValueError:
        return False
    return True


def _is_doubtful(text: str, quantity: Quantity, is_ordinal: bool, code: str) -> bool:
    """Whether a number word says too little, or may mean something else, to be missed."""
    word = text[quantity.start : quantity.end]
    last_vague = _LAST_VAGUE_ORDINAL if is_ordinal else 1
    vague = any(isinstance(v, Fraction) and v <= last_vague for v in quantity.values)
    table = load_language(code)
    return (
        vague
        or _in_a_name(text, quantity, code)
        or word.lower() in table.words("quantities", "doubtful")
    )


def _in_a_name(text: str, quantity: Quantity, code: str) -> bool:
    """Whether a number word has a capital that no sentence start or decade explains."""
    before = text_before(text, quantity.start).split()
    decade = load_language(code).words("quantities", "before_decade")
    starts = not before or not before[-1][-1].isalnum()
    return text[quantity.start].isupper() and not starts and before[-1].lower() not in decade
