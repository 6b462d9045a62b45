"""A phrase dropped and a phrase added at the answering place: one stands for the other."""

from collections.abc import Iterator, Sequence

import numpy as np

from corpus import load_numbers
from metrics.coverage.candidates import Candidate
from metrics.coverage.view import View

REACH = 2
"""How many words the answering place may be off: two languages order words differently."""


def pair_up(
    dropped: Sequence[Candidate], added: Sequence[Candidate]
) -> Iterator[tuple[Candidate | None, Candidate | None]]:
    """Each dropped phrase with the added one in its place, where there is one, then the rest.

    Two phrases that say the same answer each other, and are no finding at all.
    """
    free = list(added)
    numbers = load_numbers("metrics", "coverage")
    for gone in dropped:
        facing = [
            new
            for new in free
            if _answers(gone, new) and _likeness(gone, new) >= numbers["replaces"]
        ]
        if not facing:
            yield gone, None
            continue
        new = max(facing, key=lambda it: it.confidence)
        free.remove(new)
        if _likeness(gone, new) < numbers["same"]:
            yield gone, new
    for new in free:
        yield None, new


def _answers(gone: Candidate, new: Candidate) -> bool:
    """Whether the words around the one answer the words around the other."""
    before = _counterpart(gone.view, gone.phrase.first - 1)
    after = _counterpart(gone.view, gone.phrase.last)
    follows = before is not None and 0 <= new.phrase.first - before - 1 <= REACH
    precedes = after is not None and 0 <= after - new.phrase.last <= REACH
    at_start = gone.phrase.first == 0 and new.phrase.first == 0
    at_end = gone.phrase.last == len(gone.view.own) and new.phrase.last == len(new.view.own)
    return follows or precedes or at_start or at_end


def _counterpart(view: View, word: int) -> int | None:
    """The word of the other side that answers a word, each being the other's best match."""
    if view.other is None or not 0 <= word < len(view.own):
        return None
    likeness = view.own.alone @ view.other.alone.T
    best = int(likeness[word].argmax())
    return best if int(likeness[:, best].argmax()) == word else None


def _likeness(gone: Candidate, new: Candidate) -> float:
    vectors = [
        found.view.own.parts.kept([(found.phrase.first, found.phrase.last)])[0]
        for found in (gone, new)
    ]
    return float(np.dot(*vectors))
