"""Amounts that kept their number and lost what they count: euros that became dollars, % points."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product

from corpus import Side, commonness, load_language
from metrics.comparison import Comparison
from metrics.facts.listed_words import as_listed
from metrics.facts.locale_data import unit_names
from metrics.facts.measures import GENERIC_DEGREE, is_converted, measures
from metrics.facts.numbers import fact_numbers
from metrics.facts.quantities import find_quantities
from metrics.facts.quantity import Quantity, Value
from metrics.facts.rendering import Rendering, Sentence, renderings
from metrics.flag import Category, Flag, Kind, Passage, Severity
from metrics.messages import Evidence

_DEGREES = (GENERIC_DEGREE, "temperature-celsius", "temperature-fahrenheit")
_SIGN_LENGTH = 5
"""Of what `_SIGN_BEFORE` may find, at most."""
_SIGN_BEFORE = re.compile(r"(?:[A-Z]{2})?[^\s\d\w]\s?$|\b[A-Z]{3}\s?$")


def check(comparison: Comparison) -> list[Flag]:
    """Flags of kind number: the same figure on both sides, in another currency or unit.

    Only where either side says what it counts; a figure without unit contradicts nothing.
    """
    return [
        flag
        for rendering in renderings(comparison)
        if not _is_converted(rendering)
        for flag in _flags(rendering)
    ]


def _is_converted(rendering: Rendering) -> bool:
    """Whether a bead converts units, so that figures may agree by chance: 2 to 10 cm, 1 to 4 in."""
    source, target = (
        {
            measure
            for one in rendering.on(side)
            for measure in measures(find_quantities(one.text, one.language), one.text, one.language)
        }
        for side in Side
    )
    return any(is_converted(one, two) for one, two in product(source, target))


def _flags(rendering: Rendering) -> Iterator[Flag]:
    source, target = (list(_amounts(rendering, side)) for side in Side)
    confidence = fact_numbers().measure.confidence
    places: dict[Value, list[int]] = defaultdict(list)
    for place, (quantity, _, _) in enumerate(target):
        for value in quantity.values:
            places[value].append(place)
    for one, unit, here in source:
        if not unit:
            continue
        same = sorted({place for value in one.values for place in places.get(value, ())})
        if same and all(_counts_else(unit, target[place][1]) for place in same):
            there = target[same[0]][2]
            yield Flag(
                Category.MISTRANSLATION,
                Kind.NUMBER,
                Severity.MAJOR,
                confidence,
                here,
                there,
                Evidence("number.unit", {"source": here.text, "target": there.text}),
            )


def _counts_else(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether the second of two amounts says what it counts, and that it is something else."""
    return bool(two) and _differ(one, two)


def _differ(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether no reading of two units fits; that a speed is told without its hour fits."""
    measured = [
        {unit.split("-", 1)[-1].split("-per-")[0] for unit in units} for units in (one, two)
    ]
    return measured[0].isdisjoint(measured[1])


def _amounts(
    rendering: Rendering, side: Side
) -> Iterator[tuple[Quantity, frozenset[str], Passage]]:
    """Every quantity of a side with the units that it may be in, and where number and unit are."""
    for sentence in rendering.on(side):
        for quantity in find_quantities(sentence.text, sentence.language):
            units, start, end = _unit(quantity, sentence)
            yield quantity, units, sentence.passage(start, end)


def _unit(quantity: Quantity, sentence: Sentence) -> tuple[frozenset[str], int, int]:
    """What a quantity may count, and the span of both; nothing, and its own, where it says not."""
    text, units = sentence.text, _units(sentence.language)
    before = _SIGN_BEFORE.search(text, max(0, quantity.start - _SIGN_LENGTH), quantity.start)
    if before and before[0].strip().lower() in units:
        return units[before[0].strip().lower()], before.start(), quantity.end
    after = _pattern(sentence.language).match(text, quantity.end)
    if after:
        return units[as_listed(after[1])], quantity.start, after.end()
    return frozenset(), quantity.start, quantity.end


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """A unit after its number, at most a hyphen or a short word ("di", "of") between."""
    longest_first = sorted(_units(language), key=len, reverse=True)
    choices = "|".join(r"\s+".join(map(re.escape, one.split())) for one in longest_first)
    choices = choices.replace("'", "['’]")
    return re.compile(rf"\s?(?:-|[^\W\d_]{{1,3}}\s)??({choices})(?!\w)", re.IGNORECASE)


@cache
def _units(language: str) -> Mapping[str, frozenset[str]]:
    """Every name and sign of what can be counted in, in lower case, and what it may stand for.

    Signs that are also small words of the language (in, ha, mi) are left out.
    """
    found: dict[str, frozenset[str]] = {}
    known = fact_numbers().units
    most = fact_numbers().name.too_common
    names = [
        (as_listed(name), unit)
        for unit in known
        for name in unit_names(unit, language)
        if commonness(name, language) < most
    ]
    own: Mapping[str, str] = load_language(language).table("quantities").get("units", {})
    names += own.items()
    counted: Mapping[str, list[str]] = load_language(language).table("counted")
    names += [(word, unit) for unit, words in counted.items() for word in words]
    for name, unit in names:
        either = GENERIC_DEGREE in (unit, *found.get(name, ()))
        found[name] = found.get(name, frozenset()) | ({*_DEGREES} if either else {unit})
    return found
