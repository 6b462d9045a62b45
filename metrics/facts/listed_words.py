"""Lists of words and phrases as patterns."""

import re
from functools import cache

from metrics.facts.numbers import fact_numbers

_GAP = r"(?:\s+\w+){0,3}?\s+"


@cache
def alternatives(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    """A pattern for any of some phrases as whole words, the longest first; None for no phrases.

    Case does not matter, nor how much white space stands between the words, nor whether an
    apostrophe is straight. Three points in a phrase ("non ... solo") stand for up to three words.
    """
    if not phrases:
        return None
    longest_first = sorted(phrases, key=len, reverse=True)
    choices = "|".join(r"\s+".join(map(re.escape, one.split())) for one in longest_first)
    choices = choices.replace("'", "['’]").replace(r"\s+\.\.\.\s+", _GAP)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)


def as_listed(found: str) -> str:
    """A phrase as the lists have it: lower case, single spaces, straight apostrophes."""
    return " ".join(found.lower().replace("’", "'").split())


def text_before(text: str, position: int) -> str:
    """As much of what stands before a place as a look around may read."""
    most = fact_numbers().bounds.look_characters
    return text[max(0, position - most) : position]


def text_after(text: str, position: int) -> str:
    """The same of what stands after it."""
    most = fact_numbers().bounds.look_characters
    return text[position : position + most]


def blanked(text: str, pattern: re.Pattern[str]) -> str:
    """The text with what a pattern finds replaced by spaces, offsets kept."""
    return pattern.sub(lambda match: " " * len(match[0]), text)
