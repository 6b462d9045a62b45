"""A second look with larger beads, where the first ran into the size that it allows.

Beads of more than a few segments a side are rare, and to try them everywhere costs much. Where a
text calls for one, the largest bead that was allowed stands beside segments left over; there, and
only there, the path is sought again.
"""

from collections.abc import Sequence

from align.search.dynamic_programming import Gains, Link, everywhere, search
from align.search.side import EncodedBitext


def enlarge(bitext: EncodedBitext, path: Sequence[Link], gains: Gains) -> list[Link]:
    """The path, with larger beads where they gain more than what stands there.

    Args:
        bitext: both sides.
        path: monotone links in order.
        gains: what links are worth.
    """
    size = bitext.numbers.size_at_most
    edges = [
        Link((0, 0), (0, 0), 0.0, 0.0),
        *path,
        Link((len(bitext.source),) * 2, (len(bitext.target),) * 2, 0.0, 0.0),
    ]
    result: list[Link] = []
    kept = 1
    for first, end in _cramped(edges, bitext.numbers.size):
        before, inside, after = edges[first - 1], edges[first:end], edges[end]
        rows, columns = (
            range(max(low[1], start[0] - size), min(high[0], stop[1] + size))
            for low, start, stop, high in (
                (before.source, inside[0].source, inside[-1].source, after.source),
                (before.target, inside[0].target, inside[-1].target, after.target),
            )
        )
        result += [*edges[kept:first], *search(bitext, everywhere(rows, columns), gains, size)]
        kept = end
    return [*result, *edges[kept:-1]]


def _cramped(edges: Sequence[Link], size: int) -> list[tuple[int, int]]:
    """Half-open ranges of links: a largest bead beside a segment left over, and its neighbours."""
    found: list[tuple[int, int]] = []
    for index in range(1, len(edges) - 1):
        before, link, after = edges[index - 1 : index + 2]
        if any(
            here[1] - here[0] == size and (low[1] < here[0] or here[1] < high[0])
            for low, here, high in (
                (before.source, link.source, after.source),
                (before.target, link.target, after.target),
            )
        ):
            done = found[-1][1] if found else 1
            if index >= done:
                found.append((max(index - 1, done), min(index + 2, len(edges) - 1)))
    return found
