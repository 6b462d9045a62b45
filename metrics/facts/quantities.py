"""Numbers and dates in a text, by value, in the language's own conventions.

Figures are read with the language's separators, number words through text2num, scale words, months
and weekdays through CLDR; what else a language needs stands in its table "quantities".
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from corpus import load_language
from metrics.facts.calendar import DatePart, find_calendar_words, find_numeric_dates
from metrics.facts.figures import figures
from metrics.facts.listed_words import alternatives, as_listed
from metrics.facts.number_words import number_words
from metrics.facts.quantity import Quantity
from metrics.facts.scale_words import share_scale, skip_space
from metrics.flag import Kind

_ROMAN = re.compile(
    r"\b(?=[MDCLXVI])M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})\b"
)
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


@lru_cache(maxsize=4096)
def find_quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """Every number and part of a date in a text, in order, not overlapping.

    Args:
        text: a sentence.
        language: BCP 47 code; number words are known for the languages of text2num, the rest for
            every language of CLDR.
    """
    finders = (_dates_in_figures, _calendar, _phrases, figures, number_words, _roman)
    found = [one for finder in finders for one in finder(text, language)]
    return tuple(_join_dates(share_scale(_longest(found), text), text))


def _longest(quantities: Iterable[Quantity]) -> list[Quantity]:
    """The longest quantities that do not overlap, in order; of equals those of earlier finders."""
    taken: list[Quantity] = []
    for one in sorted(quantities, key=lambda one: one.start - one.end):
        place = bisect_left(taken, one.start, key=lambda known: known.start)
        follows = place == 0 or taken[place - 1].end <= one.start
        if follows and (place == len(taken) or one.end <= taken[place].start):
            taken.insert(place, one)
    return taken


def _dates_in_figures(text: str, language: str) -> Iterator[Quantity]:
    for parts in find_numeric_dates(text):
        yield from map(_date_quantity, parts)


def _calendar(text: str, language: str) -> Iterator[Quantity]:
    yield from map(_date_quantity, find_calendar_words(text, language))


def _date_quantity(part: DatePart) -> Quantity:
    plain = part.part in ("day", "year")
    values = {Fraction(value) if plain else (part.part, value) for value in part.values}
    return Quantity(part.start, part.end, frozenset(values), Kind.DATE, claims=part.certain)


def _phrases(text: str, language: str) -> Iterator[Quantity]:
    """Words that hold a number without naming it: "both", "dozen", "half a million"."""
    table = load_language(language).table("quantities").get("words", {})
    pattern = alternatives(tuple(table))
    if pattern is None:
        return
    for match in pattern.finditer(text):
        values = table[as_listed(match[0])]
        numbers = values if isinstance(values, list) else [values]
        yield Quantity(*match.span(), frozenset(map(Fraction, numbers)), claims=False, spelled=True)


def _roman(text: str, language: str) -> Iterator[Quantity]:
    """Roman numerals: they claim before the words that call for one (XX secolo), else answer."""
    calls = alternatives(load_language(language).words("quantities", "after_roman"))
    for match in _ROMAN.finditer(text):
        if match[0]:
            values = frozenset({Fraction(_roman_value(match[0]))})
            called = bool(calls and calls.match(text, skip_space(text, match.end())))
            yield Quantity(*match.span(), values, claims=called)


def _roman_value(numeral: str) -> int:
    digits = [_ROMAN_DIGITS[letter] for letter in numeral]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-one if one < after else one for one, after in pairs)


def _join_dates(quantities: Sequence[Quantity], text: str) -> list[Quantity]:
    """Makes the figures beside a month part of the date: 29 novembre 2024, November 29, 2024."""
    joined = list(quantities)
    order = [*range(len(joined)), *reversed(range(len(joined)))]
    for here, there in pairwise(order):
        anchor, figures = joined[here], joined[there]
        if anchor.kind is Kind.DATE and _is_day_or_year(figures, text):
            near = _is_beside(anchor, figures, text)
            joined[there] = replace(figures, kind=Kind.DATE) if near else figures
    return joined


def _is_day_or_year(quantity: Quantity, text: str) -> bool:
    figures = re.match(r"\d{4}$|\d{1,2}\D{0,2}$", text[quantity.start : quantity.end])
    return figures is not None


def _is_beside(one: Quantity, two: Quantity, text: str) -> bool:
    first, second = sorted((one, two), key=lambda quantity: quantity.start)
    between = text[first.end : second.start]
    return re.fullmatch(r",?\s*(?:[^\W\d_]{2,3}\s+)?", between) is not None
