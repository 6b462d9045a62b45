"""Groups of paragraphs: the minimal sets such that no bead leaves them."""

from collections.abc import Iterable, Sequence

from align.bead import SentenceBead


def group_paragraphs(
    beads: Iterable[SentenceBead], source: Sequence[int], target: Sequence[int]
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The connected sets of paragraphs of both sides, linked by beads.

    Args:
        beads: any; one with an empty side links nothing across.
        source: the source paragraphs that take part.
        target: the target paragraphs that do.

    Returns:
        Pairs of paragraph numbers, source and target, each ascending; in order of the first
        source paragraph, those without one last.
    """
    parent = {(0, number): (0, number) for number in source}
    parent |= {(1, number): (1, number) for number in target}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for bead in beads:
        nodes = [(0, where.paragraph) for where in bead.source]
        nodes += [(1, where.paragraph) for where in bead.target]
        for node in nodes[1:]:
            parent[root(node)] = root(nodes[0])
    sets: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
    for node in sorted(parent):
        sets.setdefault(root(node), ([], []))[node[0]].append(node[1])
    return [(tuple(left), tuple(right)) for left, right in sets.values()]
