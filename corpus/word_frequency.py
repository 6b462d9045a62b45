"""How common a word is in a language, from wordfreq's counts."""

from functools import cache, lru_cache
from threading import Lock

from corpus.languages import primary_subtag

_LOOKING = Lock()
"""One thread at a time: the library's own cache may be emptied under another's hands."""


def is_covered(language: str) -> bool:
    """Whether there are counts for a language; without them nothing is said about its words."""
    return primary_subtag(language) in _covered()


@lru_cache(maxsize=65536)
def commonness(word: str, language: str) -> float:
    """Base-10 logarithm of a word's occurrences per thousand million words (the Zipf scale).

    0 where the word is not known: about 1 is rare, 3 is what a reader knows, 6 a function word.

    Source: van-heuven-2014; counts of wordfreq 3.1, speer-2022.
    """
    from wordfreq import zipf_frequency

    with _LOOKING:
        return float(zipf_frequency(word, primary_subtag(language)))


@cache
def _covered() -> frozenset[str]:
    from wordfreq import available_languages

    return frozenset(available_languages())
