"""Hedges and attributions lost or gained, duties turned into options: may became is."""

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

_DUTY = _Concern(
    "duties",
    Severity.MAJOR,
    "The source says that something must be (“{words}”), the translation that it may (“{other}”).",
    "",
)
_OPTION = _Concern(
    "options",
    Severity.MAJOR,
    "The source says that something may be (“{words}”), the translation that it must (“{other}”).",
    "",
)
_SWAPS = ((_DUTY, _OPTION), (_OPTION, _DUTY))


def check(comparison: Comparison) -> list[Flag]:
    """Flags of kind modality, few and clear.

    A plain hedge or attribution on one side of a bead, and on the other no word at all that could
    answer it: no modal verb, no verb of saying. And a duty facing a possibility: a side that has
    lost the one has gained the other.
    """
    flags = []
    for rendering in renderings(comparison):
        swapped = [flag for pair in _SWAPS for flag in _swapped(rendering, *pair)]
        flags += swapped or [
            flag
            for concern in _CONCERNS
            for side in Side
            for flag in _flags(rendering, concern, side)
        ]
    return flags


def _swapped(rendering: Rendering, here: _Concern, there: _Concern) -> Iterator[Flag]:
    """A word of duty where the other side has a word of possibility, or the reverse."""
    source, target = rendering.source, rendering.target
    lost = _count(source, here) > _count(target, here) == 0
    if not lost or _count(target, there) <= _count(source, there):
        return
    gone, new = next(_claims(source, here), None), next(_claims(target, there), None)
    if gone and new:
        yield Flag(
            Category.MISTRANSLATION,
            Kind.MODALITY,
            here.severity,
            load_numbers("metrics", "facts")["modality"]["swapped"],
            gone,
            new,
            here.lost.format(words=gone.text, other=new.text),
        )


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
    return _count([sentence], concern) > 0


def _count(sentences: Sequence[Sentence], concern: _Concern) -> int:
    """How many words there are of a concern's sort, plain or not."""
    return sum(
        match[0].lower().startswith(tuple(_table(sentence, concern).get("stems", ())))
        for sentence in sentences
        for match in _WORD.finditer(sentence.text)
    )
