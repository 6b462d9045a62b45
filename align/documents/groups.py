"""Groups of paragraphs: the minimal sets such that no bead leaves them."""

from collections.abc import Iterable, Iterator, Sequence

from align.bead import SentenceBead
from align.search.numbers import search_numbers

Paragraphs = tuple[int, ...]


def connected(
    links: Iterable[tuple[Sequence[int], Sequence[int]]],
) -> list[tuple[Paragraphs, Paragraphs]]:
    """The connected sets of source and target paragraphs.

    Args:
        links: the source and the target paragraphs that each bead touches; a bead with an empty
            side joins the paragraphs it reaches over, and names those that nothing else does.

    Returns:
        Pairs of paragraph numbers, source and target, each ascending; in order of the first
        source paragraph, those without one last, in order of the target.
    """
    parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for source, target in links:
        nodes = [(0, number) for number in source] + [(1, number) for number in target]
        for node in nodes:
            parent.setdefault(node, node)
            parent[root(node)] = root(nodes[0])
    sets: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
    for node in sorted(parent):
        sets.setdefault(root(node), ([], []))[node[0]].append(node[1])
    return [(tuple(left), tuple(right)) for left, right in sets.values()]


def without_strays(beads: Sequence[SentenceBead]) -> list[SentenceBead]:
    """The beads, those taken apart that would join paragraphs on weak evidence.

    A bead is a stray if it is unsure, links two paragraphs that no sure bead links, and both of
    them have a sure bead to another paragraph. Its sentences are left alone.
    """
    numbers = search_numbers()
    sure = {
        pair
        for bead in beads
        if bead.confidence >= numbers.joining_confidence
        for pair in _paragraph_pairs(bead)
    }
    sources, targets = {source for source, _ in sure}, {target for _, target in sure}
    result: list[SentenceBead] = []
    for bead in beads:
        stray = any(
            pair not in sure and pair[0] in sources and pair[1] in targets
            for pair in _paragraph_pairs(bead)
        )
        if stray and bead.confidence < numbers.joining_confidence:
            alone = numbers.lone_confidence
            result += [SentenceBead((where,), (), None, alone) for where in bead.source]
            result += [SentenceBead((), (where,), None, alone) for where in bead.target]
        else:
            result.append(bead)
    return result


def _paragraph_pairs(bead: SentenceBead) -> set[tuple[int, int]]:
    return {(left.paragraph, right.paragraph) for left in bead.source for right in bead.target}


def out_of_order(
    groups: Sequence[tuple[Paragraphs, Paragraphs]], weights: Sequence[float]
) -> frozenset[int]:
    """Which groups were moved: those outside the heaviest set that stands in order on both sides.

    Args:
        groups: source and target paragraphs; those with an empty side are never moved.
        weights: what each group weighs, such as its length.

    Returns:
        Indices into ``groups``.
    """
    whole = sorted((pair[0][0], index) for index, pair in enumerate(groups) if all(pair))
    places = {
        target: rank + 1
        for rank, target in enumerate(sorted(groups[index][1][0] for _, index in whole))
    }
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(whole) + 1)  # a Fenwick tree of maxima
    before: dict[int, int] = {}
    for _, index in whole:
        place = places[groups[index][1][0]]
        most, before[index] = max((best[at] for at in _down(place)), default=(0.0, -1))
        for at in _up(place, len(whole)):
            best[at] = max(best[at], (most + weights[index], index))
    _, last = max((best[at] for at in _down(len(whole))), default=(0.0, -1))
    kept = set()
    while last >= 0:
        kept.add(last)
        last = before[last]
    return frozenset(before) - kept


def _down(place: int) -> Iterator[int]:
    while place > 0:
        yield place
        place &= place - 1


def _up(place: int, size: int) -> Iterator[int]:
    while place <= size:
        yield place
        place += place & -place
