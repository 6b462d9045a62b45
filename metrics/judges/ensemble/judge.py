"""Every word of both versions, with how likely it has no counterpart."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple

import numpy as np

from align import AdditiveEncoder, in_turn, let_others
from corpus import Document, Progress, Recent, Side
from metrics.comparison import Comparison
from metrics.judges.ensemble.encoded import BEADS, batches, read_ahead
from metrics.judges.ensemble.signals import measure
from metrics.judges.ensemble.vectors import WordSources
from metrics.judges.ensemble.view import View, Views, read_views
from metrics.judges.ensemble.weights import DEFAULT_EFFORT, Weights, load_weights
from metrics.judges.ensemble.words import Ensemble, Outputs, Seen
from metrics.segment import Place, word_spans
from metrics.word import Word

Found = tuple[float, float]
"""A word's difference and its strain."""


@in_turn()
def word_differences(
    comparison: Comparison,
    *,
    effort: str = DEFAULT_EFFORT,
    weights: Weights | None = None,
    views: Views | None = None,
    progress: Progress | None = None,
) -> list[Word]:
    """Every word of both documents, once, in reading order, the source's first.

    A word's difference is the probability that it has no counterpart on the other side, 0 where
    there is next to no sign of it; words of paragraphs that are set aside get 0 too.

    Args:
        comparison: two aligned documents.
        effort: "fast" uses the default encoder's signals alone, "full" a transformer's as well.
        weights: others than those that ship, to measure with.
        views: the comparison's, where they were read already (`read_views`).
        progress: called as the work goes.

    Raises:
        UsageError: no such effort.
        ModelError: the transformer of "full" is not installed.
    """
    found = _by_place(views or read_views(comparison), weights or load_weights(effort), progress)
    return [word for side in Side for word in _words(comparison.document(side), side, found[side])]


def all_different(comparison: Comparison) -> list[Word]:
    """Every word with a difference of 1, as befits texts that are no translations of each other."""
    return [
        word for side in Side for word in _words(comparison.document(side), side, {}, unknown=1.0)
    ]


def outputs_of(
    views: Sequence[View], ensemble: Ensemble
) -> Iterator[tuple[Sequence[View], Outputs]]:
    """What the ensemble makes of the views, some of them at a time."""
    sources = WordSources(ensemble.sources)
    for some in batches(views, lambda view: len(view.own)):
        readings = [it for view in some for it in (view.own, view.other) if it]
        read_ahead(readings)
        sources.read_ahead(readings)
        yield some, ensemble.hear([_seen(view, sources) for view in some])
        let_others()


def _seen(view: View, sources: WordSources) -> Seen:
    other = None if view.other is None else sources.of(view.other)
    return Seen(measure(view), sources.of(view.own), other)


def by_bead(views: Views) -> list[tuple[Side, View]]:
    """Both sides' views, so that what one side of a bead has read is at hand for the other."""
    return sorted(((side, it) for side in Side for it in views[side]), key=lambda it: it[1].bead)


class Looked(NamedTuple):
    """All that a view's words are judged by.

    Attributes:
        encoder: what reads them.
        weights: those that judge.
        texts: its own, and the one that it faces, if any.
        measured: what the signals give, as bytes.
    """

    encoder: AdditiveEncoder
    weights: Weights
    texts: tuple[str, str | None]
    measured: bytes


_JUDGED: Recent[Looked, Sequence[Found]] = Recent(BEADS)


def _by_place(
    views: Views, weights: Weights, progress: Progress | None
) -> dict[Side, dict[Place, Found]]:
    """What is found about every word; of what was judged not long ago, as it was then."""
    sided, done = by_bead(views), 0
    found: dict[Side, dict[Place, Found]] = {side: {} for side in Side}
    for some in batches(sided, lambda pair: len(pair[1].own)):
        read_ahead([it for _, view in some for it in (view.own, view.other) if it])
        looked = [_looked(view, weights) for _, view in some]
        views_by_look = dict(zip(looked, (view for _, view in some), strict=True))
        judged = _JUDGED.get(looked, partial(_judged, views_by_look))
        for (side, view), here in zip(some, judged, strict=True):
            found[side].update(zip(view.own.segment.places, here, strict=True))
        done += len(some)
        if progress:
            progress("words", done, len(sided))
    return found


def _judged(looked: Mapping[Looked, View], new: Sequence[Looked]) -> list[Sequence[Found]]:
    """Difference and strain of the words of some views."""
    weights, found = new[0].weights, list[Sequence[Found]]()
    for views, outputs in outputs_of([looked[key] for key in new], weights.words):
        likely = weights.words.likely(outputs).tolist()
        each = iter(zip(likely, weights.strain.strain(outputs).tolist(), strict=True))
        found += [tuple(islice(each, len(view.own))) for view in views]
    return found


def _looked(view: View, weights: Weights) -> Looked:
    other = None if view.other is None else view.other.segment.text
    columns = np.stack(list(measure(view).values()))
    return Looked(view.own.encoder, weights, (view.own.segment.text, other), columns.tobytes())


def _words(
    document: Document, side: Side, found: Mapping[Place, Found], *, unknown: float = 0.0
) -> Iterator[Word]:
    for number, paragraph in enumerate(document.paragraphs):
        for sentence in paragraph.sentences:
            for span in word_spans(sentence.of(paragraph.text)):
                start, end = sentence.start + span.start, sentence.start + span.end
                judged = found.get(Place(number, start, end), (unknown, 0.0))
                yield Word(side, number, start, end, paragraph.text[start:end], *judged)
