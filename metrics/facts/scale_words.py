"""Words that multiply the number before them: 1,2 miliardi, 12mila, two and a half million."""

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise

from corpus import load_language
from metrics.facts.listed_words import alternatives
from metrics.facts.locale_data import scales
from metrics.facts.quantity import Quantity

FIGURES = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*")
"""Figures with their separators; a space only before three figures."""
BARE_SCALES = frozenset(map(Fraction, (100, 10**3, 10**6, 10**9, 10**12)))


def with_scale(quantity: Quantity, text: str, language: str) -> Quantity:
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


def share_scale(quantities: Iterable[Quantity], text: str) -> list[Quantity]:
    """Lets the first number of a range share the second one's scale: 5-6 milioni."""
    shared = list(quantities)
    for index, (one, two) in enumerate(pairwise(shared)):
        between = text[one.end : two.start]
        scale = _range_scale(text, two)
        alone = FIGURES.fullmatch(text, one.start, one.end)
        if alone and scale > 1 and re.fullmatch(r"\s*(?:[-–—]|[^\W\d_]{1,3})\s*", between):
            scaled = {v * scale for v in one.values if isinstance(v, Fraction)}
            shared[index] = replace(one, values=one.values | scaled)
    return shared


def skip_space(text: str, start: int) -> int:
    """Where the next word begins, white space or one hyphen away."""
    match = re.compile(r"-|\s*").match(text, start)
    return match.end() if match else start


def _scale_within(quantity: Quantity) -> Fraction:
    """The scale that a number in words ends with: a million in "due milioni", else 1."""
    numbers = [v for v in quantity.values if isinstance(v, Fraction) and quantity.spelled and v]
    fitting = (s for s in BARE_SCALES if numbers and all(v % s == 0 for v in numbers))
    return max(fitting, default=Fraction(1))


def _with_half(quantity: Quantity, text: str, language: str, unit: Fraction) -> Quantity:
    halves = alternatives(load_language(language).words("quantities", "and_a_half"))
    half = halves and halves.match(text, skip_space(text, quantity.end))
    if not half:
        return quantity
    values = frozenset(v + unit / 2 if isinstance(v, Fraction) else v for v in quantity.values)
    return replace(quantity, end=half.end(), values=values)


def _scale_at(text: str, start: int, language: str) -> tuple[int, Fraction, bool] | None:
    """The scale word that follows a number: where it ends, its value, whether it is certain.

    A single letter counts only when it is attached, and may be a unit instead (5m, 5K).
    """
    at = skip_space(text, start)
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
    own = load_language(language).table("quantities").get("scales", {})
    return {**scales(language), **{word: Fraction(value) for word, value in own.items()}}


def _range_scale(text: str, quantity: Quantity) -> Fraction:
    """How much the words of a scaled number multiply its figures by."""
    figures = FIGURES.match(text, quantity.start)
    if figures is None or figures.end() == quantity.end:
        return Fraction(1)
    first = re.split(r"[.,]", figures[0])[0]
    largest = max((v for v in quantity.values if isinstance(v, Fraction)), default=Fraction(0))
    ratio = largest / int(first) if first.isdigit() and int(first) else Fraction(1)
    return max((scale for scale in BARE_SCALES if scale <= ratio), default=Fraction(1))
