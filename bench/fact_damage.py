"""Damage done to English translations by rule, for what DEMETR does not damage."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

Damage = Callable[[str], str | None]
"""A translation to the damaged one; None where there is nothing to damage."""

_DIRECTIONS = (
    ("increased", "decreased"),
    ("increase", "decrease"),
    ("rose", "fell"),
    ("rising", "falling"),
    ("rise", "fall"),
    ("growth", "decline"),
    ("improved", "worsened"),
    ("higher", "lower"),
    ("raised", "lowered"),
    ("won", "lost"),
    ("opened", "closed"),
)
_COMPARATIVES = (("more than", "less than"), ("more", "less"), ("better", "worse"))
_QUANTIFIERS = (
    ("most of", "few of"),
    ("all of", "some of"),
    ("all the", "some of the"),
    ("many", "few"),
    ("several", "all the"),
    ("some", "all"),
    ("every", "some"),
    ("always", "never"),
    ("often", "rarely"),
)
_UNITS = (
    ("percent", "percentage points"),
    ("per cent", "percentage points"),
    ("%", " percentage points"),
    ("£", "€"),
    ("$", "€"),
    ("dollars", "euros"),
    ("pounds", "dollars"),
    ("miles", "kilometres"),
    ("km", "miles"),
    ("years", "months"),
    ("days", "weeks"),
)
_SCALES = (("million", "billion"), ("billion", "million"), ("thousand", "million"))
_ATTRIBUTION = re.compile(r"(?:, )?\b[Aa]ccording to [^,.]+(?:, )?|\b(?:reportedly|allegedly) ")
_RANGE = re.compile(r"\bfrom (\S*\d\S*) to (\S*\d[^\s,.]*)")


def swapped(pairs: Sequence[tuple[str, str]], text: str) -> str | None:
    """The text with the first word of the pairs that it holds replaced by its opposite."""
    for old, new in pairs:
        word = re.escape(old) if not old[0].isalpha() else rf"\b{re.escape(old)}\b"
        damaged, times = re.subn(word, new, text, count=1)
        if times:
            return damaged
    return None


def without_attribution(text: str) -> str | None:
    """The text without whose word it is."""
    damaged, times = _ATTRIBUTION.subn("", text, count=1)
    return damaged if times else None


def turned(text: str) -> str | None:
    """The text with the two numbers of a change exchanged."""
    damaged, times = _RANGE.subn(r"from \2 to \1", text, count=1)
    return damaged if times and damaged != text else None


DAMAGES: Mapping[str, Damage] = {
    "direction turned": partial(swapped, _DIRECTIONS),
    "comparative turned": partial(swapped, _COMPARATIVES),
    "quantifier exchanged": partial(swapped, _QUANTIFIERS),
    "unit exchanged": partial(swapped, _UNITS),
    "scale word exchanged": partial(swapped, _SCALES),
    "attribution dropped": without_attribution,
    "numbers of a change exchanged": turned,
}
