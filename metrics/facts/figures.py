"""Numbers written in figures, in the language's own conventions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from corpus import load_language
from metrics.facts.calendar import years
from metrics.facts.listed_words import text_before
from metrics.facts.locale_data import separators
from metrics.facts.numbers import fact_numbers
from metrics.facts.quantity import Quantity, Value
from metrics.facts.scale_words import FIGURES, with_scale

_CLOCK = re.compile(r"([01]?\d|2[0-4])(?:[.:]|\s?h\s?)([0-5]\d)")
_COLON_CLOCK = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-4])(?::|\s?h\s?)[0-5]\d(?![\d:])")
_ORDINAL_SIGNS = "°ºª"
_GROUP_SIZE = 3
_HALF_DAY_HOURS, _HALF_DAY_MINUTES = 12, 720


def figures(text: str, language: str) -> Iterator[Quantity]:
    """Every number in figures, with its scale words and endings; clock times may be both."""
    for match in [*_COLON_CLOCK.finditer(text), *FIGURES.finditer(text)]:
        start, end = match.span()
        values = _figure_values(match[0], language) | _short_year(text, match)
        quantity = Quantity(start, end, frozenset(values))
        quantity = _with_suffix(quantity, text, language)
        quantity = with_scale(quantity, text, language)
        quantity = _with_half_of_day(quantity, text, language)
        claims = not (_in_a_code(text, quantity) or _marks_a_list(text, quantity))
        yield replace(quantity, claims=claims)


def _figure_values(figures: str, language: str) -> set[Value]:
    plain = re.sub(r"['’\s]", "", figures)
    if len(plain) > fact_numbers().bounds.figure_digits:
        return {("figures", plain)}
    values: set[Value] = set(_readings(plain, language))
    clock = _CLOCK.fullmatch(figures)
    if clock:
        hour, minute = int(clock[1]), int(clock[2])
        values.add(("time", (hour * 60 + minute) % _HALF_DAY_MINUTES))
        if minute == 0:
            values |= {Fraction(hour), Fraction((hour + _HALF_DAY_HOURS) % 24)}
    return values or {("figures", figures)}


def _readings(plain: str, language: str) -> Iterator[Fraction]:
    """The values of digits with separators: one, or two where the other convention is possible."""
    marks = re.findall(r"[.,]", plain)
    if not marks and plain.isdigit():
        yield Fraction(int(plain))
        return
    parts = re.split(r"[.,]", plain)
    if not all(part.isdigit() for part in parts):
        return
    decimal = Fraction(int("".join(parts)), 10 ** len(parts[-1]))
    whole = Fraction(int("".join(parts)))
    own_group = marks[-1] == separators(language).group
    if len(marks) > 1:
        if _groups(parts):
            yield whole if len(set(marks)) == 1 else decimal
        elif len(set(marks)) > 1 and _groups(parts[:-1]):
            yield decimal
        return
    if not (own_group and _groups(parts)):
        yield decimal
    if _groups(parts):
        yield whole


def _groups(parts: Sequence[str]) -> bool:
    """Whether the parts of a number look like thousands: 1 to 3 digits, then 3 each."""
    first, *rest = parts
    good_start = 0 < len(first) <= _GROUP_SIZE and not first.startswith("0")
    return good_start and all(len(part) == _GROUP_SIZE for part in rest)


def _short_year(text: str, match: re.Match[str]) -> set[Value]:
    """'24, 2023-24 and SS24: two figures that leave the century out."""
    if not re.fullmatch(r"\d\d", match[0]):
        return set()
    marked = re.search(r"(?:['’‘]|\b\d{4}[-–/]|\b[A-Z]{2,})$", text_before(text, match.start()))
    return {Fraction(year) for year in years(match[0])} if marked else set()


def _with_suffix(quantity: Quantity, text: str, language: str) -> Quantity:
    """Takes an ordinal or plural ending that is attached: 75th, 75°, 1990s."""
    table = load_language(language)
    endings = (*table.words("quantities", "endings"), *_ORDINAL_SIGNS)
    for ending in endings:
        after = quantity.end + len(ending)
        if text[quantity.end : after].lower() == ending and not text[after : after + 1].isalpha():
            decades = {v % 100 for v in quantity.values if isinstance(v, Fraction) and v % 10 == 0}
            return replace(quantity, end=after, values=quantity.values | decades)
    return quantity


def _with_half_of_day(quantity: Quantity, text: str, language: str) -> Quantity:
    """Adds what an hour means with the words after it: 8 pm, le 8 di sera."""
    for phrase, hours in load_language(language).table("quantities").get("day_halves", {}).items():
        match = re.compile(rf"\s*{re.escape(phrase)}(?!\w)").match(text, quantity.end)
        if match:
            plain = {v for v in quantity.values if isinstance(v, Fraction)}
            later = {v + hours for v in plain if v < _HALF_DAY_HOURS}
            return replace(quantity, end=match.end(), values=quantity.values | later)
    return quantity


def _in_a_code(text: str, quantity: Quantity) -> bool:
    """Whether the digits belong to a name: COVID-19, G7, F-35B, 5G."""
    before = re.search(r"([^\W\d_]*)-?$", text_before(text, quantity.start))
    after = text[quantity.end : quantity.end + 1]
    word = before[1] if before else ""
    return (word != word.lower() and text[quantity.start - 1] not in "'’") or after.isupper()


def _marks_a_list(text: str, quantity: Quantity) -> bool:
    """Whether the number only counts points: "(1)", "2)" or "3." at the start."""
    number = text[quantity.start : quantity.end]
    if not re.fullmatch(r"0*\d", number):
        return False
    before, after = text_before(text, quantity.start), text[quantity.end : quantity.end + 1]
    return (before.endswith("(") and after == ")") or (not before.strip() and after in (".", ")"))
