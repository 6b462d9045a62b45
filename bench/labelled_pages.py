"""Labelled comparisons to fit and measure coverage on.

SwissGov-RSD pages carry people's labels; planted pages are real translations with a phrase put
in or taken out (`bench/planting.py`), so that the label is known by construction.
"""

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

import align
from bench.planting import DATA, Damaged, Pair, Planter, text_of
from corpus import Document, Paragraph, Side, Span
from corpus.sentences import split_sentences
from metrics import Comparison
from metrics.judges.ensemble.vectors import context_encoder, pool
from metrics.segment import word_spans

CODES = {Side.SOURCE: "it", Side.TARGET: "en"}
FOLDS = 4
"""A page, or a line, is in the fold that its number leaves when divided by this."""
LEVELS = ("easy", "hard")
UNJUDGED = -1.0
DAMAGED, PLANTED = 0.75, 0.3
"""Of all sentences; of the damaged ones."""
CLEAR, ANSWERS, LABEL_LAYER = 0.15, 0.45, 8
"""How much liker, and how like at all, and the transformer's layer that words are compared in."""


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """A label, 0 to 1, of a stretch of one paragraph; `UNJUDGED` where nobody said."""

    paragraph: int
    start: int
    end: int
    label: float


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A comparison with its words' labels."""

    name: str
    comparison: Comparison
    marks: dict[Side, list[LabelledSpan]]


def swissgov_pages(encoder: align.AdditiveEncoder) -> Iterator[LabelledPage]:
    """The 168 pages, aligned; Italian is the source."""
    for record, marks in swissgov_marks():
        yield swissgov_page(record, marks, encoder)


def swissgov_page(
    record: Mapping[str, Any],
    marks: dict[Side, list[LabelledSpan]],
    encoder: align.AdditiveEncoder,
    language: str = "it",
) -> LabelledPage:
    """One page, aligned; the language that is not English is the source."""
    source, target = (document_of(record[code].split("\n"), code) for code in (language, "en"))
    alignment = align.align(source, target, encoder)
    return LabelledPage(record["id"], Comparison(source, target, alignment, encoder), marks)


def swissgov_marks(
    language: str = "it",
) -> Iterator[tuple[dict[str, Any], dict[Side, list[LabelledSpan]]]]:
    """Every page of a language as the file has it, and its tokens' labels by side."""
    codes = {Side.SOURCE: language, Side.TARGET: "en"}
    with gzip.open(DATA / f"swissgov-dev.en-{language}.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            yield (
                record,
                {
                    side: _marks(record[code], record[f"{code}_tokens"])
                    for side, code in codes.items()
                },
            )


def document_of(lines: Sequence[str], code: str) -> Document:
    """A paragraph a line; empty lines stay, without sentences, so that numbers hold."""
    paragraphs = tuple(
        Paragraph(line, split_sentences(line, code) if line.strip() else (), code) for line in lines
    )
    return Document(code, paragraphs)


def _marks(text: str, tokens: Iterable[tuple[int, int, float]]) -> list[LabelledSpan]:
    starts = np.cumsum([0, *(len(line) + 1 for line in text.split("\n"))])
    found = []
    for start, end, label in tokens:
        paragraph = int(np.searchsorted(starts, start, side="right")) - 1
        offset = int(starts[paragraph])
        found.append(LabelledSpan(paragraph, start - offset, end - offset, float(label)))
    return found


def pair_page(
    name: str,
    pairs: Sequence[Pair],
    encoder: align.AdditiveEncoder,
    marks: dict[Side, list[LabelledSpan]],
    codes: Mapping[Side, str] = CODES,
) -> LabelledPage:
    """Sentence pairs as a page, a paragraph each, aligned as given."""
    source, target = (
        Document(
            codes[side],
            tuple(_paragraph(text_of(pair, side), codes[side]) for pair in pairs),
            units=tuple(range(len(pairs))),
        )
        for side in Side
    )
    alignment = align.align(source, target, encoder)
    return LabelledPage(name, Comparison(source, target, alignment, encoder), marks)


def _paragraph(text: str, code: str) -> Paragraph:
    return Paragraph(text, (Span(0, len(text)),), code)


def planted_pages(
    pairs: Sequence[Pair], encoder: align.AdditiveEncoder, *, seed: int
) -> Iterator[LabelledPage]:
    """The pairs' documents with three sentences in four damaged, mostly by taking something out.

    What is left without its counterpart then stands in a sentence that somebody wrote, so that
    only the other side gives it away. Every other damaged sentence also gets a phrase planted on
    its other side: free translations drop and add in one sentence, so that lengths say little.
    """
    draw = random.Random(seed)
    planter = Planter(pairs, CODES, seed)
    for name in dict.fromkeys(pair.document for pair in pairs):
        own = [pair for pair in pairs if pair.document == name]
        done = [_damaged(pair, planter, draw, encoder) for pair in own]
        yield pair_page(name, [pair for pair, _ in done], encoder, marks_of(done))


Labels = Mapping[Side, Sequence[float]]


def marks_of(done: Sequence[tuple[Pair, Labels]]) -> dict[Side, list[LabelledSpan]]:
    """The marks of sentence pairs, a paragraph each, from the labels of their words."""
    return {
        side: [
            LabelledSpan(number, word.start, word.end, label)
            for number, (pair, labels) in enumerate(done)
            for word, label in _labelled(text_of(pair, side), labels.get(side))
        ]
        for side in Side
    }


def _damaged(
    pair: Pair, planter: Planter, draw: random.Random, encoder: align.AdditiveEncoder
) -> tuple[Pair, Labels]:
    """The pair, as it is or damaged, and the labels of the words of each side that has any."""
    if draw.random() >= DAMAGED:
        return pair, {}
    action = "plant" if draw.random() < PLANTED else "remove"
    first = planter.damage(pair, action, draw.choice(LEVELS))
    if first is None:
        return pair, {}
    marked = first.side if action == "plant" else first.side.opposite
    labels = {marked: _planted(first) if action == "plant" else orphans(pair, first, encoder)}
    if 1.0 not in labels[marked]:
        return pair, {}
    if draw.random() < 0.5:
        return first.pair, labels
    second = planter.damage(first.pair, "plant", draw.choice(LEVELS), marked.opposite)
    if second is None:
        return first.pair, labels
    return second.pair, {**labels, second.side: _planted(second)}


def _planted(damaged: Damaged) -> list[float]:
    words = word_spans(text_of(damaged.pair, damaged.side))
    return [float(_inside(word, damaged.span)) for word in words]


def _labelled(text: str, labels: Sequence[float] | None) -> Iterable[tuple[Span, float]]:
    words = list(word_spans(text))
    return zip(words, labels or [0.0] * len(words), strict=True)


def orphans(pair: Pair, damaged: Damaged, encoder: align.AdditiveEncoder) -> list[float]:
    """Label the words that answered to what was taken out; see `orphans_of`."""
    words = word_spans(text_of(pair, damaged.side))
    removed = [_inside(word, damaged.span) for word in words]
    found = orphans_of(pair, damaged.side, removed, encoder)
    return found if any(removed) else [UNJUDGED] * len(found)


def orphans_of(
    pair: Pair, side: Side, taken: Sequence[bool], encoder: align.AdditiveEncoder
) -> list[float]:
    """Label the words that answered to some of the other side's; doubtful ones are unjudged.

    A word answers to what it is most like in the untouched pair: by itself, and in its context.
    A doubtful word between two that are sure goes with them.

    Args:
        pair: the untouched pair.
        side: whose words are taken out; the other's are labelled.
        taken: which ones.
        encoder: for the words alone.
    """
    likeness = _likeness(pair, encoder)
    likeness = likeness if side is Side.TARGET else likeness.T
    removed = np.array(taken)
    if not removed.any():
        return [0.0] * len(likeness)
    if removed.all():
        return [UNJUDGED] * len(likeness)
    gone, kept = likeness[:, removed].max(axis=1), likeness[:, ~removed].max(axis=1)
    labels = np.where(gone > kept + CLEAR, 1.0, np.where(gone > kept - CLEAR, UNJUDGED, 0.0))
    labels[(labels == 1.0) & (gone < ANSWERS)] = UNJUDGED
    for word in range(1, len(labels) - 1):
        if labels[word] == UNJUDGED and labels[word - 1] == labels[word + 1]:
            labels[word] = labels[word - 1]
    return list(map(float, labels))


@lru_cache(maxsize=4096)
def _likeness(pair: Pair, encoder: align.AdditiveEncoder) -> NDArray[np.float32]:
    """(source words, target words), cosine of the words alone and a little of their contexts'."""
    words = {side: list(word_spans(text_of(pair, side))) for side in Side}
    alone, context = {}, {}
    for side in Side:
        text = text_of(pair, side)
        alone[side] = encoder.encode([word.of(text) for word in words[side]])
        (layers,) = context_encoder().token_layers([text], (LABEL_LAYER,))
        (rows,) = pool(layers, words[side])
        context[side] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    around = context[Side.SOURCE] @ context[Side.TARGET].T
    around = (around - around.mean()) / (around.std() + 1e-6)
    both: NDArray[np.float32] = alone[Side.SOURCE] @ alone[Side.TARGET].T + around / 4
    return both


def _inside(word: Span, span: Span) -> bool:
    return span.start <= word.start < span.end


class Lookup:
    """The greatest judged label among the marks that a word touches."""

    def __init__(self, marks: Iterable[LabelledSpan]) -> None:
        self._marks: dict[int, list[LabelledSpan]] = {}
        for mark in marks:
            self._marks.setdefault(mark.paragraph, []).append(mark)

    def label(self, paragraph: int, start: int, end: int) -> float:
        """The label of one word, `UNJUDGED` where nobody said."""
        found = [
            mark.label
            for mark in self._marks.get(paragraph, ())
            if mark.start < end and start < mark.end
        ]
        return max(found, default=UNJUDGED)
