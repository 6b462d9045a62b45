"""Hedges and attributions that were lost or gained: what may be became what is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import Side, load_numbers
from corpus import language as language_tables
from metrics.comparison import Comparison
from metrics.facts.phrases import alternatives
from metrics.facts.rendering import Rendering, Sentence, other, renderings
from metrics.flag import Category, Flag, Kind, Passage, Severity

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Concern:
    """What a language's table "modality" has a list of, and how a flag speaks of it."""

    key: str
    severity: Severity
    lost: str
    gained: str


_CONCERNS = (
    _Concern(
        "hedges",
        Severity.MINOR,
        "The source hedges (“{words}”), the translation states it as a fact.",
        "The translation hedges (“{words}”), the source states it as a fact.",
    ),
    _Concern(
        "attributions",
        Severity.MAJOR,
        "The source says whose word it is (“{words}”), the translation does not.",
        "The translation says whose word it is (“{words}”), the source does not.",
    ),
)


def check(comparison: Comparison) -> list[Flag]:
    """Flags of kind modality, few and clear.

    A plain hedge or attribution on one side of a bead, and on the other no word at all that could
    answer it: no modal verb, no verb of saying.
    """
    return [
        flag
        for rendering in renderings(comparison)
        for concern in _CONCERNS
        for side in Side
        for flag in _flags(rendering, concern, side)
    ]


def _flags(rendering: Rendering, concern: _Concern, side: Side) -> Iterator[Flag]:
    across = rendering.side(other(side))
    spoken = all(_table(one, concern) for one in across)
    if not spoken or any(_answers(one, concern) for one in across):
        return
    passage = next(_claims(rendering.side(side), concern), None)
    if passage:
        lost = side is Side.SOURCE
        yield Flag(
            Category.OMISSION if lost else Category.ADDITION,
            Kind.MODALITY,
            concern.severity,
            load_numbers("metrics", "facts")["modality"][concern.key],
            passage if lost else None,
            None if lost else passage,
            (concern.lost if lost else concern.gained).format(words=passage.text),
        )


def _table(sentence: Sentence, concern: _Concern) -> Mapping[str, Any]:
    table: Mapping[str, Any] = language_tables(sentence.language).table("modality")
    found: Mapping[str, Any] = table.get(concern.key, {})
    return found


def _claims(sentences: Sequence[Sentence], concern: _Concern) -> Iterator[Passage]:
    """The hedges or attributions that a reader would miss."""
    for sentence in sentences:
        pattern = alternatives(tuple(_table(sentence, concern).get("plain", ())))
        for match in pattern.finditer(sentence.text) if pattern else ():
            yield sentence.passage(*match.span())


def _answers(sentence: Sentence, concern: _Concern) -> bool:
    """Whether any word of a sentence could answer a hedge or attribution."""
    stems = tuple(_table(sentence, concern).get("stems", ()))
    return any(match[0].lower().startswith(stems) for match in _WORD.finditer(sentence.text))
