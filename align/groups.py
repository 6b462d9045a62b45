"""Groups of paragraphs: the minimal sets such that no bead leaves them."""

from collections.abc import Iterable, Sequence

Numbers = tuple[int, ...]


def connected(
    links: Iterable[tuple[Sequence[int], Sequence[int]]],
) -> list[tuple[Numbers, Numbers]]:
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
