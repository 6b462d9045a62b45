"""Numbers and dates in a text, by value, in the language's own conventions.

Figures are read with the language's separators, number words through text2num, scale words, months
and weekdays through CLDR; what else a language needs stands in its table "quantities".
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache
from itertools import pairwise

from corpus import language as language_tables
from metrics.facts.calendar import DatePart, find_calendar_words, find_numeric_dates, years
from metrics.facts.locale_data import scales, separators
from metrics.facts.phrases import alternatives, as_listed
from metrics.flag import Kind

Value = Hashable
"""A `Fraction`, or a pair such as ("month", 6) for what is no plain number."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or a part of a date, as a text states it.

    Attributes:
        start, end: half-open offsets into the text.
        values: what it may stand for; two quantities agree when they share one.
        kind: number or date.
        claims: whether a reader would miss it. What does not claim ("one", "both", "COVID-19")
            can answer a claim of the other side but is never itself missed.
        spelled: whether it is written in words.
    """

    start: int
    end: int
    values: frozenset[Value]
    kind: Kind = Kind.NUMBER
    claims: bool = True
    spelled: bool = False

    def agrees(self, other: "Quantity") -> bool:
        """Whether both may stand for the same value."""
        return not self.values.isdisjoint(other.values)


_GROUPED_BY_SPACE = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?"
_FIGURES = re.compile(rf"{_GROUPED_BY_SPACE}|\d+(?:[.,'’]\d+)*")
_TOKEN = re.compile(r"(?P<word>[^\W\d_]+)|(?P<other>[^\s-])")
_CLOCK = re.compile(r"([01]?\d|2[0-4])[.:h]([0-5]\d)")
_COLON_CLOCK = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:])")
_ROMAN = re.compile(
    r"\b(?=[MDCLXVI])M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})\b"
)
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ORDINAL_SIGNS = "°ºª"
_GROUP_SIZE = 3
_HALF_DAY_HOURS, _HALF_DAY_MINUTES = 12, 720
_LAST_VAGUE_ORDINAL = 3
_BARE_SCALES = frozenset(map(Fraction, (100, 10**3, 10**6, 10**9, 10**12)))
_LAST_LIST_MARKER = 9


@lru_cache(maxsize=4096)
def find_quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """Every number and part of a date in a text, in order, not overlapping.

    Args:
        text: a sentence.
        language: BCP 47 code; number words are known for the languages of text2num, the rest for
            every language of CLDR.
    """
    finders = (_dates_in_figures, _calendar, _phrases, _figures, _words, _roman)
    found = [one for finder in finders for one in finder(text, language)]
    in_order = sorted(_longest(found), key=lambda one: one.start)
    return tuple(_join_dates(_share_scale(in_order, text), text))


def _longest(quantities: Iterable[Quantity]) -> list[Quantity]:
    """The longest quantities that do not overlap, those of earlier finders first among equals."""
    taken: list[Quantity] = []
    for one in sorted(quantities, key=lambda one: one.start - one.end):
        if not any(_overlap(one, known) for known in taken):
            taken.append(one)
    return taken


def _overlap(one: Quantity, two: Quantity) -> bool:
    return one.start < two.end and two.start < one.end


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
    table = language_tables(language).table("quantities").get("words", {})
    pattern = alternatives(tuple(table))
    if pattern is None:
        return
    for match in pattern.finditer(text):
        values = table[as_listed(match[0])]
        numbers = values if isinstance(values, list) else [values]
        yield Quantity(*match.span(), frozenset(map(Fraction, numbers)), claims=False, spelled=True)


def _figures(text: str, language: str) -> Iterator[Quantity]:
    for match in [*_COLON_CLOCK.finditer(text), *_FIGURES.finditer(text)]:
        start, end = match.span()
        values = _figure_values(match[0], language) | _short_year(text, match)
        quantity = Quantity(start, end, frozenset(values))
        quantity = _with_suffix(quantity, text, language)
        quantity = _with_scale(quantity, text, language)
        quantity = _with_half_of_day(quantity, text, language)
        claims = not (_in_a_code(text, quantity) or _marks_a_list(text, quantity))
        yield replace(quantity, claims=claims)


def _figure_values(figures: str, language: str) -> set[Value]:
    values: set[Value] = set(_readings(figures, language))
    clock = _CLOCK.fullmatch(figures)
    if clock:
        hour, minute = int(clock[1]), int(clock[2])
        values.add(("time", (hour * 60 + minute) % _HALF_DAY_MINUTES))
        if minute == 0:
            values |= {Fraction(hour), Fraction((hour + _HALF_DAY_HOURS) % 24)}
    return values or {("figures", figures)}


def _readings(figures: str, language: str) -> Iterator[Fraction]:
    """The values of digits with separators: one, or two where the other convention is possible."""
    plain = re.sub(r"['’\s]", "", figures)
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
    """'24 and 2023-24: two figures that leave the century out."""
    two = re.fullmatch(r"\d\d", match[0])
    marked = re.search(r"(?:['’‘]|\b\d{4}[-–/])$", text[: match.start()])
    return {Fraction(year) for year in years(match[0])} if two and marked else set()


def _with_suffix(quantity: Quantity, text: str, language: str) -> Quantity:
    """Takes an ordinal or plural ending that is attached: 75th, 75°, 1990s."""
    table = language_tables(language)
    endings = (*table.words("quantities", "endings"), *_ORDINAL_SIGNS)
    for ending in endings:
        after = quantity.end + len(ending)
        if text[quantity.end : after].lower() == ending and not text[after : after + 1].isalpha():
            decades = {v % 100 for v in quantity.values if isinstance(v, Fraction) and v % 10 == 0}
            return replace(quantity, end=after, values=quantity.values | decades)
    return quantity


def _with_half_of_day(quantity: Quantity, text: str, language: str) -> Quantity:
    """Adds what an hour means with the words after it: 8 pm, le 8 di sera."""
    for phrase, hours in (
        language_tables(language).table("quantities").get("day_halves", {}).items()
    ):
        match = re.compile(rf"\s*{re.escape(phrase)}(?!\w)").match(text, quantity.end)
        if match:
            plain = {v for v in quantity.values if isinstance(v, Fraction)}
            later = {v + hours for v in plain if v < _HALF_DAY_HOURS}
            return replace(quantity, end=match.end(), values=quantity.values | later)
    return quantity


def _with_scale(quantity: Quantity, text: str, language: str) -> Quantity:
    """Multiplies by the scale words that follow: 1,2 miliardi; 12mila; two and a half million."""
    quantity = _with_half(quantity, text, language, _scale_within(quantity))
    whole = Fraction(1)
    while step := _scale_at(text, quantity.end, language):
        end, scale, certain = step
        whole *= scale
        values = frozenset(v * scale if isinstance(v, Fraction) else v for v in quantity.values)
        kept = frozenset() if certain else quantity.values
        quantity = replace(quantity, end=end, values=values | kept)
    return _with_half(quantity, text, language, whole) if whole > 1 else quantity


def _scale_within(quantity: Quantity) -> Fraction:
    """The scale that a number in words ends with: a million in "due milioni", else 1."""
    numbers = [v for v in quantity.values if isinstance(v, Fraction) and quantity.spelled and v]
    fitting = (s for s in _BARE_SCALES if numbers and all(v % s == 0 for v in numbers))
    return max(fitting, default=Fraction(1))


def _with_half(quantity: Quantity, text: str, language: str, unit: Fraction) -> Quantity:
    halves = alternatives(language_tables(language).words("quantities", "and_a_half"))
    half = halves and halves.match(text, _skip_space(text, quantity.end))
    if not half:
        return quantity
    values = frozenset(v + unit / 2 if isinstance(v, Fraction) else v for v in quantity.values)
    return replace(quantity, end=half.end(), values=values)


def _scale_at(text: str, start: int, language: str) -> tuple[int, Fraction, bool] | None:
    """The scale word that follows a number: where it ends, its value, whether it is certain.

    A single letter counts only when it is attached, and may be a unit instead (5m, 5K).
    """
    at = _skip_space(text, start)
    match = re.compile(r"[^\W\d_]+").match(text, at)
    if match is None:
        return None
    word = match[0]
    scale = _scales(language).get(word) or _scales(language).get(word.lower())
    letter = len(word) == 1
    if scale is None or (letter and at != start):
        return None
    return match.end(), scale, not letter


@cache
def _scales(language: str) -> dict[str, Fraction]:
    own = language_tables(language).table("quantities").get("scales", {})
    return {**scales(language), **{word: Fraction(value) for word, value in own.items()}}


def _skip_space(text: str, start: int) -> int:
    """Where the next word begins, white space or one hyphen away."""
    match = re.compile(r"-|\s*").match(text, start)
    return match.end() if match else start


def _in_a_code(text: str, quantity: Quantity) -> bool:
    """Whether the digits belong to a name: COVID-19, G7, F-35B, 5G."""
    before = re.search(r"([^\W\d_]*)-?$", text[: quantity.start])
    after = text[quantity.end : quantity.end + 1]
    word = before[1] if before else ""
    return (word != word.lower() and text[quantity.start - 1] not in "'’") or after.isupper()


def _marks_a_list(text: str, quantity: Quantity) -> bool:
    """Whether the number only counts points: "(1)", "2)" or "3." at the start."""
    number = text[quantity.start : quantity.end]
    if not number.isdigit() or int(number) > _LAST_LIST_MARKER:
        return False
    before, after = text[: quantity.start], text[quantity.end : quantity.end + 1]
    return (before.endswith("(") and after == ")") or (not before.strip() and after in (".", ")"))


class _Token:
    """One word as text2num wants it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def text(self) -> str:
        return self._text

    def nt_separated(self, previous: "_Token") -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


def _words(text: str, language: str) -> Iterator[Quantity]:
    """Numbers in words, by text2num: nine, ventitremila, twenty-first."""
    from text_to_num import find_numbers  # type: ignore[import-untyped]

    code = language_tables(language).code
    if not _has_number_words(code):
        return
    matches = list(_TOKEN.finditer(text))
    tokens = [_Token(_whole_word(text, match, code)) for match in matches]
    for found in find_numbers(tokens, code, 0):
        start, end = matches[found.start].start(), matches[found.end - 1].end()
        value = Fraction(found.value).limit_denominator(1000)
        quantity = Quantity(start, end, frozenset({value}), spelled=True)
        quantity = _with_scale(quantity, text, language)
        bare_scale = found.end - found.start == 1 and value in _BARE_SCALES
        doubtful = bare_scale or _is_doubtful(text, quantity, found.is_ordinal, code)
        yield replace(quantity, claims=not doubtful)


@cache
def _has_number_words(code: str) -> bool:
    from text_to_num import find_numbers

    try:
        find_numbers([_Token("")], code, 0)
    except ValueError:
        return False
    return True


def _whole_word(text: str, match: re.Match[str], code: str) -> str:
    """The token, with the vowel given back that an apostrophe or ending took: vent'anni."""
    word: str = match[0].lower()
    endings = language_tables(code).words("quantities", "word_endings")
    ending = next((one for one in endings if word.endswith(one)), "")
    if match["word"] and (ending or text[match.end() : match.end() + 1] in ("'", "’")):
        stem = word.removesuffix(ending)
        return next((stem + v for v in "aeio" if _is_number_word(stem + v, code)), word)
    return word


@lru_cache(maxsize=4096)
def _is_number_word(word: str, code: str) -> bool:
    from text_to_num import text2num

    try:
        text2num(word, code)
    except ValueError:
        return False
    return True


def _is_doubtful(text: str, quantity: Quantity, is_ordinal: bool, code: str) -> bool:
    """Whether a number word says too little, or may mean something else, to be missed."""
    word = text[quantity.start : quantity.end]
    last_vague = _LAST_VAGUE_ORDINAL if is_ordinal else 1
    vague = any(isinstance(v, Fraction) and v <= last_vague for v in quantity.values)
    table = language_tables(code)
    return (
        vague
        or _in_a_name(text, quantity, code)
        or word.lower() in table.words("quantities", "doubtful")
    )


def _in_a_name(text: str, quantity: Quantity, code: str) -> bool:
    """Whether a number word has a capital that no sentence start or decade explains."""
    before = text[: quantity.start].split()
    decade = language_tables(code).words("quantities", "before_decade")
    starts = not before or not before[-1][-1].isalnum()
    return text[quantity.start].isupper() and not starts and before[-1].lower() not in decade


def _roman(text: str, language: str) -> Iterator[Quantity]:
    """Roman numerals: they claim before the words that call for one (XX secolo), else answer."""
    calls = alternatives(language_tables(language).words("quantities", "after_roman"))
    for match in _ROMAN.finditer(text):
        if match[0]:
            values = frozenset({Fraction(_roman_value(match[0]))})
            called = bool(calls and calls.match(text, _skip_space(text, match.end())))
            yield Quantity(*match.span(), values, claims=called)


def _roman_value(numeral: str) -> int:
    digits = [_ROMAN_DIGITS[letter] for letter in numeral]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-one if one < after else one for one, after in pairs)


def _share_scale(quantities: Iterable[Quantity], text: str) -> list[Quantity]:
    """Lets the first number of a range share the second one's scale: 5-6 milioni."""
    shared = list(quantities)
    for index, (one, two) in enumerate(pairwise(shared)):
        between = text[one.end : two.start]
        scale = _range_scale(text, two)
        alone = _FIGURES.fullmatch(text, one.start, one.end)
        if alone and scale > 1 and re.fullmatch(r"\s*(?:[-–—]|[^\W\d_]{1,3})\s*", between):
            scaled = {v * scale for v in one.values if isinstance(v, Fraction)}
            shared[index] = replace(one, values=one.values | scaled)
    return shared


def _range_scale(text: str, quantity: Quantity) -> Fraction:
    """How much the words of a scaled number multiply its figures by."""
    figures = _FIGURES.match(text, quantity.start)
    if figures is None or figures.end() == quantity.end:
        return Fraction(1)
    first = re.split(r"[.,]", figures[0])[0]
    largest = max((v for v in quantity.values if isinstance(v, Fraction)), default=Fraction(0))
    ratio = largest / int(first) if first.isdigit() and int(first) else Fraction(1)
    return max((scale for scale in _BARE_SCALES if scale <= ratio), default=Fraction(1))


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
