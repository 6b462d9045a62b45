"""Every word of both versions, with how likely it has no counterpart."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from align import AdditiveEncoder, load_encoder
from corpus import Document, Progress, Side, load_numbers
from metrics.comparison import Comparison
from metrics.coverage.network import Network
from metrics.coverage.reading import batches, read_ahead
from metrics.coverage.signals import measure, tabulate
from metrics.coverage.strip import Place, word_spans
from metrics.coverage.vectors import WordSources
from metrics.coverage.view import View, read_views
from metrics.coverage.weights import DEFAULT_EFFORT, Weights, load_weights
from metrics.word import Word

ENCODER = "use"
"""The encoder that the weights in `data/` were fitted to."""


def word_differences(
    comparison: Comparison,
    *,
    effort: str = DEFAULT_EFFORT,
    weights: Weights | None = None,
    progress: Progress | None = None,
) -> list[Word]:
    """Every word of both documents, once, in reading order, the source's first.

    A word's difference is the probability that it has no counterpart on the other side, 0 where
    there is next to no sign of it; words of paragraphs that are set aside get 0 too.

    Args:
        comparison: two aligned documents.
        effort: "fast" uses the default encoder's signals alone, "full" a transformer's as well.
        weights: others than those that ship, to measure with.
        progress: called as the work goes.

    Raises:
        UsageError: no such effort.
        ModelError: the transformer of "full" is not installed.
    """
    networks = (weights or load_weights(effort)).words
    views = read_views(comparison, coverage_encoder(comparison))
    found = _by_place(views, networks, progress)
    return [word for side in Side for word in _words(comparison.document(side), side, found[side])]


def all_different(comparison: Comparison) -> list[Word]:
    """Every word with a difference of 1, as befits texts that are no translations of each other."""
    return [
        word for side in Side for word in _words(comparison.document(side), side, {}, unknown=1.0)
    ]


def coverage_encoder(comparison: Comparison) -> AdditiveEncoder:
    """The encoder that the weights were fitted to: the comparison's own where it is that one."""
    own = comparison.encoder
    if own.name == ENCODER and isinstance(own, AdditiveEncoder):
        return own
    encoder = load_encoder(ENCODER)
    if not isinstance(encoder, AdditiveEncoder):
        raise TypeError(f"the encoder {ENCODER!r} must be additive")
    return encoder


def differences(
    views: Sequence[View], networks: Sequence[Network], progress: Progress | None = None
) -> NDArray[np.float64]:
    """The probability of every word of every view, view by view: the mean of the networks'."""
    sources = WordSources({source for network in networks for source in network.sources})
    likely = [np.zeros(0)]
    for some in batches(views, lambda view: len(view.own)):
        readings = [it for view in some for it in (view.own, view.other) if it]
        read_ahead(readings)
        sources.read_ahead(readings)
        likely += [_judged(view, networks, sources) for view in some]
        if progress:
            progress("words", len(likely) - 1, len(views))
    joined = np.concatenate(likely)
    return np.where(joined < load_numbers("metrics", "coverage")["floor"], 0.0, joined)


def _judged(view: View, networks: Sequence[Network], sources: WordSources) -> NDArray[np.float64]:
    measured, own = measure(view), sources.of(view.own)
    other = None if view.other is None else sources.of(view.other)
    each = [
        network.probability(tabulate([measured], network.signals), own, other)
        for network in networks
    ]
    return np.asarray(np.mean(each, axis=0))


def _by_place(
    views: Mapping[Side, Sequence[View]],
    networks: Sequence[Network],
    progress: Progress | None,
) -> dict[Side, dict[Place, float]]:
    """Bead by bead, so that what one side of a bead has read is at hand for the other."""
    sides = sorted(((side, view) for side in Side for view in views[side]), key=_bead)
    found: dict[Side, dict[Place, float]] = {side: {} for side in Side}
    likely = iter(differences([view for _, view in sides], networks, progress).tolist())
    for side, view in sides:
        found[side].update(zip(view.own.strip.places, likely, strict=False))
    return found


def _bead(sided: tuple[Side, View]) -> int:
    return sided[1].bead


def _words(
    document: Document, side: Side, found: Mapping[Place, float], *, unknown: float = 0.0
) -> Iterator[Word]:
    for number, paragraph in enumerate(document.paragraphs):
        for sentence in paragraph.sentences:
            for span in word_spans(sentence.of(paragraph.text)):
                start, end = sentence.start + span.start, sentence.start + span.end
                difference = found.get(Place(number, start, end), unknown)
                yield Word(side, number, start, end, paragraph.text[start:end], difference)
