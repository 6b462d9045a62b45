"""Web and mail addresses that must stand in both versions as they are."""

import re
from collections.abc import Sequence

from corpus import Side
from metrics.comparison import Comparison
from metrics.facts.difference_flag import difference_flag
from metrics.facts.numbers import fact_numbers
from metrics.facts.rendering import Rendering, Sentence, renderings
from metrics.flag import Flag, Kind, Passage, Severity, by_side

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>«»“”\"]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TRAILING = ".,;:!?)]}'’"


def check(comparison: Comparison) -> list[Flag]:
    """Flags of kind name for addresses that one side alone has, in the bead and around it."""
    confidence = fact_numbers().address.confidence
    return [
        difference_flag(
            Kind.NAME,
            Severity.MAJOR,
            confidence,
            *by_side(side, passage, None),
        )
        for rendering in renderings(comparison)
        for side in Side
        for passage in _missing(rendering, side)
    ]


def _missing(rendering: Rendering, side: Side) -> list[Passage]:
    found = _addresses(rendering.on(side))
    if not found:
        return []
    across = (*rendering.on(side.opposite), *rendering.nearby(side.opposite))
    known = {passage.text.lower() for passage in _addresses(across)}
    return [passage for passage in found if passage.text.lower() not in known]


def _addresses(sentences: Sequence[Sentence]) -> list[Passage]:
    return [
        sentence.passage(match.start(), match.start() + len(match[0].rstrip(_TRAILING)))
        for sentence in sentences
        for match in _ADDRESS.finditer(sentence.text)
    ]
