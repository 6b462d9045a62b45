"""Words of a sort that one side has and the other cannot answer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import Side, load_language
from metrics.comparison import Comparison
from metrics.facts.listed_words import alternatives, blanked
from metrics.facts.numbers import fact_numbers
from metrics.facts.rendering import Rendering, Sentence, renderings
from metrics.flag import Flag, Kind, Passage, Severity
from metrics.messages import Evidence

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of words: what a language's table "modality" lists under a key.

    In that list "plain" are words that a reader would miss, "stems" begin every word that could
    answer one of the other version.

    Attributes:
        key: the list's name; the evidence is named after it.
        severity: of a flag about it.
    """

    key: str
    severity: Severity


def one_sided_flags(rendering: Rendering, sort: Sort) -> Iterator[Flag]:
    """Flags of kind modality: a plain word on one side of a bead, on the other none to answer."""
    for side in Side:
        across = rendering.on(side.opposite)
        spoken = all(_table(one, sort) for one in across)
        passage = next(claims(rendering.on(side), sort), None)
        if passage and spoken and not count(across, sort):
            yield _flag(sort, passage, side)


def check_sort(comparison: Comparison, sort: Sort) -> list[Flag]:
    """The flags about one sort of words in every bead."""
    return [flag for one in renderings(comparison) for flag in one_sided_flags(one, sort)]


def claims(sentences: Sequence[Sentence], sort: Sort) -> Iterator[Passage]:
    """The words of a sort that a reader would miss."""
    for sentence in sentences:
        pattern = alternatives(tuple(_table(sentence, sort).get("plain", ())))
        excepted = alternatives(tuple(_table(sentence, sort).get("not_plain", ())))
        text = blanked(sentence.text, excepted) if excepted else sentence.text
        for match in pattern.finditer(text) if pattern else ():
            yield sentence.passage(*match.span())


def count(sentences: Sequence[Sentence], sort: Sort) -> int:
    """How many words there are of a sort, plain or not."""
    return sum(
        match[0].lower().startswith(tuple(_table(sentence, sort).get("stems", ())))
        for sentence in sentences
        for match in _WORD.finditer(sentence.text)
    )


def _flag(sort: Sort, passage: Passage, side: Side) -> Flag:
    how = "lost" if side is Side.SOURCE else "gained"
    return Flag.one_sided(
        side,
        passage,
        Kind.MODALITY,
        sort.severity,
        fact_numbers().modality[sort.key],
        Evidence(f"modality.{sort.key}_{how}", {"words": passage.text}),
    )


def _table(sentence: Sentence, sort: Sort) -> Mapping[str, Any]:
    table: Mapping[str, Any] = load_language(sentence.language).table("modality")
    found: Mapping[str, Any] = table.get(sort.key, {})
    return found
