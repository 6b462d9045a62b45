"""Aligning text that is already cut into segments."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from align.bead import Bead
from align.computing import exact
from align.computing.threads import in_turn
from align.encoders.loading import load_encoder
from align.encoders.protocol import Encoder
from align.search.coarse_to_fine import divide, find_pairs, join
from align.search.confidence import confidences
from align.search.dynamic_programming import Gains, Link
from align.search.larger import enlarge
from align.search.moves import reorder
from align.search.numbers import search_numbers
from align.search.priors import fill, fit
from align.search.scale import measure, usual_cosines
from align.search.side import EncodedBitext, SideVectors, side_vectors
from align.search.swaps import uncross
from corpus import Progress


@in_turn()
def align_segments(
    source: Iterable[str],
    target: Iterable[str],
    *,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> list[Bead]:
    """Which segments render which.

    Args:
        source: one side's segments in order, in any iterable.
        target: the other side's.
        encoder: what says how alike texts are; the default encoder where None.
        progress: called as the work goes.

    Returns:
        Beads in source order, those without a source segment where they would stand. Every
        segment is in exactly one bead.
    """
    encoder = encoder or load_encoder()
    source_side = side_vectors(list(source), encoder, progress=progress)
    target_side = side_vectors(list(target), encoder, progress=progress)
    return beads_of(source_side, target_side, encoder, progress)


def beads_of(
    source: SideVectors, target: SideVectors, encoder: Encoder, progress: Progress | None = None
) -> list[Bead]:
    """Align two sides whose vectors are there."""
    return complete(find_links(source, target, encoder, progress), source, target)


def find_links(
    source: SideVectors, target: SideVectors, encoder: Encoder, progress: Progress | None = None
) -> list[Link]:
    """The beads with two sides, in source order: the monotone path, then what was moved."""
    numbers = search_numbers()
    gains = Gains(
        scale=measure(source.vectors, target.vectors, *usual_cosines(encoder)),
        threshold=numbers.threshold,
        length_weight=numbers.length_weight,
        length_ratio=0.0,
        break_penalty=numbers.break_penalty,
    )
    rows, columns = range(len(source)), range(len(target))
    if not rows or not columns:
        return []
    bitext = EncodedBitext(source, target, numbers)
    division = divide(bitext, find_pairs(bitext, rows, columns, gains), rows, columns)
    near = division.known(bitext)
    gains = fit(near, division, gains)
    path = enlarge(bitext, join(near, division, gains, progress), gains)
    scale = gains.scale.refit([link.likeness for link in path])
    path = [link.rescaled(gains.scale.level / scale.level) for link in path]
    gains = replace(gains, scale=scale)
    path, moved = reorder(bitext, path, gains)
    return fill(bitext, sorted(uncross(bitext, path, moved, gains) + moved), gains)


def complete(found: Sequence[Link], source: SideVectors, target: SideVectors) -> list[Bead]:
    """Beads from links, with the segments that no link holds."""
    numbers = search_numbers()
    sure = confidences(found, len(source), len(target))
    alike = _cosines(found, source, target)
    beads = [
        Bead(tuple(range(*link.source)), tuple(range(*link.target)), cosine, confidence)
        for link, cosine, confidence in zip(found, alike, sure, strict=True)
        if confidence >= numbers.least_confidence
    ]
    alone = numbers.lone_confidence
    sources = {number for bead in beads for number in bead.source}
    targets = {number for bead in beads for number in bead.target}
    beads += [Bead((n,), (), None, alone) for n in range(len(source)) if n not in sources]
    beads += [Bead((), (n,), None, alone) for n in range(len(target)) if n not in targets]
    return in_order(beads)


def in_order(beads: Sequence[Bead]) -> list[Bead]:
    """Beads in source order, those without source where the target before them stands."""
    place = {}
    for bead in beads:
        for number in bead.target:
            place[number] = bead.source[-1] if bead.source else -1
    keys: dict[int, tuple[int, int, int]] = {}
    last = -1
    for number in sorted(place):
        last = place[number] if place[number] >= 0 else last
        keys[number] = (last, 1, number)
    return sorted(beads, key=lambda b: (b.source[0], 0, 0) if b.source else keys[b.target[0]])


def _cosines(found: Sequence[Link], source: SideVectors, target: SideVectors) -> list[float]:
    left = source.of(np.array([link.source for link in found], np.int64).reshape(-1, 2))
    right = target.of(np.array([link.target for link in found], np.int64).reshape(-1, 2))
    cosines: list[float] = exact.paired_cosines(left, right).tolist()
    return cosines
