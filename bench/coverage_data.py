"""Labelled comparisons to fit and measure coverage on, and their words' signals as a table.

SwissGov-RSD pages carry people's labels; planted pages are real translations with a phrase put
in or taken out (`bench/planting.py`), so that the label is known by construction.
"""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

import align
from align import Alignment, Group, GroupKind, SentenceBead
from bench.planting import DATA, Damaged, Pair, Planter, text_of
from corpus import Document, Paragraph, SentenceId, Side, Span
from corpus.sentences import split_sentences
from metrics import Comparison
from metrics.coverage.signals import measure, tabulate
from metrics.coverage.strip import word_spans
from metrics.coverage.view import read_views

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

CODES = {Side.SOURCE: "it", Side.TARGET: "en"}
LEVELS = ("easy", "hard")
UNJUDGED = -1.0
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Mark:
    """A label, 0 to 1, of a stretch of one paragraph; `UNJUDGED` where nobody said."""

    paragraph: int
    start: int
    end: int
    label: float


@dataclass(frozen=True, slots=True)
class Page:
    """A comparison with its words' labels."""

    name: str
    comparison: Comparison
    marks: dict[Side, list[Mark]]


@dataclass(frozen=True, slots=True)
class Table:
    """Every word of some pages: signals, label, and where it stands.

    Attributes:
        names: the signals' columns.
        rows: (words, columns).
        labels: (words,), 0 to 1 or `UNJUDGED`.
        pages: (words,), the page's number.
        sides: (words,), 0 for the source, 1 for the target.
        places: (words, 4), paragraph, start, end, bead.
    """

    names: tuple[str, ...]
    rows: NDArray[np.float64]
    labels: NDArray[np.float64]
    pages: NDArray[np.int64]
    sides: NDArray[np.int64]
    places: NDArray[np.int64]


def swissgov_pages(encoder: align.AdditiveEncoder) -> Iterator[Page]:
    """The 168 pages, aligned; Italian is the source."""
    for record, marks in swissgov_marks():
        source, target = (document_of(record[code].split("\n"), code) for code in CODES.values())
        alignment = align.align(source, target, encoder)
        yield Page(record["id"], Comparison(source, target, alignment, encoder), marks)


def swissgov_marks() -> Iterator[tuple[dict[str, Any], dict[Side, list[Mark]]]]:
    """Every page as the file has it, and its tokens' labels by side."""
    with gzip.open(DATA / "swissgov-dev.en-it.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            yield (
                record,
                {
                    side: _marks(record[code], record[f"{code}_tokens"])
                    for side, code in CODES.items()
                },
            )


def document_of(lines: Sequence[str], code: str) -> Document:
    """A paragraph a line; empty lines stay, without sentences, so that numbers hold."""
    paragraphs = tuple(
        Paragraph(line, split_sentences(line, code) if line.strip() else (), code) for line in lines
    )
    return Document(code, paragraphs)


def _marks(text: str, tokens: Iterable[tuple[int, int, float]]) -> list[Mark]:
    starts = np.cumsum([0, *(len(line) + 1 for line in text.split("\n"))])
    found = []
    for start, end, label in tokens:
        paragraph = int(np.searchsorted(starts, start, side="right")) - 1
        offset = int(starts[paragraph])
        found.append(Mark(paragraph, start - offset, end - offset, float(label)))
    return found


def pair_page(
    name: str, pairs: Sequence[Pair], encoder: align.AdditiveEncoder, marks: dict[Side, list[Mark]]
) -> Page:
    """Sentence pairs as a page, a paragraph each, aligned as given."""
    source, target = (
        Document(CODES[side], tuple(_paragraph(text_of(pair, side), CODES[side]) for pair in pairs))
        for side in Side
    )
    groups = tuple(_group(number) for number in range(len(pairs)))
    return Page(name, Comparison(source, target, Alignment(groups), encoder), marks)


def _paragraph(text: str, code: str) -> Paragraph:
    return Paragraph(text, (Span(0, len(text)),), code)


def _group(number: int) -> Group:
    where = (SentenceId(number, 0),)
    bead = SentenceBead(where, where, None, 1.0)
    return Group((number,), (number,), GroupKind.ALIGNED, None, (bead,))


def planted_pages(
    pairs: Sequence[Pair], encoder: align.AdditiveEncoder, *, seed: int, share: float
) -> Iterator[Page]:
    """The pairs' documents with a ``share`` of sentences damaged, in every way in turn.

    Every other damaged sentence also gets a phrase planted where that leaves the first damage as it
    is. Free translations drop and add in one sentence, so that lengths give nothing away.
    """
    planter = Planter(pairs, CODES, seed)
    random = np.random.default_rng(seed)
    for name in dict.fromkeys(pair.document for pair in pairs):
        own = [pair for pair in pairs if pair.document == name]
        done = [_damages(pair, planter, random) if random.random() < share else () for pair in own]
        marks = _planted_marks(own, done, encoder)
        now = [
            damages[-1].pair if damages else pair for pair, damages in zip(own, done, strict=True)
        ]
        yield pair_page(name, now, encoder, marks)


def _damages(pair: Pair, planter: Planter, random: np.random.Generator) -> tuple[Damaged, ...]:
    """One damage, and at every other turn a second, planted on the side that has no marks yet."""
    first = planter.damage(
        pair, ("plant", "remove")[random.integers(2)], LEVELS[random.integers(2)]
    )
    if first is None or random.random() < 0.5:
        return (first,) if first else ()
    other = Side.TARGET if first.side is Side.SOURCE else Side.SOURCE
    free = other if first.action == "plant" else first.side
    second = planter.damage(first.pair, "plant", LEVELS[random.integers(2)], free)
    return (first, second) if second else (first,)


def _planted_marks(
    pairs: Sequence[Pair], done: Sequence[Sequence[Damaged]], encoder: align.Encoder
) -> dict[Side, list[Mark]]:
    marks: dict[Side, list[Mark]] = {side: [] for side in Side}
    for number, (pair, damages) in enumerate(zip(pairs, done, strict=True)):
        for side in Side:
            text = text_of(damages[-1].pair if damages else pair, side)
            words = list(word_spans(text))
            labels = [_labeller(damaged, side, encoder)(text, words) for damaged in damages]
            labels.append([0.0] * len(words))
            marks[side] += [
                Mark(number, *span, 1.0 if 1.0 in values else min(values))
                for span, *values in zip(words, *labels, strict=True)
            ]
    return marks


def _labeller(
    damaged: Damaged, side: Side, encoder: align.Encoder
) -> Callable[[str, Sequence[Span]], list[float]]:
    if (damaged.action == "plant") is not (side is damaged.side):
        return lambda text, words: [0.0] * len(words)
    if damaged.action == "plant":
        return lambda text, words: [float(_inside(word, damaged.span)) for word in words]
    return lambda text, words: _orphans(text, words, damaged, encoder)


def _orphans(
    text: str, words: Sequence[Span], damaged: Damaged, encoder: align.Encoder
) -> list[float]:
    """Label the words that answered to what was taken out; doubtful ones are unjudged."""
    former = list(word_spans(damaged.former))
    removed = np.array([_inside(word, damaged.span) for word in former])
    likeness = encoder.encode([word.of(text) for word in words]) @ (
        encoder.encode([word.of(damaged.former) for word in former]).T
    )
    gone, kept = likeness[:, removed].max(axis=1), likeness[:, ~removed].max(axis=1)
    label = np.where(gone > kept + 0.15, 1.0, np.where(gone > kept - 0.05, UNJUDGED, 0.0))
    return list(np.where((label == 1.0) & (gone < 0.45), UNJUDGED, label))


def _inside(word: Span, span: Span) -> bool:
    return span.start <= word.start < span.end


def tabulate_pages(pages: Iterable[Page], encoder: align.AdditiveEncoder) -> Table:
    """Every word of the pages with its signals and its label."""
    names: tuple[str, ...] = ()
    rows, labels, page_numbers, sides, places = [], [], [], [], []
    for number, page in enumerate(pages):
        for side, views in read_views(page.comparison, encoder).items():
            lookup = Lookup(page.marks[side])
            for view in views:
                columns = measure(view)
                names = names if len(names) > len(columns) else tuple(columns)
                rows.append(columns)
                for place in view.own.strip.places:
                    labels.append(lookup.label(place.paragraph, place.start, place.end))
                    page_numbers.append(number)
                    sides.append(list(Side).index(side))
                    places.append((place.paragraph, place.start, place.end, view.bead))
    return Table(
        names,
        tabulate(rows, names),
        np.array(labels),
        np.array(page_numbers),
        np.array(sides),
        np.array(places, dtype=np.int64).reshape(-1, 4),
    )


class Lookup:
    """The greatest judged label among the marks that a word touches."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._marks: dict[int, list[Mark]] = {}
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


def save_table(table: "DataclassInstance", path: Path) -> None:
    """Keep a table, since reading the pages takes minutes."""
    np.savez_compressed(path, **{field.name: getattr(table, field.name) for field in fields(table)})


def load_table(path: Path, kind: type[Kept]) -> Kept:
    """A table that was kept."""
    with np.load(path) as file:
        content = {name: file[name] for name in file.files}
    return kind(**content | {"names": tuple(str(name) for name in content["names"])})
