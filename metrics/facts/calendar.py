"""Dates in a text: months and weekdays by name, and dates written in figures."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from corpus import load_language
from metrics.facts.listed_words import text_after, text_before
from metrics.facts.locale_data import months, short_months, weekdays

_NUMERIC_DATE = re.compile(
    r"(?<![\d./-])(?:(?P<year>\d{4})(?P<iso>[-./])(?P<month>\d{1,2})(?P=iso)(?P<day>\d{1,2})"
    r"|(?P<first>\d{1,2})(?P<sign>[-./])(?P<second>\d{1,2})(?P=sign)(?P<last>\d{4}|\d{2}))"
    r"(?![\d/-]|\.\d)"
)
_WORD = re.compile(r"[^\W\d_]+")
_LAST_MONTH, _LAST_DAY = 12, 31


class DatePart(NamedTuple):
    """One part of a date: "day", "month", "year" or "weekday", and what it may stand for."""

    part: str
    start: int
    end: int
    values: frozenset[int]
    certain: bool


def find_calendar_words(text: str, language: str) -> Iterator[DatePart]:
    """Month and weekday names, in order.

    An abbreviation, and a name that is also a common word ("may", "march"), is certain only beside
    a figure.
    """
    names = _names(language)
    doubtful = load_language(language).words("quantities", "doubtful_months")
    day_parts = load_language(language).words("quantities", "day_parts")
    for match in _WORD.finditer(text):
        word = match[0].lower()
        endings = (one for one in day_parts if word.endswith(one))
        found = names.get(word) or names.get(word.removesuffix(next(endings, "")))
        beside = _beside_figure(text, match)
        if found is None or (
            found.short and not beside and text[match.end() : match.end() + 1] != "."
        ):
            continue
        certain = beside or not (found.short or match[0].lower() in doubtful)
        yield DatePart(found.part, *match.span(), frozenset({found.value}), certain)


def find_numeric_dates(text: str) -> Iterator[tuple[DatePart, DatePart, DatePart]]:
    """Day, month and year of every date in figures: "29/11/24", "2024-11-29".

    Where day and month could be either, both stand for either: the text does not say.
    """
    for match in _NUMERIC_DATE.finditer(text):
        iso = match["year"] is not None
        first, second, year = ("day", "month", "year") if iso else ("first", "second", "last")
        numbers = (int(match[first]), int(match[second]))
        days = frozenset(n for n in numbers if 1 <= n <= _LAST_DAY)
        months_ = frozenset(n for n in numbers if 1 <= n <= _LAST_MONTH)
        if iso:
            days, months_ = frozenset({numbers[0]}), frozenset({numbers[1]} & months_)
        elif len(months_) == 1:
            days -= months_ if len(days) > 1 else frozenset()
        if days and months_:
            yield (
                DatePart("day", *match.span(first), days, True),
                DatePart("month", *match.span(second), months_, True),
                DatePart("year", *match.span(year), years(match[year]), True),
            )


def years(figures: str) -> frozenset[int]:
    """What the figures of a year may stand for: "24" may be 24, 1924 or 2024."""
    number = int(figures)
    short = len(figures) <= 2
    return frozenset({number, 1900 + number, 2000 + number} if short else {number})


class _Name(NamedTuple):
    part: str
    value: int
    short: bool


@cache
def _names(language: str) -> dict[str, _Name]:
    short = {name: _Name("month", value, True) for name, value in short_months(language).items()}
    full = {name: _Name("month", value, False) for name, value in months(language).items()}
    days = {name: _Name("weekday", value, False) for name, value in weekdays(language).items()}
    return {name.lower(): value for name, value in (short | full | days).items()}


def _beside_figure(text: str, match: re.Match[str]) -> bool:
    before, after = text_before(text, match.start()), text_after(text, match.end())
    figure_before = re.search(r"\d(?:\w\w|[.°º])?\s*$", before)
    return figure_before is not None or re.match(r"[\s.,]*\d", after) is not None
