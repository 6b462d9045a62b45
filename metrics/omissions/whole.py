"""Whole sentences and paragraphs without a counterpart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus import Document, SentenceId, Side, load_numbers
from metrics.comparison import Comparison
from metrics.flag import Category, Flag, Kind, Passage, Severity
from metrics.judges.ensemble.view import View, sentences_of
from metrics.messages import Evidence
from metrics.segment import Place

CATEGORY = {Kind.OMISSION: Category.OMISSION, Kind.ADDITION: Category.ADDITION}
KIND = {Side.SOURCE: Kind.OMISSION, Side.TARGET: Kind.ADDITION}


@dataclass(frozen=True, slots=True)
class _Sentence:
    where: SentenceId
    confidence: float
    words: int


def find_whole_flags(
    comparison: Comparison,
    views: Mapping[Side, Sequence[View]],
    likely: Mapping[tuple[Side, Place], float],
) -> Iterator[Flag]:
    """One flag a run of sentences that stand alone, within their paragraph."""
    shown = load_numbers("metrics", "coverage")["shown_whole"]
    beads = list(comparison.beads())
    for side in Side:
        document = comparison.document(side)
        alone = [
            _sentence(where, view, side, likely)
            for view in views[side]
            if view.is_null
            for where in sentences_of(beads[view.bead], side)
        ]
        for run in _runs(sentence for sentence in alone if sentence.words):
            flag = _flag(document, side, run)
            if flag.confidence >= shown:
                yield flag


def _sentence(
    where: SentenceId, view: View, side: Side, likely: Mapping[tuple[Side, Place], float]
) -> _Sentence:
    inside = [likely[side, place] for place in view.own.segment.places]
    return _Sentence(where, float(np.mean(inside)), len(inside))


def _runs(sentences: Iterator[_Sentence]) -> Iterator[list[_Sentence]]:
    """Sentences that follow one another in a paragraph."""
    run: list[_Sentence] = []
    for sentence in sorted(sentences, key=lambda it: it.where):
        if run and sentence.where != (run[-1].where.paragraph, run[-1].where.sentence + 1):
            yield run
            run = []
        run.append(sentence)
    if run:
        yield run


def _flag(document: Document, side: Side, run: Sequence[_Sentence]) -> Flag:
    paragraph = document.paragraphs[run[0].where.paragraph]
    kind, words = KIND[side], sum(sentence.words for sentence in run)
    whole = len(run) == len(paragraph.sentences)
    start = paragraph.sentences[run[0].where.sentence].start
    end = paragraph.sentences[run[-1].where.sentence].end
    passage = Passage(run[0].where.paragraph, start, end, paragraph.text[start:end])
    return Flag(
        CATEGORY[kind],
        kind,
        _severity(words, whole),
        float(np.average([it.confidence for it in run], weights=[it.words for it in run])),
        passage if side is Side.SOURCE else None,
        passage if side is Side.TARGET else None,
        Evidence(f"{kind.value}.paragraph") if whole else _sentences(kind, len(run)),
    )


def _sentences(kind: Kind, count: int) -> Evidence:
    if count == 1:
        return Evidence(f"{kind.value}.sentence")
    return Evidence(f"{kind.value}.sentences", {"count": count})


def _severity(words: int, whole: bool) -> Severity:
    numbers = load_numbers("metrics", "coverage")
    if words <= numbers["short_sentence"]:
        return Severity.MINOR
    return Severity.CRITICAL if whole and words >= numbers["long_paragraph"] else Severity.MAJOR
