"""The words of a sentence or term, cut so that hyphens and apostrophes make no difference."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_MARKS = "\u0300-\u036f"
_WORD = re.compile(rf"(?:[^\W\d_]\.){{2,}}|(?:[^\W_][{_MARKS}]*)+")
_BETWEEN = re.compile(r"\.?[\s'’‘ʼ/&\-\u2010-\u2013]*")
_HYPHEN = re.compile(r"[-\u2010\u2011]")


class Token(NamedTuple):
    """A word in place.

    Attributes:
        text: composed, and without the full stops of initials.
        start, end: half-open offsets into the text.
        linked: whether it may belong to one term with the word before it.
        hyphenated: whether only a hyphen stands between them.
    """

    text: str
    start: int
    end: int
    linked: bool
    hyphenated: bool


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text, in order."""
    found, last = list[Token](), 0
    for match in _WORD.finditer(text):
        word = unicodedata.normalize("NFC", match[0]).replace(".", "")
        linked = bool(_BETWEEN.fullmatch(text, last, match.start()))
        hyphenated = bool(_HYPHEN.fullmatch(text, last, match.start()))
        found.append(Token(word, *match.span(), linked, hyphenated))
        last = match.end()
    return tuple(found)
