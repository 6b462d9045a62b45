"""A phrase dropped and a phrase added at the answering place: one stands for the other."""

from collections.abc import Iterator, Mapping, Sequence

from metrics.omissions.candidates import Candidate
from metrics.omissions.numbers import omission_numbers

REACH = 2
"""How many words the answering place may be off: two languages order words differently."""


def pair_up(
    dropped: Sequence[Candidate], added: Sequence[Candidate]
) -> Iterator[tuple[Candidate | None, Candidate | None]]:
    """Each dropped phrase with the added one in its place, where there is one, then the rest.

    Two phrases that say the same answer each other, and are not flagged at all.
    """
    free = list(added)
    numbers = omission_numbers()
    counterparts = _counterparts(dropped[0]) if dropped and added else {}
    for gone in dropped:
        facing = [
            new
            for new in free
            if _answers(gone, new, counterparts) and _likeness(gone, new) >= numbers.replaces
        ]
        if not facing:
            yield gone, None
            continue
        new = max(facing, key=lambda it: it.confidence)
        free.remove(new)
        if _likeness(gone, new) < numbers.same:
            yield gone, new
    for new in free:
        yield None, new


def _answers(gone: Candidate, new: Candidate, counterparts: Mapping[int, int]) -> bool:
    """Whether the words around the one answer the words around the other."""
    before = counterparts.get(gone.phrase.first - 1)
    after = counterparts.get(gone.phrase.last)
    follows = before is not None and 0 <= new.phrase.first - before - 1 <= REACH
    precedes = after is not None and 0 <= after - new.phrase.last <= REACH
    at_start = gone.phrase.first == 0 and new.phrase.first == 0
    at_end = all(it.phrase.last == len(it.segment.spans) for it in (gone, new))
    return follows or precedes or at_start or at_end


def _counterparts(gone: Candidate) -> Mapping[int, int]:
    return gone.bead.phrases.counterparts() if gone.bead.phrases else {}


def _likeness(gone: Candidate, new: Candidate) -> float:
    return gone.bead.phrases.likeness(gone.phrase, new.phrase) if gone.bead.phrases else 0.0
