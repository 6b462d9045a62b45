"""Whole sentences and paragraphs without a counterpart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus import Document, SentenceId, Side
from metrics.flag import Flag, Kind, Passage, Severity
from metrics.judges import Judgement
from metrics.messages import Evidence
from metrics.omissions.numbers import omission_numbers

KIND = {Side.SOURCE: Kind.OMISSION, Side.TARGET: Kind.ADDITION}


@dataclass(frozen=True, slots=True)
class _Sentence:
    where: SentenceId
    confidence: float
    words: int


def find_whole_flags(judgement: Judgement) -> Iterator[Flag]:
    """One flag a run of sentences that stand alone, within their paragraph."""
    shown = omission_numbers().shown_whole
    for side in Side:
        for run in _runs(sorted(_alone(judgement, side), key=lambda it: it.where)):
            flag = _flag(judgement.comparison.on(side), side, run)
            if flag.confidence >= shown:
                yield flag


def _alone(judgement: Judgement, side: Side) -> Iterator[_Sentence]:
    """The sentences of beads with no other side, each with what its bead's words say."""
    for bead, judged in zip(judgement.comparison.beads(), judgement.beads, strict=True):
        difference = judged.on(side).difference
        if len(difference) and not bead.on(side.opposite):
            for where in bead.on(side):
                yield _Sentence(where, float(np.mean(difference)), len(difference))


def _runs(sentences: Sequence[_Sentence]) -> Iterator[list[_Sentence]]:
    """Sentences that follow one another in a paragraph."""
    run: list[_Sentence] = []
    for sentence in sentences:
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
    return Flag.one_sided(
        side,
        passage,
        kind,
        _severity(words, whole),
        float(np.average([it.confidence for it in run], weights=[it.words for it in run])),
        Evidence(f"{kind.value}.paragraph") if whole else _sentences(kind, len(run)),
    )


def _sentences(kind: Kind, count: int) -> Evidence:
    if count == 1:
        return Evidence(f"{kind.value}.sentence")
    return Evidence(f"{kind.value}.sentences", {"count": count})


def _severity(words: int, whole: bool) -> Severity:
    numbers = omission_numbers()
    if words <= numbers.short_sentence:
        return Severity.MINOR
    return Severity.CRITICAL if whole and words >= numbers.long_paragraph else Severity.MAJOR
