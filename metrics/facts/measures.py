"""Lengths, weights and speeds in any unit, so that a converted figure is not a changed one."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from corpus import load_language
from metrics.facts.listed_words import alternatives, as_listed, text_after
from metrics.facts.locale_data import unit_names
from metrics.facts.numbers import fact_numbers
from metrics.facts.quantity import Quantity

GENERIC_DEGREE = "temperature-generic"
"""A degree of either scale: texts leave out which they mean."""
_TEMPERATURE = "temperature"
_RANGE = re.compile(r"\s*(?:[-–—]|[^\W\d_]{1,3})?\s*(?:[^\W\d_]{1,3}\s+)?")


class Measure(NamedTuple):
    """How much of what: the unit as written, and the amount in the SI unit of its kind."""

    unit: str
    amount: float

    @property
    def dimension(self) -> str:
        """What is measured: "length", "mass"."""
        return self.unit.split("-")[0]


def measures(quantities: Sequence[Quantity], text: str, language: str) -> list[Measure | None]:
    """What each quantity of a sentence measures, by the unit after it; None for a bare number.

    The first number of a range takes the unit of the second: 2 to 4 inches.
    """
    units = [_unit_after(text, quantity.end, language) for quantity in quantities]
    for index, (one, two) in reversed(list(enumerate(pairwise(quantities)))):
        if units[index] is None and _RANGE.fullmatch(text, one.end, two.start):
            units[index] = units[index + 1]
    return [_measure(one, unit) for one, unit in zip(quantities, units, strict=True)]


def is_converted(one: Measure | None, two: Measure | None) -> bool:
    """Whether one measure is the other in another unit, but for the rounding."""
    if one is None or two is None or one.dimension != two.dimension:
        return False
    if one.unit == two.unit != GENERIC_DEGREE:
        return False
    if one.dimension == _TEMPERATURE:
        return _is_fahrenheit(one.amount, two.amount) or _is_fahrenheit(two.amount, one.amount)
    rounding = fact_numbers().measure.rounding
    return abs(one.amount - two.amount) <= rounding * max(one.amount, two.amount)


def _is_fahrenheit(celsius: float, fahrenheit: float) -> bool:
    scale = fact_numbers().fahrenheit
    exact = celsius * scale.degree + scale.freezing
    return abs(exact - fahrenheit) <= scale.rounding


def _measure(quantity: Quantity, unit: str | None) -> Measure | None:
    plain = [value for value in quantity.values if isinstance(value, Fraction)]
    if unit is None or not plain:
        return None
    factor = fact_numbers().units[unit]
    return Measure(unit, float(plain[0]) * factor)


def _unit_after(text: str, start: int, language: str) -> str | None:
    names = _names(language)
    pattern = alternatives(tuple(names))
    at = re.compile(r"[-\s]*").match(text, start)
    found = pattern.match(text_after(text, at.end())) if pattern and at else None
    return names[as_listed(found[0])] if found else None


@cache
def _names(language: str) -> Mapping[str, str]:
    """Every name and sign of the units that we can convert, in lower case."""
    units = fact_numbers().units
    found = {as_listed(name): unit for unit in units for name in unit_names(unit, language)}
    own: Mapping[str, str] = load_language(language).table("quantities").get("units", {})
    return {**found, **own}
