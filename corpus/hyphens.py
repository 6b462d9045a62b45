"""Words that a line's end divides, put together again."""

import re
from collections.abc import Set
from functools import cache

from corpus.provenance import load_numbers

_DIVIDED = re.compile(r"(\w{1,60})([-\u2010\u00ad])$")
_AFTER_WORD = ".,;:!?»”’\"')"
_COMPOUND = re.compile(r"\b\w+-\w+")
_SOFT_HYPHEN = "\u00ad"


def compounds_in(text: str) -> frozenset[str]:
    """The words with a hyphen inside a line, which are written so at its end, too."""
    return frozenset(_COMPOUND.findall(text))


def glued(line: str, after: str, compounds: Set[str], language: str | None = None) -> str:
    """A line as it stands before the next: with a space, or bare where a word is divided.

    The hyphen is the word's own where a capital letter follows, where the text has the compound
    elsewhere, and where both halves are common words of the language and the whole is none; else
    it is the typesetter's. A soft hyphen is always the typesetter's.

    Args:
        line: a line of a paragraph, not its last one.
        after: the next line.
        compounds: `compounds_in` the text.
        language: BCP 47 code, None to do without word counts.
    """
    divided = _DIVIDED.search(line)
    if divided is None or not after[0].isalpha():
        return line + " "
    if divided[2] == _SOFT_HYPHEN:
        return line[:-1]
    head, tail = divided[1], after.split(maxsplit=1)[0].rstrip(_AFTER_WORD)
    if after[0].isupper() or f"{head}-{tail}" in compounds:
        return line
    return line if language and _is_compound(head, tail, language) else line[:-1]


def _is_compound(head: str, tail: str, language: str) -> bool:
    """Whether two halves are words and their whole is none; False where nothing is known."""
    if language not in _counted():
        return False
    is_whole = _is_common(head + tail, language)
    return not is_whole and _is_common(head, language) and _is_common(tail, language)


def _is_common(word: str, language: str) -> bool:
    from wordfreq import zipf_frequency

    common: float = load_numbers("corpus", "hyphens")["common"]
    return zipf_frequency(word, language, wordlist="small") >= common


@cache
def _counted() -> frozenset[str]:
    """The languages that words were counted in."""
    from wordfreq import available_languages

    return frozenset(available_languages("small"))
