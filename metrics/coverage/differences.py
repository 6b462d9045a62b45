"""Every word of both versions, with how likely it has no counterpart."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from align import in_turn, let_others
from corpus import Document, Progress, Side
from metrics.comparison import Comparison
from metrics.coverage.jury import Jury, Opinion, Seen
from metrics.coverage.reading import batches, read_ahead
from metrics.coverage.signals import measure
from metrics.coverage.strip import Place, word_spans
from metrics.coverage.vectors import WordSources
from metrics.coverage.view import View, Views, read_views
from metrics.coverage.weights import DEFAULT_EFFORT, Weights, load_weights
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


def opinions(
    views: Sequence[View], jury: Jury, progress: Progress | None = None
) -> Iterator[tuple[Sequence[View], Opinion]]:
    """What the jury makes of the views, some of them at a time."""
    sources, done = WordSources(jury.sources), 0
    for some in batches(views, lambda view: len(view.own)):
        readings = [it for view in some for it in (view.own, view.other) if it]
        read_ahead(readings)
        sources.read_ahead(readings)
        yield some, jury.hear([_seen(view, sources) for view in some])
        done += len(some)
        let_others()
        if progress:
            progress("words", done, len(views))


def _seen(view: View, sources: WordSources) -> Seen:
    other = None if view.other is None else sources.of(view.other)
    return Seen(measure(view), sources.of(view.own), other)


def by_bead(views: Views) -> list[tuple[Side, View]]:
    """Both sides' views, so that what one side of a bead has read is at hand for the other."""
    return sorted(((side, it) for side in Side for it in views[side]), key=lambda it: it[1].bead)


def _by_place(
    views: Views, weights: Weights, progress: Progress | None
) -> dict[Side, dict[Place, Found]]:
    sided = by_bead(views)
    sides = iter(side for side, _ in sided)
    found: dict[Side, dict[Place, Found]] = {side: {} for side in Side}
    for some, opinion in opinions([view for _, view in sided], weights.words, progress):
        likely = weights.words.likely(opinion).tolist()
        judged = iter(zip(likely, weights.strain.strain(opinion).tolist(), strict=True))
        for view, side in zip(some, sides, strict=False):
            places = view.own.strip.places
            found[side].update(zip(places, islice(judged, len(places)), strict=True))
    return found


def _words(
    document: Document, side: Side, found: Mapping[Place, Found], *, unknown: float = 0.0
) -> Iterator[Word]:
    for number, paragraph in enumerate(document.paragraphs):
        for sentence in paragraph.sentences:
            for span in word_spans(sentence.of(paragraph.text)):
                start, end = sentence.start + span.start, sentence.start + span.end
                judged = found.get(Place(number, start, end), (unknown, 0.0))
                yield Word(side, number, start, end, paragraph.text[start:end], *judged)
