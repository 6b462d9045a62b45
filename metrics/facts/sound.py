"""Words of two languages that are written or pronounced alike."""

import re
import unicodedata
from functools import lru_cache

from metrics.facts.numbers import fact_numbers

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:-[^\W_]+)*")
_SPELLINGS = (
    (r"ph", "f"),
    (r"th", "t"),
    (r"[ckq]h?|x", "k"),
    (r"[yj]", "i"),
    (r"w", "v"),
    (r"z", "s"),
    (r"h", ""),
    (r"(.)\1+", r"\1"),
)
"""Letters that stand for much the same sound across languages, applied in order."""


def words_of(text: str) -> list[str]:
    """The words of a text as names are cut: hyphens inside, initials with their points."""
    return [match[0] for match in _WORD.finditer(text)]


@lru_cache(maxsize=65536)
def sounds_alike(one: str, two: str) -> bool:
    """Whether two words may be the same name: Putin, Putin's; Ucraina, Ukraine; Seul, Seoul.

    Short words must be the same; of long ones, one may hold the other (nordcoreano, Korean), or
    they may part only at their endings (Vettio, Vettius).
    """
    from rapidfuzz.distance import Prefix
    from rapidfuzz.fuzz import ratio

    numbers = fact_numbers().name
    first, second = sound(one), sound(two)
    shorter, longer = sorted((first, second), key=len)
    if first == second:
        return True
    if len(shorter) < numbers.short:
        return False
    within = len(shorter) >= numbers.held and shorter in longer
    ending = len(longer) - Prefix.similarity(first, second)
    inflected = len(longer) - ending >= numbers.short and ending <= numbers.ending
    return within or inflected or ratio(first, second) >= 100 * numbers.alike


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """A word in rough sounds: lower case, without marks, one letter for like-sounding ones."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    letters = "".join(letter for letter in plain if letter.isalnum())
    for spelling, heard in _SPELLINGS:
        letters = re.sub(spelling, heard, letters)
    return letters
