"""What the network of coverage learns from: each side of a bead, its words' vectors and labels."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.labelled_pages import LabelledPage, Lookup
from corpus import Side
from metrics.judges.ensemble.columns import tabulate
from metrics.judges.ensemble.signals import measure
from metrics.judges.ensemble.vectors import word_vectors
from metrics.judges.ensemble.view import BeadViews, read_views
from metrics.segment import cut_segments

SOURCES = ("alone", "inner", "context")
Vectors = Mapping[str, NDArray[np.float16]]


@dataclass(frozen=True, slots=True)
class Example:
    """One side of a bead.

    Attributes:
        page: the page's number.
        side: 0 for the source, 1 for the target.
        bead: its number on the page.
        columns: (words, signals), NaN where a signal says nothing.
        labels: (words,), 0 to 1, or -1 where nobody said.
        places: (words, 3), paragraph, start, end.
        own: the words' vectors by source, half precision.
        other: those of what it faces, None where it faces nothing.
    """

    page: int
    side: int
    bead: int
    columns: NDArray[np.float32]
    labels: NDArray[np.float32]
    places: NDArray[np.int64]
    own: Vectors
    other: Vectors | None


@dataclass(frozen=True, slots=True)
class Examples:
    """A data set: the signals' names, and every side of every bead."""

    names: tuple[str, ...]
    items: list[Example]


def examples_of(pages: Iterable[LabelledPage]) -> Examples:
    """Every page's sides of beads, with their vectors and labels."""
    names, items = tuple[str, ...](), list[Example]()
    for number, page in enumerate(pages):
        views = read_views(page.comparison, cut_segments(page.comparison))
        names = names or _names(views)
        items += _page_examples(number, page, views, names)
    return Examples(names, items)


def _names(views: Sequence[BeadViews]) -> tuple[str, ...]:
    """All signals, from a view that faces something and so has them all."""
    sources = (bead[Side.SOURCE] for bead in views if Side.SOURCE in bead)
    return tuple(next(measure(view) for view in sources if view.other))


def _page_examples(
    number: int, page: LabelledPage, views: Sequence[BeadViews], names: Sequence[str]
) -> Iterator[Example]:
    facing = (it for bead in views for view in bead.values() for it in view.facing)
    vectors = {
        segment: {name: found[name].astype(np.float16) for name in SOURCES}
        for segment, found in word_vectors(facing, SOURCES).items()
    }
    for code, side in enumerate(Side):
        lookup = Lookup(page.marks[side])
        for view in (bead[side] for bead in views if side in bead):
            places = view.own.segment.places
            labels = [lookup.label(it.paragraph, it.start, it.end) for it in places]
            yield Example(
                page=number,
                side=code,
                bead=view.bead,
                columns=tabulate([measure(view)], names).astype(np.float32),
                labels=np.array(labels, np.float32),
                places=np.array([(it.paragraph, it.start, it.end) for it in places], np.int64),
                own=vectors[view.own],
                other=None if view.other is None else vectors[view.other],
            )
