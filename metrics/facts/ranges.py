"""Amounts that changed places: from 30 to 50 that became from 50 to 30."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, product
from typing import NamedTuple

from corpus import Side, load_language
from metrics.comparison import Comparison
from metrics.facts.numbers import fact_numbers
from metrics.facts.quantities import find_quantities
from metrics.facts.quantity import Quantity
from metrics.facts.rendering import Rendering, Sentence, renderings
from metrics.flag import Category, Flag, Kind, Passage, Severity
from metrics.messages import Evidence

_MOST_BETWEEN = 40
"""Letters between the two amounts: "30 milioni di euro nel 2010 a"."""


class _Change(NamedTuple):
    """An amount that something goes from, one that it goes to, and where both stand."""

    first: Quantity
    last: Quantity
    passage: Passage


def check(comparison: Comparison) -> list[Flag]:
    """Flags of kind number for a change that is told the other way round."""
    return [flag for rendering in renderings(comparison) for flag in _flags(rendering)]


def _flags(rendering: Rendering) -> Iterator[Flag]:
    source, target = (list(_changes(rendering.on(side))) for side in Side)
    for here, there in product(source, target):
        turned = here.first.agrees(there.last) and here.last.agrees(there.first)
        if turned and not here.first.agrees(here.last):
            yield Flag(
                Category.MISTRANSLATION,
                Kind.NUMBER,
                Severity.MAJOR,
                fact_numbers().ranges.confidence,
                here.passage,
                there.passage,
                Evidence(
                    "number.reversed", {"source": here.passage.text, "target": there.passage.text}
                ),
            )


def _changes(sentences: Sequence[Sentence]) -> Iterator[_Change]:
    look = fact_numbers().bounds.look_characters
    for sentence in sentences:
        pattern = _patterns(sentence.language)
        if not pattern:
            continue
        for one, two in pairwise(find_quantities(sentence.text, sentence.language)):
            begins = pattern[0].search(sentence.text, max(0, one.start - look), one.start)
            between = sentence.text[one.end : two.start]
            if begins and len(between) <= _MOST_BETWEEN and pattern[1].search(between):
                passage = sentence.passage(begins.start(), two.end)
                yield _Change(one, two, passage)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """What stands right before the first amount, and right before the second."""
    table = load_language(language)
    words = [table.words("ranges", key) for key in ("from", "to")]
    if not all(words):
        return None
    choices = ["|".join(map(re.escape, one)).replace("'", "['’]") for one in words]
    sign = r"\s?(?:[A-Z]{2})?[^\w\s]?\s?$"
    first, last = (re.compile(rf"(?<!\w)(?:{one}){sign}", re.IGNORECASE) for one in choices)
    return first, last
