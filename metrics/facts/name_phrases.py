"""Proper names in a sentence, as its language writes them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from corpus import commonness, is_covered, load_language
from metrics.facts.listed_words import text_after
from metrics.facts.locale_data import is_place, months, weekdays
from metrics.facts.numbers import fact_numbers

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:-[^\W_]+)*")
_ROMAN = re.compile(r"[IVXLC]+")
_OPENERS = frozenset(".!?:;…\"“”«»„'‘(—–-•*")


@dataclass(frozen=True, slots=True)
class NamePhrase:
    """A run of words that together may name something.

    Attributes:
        start, end: half-open offsets into the sentence.
        words: the words with a capital, without the small ones between them.
        crosses: whether one of the words crosses borders, as names do and words do not ("Presiding
            Officer"): it is a place, or about as common in the other version's language.
        doubtful: whether it may have its capital only because a sentence or quotation begins.
    """

    start: int
    end: int
    words: tuple[str, ...]
    crosses: bool
    doubtful: bool


@lru_cache(maxsize=4096)
def find_name_phrases(text: str, language: str, across: str) -> tuple[NamePhrase, ...]:
    """The names of a sentence, in order.

    Where a capital proves nothing (at a beginning, in German nouns), a word must itself be one that
    crosses borders to be part of a name.

    Args:
        text: a sentence; a headline in capitals yields nothing.
        language: BCP 47 code of the sentence.
        across: BCP 47 code of the other version.
    """
    words = list(_WORD.finditer(text))
    if not _has_capital_nouns(language) and _is_headline(words):
        return ()
    small = load_language(language).words("names", "small")
    runs: list[list[re.Match[str]]] = []
    last = 0
    for index, word in enumerate(words):
        if _is_shortened(text, word) or not _is_name(text, word, language, across):
            continue
        if runs and _joined(text, words[last : index + 1], small):
            runs[-1].append(word)
        else:
            runs.append([word])
        last = index
    return tuple(_phrase(text, run, language, across) for run in runs)


def _phrase(text: str, run: Sequence[re.Match[str]], language: str, across: str) -> NamePhrase:
    words = tuple(word[0] for word in run)
    crosses = any(_crosses_borders(word, language, across) for word in words)
    doubtful = all(_starts(text, word) and not word[0].isupper() for word in run)
    return NamePhrase(run[0].start(), run[-1].end(), words, crosses, doubtful)


def _is_headline(words: Sequence[re.Match[str]]) -> bool:
    """Whether nearly every long word has a capital."""
    numbers = fact_numbers().name
    long = [word[0] for word in words if len(word[0]) >= numbers.long_word]
    capitals = sum(word[0].isupper() for word in long)
    return bool(len(long) >= numbers.headline_words and capitals > numbers.headline * len(long))


def _starts(text: str, word: re.Match[str]) -> bool:
    """Whether a capital is due to the place: the beginning of a sentence, quotation or line."""
    before = text[: word.start()].rstrip()
    return not before or before[-1] in _OPENERS


def _is_shortened(text: str, word: re.Match[str]) -> bool:
    """Whether a word is cut short before a name: Rev., Capt., Sig."""
    short = len(word[0]) <= fact_numbers().name.shortened
    return short and re.match(r"\.\s+\w", text_after(text, word.end())) is not None


def _joined(text: str, words: Sequence[re.Match[str]], small: Sequence[str]) -> bool:
    """Whether two words belong together: nothing but space and small words stands between."""
    near = all(not text[one.end() : two.start()].strip() for one, two in pairwise(words))
    return near and all(word[0].lower() in small for word in words[1:-1])


def _is_name(text: str, match: re.Match[str], language: str, across: str) -> bool:
    word = match[0]
    known = {word.lower()} & _never_names(language)
    if len(word.strip(".")) == 1:
        return False
    too_short = len(word) < fact_numbers().name.least and not word.isupper()
    if not word[0].isupper() or too_short or _ROMAN.fullmatch(word) or known:
        return False
    return not _proves_nothing(text, match, language) or _crosses_borders(word, language, across)


def _proves_nothing(text: str, word: re.Match[str], language: str) -> bool:
    """Whether a word would have its capital anyway; acronyms have more than that."""
    return not word[0].isupper() and (_has_capital_nouns(language) or _starts(text, word))


def _has_capital_nouns(language: str) -> bool:
    return bool(load_language(language).table("names").get("capital_nouns", False))


@cache
def _never_names(language: str) -> frozenset[str]:
    """Words with a capital that other checks read, or that name nothing."""
    never = load_language(language).words("names", "never")
    calendar = [name.lower() for name in (*months(language), *weekdays(language))]
    return frozenset((*never, *calendar))


def _crosses_borders(word: str, language: str, across: str) -> bool:
    """Whether a word is a place, or in both languages about as common, as names are."""
    if is_place(word, language):
        return True
    if not (is_covered(language) and is_covered(across)):
        return False
    numbers = fact_numbers().name
    here, there = commonness(word, language), commonness(word, across)
    return bool(here < numbers.too_common and there >= here - numbers.rarer_across)
